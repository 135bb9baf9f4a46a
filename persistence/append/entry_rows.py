"""What every recorded entry writes: its own row, the head, the memberships. Pure."""

from typing import Any

import msgspec

from persistence.append.recorded import Recorded
from persistence.append.settlement import Settlement
from rooms import events
from rooms.events import Event


class EntryRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
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


class MembershipRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    room_id: str
    account_id: str
    member_id: str
    arrival: int
    last_post: int
    posts: int
    joined_at: int


class HeadRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    room_id: str
    head: int
    last_at: int


_WORDS = ("body", "name", "asked_name")
"""Fields that say what somebody wrote or is called."""
_RARE = ("played", "read_out", "asked_by")
"""Fields of a message that few have: said only where they are."""

ENTRY_COLUMNS = EntryRow.__struct_fields__


def entry_rows(settlement: Settlement) -> list[EntryRow]:
    return [_entry_row(recorded) for recorded in settlement.recorded]


def membership_rows(settlement: Settlement) -> list[MembershipRow]:
    return [
        MembershipRow(
            room_id=room,
            account_id=account,
            member_id=person.member,
            arrival=person.arrival,
            last_post=person.last_post,
            posts=person.posts,
            joined_at=now,
        )
        for (room, account), (person, now) in sorted(settlement.members.items(), key=_key)
    ]


def head_rows(settlement: Settlement) -> list[HeadRow]:
    heads = {each.entry.room: each.entry for each in settlement.recorded}
    return [HeadRow(room, heads[room].seq, heads[room].at) for room in sorted(heads)]


def without_words(event: Event) -> dict[str, Any]:
    """The event as stored: no body, and no name, which is looked up when it is read."""
    stored: dict[str, Any] = msgspec.to_builtins(event)
    for field in _WORDS:
        stored.pop(field, None)
    for field in _RARE:
        if not stored.get(field, True):
            del stored[field]
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
        command_id=recorded.command_id,
        digest=None if recorded.follows else recorded.submission.digest,
        message_id=getattr(event, "message", None),
        payload=msgspec.json.encode(without_words(event)).decode(),
        body=_words(event),
    )


def _words(event: Event) -> str | None:
    # A restored text is where it always was; the event only says that it is shown again.
    return event.body if isinstance(event, events.MessagePosted | events.MessageEdited) else None
