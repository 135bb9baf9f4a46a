"""Sanctions whose time has come. They begin and end through the journal alone."""

import msgspec
from sqlalchemy import Connection, select

from persistence import tables
from rooms.ids import MemberId, PublicId, RoomId


class Due(msgspec.Struct, frozen=True):
    """What `EndSanction` needs to know."""

    room: RoomId
    member: MemberId
    sanction: PublicId


def due(connection: Connection, now: int, limit: int = 100) -> list[Due]:
    """The longest overdue first."""
    s, m = tables.sanction.c, tables.membership.c
    belongs = (m.room_id == s.room_id) & (m.account_id == s.account_id)
    found = connection.execute(
        select(s.room_id, m.member_id, s.id)
        .join(tables.membership, belongs)
        .where(s.ended_at.is_(None), s.until <= now)
        .order_by(s.until)
        .limit(limit)
    )
    return [Due(row.room_id, row.member_id, row.id) for row in found]
