"""A process whose machine's clock is seven minutes off: nothing that lasts is any different."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select

from persistence import clock, migrations, tables
from persistence import rooms as stored_rooms
from persistence.people import accounts
from persistence.people.accounts import Particulars
from rooms.ids import DropInId
from server.compose import Clocks, compose
from server.parts import Parts
from server.settings import load
from tests.persistence.hours import plan
from tests.server.embedded import OPEN_ROOM

SEVEN_MINUTES_MS = 7 * 60_000
WITHIN_SECONDS = 30


@pytest.mark.parametrize("off_ms", [-SEVEN_MINUTES_MS, SEVEN_MINUTES_MS])
async def test_session_opens_at_its_time_by_the_databases_clock(
    tmp_path: Path, off_ms: int
) -> None:
    settings = load(data_dir=tmp_path)
    await asyncio.to_thread(migrations.upgrade, settings.database)
    clocks = Clocks(machine_ms=lambda: clock.machine_ms() + off_ms)
    async with compose(settings, clocks) as parts:
        drop_in = await parts.database.write(_planned)
        async with asyncio.timeout(WITHIN_SECONDS):
            while (opened := await _opened_at(parts, drop_in)) is None:  # noqa: ASYNC110  no event
                await asyncio.sleep(0.05)
        d = tables.drop_in.c
        starts_at = await parts.database.read(
            lambda connection: connection.execute(select(d.starts_at)).scalar_one()
        )
        assert starts_at <= opened <= await parts.database.now_ms()


def _planned(connection: Connection) -> DropInId:
    """In two seconds, with its host in the room."""
    (room,) = stored_rooms.upsert(connection, [OPEN_ROOM])
    now = clock.now_ms(connection)
    said = Particulars(consent_version="of a test")
    host = accounts.create(connection, "Rosa", None, now, said=said)
    assert isinstance(host, str)
    connection.execute(
        insert(tables.role_grant).values(account_id=host, room_id=room, role="mentor")
    )
    drop_in = plan(connection, room, host, 2 / 60)
    connection.execute(
        insert(tables.drop_in_seen).values(drop_in_id=drop_in, account_id=host, at=now)
    )
    return drop_in


async def _opened_at(parts: Parts, drop_in: DropInId) -> int | None:
    d = tables.drop_in.c
    asked = select(d.opened_at).where(d.id == drop_in)
    return await parts.database.read(
        lambda connection: connection.execute(asked).scalar_one_or_none()
    )
