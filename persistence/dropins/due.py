"""What the clock has to look at: sessions near their time or live, lines to be brought up to date,
hand-overs that nobody accepted, and sessions ahead with nobody beside the host.
"""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, or_, select, update

from persistence import clock, locks, tables
from rooms.dropins.clockwork import Watched
from rooms.dropins.hosted import Hosted
from rooms.dropins.line import LATE_READY_MS
from rooms.dropins.stages import HANDOVER_MS, LOBBY_MS, UNDO_MS, State
from rooms.dropins.views import CallKind, PlaceState
from rooms.ids import AccountId, DropInId, RoomId

LATELY_MS = 60_000
"""Over so long it is counted how busy an open hour is."""
COVERED_BEFORE_MS = 24 * 3_600_000
"""So long before its time a session without a second person is shown to moderators."""
MOST = 1_000

_d = tables.drop_in.c
_s = tables.drop_in_seen.c
_p = tables.drop_in_place.c
_r = tables.room.c
_series = tables.drop_in_series.c

_hosted = msgspec.json.Decoder(Hosted)
_OVER = [State.ENDED.value, State.UNHOSTED.value, State.CANCELLED.value]


class Looked(msgspec.Struct, frozen=True):
    """`now` (ms) and the sessions as of then."""

    now: int
    sessions: list[Watched]


class Line(msgspec.Struct, frozen=True):
    drop_in: DropInId
    room: RoomId


class Uncovered(msgspec.Struct, frozen=True):
    drop_in: DropInId
    room: RoomId
    host: AccountId


def look(connection: Connection) -> Looked:
    """Everything that is live, or scheduled and about to begin."""
    now = clock.now_ms(connection)
    begins = and_(_d.state == State.SCHEDULED.value, _d.starts_at <= now)
    found = connection.execute(
        select(tables.drop_in, _r.hosting, _series.stopped_at)
        .join(tables.room, _r.id == _d.room_id)
        .outerjoin(tables.drop_in_series, _series.id == _d.series_id)
        .where(or_(_d.state == State.LIVE.value, begins))
        .order_by(_d.starts_at)
        .limit(MOST)
    ).all()
    seen = _seen(connection, [row.id for row in found])
    posts = _posts(connection, {row.room_id for row in found if row.hosting}, now)
    return Looked(now, [_watched(row, seen, posts) for row in found])


def lines_to_settle(connection: Connection, now: int) -> list[Line]:
    """Sessions with a call that ran out, or with a place or a note that their end, or another time,
    has overtaken."""
    called = and_(
        _p.state == PlaceState.CALLED.value, _p.until < now - LATE_READY_MS, _p.ended_at.is_(None)
    )
    left_over = and_(
        _d.state.in_(_OVER),
        or_(_p.ended_at.is_(None), and_(_p.note.is_not(None), _d.ended_at <= now - UNDO_MS)),
    )
    undone = and_(_d.state == State.LIVE.value, _p.state == PlaceState.UNREACHED.value)
    moved_away = and_(
        _d.state == State.SCHEDULED.value, _d.starts_at > now + LOBBY_MS, _p.ended_at.is_(None)
    )
    return _lines(connection, or_(called, left_over, undone, moved_away))


def lines_with_places(connection: Connection) -> list[Line]:
    """Live sessions in whose line somebody is: who was sent away meanwhile loses the place."""
    return _lines(connection, and_(_d.state == State.LIVE.value, _p.ended_at.is_(None)))


def _lines(connection: Connection, which: ColumnElement[bool]) -> list[Line]:
    found = connection.execute(
        select(_p.drop_in_id, _d.room_id)
        .join(tables.drop_in, _d.id == _p.drop_in_id)
        .where(which)
        .distinct()
        .order_by(_p.drop_in_id)
    )
    return [Line(row.drop_in_id, row.room_id) for row in found]


def uncovered(connection: Connection, now: int) -> list[Uncovered]:
    """Sessions of the next 24 hours without a second person, of which nobody was told yet."""
    h = tables.help_call.c
    told = exists().where(h.drop_in_id == _d.id, h.kind == CallKind.UNCOVERED.value)
    found = connection.execute(
        select(_d.id, _d.room_id, _d.host_id)
        .where(_d.state == State.SCHEDULED.value, _d.second_id.is_(None), ~told)
        .where(_d.starts_at > now, _d.starts_at <= now + COVERED_BEFORE_MS)
        .order_by(_d.starts_at)
        .limit(MOST)
    )
    return [Uncovered(row.id, row.room_id, AccountId(row.host_id)) for row in found]


def end_offer(connection: Connection, drop_in: DropInId, room: RoomId) -> bool:
    """A hand-over that was not accepted in its minute is off, and the host keeps the session.
    Whether it still stood."""
    locks.hold_room(connection, room)
    now = clock.now_ms(connection)
    ended = connection.execute(
        update(tables.drop_in)
        .where(_d.id == drop_in, _d.offered_to.is_not(None), _d.offered_at < now - HANDOVER_MS)
        .values(offered_to=None, offered_at=None, line_version=_d.line_version + 1)
    )
    return bool(ended.rowcount)


def _seen(
    connection: Connection, sessions: Collection[DropInId]
) -> dict[DropInId, dict[AccountId, int]]:
    asked = select(tables.drop_in_seen).where(_s.drop_in_id.in_(list(sessions)))
    seen: dict[DropInId, dict[AccountId, int]] = {drop_in: {} for drop_in in sessions}
    for row in connection.execute(asked):
        seen[row.drop_in_id][AccountId(row.account_id)] = row.at
    return seen


def _posts(connection: Connection, rooms: Collection[RoomId], now: int) -> dict[RoomId, int]:
    """How many messages each room has had in the last minute."""
    e = tables.entry.c
    found = connection.execute(
        select(e.room_id, func.count().label("posts"))
        .join(tables.room, _r.id == e.room_id)
        .where(e.room_id.in_(list(rooms)), e.kind == "message_posted", e.at > now - LATELY_MS)
        # By the key that the log is kept in: at most so many can have been said in a minute.
        .where(e.seq > _r.head - MOST)
        .group_by(e.room_id)
    )
    return {row.room_id: row.posts for row in found}


def _watched(
    row: Row[Any], seen: dict[DropInId, dict[AccountId, int]], posts: dict[RoomId, int]
) -> Watched:
    hosted = _hosted.decode(row.hosting) if row.hosting else None
    return Watched(
        drop_in=row.id,
        room=row.room_id,
        state=State(row.state),
        host=AccountId(row.host_id),
        second=AccountId(row.second_id) if row.second_id else None,
        starts_at=row.starts_at,
        opened_at=row.opened_at,
        well_at=row.well_at,
        offered_at=row.offered_at if row.offered_to else None,
        stopped=row.stopped_at is not None,
        hosted=hosted if hosted and hosted.drop_in == row.id else None,
        posts=posts.get(row.room_id, 0),
        seen=seen[row.id],
    )
