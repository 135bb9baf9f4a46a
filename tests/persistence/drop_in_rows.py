"""Sessions in the community of the tests, put into their rows as they are: how they were scheduled
and opened is not what is tested with them."""

from typing import Any

import msgspec
from sqlalchemy import Connection, select, update

from persistence import tables
from rooms.actor import Actor
from rooms.dropins.hosted import Hosted
from rooms.dropins.stages import State
from rooms.ids import AccountId, DropInId, RoomId
from tests.persistence.community import Community
from tests.persistence.hours import MINUTE_MS, plan

_d = tables.drop_in.c


async def put_session(
    community: Community, host: Actor, room: RoomId = "", second: Actor | None = None, **more: Any
) -> DropInId:
    """A live line for an hour, in the garden; ten minutes of it are over. `more`: columns."""
    columns = {"state": State.LIVE.value, **more}
    if columns["state"] == State.LIVE.value:
        columns["opened_at"] = await community.database.now_ms() - 10 * MINUTE_MS
    beside = second.account if second else None
    return await community.database.write(
        _put, room or community.garden, host.account, beside, columns
    )


async def gives_floor(community: Community, drop_in: DropInId, to: Actor | None) -> None:
    """As an entry would: who was called talks, or whoever talked is done."""
    await community.database.write(_give, drop_in, to.account if to else None)


async def ends(community: Community, drop_in: DropInId) -> None:
    """As the entry does it, without what follows."""
    await community.database.write(_end, drop_in)


async def reopens(community: Community, drop_in: DropInId, host: Actor) -> None:
    await community.database.write(_reopen, drop_in, host.account)


def _put(
    connection: Connection,
    room: RoomId,
    host: AccountId,
    second: AccountId | None,
    columns: dict[str, Any],
) -> DropInId:
    drop_in = plan(connection, room, host, -10, second_id=second, **columns)
    if columns["state"] == State.LIVE.value:
        _host(connection, drop_in, host, second)
    return drop_in


def _host(
    connection: Connection,
    drop_in: DropInId,
    host: AccountId,
    co_host: AccountId | None = None,
    speaker: AccountId | None = None,
) -> None:
    found = connection.execute(select(tables.drop_in).where(_d.id == drop_in)).one()
    hosted = Hosted(
        drop_in=drop_in,
        form=found.form,
        host=host,
        co_host=co_host,
        host_since=found.opened_at,
        opened_at=found.opened_at,
        ends_at=found.ends_at,
        speaker=speaker,
    )
    _hosting(connection, found.room_id, msgspec.json.encode(hosted).decode())


def _hosting(connection: Connection, room: RoomId, hosting: str | None) -> None:
    values = {"hosting": hosting}
    connection.execute(update(tables.room).where(tables.room.c.id == room).values(values))


def _give(connection: Connection, drop_in: DropInId, to: AccountId | None) -> None:
    p = tables.drop_in_place.c
    found = connection.execute(select(tables.drop_in).where(_d.id == drop_in)).one()
    mine = update(tables.drop_in_place).where(p.drop_in_id == drop_in)
    if to is None:
        done = {"state": "done", "ended_at": found.opened_at + 1, "note": None}
        connection.execute(mine.where(p.state == "talking").values(done))
    else:
        talking = {"state": "talking", "began_at": found.opened_at, "until": None}
        connection.execute(mine.where(p.account_id == to, p.ended_at.is_(None)).values(talking))
    _host(connection, drop_in, found.host_id, found.second_id, to)


def _end(connection: Connection, drop_in: DropInId) -> None:
    found = connection.execute(select(tables.drop_in).where(_d.id == drop_in)).one()
    now = found.opened_at + 11 * MINUTE_MS
    values = {"state": State.ENDED.value, "ended_at": now}
    connection.execute(update(tables.drop_in).where(_d.id == drop_in).values(values))
    _hosting(connection, found.room_id, None)


def _reopen(connection: Connection, drop_in: DropInId, host: AccountId) -> None:
    values = {"state": State.LIVE.value, "ended_at": None}
    connection.execute(update(tables.drop_in).where(_d.id == drop_in).values(values))
    _host(connection, drop_in, host)
