"""The edges of each act on a place in a line: who it is not for, what it keeps, and what it leaves
alone."""

import pytest

from rooms.dropins import acts
from rooms.dropins.acts import LineAct
from rooms.dropins.forms import Shown
from rooms.dropins.line import Line
from rooms.dropins.stages import LOBBY_MS, State
from rooms.dropins.views import PlaceState
from rooms.refusals import Code
from tests.rooms.line_scene import Hour, drop_in
from tests.rooms.scene import MINUTE_MS, NOW, account, member

ANA = member("ana")
OWN: list[LineAct] = [
    acts.StepAside(),
    acts.ComeBack(),
    acts.LeaveLine(),
    acts.MoreTime(),
    acts.PassTurn(),
    acts.HidePosition(hidden=True),
]
ABOUT_ANA: list[LineAct] = [
    acts.CallNext(member=ANA),
    acts.PutOff(member=ANA),
    acts.MoveUp(member=ANA, reason="Results today"),
    acts.AnswerInWriting(member=ANA, body="Rest."),
]


@pytest.fixture
def hour() -> Hour:
    return Hour(drop_in())


def in_state(state: PlaceState) -> Hour:
    """Ana is in this state, and Bo waits behind her."""
    hour = Hour(drop_in(capacity=2))
    if state is PlaceState.LISTED:
        hour.take("cleo", "dora", "ana")
        hour.becomes(capacity=2)
        return hour
    hour.take("ana", "bo")
    if state is PlaceState.ASIDE:
        assert hour.does("ana", acts.StepAside()) is None
    if state in (PlaceState.CALLED, PlaceState.TALKING):
        assert hour.call() is None
    if state is PlaceState.TALKING:
        hour.takes_floor("ana")
    return hour


W, L, A, C, T = (
    PlaceState.WAITING,
    PlaceState.LISTED,
    PlaceState.ASIDE,
    PlaceState.CALLED,
    PlaceState.TALKING,
)
NO, SAME = Code.NO_PLACE, Code.NOTHING_TO_CHANGE


@pytest.mark.parametrize("act", [*OWN, *ABOUT_ANA], ids=lambda act: type(act).__name__)
def test_nothing_is_done_with_a_place_that_nobody_has(hour: Hour, act: LineAct) -> None:
    hour.take("bo")
    by = "rosa" if act in ABOUT_ANA else "ana"
    assert hour.does(by, act) is Code.NO_PLACE
    assert hour.states() == {account("bo"): W}


@pytest.mark.parametrize(
    ("act", "answers"),
    [
        (acts.StepAside(), {W: None, L: NO, A: SAME, C: None, T: NO}),
        (acts.ComeBack(), {W: SAME, L: SAME, A: None, C: SAME, T: SAME}),
        (acts.LeaveLine(), {W: None, L: None, A: None, C: None, T: NO}),
        (acts.MoreTime(), {W: NO, L: NO, A: NO, C: None, T: NO}),
        (acts.PassTurn(), {W: NO, L: NO, A: NO, C: None, T: NO}),
        (acts.PutOff(member=ANA), {W: None, L: NO, A: NO, C: None, T: NO}),
        (acts.MoveUp(member=ANA, reason="R"), {W: None, L: None, A: NO, C: NO, T: NO}),
        (
            acts.AnswerInWriting(member=ANA, body="Rest."),
            {W: None, L: None, A: None, C: None, T: NO},
        ),
        (
            acts.CallNext(member=ANA),
            {W: None, L: NO, A: NO, C: Code.ALREADY_CALLED, T: Code.FLOOR_TAKEN},
        ),
    ],
    ids=lambda given: type(given).__name__,
)
def test_each_act_is_for_some_states_of_a_place_and_no_others(
    act: LineAct, answers: dict[PlaceState, Code | None]
) -> None:
    by = "rosa" if hasattr(act, "member") else "ana"
    for state, expected in answers.items():
        hour = in_state(state)
        assert hour.place("ana").state is state
        before = hour.line
        assert hour.does(by, act) is expected, state
        if expected is not None:
            assert hour.line == before


def test_a_new_place_says_what_was_said_with_it_and_when(hour: Hour) -> None:
    hour.take("ana")
    said = {"question": "How long?", "note": "I am new", "shown": Shown.UNNAMED, "language": "es"}
    hour.heard.add("bo")
    hour.take("bo", in_writing=True, **said)
    place = hour.place("bo")
    assert {name: getattr(place, name) for name in said} == said
    assert place.in_writing
    assert (place.number, place.turn, hour.line.last_number) == (2, 2, 2)
    assert (place.state, place.since, place.joined_at) == (W, NOW, NOW)
    assert (place.first_time, hour.place("ana").first_time) == (False, True)
    hour.does("bo", acts.LeaveLine())
    hour.take("bo")
    assert hour.place("bo").number == 3


def test_full_is_full_for_the_next_one_at_once(hour: Hour) -> None:
    hour.take("ana", "bo", "cleo", "dora", "eli")
    assert [hour.place(name).state for name in ("dora", "eli")] == [W, L]
    hour.becomes(capacity=5)
    # Whoever is on the waiting list comes before who is not.
    assert hour.line.is_full


def test_the_door_opens_by_the_clock_or_by_the_host() -> None:
    hour = Hour(drop_in(state=State.SCHEDULED, starts_at=NOW + LOBBY_MS + 1))
    answer = hour.asks("ana", acts.TakePlace())
    assert not isinstance(answer, Line)
    assert (answer.code, answer.params) == (Code.TOO_EARLY, {"at": NOW + 1})
    hour.becomes(state=State.LIVE)
    hour.take("ana")
    hour = Hour(drop_in(state=State.SCHEDULED, starts_at=NOW + LOBBY_MS))
    hour.take("ana")


def test_whether_a_position_is_told_is_theirs_to_say(hour: Hour) -> None:
    hour.take("ana")
    for hidden in (True, False):
        assert hour.does("ana", acts.HidePosition(hidden=hidden)) is None
        assert hour.place("ana").position_hidden is hidden


def test_a_call_lasts_two_minutes_and_a_moment_and_more_with_more(hour: Hour) -> None:
    hour.take("ana", "bo")
    assert hour.call() is None
    place = hour.place("ana")
    assert (place.state, place.since, place.until) == (C, NOW, NOW + 2 * MINUTE_MS)
    hour.now += 1
    assert hour.does("ana", acts.MoreTime()) is None
    assert hour.place("ana").until == NOW + 4 * MINUTE_MS
    hour.now = NOW + 4 * MINUTE_MS + 30_000
    hour.settle()
    assert hour.place("ana").state is C
    hour.now += 1
    hour.settle()
    moved = hour.place("ana")
    assert (moved.state, moved.since, moved.until, moved.moved_down) == (W, hour.now, None, True)
    assert hour.order() == [account("bo"), account("ana")]


def test_who_is_called_again_is_told_no_more_that_they_moved_down(hour: Hour) -> None:
    hour.take("ana", "bo")
    hour.does("rosa", acts.PutOff(member=ANA))
    assert hour.place("ana").moved_down
    assert hour.call("ana") is None
    assert not hour.place("ana").moved_down
    hour.does("ana", acts.PassTurn())
    hour.does("rosa", acts.PutOff(member=member("bo")))
    assert not hour.place("ana").moved_down


def test_moving_up_goes_behind_whoever_is_up_and_before_all_others(hour: Hour) -> None:
    hour.take("ana", "bo", "cleo", "dora")
    assert hour.call() is None
    for name in ("dora", "cleo"):
        act = acts.MoveUp(member=member(name), reason="Results today")
        assert hour.does("rosa", act) is None
    assert hour.order() == [account(name) for name in ("ana", "cleo", "dora", "bo")]
    assert hour.place("cleo").moved_up_at == NOW
    assert hour.line.next_up == hour.place("cleo")
    assert [place.turn for place in hour.line.held] == [1, 2, 3, 4]


def test_who_was_moved_up_stays_before_first_timers() -> None:
    hour = Hour(drop_in(first_timers_first=True, capacity=9), heard={"ana", "bo", "cleo"})
    hour.take("ana", "bo", "cleo")
    hour.does("rosa", acts.MoveUp(member=member("bo"), reason="Results today"))
    hour.take("dora")
    hour.take("eli")
    assert hour.order() == [account(name) for name in ("bo", "dora", "eli", "ana", "cleo")]
    hour.heard.add("fay")
    hour.take("fay")
    assert hour.order()[-1] == account("fay")


def test_an_answer_keeps_the_question_and_forgets_the_note(hour: Hour) -> None:
    hour.take("ana", question="How long?", note="I am new")
    body = "Some weeks."
    assert hour.does("ben", acts.AnswerInWriting(member=ANA, body=body)) is None
    place = hour.place("ana")
    assert (place.state, place.answer, place.answered_by) == (
        PlaceState.ANSWERED,
        body,
        account("ben"),
    )
    assert (place.question, place.note, place.ended_at) == ("How long?", "", NOW)
    assert hour.does("rosa", acts.AnswerInWriting(member=ANA, body="Again")) is Code.NO_PLACE


def test_who_leaves_leaves_no_words(hour: Hour) -> None:
    hour.take("ana", question="How long?", note="I am new")
    hour.does("ana", acts.LeaveLine())
    place = hour.place("ana")
    assert (place.state, place.question, place.note) == (PlaceState.LEFT, "", "")
    assert (place.since, place.ended_at, place.until) == (NOW, NOW, None)


def test_nobody_is_called_in_a_pause_and_a_call_outlasts_it(hour: Hour) -> None:
    hour.take("ana")
    assert hour.call() is None
    hour.becomes(frozen=True)
    hour.now += 2 * MINUTE_MS + 30_001
    hour.settle()
    assert (hour.place("ana").state, hour.place("ana").until) == (C, hour.now + 2 * MINUTE_MS)
    hour.does("ana", acts.LeaveLine())
    hour.take("bo")
    assert hour.call() is Code.SHORT_PAUSE


def test_turns_ahead_are_counted_at_least_and_at_most() -> None:
    hour = Hour(drop_in(capacity=4))
    hour.take("ana", "bo", "cleo", "dora", "eli", "fay")
    hour.does("bo", acts.StepAside())
    ahead = {
        name: hour.line.turns_ahead(account(name))
        for name in ("ana", "cleo", "dora", "eli", "fay", "gus")
    }
    assert ahead == {
        "ana": (0, 0),
        "cleo": (1, 2),
        "dora": (2, 3),
        "eli": (3, 4),
        "fay": (4, 5),
        "gus": (0, 0),
    }
    assert hour.call() is None
    assert hour.line.turns_ahead(account("cleo")) == (1, 2)
    hour.takes_floor("ana")
    assert hour.line.turns_ahead(account("cleo")) == (0, 1)
    assert hour.line.position(account("cleo")) == 2
    assert [hour.line.position(account(name)) for name in ("eli", "fay")] == [1, 2]


def test_a_place_that_is_over_says_since_when(hour: Hour) -> None:
    hour.take("ana")
    assert hour.call() is None
    hour.now += 1
    assert hour.does("ana", acts.LeaveLine()) is None
    place = hour.place("ana")
    assert (place.since, place.ended_at, place.until) == (NOW + 1, NOW + 1, None)
