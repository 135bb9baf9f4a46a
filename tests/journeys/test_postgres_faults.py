"""PostgreSQL crashes under load, or the line to it breaks at the worst moment: what was
acknowledged stands, and what was not known settles to once or never."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from persistence import migrations
from rooms import commands
from rooms.refusals import Code
from server.talk import frames
from tests.conftest import GivenServer
from tests.journeys.house import House, service_house, service_webs
from tests.journeys.journey import Load, by, everybody_sees, journey
from tests.journeys.proxy import Proxy
from tests.services import PostgresServer, RedisServer

ROOMS = 5
PEOPLE = 6
EACH = 8
STALLED_SECONDS = 20.0


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


async def test_a_silent_line_to_the_database_is_answered_and_stops_nobody_else(
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
                room = await going.add_room()
                cut_off, well = await going.company(2, room)
                proxy.stall()
                hello = commands.PostMessage(**by(room), body="into the silence")
                asking = asyncio.create_task(cut_off.ask(hello, within_seconds=STALLED_SECONDS))
                for number in range(EACH):
                    await well.post(room, f"word {number}", within_seconds=STALLED_SECONDS)
                answer = await asking
                assert isinstance(answer, frames.Refused)
                assert answer.code in (Code.BUSY, Code.RETRY)
                proxy.flow()
                await cut_off.post(room, "the line is back", within_seconds=STALLED_SECONDS)
        finally:
            house.close()


async def test_a_process_whose_database_is_silent_still_ends_when_it_is_told_to(
    tmp_path: Path, postgres_database: str, redis_server: RedisServer | GivenServer
) -> None:
    migrations.upgrade(postgres_database)
    port = int(postgres_database.rpartition(":")[2].partition("/")[0])
    async with Proxy.to(port) as proxy:
        (web,) = service_webs(tmp_path, [(proxy.through(postgres_database), redis_server.url)])
        house = House(postgres_database, [web])
        try:
            await web.begin().ready()
            async with journey(house) as going:
                room = await going.add_room()
                member = await going.enter(await house.person(), room)
                await member.post(room, "before")
                proxy.stall()
                waiting = asyncio.create_task(member.post(room, "into the silence"))
                await web.stop()
                waiting.cancel()
                proxy.flow()
                web.begin()
                await web.ready()
        finally:
            house.close()
