"""The rows that recorded entries write, as statements with their parameters, in order. Pure.

One family of events, one function. Statements are written once; the placeholders are PostgreSQL's.
"""

import enum
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from persistence.append.settlement import Recorded, Settlement
from persistence.append.statements import Statement
from persistence.tables import ANYWHERE
from rooms import commands, events
from rooms.events import Event
from rooms.facts import SanctionKind
from rooms.names import skeleton

Write = tuple[Statement, tuple[Any, ...]]


class EntryRow(msgspec.Struct, frozen=True):
    """A row of `entry`, in the order of `ENTRY_COLUMNS`."""

    room_id: str
    seq: int
    at: int
    kind: str
    actor_id: str
    member_id: str | None
    command_id: str
    digest: str | None
    message_id: str | None
    payload: str
    body: str | None


class MembershipRow(msgspec.Struct, frozen=True):
    room_id: str
    account_id: str
    member_id: str
    arrival: int
    last_post: int
    joined_at: int


class HeadRow(msgspec.Struct, frozen=True):
    room_id: str
    head: int
    last_at: int


ENTRY_COLUMNS = EntryRow.__struct_fields__


def entry_rows(settlement: Settlement) -> list[EntryRow]:
    return [_entry_row(recorded) for recorded in settlement.recorded]


def membership_rows(settlement: Settlement) -> list[MembershipRow]:
    return [
        MembershipRow(room, account, person.member, person.arrival, person.last_post, now)
        for (room, account), (person, now) in sorted(settlement.members.items(), key=_key)
    ]


def head_rows(settlement: Settlement) -> list[HeadRow]:
    heads = {each.entry.room: each.entry for each in settlement.recorded}
    return [HeadRow(room, heads[room].seq, heads[room].at) for room in sorted(heads)]


def further_writes(settlement: Settlement) -> list[Write]:
    """Everything else, in order; empty for a batch of plain messages."""
    return [write for recorded in settlement.recorded for write in _project(recorded)]


def without_words(event: Event) -> dict[str, Any]:
    """The event as stored: no body, and no name, which is looked up when it is read."""
    stored: dict[str, Any] = msgspec.to_builtins(event)
    stored.pop("body", None)
    stored.pop("name", None)
    return stored


def kind_of(event: Event) -> str:
    return str(event.__struct_config__.tag)


def _key(item: tuple[tuple[str, str], object]) -> tuple[str, str]:
    return item[0]


def _entry_row(recorded: Recorded) -> EntryRow:
    entry, event = recorded.entry, recorded.entry.event
    return EntryRow(
        room_id=entry.room,
        seq=entry.seq,
        at=entry.at,
        kind=kind_of(event),
        actor_id=recorded.actor,
        member_id=recorded.by.member if recorded.by else None,
        command_id=recorded.submission.command.command_id,
        digest=recorded.submission.digest,
        message_id=getattr(event, "message", None),
        payload=msgspec.json.encode(without_words(event)).decode(),
        body=_words(event),
    )


def _words(event: Event) -> str | None:
    # A restored text is where it always was; the event only says that it is shown again.
    return event.body if isinstance(event, events.MessagePosted | events.MessageEdited) else None


def _project(recorded: Recorded) -> Iterable[Write]:
    if recorded.restated:
        return ()
    project = _PROJECTIONS.get(type(recorded.entry.event))
    return project(recorded, recorded.entry.event) if project else ()


def _seal(recorded: Recorded, event: Any) -> Iterator[Write]:
    entry = recorded.entry
    yield Statement.SEAL, (entry.room, event.message, entry.seq, entry.at)


def _removed(recorded: Recorded, event: events.MessageRemoved) -> Iterator[Write]:
    yield from _seal(recorded, event)
    yield _audit(recorded, event.reason)


def _restored(recorded: Recorded, event: events.MessageRestored) -> Iterator[Write]:
    entry = recorded.entry
    yield Statement.UNSEAL, (entry.room, event.message, entry.seq)
    yield _audit(recorded)


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
    name = event.name
    yield (
        Statement.NAME,
        (recorded.actor, recorded.tree, name, skeleton(name), recorded.entry.at),
    )


def _sanctioned(
    recorded: Recorded, event: events.MemberMuted | events.MemberRemoved
) -> Iterator[Write]:
    entry = recorded.entry
    kind = SanctionKind.MUTE if isinstance(event, events.MemberMuted) else SanctionKind.REMOVAL
    place = (entry.room, entry.seq)
    whom = (event.sanction, recorded.target, kind.value)
    why = (event.until, event.reason.value, recorded.actor, entry.at)
    yield Statement.SANCTION, (*place, *whom, *why)
    yield _audit(recorded, event.reason)


def _lifted(recorded: Recorded, event: events.SanctionLifted) -> Iterator[Write]:
    entry = recorded.entry
    yield Statement.END_SANCTION, (entry.room, recorded.target, event.sanction, entry.at)
    yield _audit(recorded)


def _closed(recorded: Recorded, event: events.AccountClosed) -> Iterator[Write]:
    yield Statement.ACCOUNT_STATE, (recorded.target, "closed", recorded.acting_as)
    yield Statement.REVOKE_SESSIONS, (recorded.target, recorded.entry.at)
    yield _audit(recorded, event.reason)


def _opened(recorded: Recorded, event: events.AccountOpened) -> Iterator[Write]:
    del event
    yield Statement.ACCOUNT_STATE, (recorded.target, "open", None)
    yield _audit(recorded)


def _role_changed(recorded: Recorded, event: events.RoleChanged) -> Iterator[Write]:
    command = recorded.submission.command
    assert isinstance(command, commands.ChangeRole)
    place = recorded.entry.room
    if command.everywhere:
        # A role in one room does not outlive what was said about all of them.
        yield Statement.CLEAR_ROLES, (recorded.target,)
        place = ANYWHERE
    yield Statement.ROLE, (recorded.target, place, event.role.value)
    yield _audit(recorded, event.role)


def _audit(recorded: Recorded, reason: enum.StrEnum | None = None) -> Write:
    entry = recorded.entry
    return Statement.AUDIT, (
        entry.at,
        recorded.actor,
        kind_of(entry.event),
        entry.room,
        recorded.target,
        recorded.target_seq,
        reason.value if reason else None,
    )


_PROJECTIONS: dict[type[Event], Callable[[Recorded, Any], Iterator[Write]]] = {
    events.MessageEdited: _seal,
    events.MessageRetracted: _seal,
    events.MessageRemoved: _removed,
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
}
