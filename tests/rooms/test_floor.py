"""The floor: who takes it, who gives it back, a short pause, and what is read out of questions."""

from typing import Any

import pytest
from msgspec.structs import replace

from rooms import events, keeping
from rooms.actor import HOUSE, Actor
from rooms.commands import FreeFloor, SetPace
from rooms.dropins.forms import Form, Shown
from rooms.dropins.line import LATE_READY_MS
from rooms.dropins.views import PlaceState
from rooms.facts import AskedFacts, RoomFacts, SanctionKind
from rooms.refusals import Code
from tests.rooms.scene import MINUTE_MS, NOW, ROOM, account, member, sanction, uid
from tests.rooms.stage import (
    CARRY,
    DROP_IN,
    FREE_FLOOR,
    FREEZE,
    READ_OUT,
    SLOW_DOWN,
    TAKE_FLOOR,
    THAW,
    act,
    code,
    free_floor_of,
    happened,
    hosted,
    live,
    scene,
    session,
)

CALL_ENDS = NOW + 2 * MINUTE_MS


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("who", ["ana", "cleo", "mia"])
def test_only_who_was_called_takes_the_floor_where_there_is_a_line(form: Form, who: str) -> None:
    decided = act(scene(hosted(form=form)), TAKE_FLOOR, who)
    if who == "ana" and form in (Form.LINE, Form.CIRCLE):
        assert decided == [events.FloorGiven(drop_in=DROP_IN, member=member("ana"))]
    else:
        assert code(decided) is Code.NOT_YOUR_TURN


@pytest.mark.parametrize(
    ("more", "at", "expected"),
    [
        ({}, CALL_ENDS + LATE_READY_MS, None),
        ({}, CALL_ENDS + LATE_READY_MS + 1, Code.NOT_YOUR_TURN),
        ({"frozen": True}, NOW, Code.SHORT_PAUSE),
        ({"speaker": account("ben")}, NOW, Code.FLOOR_TAKEN),
        ({"speaker": account("ana")}, NOW, Code.NOTHING_TO_CHANGE),
        ({"drop_in": "e" * 32}, NOW, Code.NOT_LIVE),
    ],
)
def test_floor_is_taken_in_time_while_it_is_free(
    more: dict[str, Any], at: int, expected: Code | None
) -> None:
    facts = scene(hosted())
    assert facts.hosted is not None
    facts.hosted = type(facts.hosted)(**{**_fields(facts), **more})
    assert code(act(facts, TAKE_FLOOR, "ana", at)) is expected


def _fields(facts: RoomFacts) -> dict[str, Any]:
    return {name: getattr(facts.hosted, name) for name in hosted().__struct_fields__}


def test_two_who_were_called_do_not_both_get_the_floor() -> None:
    facts = scene(hosted())
    act(facts, TAKE_FLOOR, "ana")
    assert code(act(facts, TAKE_FLOOR, "ben")) is Code.FLOOR_TAKEN
    assert facts.drop_ins[DROP_IN].places[account("ana")].state is PlaceState.TALKING
    act(facts, FREE_FLOOR, "ana")
    act(facts, TAKE_FLOOR, "ben")
    assert live(facts).speaker == account("ben")


def test_paused_person_who_was_called_waits() -> None:
    facts = scene(hosted())
    facts.people[account("ana")].sanctions.append(sanction(SanctionKind.MUTE))
    assert code(act(facts, TAKE_FLOOR, "ana")) is Code.MUTED


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("ana", None),
        ("mia", None),
        ("max", None),
        ("mona", None),
        ("ben", Code.NOT_ALLOWED),
        ("mel", Code.NOT_ALLOWED),
    ],
)
def test_turn_is_ended_by_who_has_it_and_by_hosts(who: str, expected: Code | None) -> None:
    facts = scene(hosted())
    act(facts, TAKE_FLOOR, "ana")
    free = free_floor_of("ana")
    decided = act(facts, free, who)
    assert code(decided) is expected
    if expected is None:
        assert decided == [events.FloorFreed(drop_in=DROP_IN, member=member("ana"))]
        assert live(facts).speaker is None
        assert code(act(facts, free, who)) is Code.NOTHING_TO_CHANGE


@pytest.mark.parametrize(
    ("who", "late"),
    [("mia", free_floor_of("ana")), ("mona", free_floor_of("ana")), ("ana", FREE_FLOOR)],
)
def test_done_that_comes_late_does_not_end_the_next_ones_turn(who: str, late: FreeFloor) -> None:
    facts = scene(hosted())
    act(facts, TAKE_FLOOR, "ana")
    act(facts, FREE_FLOOR, "ana")
    act(facts, TAKE_FLOOR, "ben")
    assert code(act(facts, late, who)) is Code.NOTHING_TO_CHANGE
    assert live(facts).speaker == account("ben")
    assert code(act(facts, FREE_FLOOR, "mia")) is Code.NOTHING_TO_CHANGE, "it is not her own"


@pytest.mark.parametrize(
    ("seen_at", "expected"),
    [
        (NOW + MINUTE_MS, None),
        (NOW + 4 * MINUTE_MS, Code.NOTHING_TO_CHANGE),
        (NOW - MINUTE_MS, Code.NOTHING_TO_CHANGE),
        (0, Code.NOTHING_TO_CHANGE),
    ],
)
def test_clock_ends_the_turn_of_nobody_but_one_who_was_there_and_is_gone(
    seen_at: int, expected: Code | None
) -> None:
    facts = scene(hosted())
    act(facts, TAKE_FLOOR, "ana")
    facts.drop_ins[DROP_IN].seen[account("ana")] = seen_at
    assert code(act(facts, FREE_FLOOR, HOUSE, NOW + 5 * MINUTE_MS)) is expected


def test_who_is_gone_keeps_the_place_and_has_no_turn_until_called_again() -> None:
    facts = scene(hosted())
    act(facts, TAKE_FLOOR, "ana")
    facts.drop_ins[DROP_IN].seen[account("ana")] = NOW
    decided = act(facts, FREE_FLOOR, HOUSE, NOW + 2 * MINUTE_MS)
    assert decided == [events.FloorFreed(drop_in=DROP_IN, member=member("ana"), gone=True)]
    assert facts.drop_ins[DROP_IN].places[account("ana")].state is PlaceState.ASIDE
    assert code(act(facts, TAKE_FLOOR, "ana")) is Code.NOT_YOUR_TURN


@pytest.mark.parametrize("who", ["ana", "mel"])
def test_only_hosts_and_staff_pause_and_go_on(who: str) -> None:
    facts = scene(hosted(speaker=account("ana")))
    assert code(act(facts, FREEZE, who)) is Code.NOT_ALLOWED
    act(facts, FREEZE, "max")
    assert code(act(facts, THAW, who)) is Code.NOT_ALLOWED
    assert live(facts).frozen


def test_pause_keeps_the_turn_and_a_call_for_help_is_heard_in_it() -> None:
    facts = scene(hosted())
    act(facts, TAKE_FLOOR, "ana")
    act(facts, FREEZE, "mia")
    assert code(act(facts, FREEZE, "mia")) is Code.NOTHING_TO_CHANGE
    assert act(facts, CARRY, "mia") == [events.FloorFrozen(drop_in=DROP_IN)]
    act(facts, THAW, "mona")
    assert (live(facts).speaker, live(facts).frozen) == (account("ana"), False)
    assert code(act(facts, THAW, "mona")) is Code.NOTHING_TO_CHANGE


@pytest.mark.parametrize("form", Form)
def test_only_an_open_hour_goes_slowly_and_only_by_the_clock(form: Form) -> None:
    facts = scene(hosted(form=form))
    assert code(act(facts, SLOW_DOWN, "mona")) is Code.NOT_ALLOWED
    decided = act(facts, SLOW_DOWN, HOUSE)
    if form is Form.OPEN_HOUR:
        assert decided == [events.PaceChanged(pace_ms=20_000, busy=True)]
        assert facts.live_pace_ms is None, "what a moderator sets is another thing"
        assert code(act(facts, SLOW_DOWN, HOUSE)) is Code.NOTHING_TO_CHANGE
    else:
        assert code(decided) is Code.NOTHING_TO_CHANGE


@pytest.mark.parametrize(("seconds", "told"), [(0, 20_000), (5, 20_000), (60, 60_000)])
def test_pace_that_is_set_in_a_busy_hour_is_told_as_it_is_in_force(seconds: int, told: int) -> None:
    facts = scene(hosted(form=Form.OPEN_HOUR, busy=True))
    facts.pace_ms = 1_000
    set_pace = SetPace(room=ROOM, command_id=uid(530), pace_seconds=seconds)
    [changed] = happened(facts, set_pace, "mona")
    assert isinstance(changed, events.PaceChanged)
    assert changed.pace_ms == told == keeping.pace_ms(facts, NOW)
    calmer = replace(SLOW_DOWN, busy=False)
    assert act(facts, calmer, HOUSE) == [events.PaceChanged(pace_ms=seconds * 1_000, busy=False)]
    assert facts.live_pace_ms == seconds * 1_000


def asked(shown: Shown, *, answered: bool = False) -> RoomFacts:
    question = AskedFacts(uid(700), account("cleo"), "May I eat?", shown, answered)
    about = session(questions={uid(700): question})
    return scene(hosted(form=Form.QUESTIONS), about=about)


@pytest.mark.parametrize(
    ("shown", "asker", "name"),
    [(Shown.NAMED, member("cleo"), "Cleo"), (Shown.UNNAMED, None, "")],
)
def test_question_is_read_out_as_its_asker_ticked(
    shown: Shown, asker: str | None, name: str
) -> None:
    facts = asked(shown)
    [posted] = happened(facts, READ_OUT, "max")
    assert isinstance(posted, events.MessagePosted)
    assert (posted.author, posted.body, posted.read_out) == (member("max"), "May I eat?", True)
    assert (posted.asked_by, posted.asked_name) == (asker, name)
    assert facts.messages[READ_OUT.command_id].read_out


def test_question_of_who_left_is_read_out_without_a_name() -> None:
    facts = asked(Shown.NAMED)
    facts.people[account("cleo")].leave()
    [posted] = happened(facts, READ_OUT, "mia")
    assert isinstance(posted, events.MessagePosted)
    assert (posted.asked_by, posted.asked_name) == (None, "")


@pytest.mark.parametrize(
    ("shown", "answered", "who", "expected"),
    [
        (Shown.NO, False, "mia", Code.NOT_ALLOWED),
        (Shown.NAMED, True, "mia", Code.NOTHING_TO_CHANGE),
        (Shown.NAMED, False, "mel", Code.NOT_ALLOWED),
        (Shown.NAMED, False, "cleo", Code.NOT_ALLOWED),
        (Shown.NAMED, False, HOUSE, Code.NOT_ALLOWED),
    ],
)
def test_question_is_read_out_by_no_one_else_and_no_other_way(
    shown: Shown, answered: bool, who: str | Actor, expected: Code
) -> None:
    assert code(act(asked(shown, answered=answered), READ_OUT, who)) is expected


def test_question_is_read_out_once() -> None:
    facts = asked(Shown.UNNAMED)
    act(facts, READ_OUT, "mia")
    again = type(READ_OUT)(
        room=READ_OUT.room, drop_in=DROP_IN, question=READ_OUT.question, command_id=uid(599)
    )
    assert code(act(facts, again, "max")) is Code.NOTHING_TO_CHANGE
