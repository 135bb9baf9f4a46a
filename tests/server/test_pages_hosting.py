"""The host's page without a script: only hosts and staff have it, and an hour can be run by it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from rooms.actor import Role
from rooms.ids import DropInId, RoomId
from tests.server.embedded import join, room_ids, served
from tests.server.forms import log_in, rows
from tests.server.held_sessions import Sessions
from tests.server.test_pages_drop_ins import plain


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


@pytest.fixture
def room(client: TestClient) -> RoomId:
    return room_ids(client)["Open"]


@pytest.fixture
def sessions(client: TestClient, room: RoomId, tmp_path: Path) -> Sessions:
    """Rosa is a mentor, Sam a moderator; Luz and Mar are members, and Rosa looks."""
    for name in ("Sam", "Luz", "Mar", "Rosa"):
        client.cookies.clear()
        join(client, name)
    sessions = Sessions(tmp_path)
    sessions.mentor(room, "Rosa")
    sessions.mentor(room, "Sam", Role.MODERATOR)
    return sessions


@pytest.fixture
def live(sessions: Sessions, room: RoomId) -> DropInId:
    """With Luz and Mar in line."""
    drop_in = sessions.live(room, sessions.account("Rosa"))
    sessions.waits(drop_in, sessions.account("Luz"), question="Can I swim?", note="Be gentle.")
    sessions.waits(drop_in, sessions.account("Mar"), question="How do I sleep?")
    return drop_in


def press(client: TestClient, drop_in: DropInId, act: str, **fields: str) -> str:
    return client.post(f"/d/{drop_in}/host", data={"act": act} | fields).text


def member(client: TestClient, drop_in: DropInId, index: int) -> str:
    view = client.get(f"/api/drop-ins/{drop_in}").json()
    found: str = view["hosting"]["line"][index]["member"]
    return found


@pytest.mark.parametrize(("name", "status"), [("Rosa", 200), ("Sam", 200), ("Luz", 404)])
def test_only_hosts_and_staff_have_it(
    client: TestClient, live: DropInId, name: str, status: int
) -> None:
    log_in(client, name)
    assert client.get(f"/d/{live}/host").status_code == status
    answer = client.post(f"/d/{live}/host", data={"act": "close_line"})
    assert answer.status_code == status
    client.cookies.clear()
    assert client.get(f"/d/{live}/host").status_code == 404


def test_host_sees_who_waits_and_what_they_wrote_and_staff_not_the_note(
    client: TestClient, live: DropInId
) -> None:
    page = client.get(f"/d/{live}/host").text
    for words in ("2 people in line", "Can I swim?", "Be gentle.", "How do I sleep?"):
        assert words in page
    log_in(client, "Sam")
    assert "Be gentle." not in client.get(f"/d/{live}/host").text


def test_hour_is_run_by_plain_forms(client: TestClient, live: DropInId, tmp_path: Path) -> None:
    page = press(client, live, "call_next")
    assert "called" in plain(page)
    press(client, live, "put_off", member=member(client, live, 0))
    mar, luz = member(client, live, 0), member(client, live, 1)
    page = press(client, live, "answer_in_writing", member=mar, body="Slowly, and with a friend.")
    assert "1 person in line" in page
    assert rows(tmp_path, "SELECT answer FROM drop_in_place WHERE state = 'answered'") == [
        ("Slowly, and with a friend.",)
    ]
    assert "The line is closed." in press(client, live, "close_line")
    assert "Open the line again" in press(client, live, "close_line")
    press(client, live, "open_line")
    press(client, live, "tell_waiting", words="Five minutes more.")
    assert rows(tmp_path, "SELECT told FROM drop_in") == [("Five minutes more.",)]
    assert "There is a short pause." in press(client, live, "pause")
    assert "There is a short pause." not in press(client, live, "go_on")
    page = press(client, live, "end")
    assert "The drop-in has ended." in page
    assert "Undo: go on" in page
    assert "Now with you" in press(client, live, "undo")
    assert luz


def test_urgent_needs_a_reason(client: TestClient, live: DropInId) -> None:
    second = member(client, live, 1)
    press(client, live, "move_up", member=second)
    assert member(client, live, 1) == second
    press(client, live, "move_up", member=second, reason="She is at the hospital door.")
    assert member(client, live, 0) == second


def test_more_than_one_can_carry_is_one_press_and_answered_with_words_and_lines(
    client: TestClient, live: DropInId, tmp_path: Path
) -> None:
    answer = client.post(
        f"/d/{live}/host", data={"act": "carry"}, headers={"accept-language": "en-US"}
    )
    for words in ("You did the right thing", "Are you safe right now?", "988"):
        assert words in answer.text
    # The clock may have asked by now whether all is well.
    called = "SELECT kind FROM help_call WHERE kind <> 'silent'"
    assert rows(tmp_path, called) == [("carry",)]
    client.cookies.clear()
    assert "A short pause." in plain(client.get(f"/d/{live}").text)


def test_private_word_reaches_moderators_alone(
    client: TestClient, live: DropInId, tmp_path: Path
) -> None:
    press(client, live, "ask_moderator", note="Somebody here worries me.")
    assert rows(tmp_path, "SELECT kind, note FROM help_call") == [
        ("asked", "Somebody here worries me.")
    ]
    log_in(client, "Luz")
    assert "Somebody here worries me." not in client.get(f"/d/{live}").text


def test_host_may_be_late_and_begin(client: TestClient, sessions: Sessions, room: RoomId) -> None:
    drop_in = sessions.hold(room, sessions.account("Rosa"), 3)
    assert "about 7 minutes late" in press(client, drop_in, "run_late", minutes="7")
    assert "Live now" in press(client, drop_in, "open")


def test_hosts_own_words_afterwards_are_kept_and_call_somebody_only_if_wanted(
    client: TestClient, sessions: Sessions, room: RoomId, tmp_path: Path
) -> None:
    drop_in = sessions.hold(room, sessions.account("Rosa"), -90, state="ended")
    page = press(client, drop_in, "debrief", how="heavy", words="A hard hour.")
    assert "A hard hour." in page
    assert rows(tmp_path, "SELECT count(*) FROM help_call") == [(0,)]
    log_in(client, "Sam")
    assert "A hard hour." not in client.get(f"/d/{drop_in}/host").text
    log_in(client, "Rosa")
    press(client, drop_in, "debrief", how="heavy", words="A hard hour.", talk="yes")
    assert rows(tmp_path, "SELECT kind FROM help_call") == [("asked",)]


@pytest.mark.parametrize(
    ("act", "field"),
    [
        ("answer_in_writing", "body"),
        ("move_up", "reason"),
        ("tell_waiting", "words"),
        ("ask_moderator", "note"),
    ],
)
def test_what_was_typed_stays_in_its_own_form_when_it_is_refused(
    client: TestClient, live: DropInId, act: str, field: str
) -> None:
    words = "Every word of this was hard to write. " * 120
    page = press(client, live, act, member=member(client, live, 1), **{field: words})
    assert 'role="alert"' in page
    assert page.count(words.strip()) == 1
    assert "What you wrote is still here." in page


@pytest.mark.parametrize("act", ["", "take_place", "retract_message", "open", "no such"])
def test_press_that_no_page_has_does_nothing(client: TestClient, live: DropInId, act: str) -> None:
    assert client.post(f"/d/{live}/host", data={"act": act}).status_code == 409
