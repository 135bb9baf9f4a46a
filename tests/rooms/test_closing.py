"""How a drop-in ends: by hand, by the clock, for want of a host; and how that is undone."""

from typing import Any

import msgspec
import pytest

from rooms import commands, events
from rooms.actor import HOUSE, Actor
from rooms.commands import Reason
from rooms.dropins.forms import Form
from rooms.dropins.hosted import Hosted
from rooms.dropins.stages import OVERRUN_MS, UNDO_MS, UNHOSTED_MS, State
from rooms.events import Ending
from rooms.refusals import Code
from tests.rooms.scene import MINUTE_MS, NOW, account
from tests.rooms.stage import (
    CLOSE,
    HOUR_MS,
    OPEN,
    POST,
    REOPEN,
    SLOW_DOWN,
    TAKE_FLOOR,
    act,
    code,
    happened,
    hosted,
    live,
    scene,
    session,
)

NOBODY_SEEN: dict[Any, int] = {}
END = NOW + HOUR_MS
OTHER = Hosted(
    drop_in="e" * 32,
    form=Form.LINE,
    host=account("mel"),
    host_since=NOW,
    opened_at=NOW,
    ends_at=NOW,
)


@pytest.mark.parametrize(
    ("who", "how"),
    [
        ("mia", Ending.HOST),
        ("max", Ending.HOST),
        ("mona", Ending.MODERATOR),
        ("mel", Code.NOT_ALLOWED),
        ("ana", Code.NOT_ALLOWED),
        (HOUSE, Code.TOO_EARLY),
    ],
)
def test_hosts_and_staff_end_it_at_any_time(who: str | Actor, how: Ending | Code) -> None:
    facts = scene(hosted())
    decided = act(facts, CLOSE, who)
    if isinstance(how, Code):
        assert code(decided) is how
    else:
        assert decided == [events.DropInClosed(drop_in=session().drop_in, how=how)]
        assert facts.hosted is None
        assert isinstance(act(facts, POST, "ana"), list)


@pytest.mark.parametrize(
    ("at", "more", "how"),
    [
        (END - 1, {}, None),
        (END, {}, Ending.TIME),
        (END, {"speaker": account("ana")}, None),
        (END + OVERRUN_MS, {"speaker": account("ana")}, Ending.TIME),
        (NOW + UNHOSTED_MS - 1, {"unseen": True}, None),
        (NOW + UNHOSTED_MS, {"unseen": True}, Ending.UNHOSTED),
        (NOW + MINUTE_MS, {"stopped": True}, Ending.STOPPED),
    ],
)
def test_the_clock_ends_it_at_its_time_or_for_want_of_a_host(
    at: int, more: dict[str, Any], how: Ending | None
) -> None:
    stopped, unseen = more.pop("stopped", False), more.pop("unseen", False)
    seen = NOBODY_SEEN if unseen else {account("mia"): at}
    facts = scene(hosted(**more), about=session(state=State.LIVE, seen=seen, stopped=stopped))
    decided = act(facts, CLOSE, HOUSE, at)
    if how is None:
        assert code(decided) is Code.TOO_EARLY
    else:
        assert decided == [events.DropInClosed(drop_in=session().drop_in, how=how)]


def test_session_whose_host_never_came_ends_without_having_begun() -> None:
    facts = scene(about=session(seen=NOBODY_SEEN))
    assert code(act(facts, CLOSE, HOUSE, NOW + UNHOSTED_MS - 1)) is Code.TOO_EARLY
    facts.hosted = OTHER
    [ended] = happened(facts, CLOSE, HOUSE, NOW + UNHOSTED_MS)
    assert ended == events.DropInClosed(drop_in=session().drop_in, how=Ending.UNHOSTED)
    assert facts.hosted == OTHER, "another session is none of its business"
    assert facts.drop_ins[session().drop_in].state is State.UNHOSTED
    assert code(act(facts, CLOSE, HOUSE, NOW + UNHOSTED_MS)) is Code.NOT_LIVE


@pytest.mark.parametrize(
    ("who", "after", "expected"),
    [
        ("mia", UNDO_MS, None),
        ("mia", UNDO_MS + 1, Code.TOO_LATE),
        ("max", 1, Code.NOT_ALLOWED),
        ("mona", 1, Code.NOT_ALLOWED),
        (HOUSE, 1, Code.NOT_ALLOWED),
    ],
)
def test_who_ended_it_undoes_that_within_a_minute(
    who: str | Actor, after: int, expected: Code | None
) -> None:
    facts = scene(hosted(host=account("max"), co_host=account("mia"), opened_at=NOW - 1))
    facts.drop_ins[session().drop_in].opened_at = NOW - 1
    act(facts, CLOSE, "mia")
    decided = act(facts, REOPEN, who, NOW + after)
    assert code(decided) is expected
    if expected is None:
        again = live(facts)
        assert (again.host, again.co_host) == (account("max"), account("mia"))
        assert (again.opened_at, again.speaker, again.form) == (NOW - 1, None, Form.LINE)
        assert code(act(facts, REOPEN, who, NOW + after)) is Code.NOTHING_TO_CHANGE


def test_end_is_not_undone_over_another_session() -> None:
    facts = scene(hosted())
    act(facts, CLOSE, "mia")
    facts.hosted = OTHER
    assert code(act(facts, REOPEN, "mia")) is Code.CLASH


def test_what_ended_by_the_clock_stays_ended() -> None:
    facts = scene(hosted())
    act(facts, CLOSE, HOUSE, END)
    assert code(act(facts, REOPEN, "mia", END)) is Code.NOT_ALLOWED


def test_slow_pace_of_a_busy_hour_ends_with_it() -> None:
    facts = scene(hosted(form=Form.OPEN_HOUR))
    act(facts, SLOW_DOWN, HOUSE)
    closed, paced = happened(facts, CLOSE, "mia")
    assert isinstance(closed, events.DropInClosed)
    assert paced == events.PaceChanged(pace_ms=0, busy=False)
    facts.people[account("ana")].last_post = NOW
    assert isinstance(act(facts, POST, "ana"), list)


def test_turn_ends_with_the_session() -> None:
    facts = scene(hosted())
    act(facts, TAKE_FLOOR, "ana")
    act(facts, CLOSE, "mia")
    act(facts, REOPEN, "mia")
    assert live(facts).speaker is None
    assert code(act(facts, TAKE_FLOOR, "ana")) is Code.NOT_YOUR_TURN


def test_closed_room_keeps_its_session_but_opens_no_other() -> None:
    facts = scene(hosted())
    lock = commands.LockRoom(room=facts.room, command_id=OPEN.command_id, reason=Reason.HEATED)
    act(facts, lock, "mona")
    assert code(act(facts, CLOSE, "mia")) is Code.ROOM_LOCKED
    assert code(act(facts, TAKE_FLOOR, "ana")) is Code.ROOM_LOCKED
    assert isinstance(act(facts, CLOSE, HOUSE, END), list)


def test_session_that_never_opened_ends_beside_a_busy_one_and_changes_nothing_of_it() -> None:
    busy = msgspec.structs.replace(OTHER, form=Form.OPEN_HOUR, busy=True)
    facts = scene(busy, about=session())
    before = live(facts)
    told = happened(facts, CLOSE, HOUSE, NOW + UNHOSTED_MS)
    assert told == [events.DropInClosed(drop_in=session().drop_in, how=Ending.UNHOSTED)]
    assert live(facts) == before
