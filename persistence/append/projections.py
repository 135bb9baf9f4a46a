"""What recorded entries write besides themselves, as statements with parameters, in order. Pure.

One family of events, one function. Statements are written once; the placeholders are PostgreSQL's.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from persistence.append.auditing import audit
from persistence.append.drop_in_writes import DROP_IN_WRITES, hosting_kept, places_end
from persistence.append.leaving import HELD_FOR_MS, MOST_HELD, leaving
from persistence.append.recorded import Recorded
from persistence.append.settlement import Settlement
from persistence.append.statements import Statement, Write
from persistence.tables import ANYWHERE
from rooms import commands, events
from rooms.events import Event
from rooms.facts import SanctionKind
from rooms.ids import PublicId
from rooms.names import skeleton
from rooms.permissions import RoomState


def further_writes(settlement: Settlement) -> list[Write]:
    """Everything else, in order; empty for a batch of plain messages."""
    return [write for recorded in settlement.recorded for write in _project(recorded)]


def _project(recorded: Recorded) -> Iterable[Write]:
    if recorded.restated:
        return ()
    project = _PROJECTIONS.get(type(recorded.entry.event))
    return project(recorded, recorded.entry.event) if project else ()


def _posted(recorded: Recorded, event: events.MessagePosted) -> Iterator[Write]:
    entry = recorded.entry
    if recorded.begins:
        yield Statement.FIRST_MESSAGE, (entry.room, event.message, recorded.actor, entry.at)
    if recorded.answers is not None:
        yield Statement.FIRST_ANSWERED, (entry.room, recorded.answers, entry.at)
    command = recorded.submission.command
    if isinstance(command, commands.ReadOut):
        by = (recorded.actor, event.message)
        yield Statement.READ_OUT, (command.question, entry.at, *by)
        yield Statement.LINE_MOVED, (command.drop_in,)


def _seal(recorded: Recorded, event: Any) -> Iterator[Write]:
    yield _sealing(recorded, event.message)


def _retracted(recorded: Recorded, event: events.MessageRetracted) -> Iterator[Write]:
    room = recorded.entry.room
    yield _sealing(recorded, event.message)
    yield Statement.ANSWER_GONE, (room, event.message)
    for message in recorded.withdraws:
        yield Statement.FIRST_GONE, (room, message)


def _removed(recorded: Recorded, event: events.MessageRemoved) -> Iterator[Write]:
    yield from _taken_down(recorded, event)
    yield audit(recorded, event.reason.value)


def _removed_together(recorded: Recorded, event: events.MessagesRemoved) -> Iterator[Write]:
    yield from _taken_down(recorded, event)
    yield audit(recorded, f"{event.reason.value} {len(event.messages)}")


def _sealing(recorded: Recorded, message: PublicId) -> Write:
    entry = recorded.entry
    return Statement.SEAL, (entry.room, message, entry.seq, entry.at)


def _taken_down(recorded: Recorded, event: Event) -> Iterator[Write]:
    entry, messages = recorded.entry, events.messages_of(event)
    for message in messages:
        yield _sealing(recorded, message)
    for message in messages:
        yield Statement.ANSWER_GONE, (entry.room, message)
    for message in recorded.withdraws:
        yield Statement.FIRST_TAKEN_DOWN, (entry.room, message, entry.at)


def _restored(recorded: Recorded, event: events.MessageRestored) -> Iterator[Write]:
    entry = recorded.entry
    yield Statement.FIRST_PUT_BACK, (entry.room, event.message)
    yield Statement.UNSEAL, (entry.room, event.message, entry.seq)
    yield Statement.ANSWER_PUT_BACK, (entry.room, event.message, entry.at)
    yield audit(recorded)


def _reacted(recorded: Recorded, event: events.ReactionAdded) -> Iterator[Write]:
    yield (
        Statement.REACT,
        (recorded.entry.room, event.message, recorded.actor, event.reaction.value),
    )


def _unreacted(recorded: Recorded, event: events.ReactionRemoved) -> Iterator[Write]:
    yield (
        Statement.UNREACT,
        (recorded.entry.room, event.message, recorded.actor, event.reaction.value),
    )


def _renamed(recorded: Recorded, event: events.NameChanged) -> Iterator[Write]:
    actor, tree, at = recorded.actor, recorded.tree, recorded.entry.at
    look = skeleton(event.name)
    yield Statement.HOLD_NAME, (actor, tree, look, at + HELD_FOR_MS)
    yield Statement.TAKE_BACK_NAME, (look,)
    yield Statement.HOLD_NO_MORE, (actor, MOST_HELD)
    yield Statement.NAME, (actor, tree, event.name, look, at)


def _left(recorded: Recorded, event: events.MemberLeft) -> Iterator[Write]:
    del event
    yield from places_end(recorded, None)
    yield from leaving(recorded.actor, recorded.entry.at)
    yield audit(recorded)


def _sanctioned(
    recorded: Recorded, event: events.MemberMuted | events.MemberRemoved
) -> Iterator[Write]:
    entry = recorded.entry
    kind = SanctionKind.MUTE if isinstance(event, events.MemberMuted) else SanctionKind.REMOVAL
    place = (entry.room, entry.seq)
    whom = (event.sanction, recorded.target, kind.value)
    why = (event.until, event.reason.value, recorded.actor, entry.at)
    yield Statement.SANCTION, (*place, *whom, *why)
    if kind is SanctionKind.REMOVAL:
        yield from places_end(recorded, entry.room)
    yield audit(recorded, event.reason.value)


def _lifted(recorded: Recorded, event: events.SanctionLifted) -> Iterator[Write]:
    entry = recorded.entry
    yield Statement.END_SANCTION, (entry.room, recorded.target, event.sanction, entry.at)
    yield audit(recorded)


def _closed(recorded: Recorded, event: events.AccountClosed) -> Iterator[Write]:
    yield Statement.ACCOUNT_STATE, (recorded.target, "closed", recorded.acting_as)
    yield Statement.REVOKE_SESSIONS, (recorded.target, recorded.entry.at)
    yield from places_end(recorded, None)
    yield audit(recorded, event.reason.value)


def _opened(recorded: Recorded, event: events.AccountOpened) -> Iterator[Write]:
    del event
    yield Statement.ACCOUNT_STATE, (recorded.target, "open", None)
    yield audit(recorded)


def _role_changed(recorded: Recorded, event: events.RoleChanged) -> Iterator[Write]:
    command = recorded.submission.command
    assert isinstance(command, commands.ChangeRole)
    place = recorded.entry.room
    if command.everywhere:
        # A role in one room does not outlive what was said about all of them.
        yield Statement.CLEAR_ROLES, (recorded.target,)
        place = ANYWHERE
    yield Statement.ROLE, (recorded.target, place, event.role.value)
    yield audit(recorded, event.role.value)


def _suspended(recorded: Recorded, event: events.PowersSuspended) -> Iterator[Write]:
    suspension = recorded.submission.command.command_id
    why = (event.until, event.reason.value, recorded.actor, recorded.entry.at)
    yield Statement.SUSPEND, (suspension, recorded.target, *why)
    yield audit(recorded, event.reason.value)


def _locked(recorded: Recorded, event: events.RoomLocked) -> Iterator[Write]:
    state = RoomState.LOCKED.value
    yield Statement.ROOM_STATE, (recorded.entry.room, state, event.reason.value)
    yield audit(recorded, event.reason.value)


def _unlocked(recorded: Recorded, event: events.RoomUnlocked) -> Iterator[Write]:
    del event
    yield Statement.ROOM_STATE, (recorded.entry.room, RoomState.OPEN.value, None)
    yield audit(recorded)


def _paced(recorded: Recorded, event: events.PaceChanged) -> Iterator[Write]:
    command = recorded.submission.command
    if event.busy is not None:
        yield from hosting_kept(recorded)
        return
    assert isinstance(command, commands.SetPace)
    usual = command.pace_seconds is None
    kept = event.pace_ms if event.set_ms is None else event.set_ms
    yield Statement.PACE, (recorded.entry.room, None if usual else kept)
    yield audit(recorded, "usual" if usual else str(command.pace_seconds))


def _calmed(recorded: Recorded, event: events.RoomCalmed) -> Iterator[Write]:
    yield Statement.CALM, (recorded.entry.room, event.until)
    yield audit(recorded)


def _calm_ended(recorded: Recorded, event: events.CalmEnded) -> Iterator[Write]:
    del event
    yield Statement.CALM, (recorded.entry.room, 0)
    yield audit(recorded)


_PROJECTIONS: dict[type[Event], Callable[[Recorded, Any], Iterator[Write]]] = {
    events.MessagePosted: _posted,
    events.MessageEdited: _seal,
    events.MessageRetracted: _retracted,
    events.MessageRemoved: _removed,
    events.MessagesRemoved: _removed_together,
    events.MessageRestored: _restored,
    events.ReactionAdded: _reacted,
    events.ReactionRemoved: _unreacted,
    events.NameChanged: _renamed,
    events.MemberMuted: _sanctioned,
    events.MemberRemoved: _sanctioned,
    events.SanctionLifted: _lifted,
    events.AccountClosed: _closed,
    events.AccountOpened: _opened,
    events.RoleChanged: _role_changed,
    events.PowersSuspended: _suspended,
    events.MemberLeft: _left,
    events.RoomLocked: _locked,
    events.RoomUnlocked: _unlocked,
    events.PaceChanged: _paced,
    events.RoomCalmed: _calmed,
    events.CalmEnded: _calm_ended,
    **DROP_IN_WRITES,
}
