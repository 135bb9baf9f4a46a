"""What the entries of a drop-in write besides themselves: the room's live session, the session's
row, the turn, a call for help. Pure.
"""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from persistence.append.auditing import audit
from persistence.append.recorded import Recorded
from persistence.append.statements import Statement, Write
from rooms import commands, events
from rooms.dropins.hosted import Hosted
from rooms.dropins.views import CallKind
from rooms.events import Event
from rooms.facts import DropInFacts
from rooms.ids import RoomId


def hosting_kept(recorded: Recorded) -> Iterator[Write]:
    """The room's live session as it is after the entry."""
    yield Statement.HOSTING, (recorded.entry.room, _stored(recorded.hosted))


def places_end(recorded: Recorded, room: RoomId | None) -> Iterator[Write]:
    """Who was sent away or is gone waits in no line: of this room, or with None of any."""
    whom, at = recorded.target, recorded.entry.at
    if room is None:
        yield Statement.LINES_LEFT, (whom,)
        yield Statement.PLACES_END, (whom, at)
    else:
        yield Statement.LINES_LEFT_HERE, (whom, room)
        yield Statement.PLACES_END_HERE, (whom, at, room)


def _opened(recorded: Recorded, event: events.DropInOpened) -> Iterator[Write]:
    session, at = _session(recorded), recorded.entry.at
    as_opened = (session.form.value, session.capacity, session.expert, session.opened_at)
    yield Statement.DROP_IN_OPENED, (event.drop_in, *as_opened, at)
    yield from hosting_kept(recorded)
    yield audit(recorded, "again" if event.again else event.form.value)


def _closed(recorded: Recorded, event: events.DropInClosed) -> Iterator[Write]:
    session, at = _session(recorded), recorded.entry.at
    ended = (session.state.value, at, recorded.actor, _stored(session.last))
    yield Statement.TURNS_ENDED, (event.drop_in, at)
    yield Statement.DROP_IN_CLOSED, (event.drop_in, *ended)
    yield from hosting_kept(recorded)
    yield audit(recorded, event.how.value)


def _hosts_changed(recorded: Recorded, event: events.HostsChanged) -> Iterator[Write]:
    yield Statement.HOSTS_CHANGED, (event.drop_in, recorded.entry.at)
    yield from hosting_kept(recorded)
    yield audit(recorded, event.how.value)


def _given(recorded: Recorded, event: events.FloorGiven) -> Iterator[Write]:
    yield Statement.TURN_BEGAN, (event.drop_in, recorded.target, recorded.entry.at)
    yield from _moved(recorded, event)


def _freed(recorded: Recorded, event: events.FloorFreed) -> Iterator[Write]:
    turn = Statement.TURN_PAUSED if event.gone else Statement.TURNS_ENDED
    yield turn, (event.drop_in, recorded.entry.at)
    yield from _moved(recorded, event)


def _frozen(recorded: Recorded, event: events.FloorFrozen) -> Iterator[Write]:
    yield from _moved(recorded, event)
    kind = _why_called(recorded)
    if kind is not None:
        key = f"{kind.value}:{recorded.command_id}"
        about = (kind.value, recorded.entry.room, event.drop_in, _caller(recorded))
        yield Statement.CALL_HELP, (recorded.command_id, key, *about, recorded.entry.at)
    yield audit(recorded, kind.value if kind else None)


def _why_called(recorded: Recorded) -> CallKind | None:
    """Nobody is left to host, where the pause follows by itself."""
    if recorded.follows:
        return CallKind.AWAY
    command = recorded.submission.command
    carries = isinstance(command, commands.FreezeFloor) and command.carry
    return CallKind.CARRY if carries else None


def _caller(recorded: Recorded) -> str:
    assert recorded.hosted is not None
    return recorded.hosted.host if recorded.follows else recorded.actor


def _thawed(recorded: Recorded, event: events.FloorThawed) -> Iterator[Write]:
    yield from _moved(recorded, event)
    yield audit(recorded)


def _moved(recorded: Recorded, event: events.FloorFrozen | Any) -> Iterator[Write]:
    yield Statement.LINE_MOVED, (event.drop_in,)
    yield from hosting_kept(recorded)


def _session(recorded: Recorded) -> DropInFacts:
    assert recorded.session is not None
    return recorded.session


def _stored(hosted: Hosted | None) -> str | None:
    return msgspec.json.encode(hosted).decode() if hosted else None


DROP_IN_WRITES: dict[type[Event], Callable[[Recorded, Any], Iterator[Write]]] = {
    events.DropInOpened: _opened,
    events.DropInClosed: _closed,
    events.HostsChanged: _hosts_changed,
    events.FloorGiven: _given,
    events.FloorFreed: _freed,
    events.FloorFrozen: _frozen,
    events.FloorThawed: _thawed,
}
