"""Pauses, and times out of a room, that are about to end: so that a moderator may be there."""

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, select

from persistence import tables
from persistence.people.shown_names import shown_name
from rooms.commands import Reason
from rooms.facts import SanctionKind
from rooms.ids import MemberId, RoomId

SOON_MS = 30 * 60_000
MOST = 50

_s = tables.sanction.c


class EndingPause(msgspec.Struct, frozen=True, kw_only=True):
    """`name`: the person's screen name in that room; `until` in ms since the Unix epoch."""

    room: RoomId
    member: MemberId
    name: str
    kind: SanctionKind
    until: int
    reason: Reason


def ending_soon(connection: Connection, rooms: Collection[RoomId], now: int) -> list[EndingPause]:
    """Those that end within half an hour, in these rooms; the next to end first."""
    m = tables.membership.c
    belongs = (m.room_id == _s.room_id) & (m.account_id == _s.account_id)
    name = shown_name(_s.account_id, _s.room_id).label("name")
    found = connection.execute(
        select(_s.room_id, m.member_id, name, _s.kind, _s.until, _s.reason)
        .join(tables.membership, belongs)
        .where(_s.ended_at.is_(None), _s.until > now, _s.until <= now + SOON_MS)
        .where(_s.room_id.in_(rooms))
        .order_by(_s.until)
        .limit(MOST)
    )
    return [
        EndingPause(
            room=row.room_id,
            member=row.member_id,
            name=row.name,
            kind=SanctionKind(row.kind),
            until=row.until,
            reason=Reason(row.reason),
        )
        for row in found
    ]
