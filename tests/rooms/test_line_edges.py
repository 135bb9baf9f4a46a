"""The edges of each act on a line: who it is not for, what it keeps, and what it leaves alone."""

import msgspec
import pytest

from rooms.dropins import acts
from rooms.dropins.acts import LineAct
from rooms.dropins.deciding import decide_act
from rooms.dropins.forms import Form, Shown
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


def test_hosts_say_what_they_say_and_no_more(hour: Hour) -> None:
    assert hour.does("rosa", acts.OpenLine()) is SAME
    assert hour.does("rosa", acts.CloseLine()) is None
    assert not hour.line.line_open
    assert hour.does("rosa", acts.CloseLine()) is SAME
    assert hour.does("rosa", acts.OpenLine()) is None
    assert hour.line.line_open
    assert hour.does("rosa", acts.TellWaiting(words=" ")) is Code.EMPTY
    assert hour.does("rosa", acts.TellWaiting(words="Soon")) is None
    assert (hour.line.told, hour.line.told_at) == ("Soon", NOW)
    assert hour.does("rosa", acts.RunLate(minutes=5)) is SAME
    assert hour.does("ben", acts.AllWell()) is None
    assert hour.line.well_at == NOW
    before = hour.line
    assert hour.does("rosa", acts.AskModerator(note="Please come")) is None
    assert hour.line == before
    hour.becomes(state=State.SCHEDULED)
    assert hour.does("ben", acts.RunLate(minutes=5)) is None
    assert hour.line.late_minutes == 5
    for act in (acts.AllWell(), acts.CallNext(), acts.OfferHosting(member=member("ines"))):
        assert hour.does("rosa", act) is Code.NOT_LIVE


def test_a_session_is_offered_by_its_host_to_somebody_who_helps(hour: Hour) -> None:
    def offers(who: str, to: str, note: str = "") -> Code | None:
        return hour.does(who, acts.OfferHosting(member=member(to), note=note))

    assert offers("ben", "ines") is Code.NOT_ALLOWED
    assert offers("rosa", "rosa") is Code.NOT_ALLOWED
    assert offers("rosa", "ana") is Code.NOT_ALLOWED
    assert offers("rosa", "nobody") is Code.UNKNOWN_MEMBER
    assert offers("rosa", "ines", "Ana waits for results") is None
    line = hour.line
    assert (line.offered_to, line.offered_at) == (account("ines"), NOW)
    assert (line.handed_note, line.handed_at) == ("Ana waits for results", NOW)
    assert offers("rosa", "ben") is None
    assert (hour.line.offered_to, hour.line.handed_note) == (account("ben"), "")
    assert hour.line.handed_at is None


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


def test_held_replies_are_three_of_each_and_their_writers_own() -> None:
    hour = Hour(drop_in(form=Form.CIRCLE, speaker=account("ana")))

    def holds(who: str, number: int, body: str = "With you") -> Code | None:
        return hour.does(who, acts.HoldReply(reply=f"{number:032x}", body=body))

    assert holds("ana", 1) is SAME
    assert [holds("bo", n) for n in range(3)] == [None] * 3
    assert holds("bo", 3) is Code.RATE_LIMITED
    assert holds("cleo", 3) is None
    assert holds("bo", 0) is None
    assert holds("bo", 0, "Other words") is Code.IDEMPOTENCY_CONFLICT
    assert holds("cleo", 0) is Code.IDEMPOTENCY_CONFLICT
    assert holds("bo", 9, " ") is Code.EMPTY
    first = hour.line.replies[0]
    assert (first.account, first.body, first.at) == (account("bo"), "With you", NOW)
    assert len(hour.line.replies) == 4
    take = acts.TakeBackReply(reply=f"{0:032x}")
    assert hour.does("cleo", take) is Code.GONE
    assert hour.does("bo", take) is None
    assert hour.does("bo", take) is Code.GONE
    assert [reply.id for reply in hour.line.replies] == [f"{n:032x}" for n in (1, 2, 3)]
    hour.becomes(speaker=None)
    assert holds("dora", 7) is SAME
    for other in ({"form": Form.LINE}, {"state": State.SCHEDULED}):
        hour.line = msgspec.structs.replace(hour.line, form=Form.CIRCLE, state=State.LIVE)
        hour.becomes(speaker=account("ana"), **other)
        assert holds("dora", 7) is Code.NOT_LIVE


def test_what_is_over_is_over_for_hosts_and_for_new_places(hour: Hour) -> None:
    for state in (State.ENDED, State.CANCELLED, State.UNHOSTED):
        hour.becomes(state=state, ended_at=NOW - MINUTE_MS)
        assert hour.line.over
        assert hour.does("ana", acts.TakePlace()) is Code.NOT_LIVE
        assert hour.does("rosa", acts.CloseLine()) is Code.NOT_LIVE
    assert not drop_in(state=State.SCHEDULED).over
    assert not drop_in(state=State.LIVE).over


def test_what_only_its_hosts_can_say_no_moderator_says_for_them(hour: Hour) -> None:
    staff = msgspec.structs.replace(hour.who("ines"), staff=True)
    for state, act in ((State.LIVE, acts.AllWell()), (State.SCHEDULED, acts.RunLate(minutes=5))):
        hour.becomes(state=state)
        answer = decide_act(hour.line, act, staff, NOW)
        assert not isinstance(answer, Line)
        assert answer.code is Code.NOT_ALLOWED


def test_hosts_words_are_checked_as_all_words_are(hour: Hour) -> None:
    hour.take("ana")
    long = "x" * 2_000
    assert hour.does("rosa", acts.AnswerInWriting(member=ANA, body=" ")) is Code.EMPTY
    offer = acts.OfferHosting(member=member("ines"), note=long)
    assert hour.does("rosa", offer) is Code.TOO_LONG


def test_a_place_that_is_over_says_since_when(hour: Hour) -> None:
    hour.take("ana")
    assert hour.call() is None
    hour.now += 1
    assert hour.does("ana", acts.LeaveLine()) is None
    place = hour.place("ana")
    assert (place.since, place.ended_at, place.until) == (NOW + 1, NOW + 1, None)
