"""Drop-ins over HTTP: what anyone sees, what is one's own, and what a page may poll cheaply."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rooms.actor import Role
from rooms.dropins.stages import State
from rooms.ids import DropInId, RoomId, new_public_id
from tests.journeys.house import Person
from tests.server.held_sessions import Sessions
from tests.server.looked_after import LookedAfter, looked_after

DAY_MINUTES = 24 * 60


@dataclass
class House:
    """Rosa is a mentor of both rooms, Teo and Nell are members."""

    people: LookedAfter
    sessions: Sessions
    rosa: Person
    teo: Person
    nell: Person

    def live(self, room: RoomId | None = None, **columns: Any) -> DropInId:
        return self.sessions.live(room or self.people.garden, self.rosa.account, **columns)

    def hold(self, begins: int, **columns: Any) -> DropInId:
        return self.sessions.hold(self.people.garden, self.rosa.account, begins, **columns)

    def get(self, who: Person | None, path: str = "") -> dict[str, Any]:
        answer = self.people.ask(who, "GET", f"/api/drop-ins{path}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def post(self, who: Person | None, path: str, **body: Any) -> dict[str, Any]:
        answer = self.people.ask(who, "POST", f"/api/drop-ins/{path}", json=body)
        assert answer.is_success, answer.text
        found: dict[str, Any] = answer.json() if answer.content else {}
        return found

    def refused(self, who: Person | None, path: str, **body: Any) -> str:
        return self.people.code(who, "POST", f"/api/drop-ins/{path}", json=body)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with looked_after(tmp_path) as people:
        rosa = people.staff(Role.MENTOR)
        sessions = Sessions(tmp_path)
        yield House(people, sessions, rosa, people.person(), people.person())


def test_a_place_in_line_is_taken_kept_and_given_up(house: House) -> None:
    line = f"{house.live()}/line"
    taken = house.post(house.teo, line, type="take_place", question="How do you sleep?")
    assert (taken["yours"]["state"], taken["yours"]["position"]) == ("waiting", 1)
    assert house.post(house.nell, line, type="take_place")["yours"]["position"] == 2
    (first, second) = house.get(house.rosa, f"/{taken['card']['drop_in']}")["hosting"]["line"]
    assert (first["question"], second["member"]) == (
        "How do you sleep?",
        house.nell.member(house.people.garden),
    )
    assert house.post(house.teo, line, type="step_aside")["yours"]["state"] == "aside"
    assert house.post(house.teo, line, type="leave_line")["yours"] is None
    assert house.post(house.nell, line, type="take_place")["yours"]["position"] == 1
    assert house.refused(house.teo, line, type="call_next") == "not_allowed"
    assert house.refused(None, line, type="take_place") == "not_signed_in"
    assert house.refused(house.teo, line, type="fly") == "bad_request"
    assert house.refused(house.teo, f"{'0' * 32}/line", type="take_place") == "unknown_drop_in"


def test_guests_see_a_session_without_a_place(house: House) -> None:
    drop_in = house.live(speaker=house.teo.account)
    seen = house.get(None, f"/{drop_in}")
    assert seen["card"]["stage"] == "live"
    assert seen["card"]["speaker_name"] == house.teo.name, "they may read the room"
    assert (seen.get("yours"), seen.get("hosting")) == (None, None)


def test_who_may_not_read_a_room_is_not_told_who_talks_in_it(house: House) -> None:
    drop_in = house.live(house.people.parlour, speaker=house.teo.account)
    for found in (
        house.get(None, f"/{drop_in}")["card"],
        *house.get(None)["cards"],
        *house.get(None, f"?room={house.people.parlour}")["cards"],
    ):
        assert found["drop_in"] == drop_in
        assert (found["speaker"], found["speaker_name"]) == (None, "")
    assert house.get(house.nell)["cards"][0]["speaker_name"] == house.teo.name


def test_cards_are_those_of_the_time_and_the_room_asked_for(house: House) -> None:
    soon, later = house.hold(30), house.hold(10 * DAY_MINUTES)
    house.hold(20 * DAY_MINUTES)
    over = house.hold(-60 * 24, state=State.ENDED.value)
    house.live(house.people.parlour)
    here = f"room={house.people.garden}"
    cards = house.get(None, f"?{here}")["cards"]
    assert [card["drop_in"] for card in cards] == [soon, later]
    start = cards[0]["starts_at"] - 3 * DAY_MINUTES * 60_000
    past = house.get(None, f"?{here}&from={start}&to={cards[0]['starts_at']}")["cards"]
    assert [card["drop_in"] for card in past] == [over]
    assert house.people.code(None, "GET", "/api/drop-ins?from=5&to=1") == "bad_request"
    assert house.people.code(None, "GET", f"/api/drop-ins?from=0&to={2**52}") == "bad_request"
    assert house.people.code(None, "GET", "/api/drop-ins?room=x") == "bad_request"


def test_asking_again_costs_nothing_until_something_has_changed(house: House) -> None:
    drop_in = house.live()
    client = house.people.client
    for path in ("/api/drop-ins", f"/api/drop-ins/{drop_in}"):
        first = house.people.ask(None, "GET", path)
        known = {"if-none-match": first.headers["etag"]}
        assert client.get(path, headers=known).status_code == 304
        assert first.headers["cache-control"] == "no-store"
    house.post(house.teo, f"{drop_in}/line", type="take_place")
    client.cookies.clear()
    again = client.get(path, headers=known)
    assert (again.status_code, again.json()["card"]["in_line"]) == (200, 1)


def test_coming_is_ones_own_and_can_be_taken_back(house: House) -> None:
    drop_in = house.hold(60)
    came = house.post(house.teo, f"{drop_in}/coming", coming=True, remind=True)
    assert (came["coming"], came["remind"]) == (True, True)
    assert house.get(house.nell, f"/{drop_in}").get("coming", False) is False
    gone = house.post(house.teo, f"{drop_in}/coming", coming=False, remind=True)
    assert (gone.get("coming", False), gone.get("remind", False)) == (False, False)


def test_program_that_says_it_comes_without_end_is_stopped_and_nobody_else_is(
    house: House,
) -> None:
    drop_in = house.hold(60)
    path, said = f"/api/drop-ins/{drop_in}/coming", {"coming": True}
    answers = [house.people.ask(house.teo, "POST", path, json=said).status_code for _ in range(90)]
    assert answers[0] == 200
    assert 429 in answers
    house.post(house.nell, f"{drop_in}/coming", coming=True)


def test_a_question_goes_to_the_hosts_and_its_answer_to_the_asker(house: House) -> None:
    drop_in, question = house.hold(60), new_public_id()
    asked = {"question": question, "body": "Does it end?", "shown": "unnamed"}
    house.post(house.teo, f"{drop_in}/questions", **asked)
    (waits,) = house.get(house.rosa, f"/{drop_in}")["hosting"]["questions"]
    assert (waits["question"], waits.get("name", "")) == (question, "")
    answer = f"{drop_in}/questions/{question}/answer"
    assert house.refused(house.nell, answer, body="No") == "not_allowed"
    house.post(house.rosa, answer, body="It does.")
    (own,) = house.get(house.teo, f"/{drop_in}/questions")["questions"]
    assert own["answer"] == "It does."
    assert house.get(house.nell, f"/{drop_in}/questions")["questions"] == []
    taken = house.people.ask(house.teo, "DELETE", f"/api/drop-ins/{drop_in}/questions/{question}")
    assert taken.status_code == 200
    assert house.get(house.teo, f"/{drop_in}/questions")["questions"] == []


def test_afterwards_is_for_who_was_there_and_for_who_hosted(house: House) -> None:
    drop_in = house.hold(-90, state=State.ENDED.value)
    said = {"heard": "yes", "again": "maybe"}
    assert house.refused(house.teo, f"{drop_in}/feedback", **said) == "not_allowed"
    read = house.get(house.rosa, f"/{drop_in}/feedback")
    assert (read["answers"], read["words"], read["present"]) == (0, [], None)
    assert house.people.code(house.teo, "GET", f"/api/drop-ins/{drop_in}/feedback") == "not_allowed"
    house.post(house.rosa, f"{drop_in}/debrief", how="heavy", wants_talk=True)
    assert house.get(house.rosa, f"/{drop_in}/debrief")["debrief"]["how"] == "heavy"
    assert house.get(house.teo, f"/{drop_in}/debrief")["debrief"] is None
    sam = house.people.staff(Role.MODERATOR)
    assert [item["kind"] for item in house.people.items(sam)] == ["call"]
