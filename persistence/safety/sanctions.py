"""Sanctions in force, and those whose time has come. They begin and end by the journal alone."""

import msgspec
from sqlalchemy import Connection, func, select
from sqlalchemy.sql import and_

from persistence import tables
from rooms.commands import Reason
from rooms.facts import SanctionKind
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


class InForce(msgspec.Struct, frozen=True):
    """`name` is the member's screen name in the room's tree."""

    member: MemberId
    name: str
    sanction: PublicId
    kind: SanctionKind
    until: int
    reason: Reason


def in_force(connection: Connection, room: RoomId, now: int) -> list[InForce]:
    """Who may not write or read in a room at `now`; the first to end comes first."""
    s, m, r = tables.sanction.c, tables.membership.c, tables.room.c
    own, general = tables.screen_name.alias(), tables.screen_name.alias()
    name = func.coalesce(own.c.name, general.c.name, "")
    found = connection.execute(
        select(m.member_id, name.label("name"), s.id, s.kind, s.until, s.reason)
        .join(
            tables.membership,
            and_(m.room_id == s.room_id, m.account_id == s.account_id),
        )
        .join(tables.room, r.id == s.room_id)
        .outerjoin(own, and_(own.c.account_id == s.account_id, own.c.tree == r.tree))
        .outerjoin(
            general,
            and_(general.c.account_id == s.account_id, general.c.tree == tables.ANYWHERE),
        )
        .where(s.room_id == room, s.ended_at.is_(None), s.until > now)
        .order_by(s.until)
    )
    return [
        InForce(
            row.member_id, row.name, row.id, SanctionKind(row.kind), row.until, Reason(row.reason)
        )
        for row in found
    ]
