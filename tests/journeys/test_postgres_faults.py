"""PostgreSQL crashes under load, or the line to it breaks at the worst moment: what was
acknowledged stands, and what was not known settles to once or never."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from persistence import migrations
from tests.conftest import GivenServer
from tests.journeys.house import House, service_house, service_webs
from tests.journeys.journey import Load, everybody_sees, journey
from tests.journeys.proxy import Proxy
from tests.services import PostgresServer, RedisServer

ROOMS = 5
PEOPLE = 6
EACH = 8


@pytest.fixture
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL of this test's own, to be crashed; it waits for its disk."""
    with PostgresServer() as server:
        yield server


async def test_a_crash_of_the_database_loses_nothing_that_was_acknowledged(
    tmp_path: Path, postgres: PostgresServer, redis_server: RedisServer | GivenServer
) -> None:
    database = postgres.create_database("crashing")
    with service_house(tmp_path, database=database, redis=redis_server.url, processes=2) as house:
        async with journey(house) as going:
            rooms = await going.add_rooms(ROOMS)
            members = await going.company(PEOPLE, *rooms)
            load = Load(members, rooms, EACH)
            talking = asyncio.create_task(load.run())
            await load.reached(60)
            postgres.stop_immediate()
            postgres.start()
            await talking
            assert len(load.receipts) == PEOPLE * ROOMS * EACH
            for room in rooms:
                await everybody_sees(members, room, load.receipts, within_seconds=30)


async def test_an_outcome_nobody_knows_settles_to_once_or_never(
    tmp_path: Path, postgres_database: str, redis_server: RedisServer | GivenServer
) -> None:
    migrations.upgrade(postgres_database)
    port = int(postgres_database.rpartition(":")[2].partition("/")[0])
    async with Proxy.to(port) as proxy:
        by_ways = [proxy.through(postgres_database), postgres_database]
        webs = service_webs(tmp_path, [(way, redis_server.url) for way in by_ways])
        house = House(postgres_database, webs)
        try:
            for web in webs:
                await web.begin().ready()
            async with journey(house) as going:
                rooms = await going.add_rooms(ROOMS)
                members = await going.company(PEOPLE, *rooms)
                load = Load(members, rooms, EACH)
                talking = asyncio.create_task(load.run())
                for count in (40, 80, 120):
                    await load.reached(count)
                    proxy.hold_replies()
                    await load.reached(count + 10)
                    proxy.cut()
                    proxy.flow()
                await talking
                assert len(load.receipts) == PEOPLE * ROOMS * EACH
        finally:
            house.close()
