"""Who of a session's people was seen in its room, and when: hosts, helpers who could be one, and
whoever has a place in line. Each process writes down those whose sockets it has.
"""

from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from persistence import clock, tables
from persistence.dropins import present
from rooms.dropins.stages import AWAY_MS, GRACE_MS, LOBBY_MS, UNHOSTED_MS, State
from rooms.ids import AccountId, DropInId, RoomId

PAGE_COUNTS_MS = GRACE_MS
SPARE_MS = 60_000
"""Beyond the quarter of an hour in which a host can still come."""

_d = tables.drop_in.c
_s = tables.drop_in_seen.c
_p = tables.drop_in_place.c


class Here(msgspec.Struct, frozen=True, kw_only=True):
    """Who is in one room on this process: `helpers` may host there, the `others` may not."""

    helpers: frozenset[AccountId] = frozenset()
    others: frozenset[AccountId] = frozenset()


def rooms_near(connection: Connection) -> set[RoomId]:
    """The rooms with a session that is live, or about to begin."""
    found = connection.execute(select(_d.room_id).where(_is_near(clock.now_ms(connection))))
    return set(found.scalars())


def mark(connection: Connection, secret: bytes, here: Mapping[RoomId, Here]) -> list[RoomId]:
    """They were seen now, in the rooms that have a session near or live; the rooms where somebody
    came whom nobody had seen for half a minute. Attendance of live ones is counted too."""
    now = clock.now_ms(connection)
    sessions = _near(connection, here, now)
    for session in sessions:
        if session.state == State.LIVE.value:
            there = here[session.room_id]
            present.mark(connection, secret, session.id, there.helpers | there.others)
    return _mark(connection, sessions, here, now)


def mark_by_page(connection: Connection, room: RoomId, host: AccountId) -> bool:
    """Somebody who hosts has opened or sent a page: without a script that says it for the next
    minutes too. Whether they came just now. Where a socket is open, the next mark takes it back."""
    now = clock.now_ms(connection)
    here = {room: Here(helpers=frozenset({host}))}
    return bool(_mark(connection, _near(connection, here, now), here, now, PAGE_COUNTS_MS))


def _mark(
    connection: Connection,
    sessions: Collection[Row[Any]],
    here: Mapping[RoomId, Here],
    now: int,
    ahead_ms: int = 0,
) -> list[RoomId]:
    wanted = _of_sessions(connection, sessions, here)
    before = _seen(connection, [session.id for session in sessions])
    if wanted:
        _write(connection, wanted, now + ahead_ms)
    return sorted(
        {
            session.room_id
            for session in sessions
            for drop_in, account in wanted
            if drop_in == session.id and before.get((drop_in, account), 0) <= now - AWAY_MS
        }
    )


def _near(connection: Connection, rooms: Collection[RoomId], now: int) -> list[Row[Any]]:
    asked = select(tables.drop_in).where(_d.room_id.in_(list(rooms)), _is_near(now))
    # In one order: two processes that write the same rows must not wait for each other.
    return list(connection.execute(asked.order_by(_d.id)))


def _is_near(now: int) -> ColumnElement[bool]:
    soon = and_(
        _d.state == State.SCHEDULED.value,
        _d.starts_at <= now + LOBBY_MS,
        _d.starts_at > now - UNHOSTED_MS - SPARE_MS,
    )
    return or_(_d.state == State.LIVE.value, soon)


def _of_sessions(
    connection: Connection, sessions: Collection[Row[Any]], here: Mapping[RoomId, Here]
) -> set[tuple[DropInId, AccountId]]:
    """Helpers, and of the others those who wait in line or have the floor."""
    ids = [session.id for session in sessions]
    held = select(_p.drop_in_id, _p.account_id).where(_p.drop_in_id.in_(ids), _p.ended_at.is_(None))
    waiting = {(row.drop_in_id, row.account_id) for row in connection.execute(held)}
    return {
        (session.id, account)
        for session in sessions
        for there in (here[session.room_id],)
        for account in there.helpers | there.others
        if account in there.helpers or (session.id, account) in waiting
    }


def _seen(
    connection: Connection, sessions: Collection[DropInId]
) -> dict[tuple[DropInId, AccountId], int]:
    found = connection.execute(select(tables.drop_in_seen).where(_s.drop_in_id.in_(list(sessions))))
    return {(row.drop_in_id, row.account_id): row.at for row in found}


def _write(connection: Connection, wanted: Collection[tuple[DropInId, AccountId]], at: int) -> None:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    made = dialect.insert(tables.drop_in_seen)
    rows = [
        {"drop_in_id": drop_in, "account_id": account, "at": at}
        for drop_in, account in sorted(wanted)
    ]
    connection.execute(
        made.on_conflict_do_update(
            index_elements=[_s.drop_in_id, _s.account_id], set_={"at": made.excluded.at}
        ),
        rows,
    )
