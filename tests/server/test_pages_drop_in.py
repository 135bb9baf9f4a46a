"""The page of one drop-in, without a script: it says where the session stands, and every act of a
member is a plain form that comes back here.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from rooms.ids import AccountId, DropInId, RoomId, new_public_id
from tests.server.embedded import join, room_ids, served
from tests.server.forms import opened, rows
from tests.server.held_sessions import Sessions
from tests.server.test_pages_drop_ins import plain

DAY = 24 * 60


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        client.cookies.set("device-zone", "America/Chicago")
        yield client


@pytest.fixture
def room(client: TestClient) -> RoomId:
    return room_ids(client)["Open"]


@pytest.fixture
def sessions(client: TestClient, tmp_path: Path) -> Sessions:
    as_somebody_new(client, "Rosa")
    return Sessions(tmp_path)


@pytest.fixture
def rosa(sessions: Sessions, room: RoomId) -> AccountId:
    return sessions.mentor(room, "Rosa")


def as_somebody_new(client: TestClient, name: str) -> None:
    client.cookies.delete("hearthside")
    join(client, name)


def as_guest(client: TestClient) -> None:
    client.cookies.delete("hearthside")


def send(client: TestClient, path: str, **fields: str) -> str:
    """What is read after sending a form."""
    return client.post(path, data=fields).text


@pytest.mark.parametrize(
    ("begins", "other", "says"),
    [
        (120, {}, ("Coming up Starts in 2 hours.", "The line opens 15 minutes before")),
        (10, {}, ("Door open The door is open. It starts at ", "Take a place in line")),
        (-7, {}, ("A little late Rosa is running a few minutes late.",)),
        (10, {"late_minutes": 5}, ("Rosa says: about 5 minutes late.",)),
        (120, {"state": "cancelled"}, ("Cancelled This drop-in was cancelled.",)),
        (-90, {"state": "ended"}, ("Ended This drop-in has ended.", "No other date is set yet.")),
        (-90, {"state": "unhosted"}, ("This is an ordinary open room now.", "Get help")),
        (120, {"form": "circle"}, ("One person shares at a time.", "There are 8 places at most")),
        (120, {"form": "open_hour"}, ("Everyone can write.",)),
        (120, {"form": "questions"}, ("only if you say so",)),
    ],
)
def test_page_says_where_the_session_stands(
    client: TestClient,
    sessions: Sessions,
    rosa: AccountId,
    room: RoomId,
    begins: int,
    other: dict[str, Any],
    says: tuple[str, ...],
) -> None:
    drop_in = sessions.hold(room, rosa, begins, **other)
    as_somebody_new(client, "Luz")
    page = client.get(f"/d/{drop_in}")
    assert page.status_code == 200
    for words in says:
        assert words in plain(page.text)
    assert "I need help now" in page.text


def test_session_that_is_over_names_the_next_one(
    client: TestClient, sessions: Sessions, rosa: AccountId, room: RoomId
) -> None:
    over = sessions.hold(room, rosa, -90, state="cancelled")
    sessions.hold(room, rosa, 3 * DAY)
    assert "The next one: " in plain(client.get(f"/d/{over}").text)


def test_guest_sees_when_it_is_and_how_to_come_in(
    client: TestClient, sessions: Sessions, rosa: AccountId, room: RoomId
) -> None:
    drop_in = sessions.live(room, rosa)
    as_guest(client)
    page = client.get(f"/d/{drop_in}").text
    assert f'href="/join?next=/d/{drop_in}"' in page
    assert "/line" not in page
    answer = client.post(f"/d/{drop_in}/line", data={"act": "take_place"}, follow_redirects=False)
    assert answer.headers["location"] == f"/join?next=/d/{drop_in}"


def test_joining_leads_back_to_the_session(
    client: TestClient, sessions: Sessions, rosa: AccountId, room: RoomId
) -> None:
    drop_in = sessions.hold(room, rosa, 120)
    as_guest(client)
    form = opened(client, f"/join?next=/d/{drop_in}")
    assert form["next"] == f"/d/{drop_in}"


def test_place_is_taken_kept_hidden_and_given_up_by_plain_forms(
    client: TestClient, sessions: Sessions, rosa: AccountId, room: RoomId
) -> None:
    drop_in = sessions.live(room, rosa)
    as_somebody_new(client, "Luz")
    line = f"/d/{drop_in}/line"
    page = send(client, line, act="take_place", question="How do I tell my kids?", language="en")
    assert "You are next in line." in plain(page)
    assert "How do I tell my kids?" in page
    assert "Take the time you need." in plain(send(client, line, act="step_aside"))
    assert "You are next in line." in plain(send(client, line, act="come_back"))
    assert "You have a place in line. We will call you." in plain(
        send(client, line, act="hide_position", hidden="yes")
    )
    page = plain(send(client, line, act="leave_line"))
    assert "You have left the line." in page
    assert "Take a place in line" in page


def test_who_was_called_takes_more_time_passes_or_begins(
    client: TestClient, sessions: Sessions, rosa: AccountId, room: RoomId
) -> None:
    drop_in = sessions.live(room, rosa)
    as_somebody_new(client, "Luz")
    sessions.waits(drop_in, sessions.account("Luz"), state="called", until=4_000_000_000_000)
    page = plain(client.get(f"/d/{drop_in}").text)
    for words in ("It is your turn. Take your time.", "I am ready", "Give me two more minutes"):
        assert words in page
    assert "It is your turn." in plain(send(client, f"/d/{drop_in}/line", act="more_time"))
    page = plain(send(client, f"/d/{drop_in}/floor", act="ready"))
    assert "Everyone is listening to you now." in page
    page = plain(send(client, f"/d/{drop_in}/floor", act="done"))
    assert "Your turn is over." in page


def test_what_was_typed_comes_back_with_the_reason_why_not(
    client: TestClient, sessions: Sessions, rosa: AccountId, room: RoomId
) -> None:
    drop_in = sessions.live(room, rosa)
    as_somebody_new(client, "Luz")
    long = "My long story. " * 60
    answer = client.post(
        f"/d/{drop_in}/line", data={"act": "take_place", "question": long, "language": "en"}
    )
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert long.strip() in answer.text
    assert "What you wrote is still here." in answer.text


def test_place_in_another_line_is_named_with_the_way_there(
    client: TestClient, sessions: Sessions, rosa: AccountId, room: RoomId
) -> None:
    first = sessions.live(room, rosa)
    other = sessions.hold(room_ids(client)["Members"], rosa, 5)
    as_somebody_new(client, "Luz")
    sessions.waits(first, sessions.account("Luz"))
    page = send(client, f"/d/{other}/line", act="take_place")
    assert f'href="/d/{first}">See this drop-in' in page


def test_question_is_asked_once_however_often_it_is_sent_and_taken_back(
    client: TestClient, sessions: Sessions, rosa: AccountId, room: RoomId, tmp_path: Path
) -> None:
    drop_in = sessions.hold(room, rosa, DAY)
    as_somebody_new(client, "Luz")
    asked = {"question": new_public_id(), "body": "Can I swim?", "shown": "unnamed"}
    for _ in range(2):
        page = send(client, f"/d/{drop_in}/questions", **asked)
    assert page.count('class="asked"') == 1
    assert "It is erased on " in plain(page)
    assert rows(tmp_path, "SELECT shown FROM drop_in_question") == [("unnamed",)]
    page = send(client, f"/d/{drop_in}/take-back", question=asked["question"])
    assert "Can I swim?" not in page


def test_coming_is_said_and_unsaid_and_honest_about_mail(
    client: TestClient, sessions: Sessions, rosa: AccountId, room: RoomId
) -> None:
    drop_in = sessions.hold(room, rosa, DAY)
    as_somebody_new(client, "Luz")
    assert "This place sends no e-mail." in client.get(f"/d/{drop_in}").text
    coming = f"/d/{drop_in}/coming"
    assert "Reminders are on." in send(client, coming, answer="remind")
    assert "Reminders are on." not in send(client, coming, answer="coming")
    page = send(client, coming, answer="no")
    assert "You said that you will come." not in page


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("line", {"act": "call_next"}),
        ("line", {"act": "no_such_act"}),
        ("line", {}),
        ("line", {"act": "take_place", "language": "not a language"}),
        ("floor", {"act": "free"}),
        ("floor", {"act": "ready", "command": "no id"}),
        ("questions", {"question": "no id", "body": "?"}),
        ("feedback", {"heard": "loudly", "again": "yes"}),
        ("take-back", {"question": "x"}),
    ],
)
def test_form_that_no_page_has_does_nothing(
    client: TestClient,
    sessions: Sessions,
    rosa: AccountId,
    room: RoomId,
    path: str,
    fields: dict[str, str],
) -> None:
    drop_in = sessions.live(room, rosa)
    as_somebody_new(client, "Luz")
    assert client.post(f"/d/{drop_in}/{path}", data=fields).status_code == 409


def test_private_word_goes_to_moderators_and_is_a_step_away(
    client: TestClient, sessions: Sessions, rosa: AccountId, room: RoomId
) -> None:
    drop_in = sessions.live(room, rosa)
    as_somebody_new(client, "Luz")
    way = f"/tell?room={room}"
    assert f'href="{way}"' in client.get(f"/d/{drop_in}").text
    assert client.get(way).status_code == 200
    as_guest(client)
    assert way not in client.get(f"/d/{drop_in}").text


@pytest.mark.parametrize("drop_in", ["0" * 32, "x", "%00", "0" * 500])
def test_session_that_is_none_is_missing(client: TestClient, drop_in: str) -> None:
    assert client.get(f"/d/{drop_in}").status_code == 404
    assert client.get(f"/d/{drop_in}/host").status_code == 404
    answer = client.post(f"/d/{drop_in}/line", data={"act": "take_place"}, follow_redirects=False)
    assert answer.status_code in (303, 404)


def test_help_is_called_in_every_state_and_lines_are_shown_at_once(
    client: TestClient, sessions: Sessions, rosa: AccountId, room: RoomId, tmp_path: Path
) -> None:
    drop_in = sessions.live(room, rosa)
    as_somebody_new(client, "Luz")
    page = send(client, f"/r/{room}/help-now", back=drop_in)
    assert "The moderators and the host have been told." in page
    assert f'href="/d/{drop_in}"' in page
    assert rows(tmp_path, "SELECT kind FROM help_call") == [("help_now",)]
    as_guest(client)
    page = client.post(f"/r/{room}/help-now", data={}, headers={"accept-language": "en-US"}).text
    assert "you need a screen name" in page
    assert "988" in page
    assert rows(tmp_path, "SELECT count(*) FROM help_call") == [(1,)]


def test_feedback_is_asked_of_those_who_were_there_alone(
    client: TestClient, sessions: Sessions, rosa: AccountId, room: RoomId, tmp_path: Path
) -> None:
    drop_in: DropInId = sessions.hold(room, rosa, -90, state="ended")
    as_somebody_new(client, "Luz")
    assert "Did you feel heard?" not in client.get(f"/d/{drop_in}").text
    sessions.was_there(drop_in, sessions.account("Luz"))
    assert "Did you feel heard?" in client.get(f"/d/{drop_in}").text
    page = send(client, f"/d/{drop_in}/feedback", heard="yes", again="maybe", words="Thank you")
    assert "Thank you for telling us." in page
    assert rows(tmp_path, "SELECT heard, again FROM drop_in_feedback") == [("yes", "maybe")]
