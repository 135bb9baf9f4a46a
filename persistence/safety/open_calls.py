"""Calls for a moderator among what waits for those who look after the rooms: shown, taken, ended.
How they are made is `persistence.dropins.calls`.
"""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from persistence import tables
from persistence.people.shown_names import shown_name
from persistence.safety.leases import Lease, Taken
from persistence.safety.reach import Reach
from persistence.safety.waiting import Item, Kind
from rooms.dropins.hosted import Hosted
from rooms.dropins.stages import CALL_TAKEN_MS as TAKEN_MS
from rooms.dropins.stages import WELL_ANSWER_MS as UNANSWERED_MS
from rooms.dropins.views import CallKind
from rooms.ids import AccountId, RoomId

PREFIX = "call"
"""Before the id, so that no report or first message is taken for a call."""
MOST = 100
FOR_MENTORS = frozenset({CallKind.LATE, CallKind.AWAY, CallKind.UNCOVERED})
"""What a mentor who is free can help with; the others are for moderators alone."""

_h = tables.help_call.c
_hosted = msgspec.json.Decoder(Hosted)


def item_id(call: str) -> str:
    return f"{PREFIX}.{call}"


def waiting(
    connection: Connection,
    rooms: Collection[RoomId],
    reader: AccountId,
    now: int,
    kinds: Collection[CallKind] = tuple(CallKind),
) -> list[Item]:
    """The open calls of these rooms, oldest first."""
    columns = (_h.id, _h.kind, _h.room_id, _h.drop_in_id, _h.note, _h.at, _h.taken_by, _h.taken_at)
    found = connection.execute(
        select(
            *columns,
            shown_name(_h.account_id, _h.room_id).label("person"),
            shown_name(_h.taken_by, _h.room_id).label("taker"),
        )
        .where(_h.room_id.in_(rooms), _h.closed_at.is_(None))
        .where(_h.kind.in_([kind.value for kind in kinds]))
        .order_by(_h.at)
        .limit(MOST)
    )
    return [_item(row, reader, now) for row in found]


def lease(connection: Connection, reach: Reach, call: str) -> Lease | None:
    """For staff of its room; for a host of the live session while somebody needs help now, and for
    any mentor there where a mentor is looked for. None to everybody else."""
    asked = select(_h.kind, _h.room_id, _h.account_id).where(_h.id == call)
    found = connection.execute(asked).one_or_none()
    if found is None or found.room_id not in reach.hosted:
        return None
    kind = CallKind(found.kind)
    mine = found.room_id in reach.moderated or kind in FOR_MENTORS
    theirs = kind is CallKind.HELP_NOW and _hosts(connection, reach.actor.account, found.room_id)
    if not (mine or theirs):
        return None
    return Lease(
        name="call",
        table=tables.help_call,
        which=_h.id == call,
        by=_h.taken_by,
        at=_h.taken_at,
        ended=_h.closed_at,
        lasts_ms=TAKEN_MS,
        room=found.room_id,
        about=found.account_id,
    )


def room_of(connection: Connection, item: str) -> RoomId | None:
    """The room of an item that is a call, for telling its hosts; None for any other item."""
    prefix, _, call = item.rpartition(".")
    if prefix != PREFIX:
        return None
    return connection.execute(select(_h.room_id).where(_h.id == call)).scalar_one_or_none()


def _hosts(connection: Connection, account: AccountId, room: RoomId) -> bool:
    r = tables.room.c
    stored = connection.execute(select(r.hosting).where(r.id == room)).scalar_one_or_none()
    return stored is not None and account in _hosted.decode(stored).hosts


def _item(row: Row[Any], reader: AccountId, now: int) -> Item:
    return Item(
        id=item_id(row.id),
        kind=Kind.CALL,
        call=CallKind(row.kind),
        since=row.at,
        room=row.room_id,
        drop_in=row.drop_in_id,
        person=row.person or None,
        note=row.note,
        unanswered=row.taken_by is None and row.at <= now - UNANSWERED_MS,
        taken=_taken(row, reader),
    )


def _taken(row: Row[Any], reader: AccountId) -> Taken | None:
    if row.taken_by is None:
        return None
    return Taken(
        by=row.taker, at=row.taken_at, until=row.taken_at + TAKEN_MS, mine=row.taken_by == reader
    )
