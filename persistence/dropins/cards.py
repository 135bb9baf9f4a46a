"""The sessions of a span of time as cards, for the calendar of drop-ins and for single rooms; and
which one of its sessions a room shows now.
"""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Connection, Select, and_, bindparam, case, func, or_, select

from persistence import clock, tables
from persistence.dropins.session_cards import shown
from rooms.dropins.stages import LOBBY_MS, UNHOSTED_MS, State
from rooms.dropins.views import Card
from rooms.ids import DropInId, RoomId

JUST_OVER_MS = 60 * 60_000
"""So long a session that is over is still what its room shows."""

_d = tables.drop_in.c
_r = tables.room.c


def cards(
    connection: Connection,
    secret: bytes,
    start_ms: int,
    end_ms: int,
    rooms: Collection[RoomId] | None = None,
) -> list[Card]:
    """Sessions that are not over before `start_ms` and begin before `end_ms`, by time, cancelled
    ones too; of all rooms, or of these. A live one is in it however long it goes on."""
    lasts = or_(_d.ends_at > start_ms, _d.state == State.LIVE.value)
    among = [] if rooms is None else [_d.room_id.in_(rooms)]
    now = clock.now_ms(connection)
    found = shown(connection, secret, now, lasts, _d.starts_at < end_ms, *among)
    return [each.card for each in found]


def outside(card: Card) -> Card:
    """The card for somebody who may not read its room: without who has the floor there."""
    return msgspec.structs.replace(card, speaker=None, speaker_name="", speaker_since=0)


def session_of(connection: Connection, room: RoomId) -> DropInId | None:
    """The session that the room shows; None where there is none."""
    return sessions_of(connection, [room]).get(room)


def sessions_of(connection: Connection, rooms: Collection[RoomId]) -> dict[RoomId, DropInId]:
    """The session that each of the rooms shows, where there is one: the live one, else the one that
    is about to begin or late, else the one that ended, was cancelled or had no host within the
    last hour, else the next."""
    now = clock.now_ms(connection)
    span = {
        "lost_at": now - UNHOSTED_MS,
        "door_at": now + LOBBY_MS,
        "over_at": now - JUST_OVER_MS,
    }
    found = connection.execute(_SHOWN_IN, {"rooms": list(rooms)} | span)
    return {row.id: row.shown for row in found if row.shown is not None}


def _shown_in() -> Select[Any]:
    lost_at, door_at, over_at = (
        bindparam(name, type_=BigInteger) for name in ("lost_at", "door_at", "over_at")
    )
    live = _d.state == State.LIVE.value
    ahead = and_(_d.state == State.SCHEDULED.value, _d.starts_at > lost_at)
    near = and_(ahead, _d.starts_at <= door_at)
    ended = and_(
        _d.state.in_([State.ENDED.value, State.UNHOSTED.value]),
        func.coalesce(_d.ended_at, _d.starts_at) > over_at,
    )
    was_to_begin = _d.starts_at.between(over_at, door_at)
    off = and_(_d.state.in_([State.CANCELLED.value, State.SCHEDULED.value]), was_to_begin, ~ahead)
    just_over = or_(ended, off)
    rank = case((live, 0), (near, 1), (just_over, 2), else_=3)
    one = (
        select(_d.id)
        .where(_d.room_id == _r.id, or_(live, ahead, just_over))
        .order_by(rank, case((rank == 2, -_d.starts_at), else_=_d.starts_at), _d.id)
        .limit(1)
    )
    shown = one.scalar_subquery().label("shown")
    return select(_r.id, shown).where(_r.id.in_(bindparam("rooms", expanding=True)))


# Made once: to put it together takes longer than to ask it.
_SHOWN_IN = _shown_in()
