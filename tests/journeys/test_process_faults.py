"""A process dies, is frozen, or is told to stop, while people talk: nothing acknowledged is lost,
nothing is shown twice, and the others go on."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from presence.presence import GONE_AFTER_CRASH_SECONDS
from rooms import commands
from server.talk import frames
from server.wires.close_codes import CloseCode
from tests.conftest import GivenServer
from tests.journeys.house import House, embedded_house, service_house
from tests.journeys.journey import Load, by, everybody_sees, journey
from tests.persistence.other_writer import holding, someone_waits
from tests.services import RedisServer

TEN_TIMES = 10
ROOMS = 5
PEOPLE = 6


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[House]:
    """One process on SQLite, of this test's own."""
    with embedded_house(tmp_path) as house:
        yield house


@pytest.fixture
def pair(
    tmp_path: Path, redis_server: RedisServer | GivenServer, postgres_database: str
) -> Iterator[House]:
    """Two processes of this test's own."""
    with service_house(
        tmp_path, database=postgres_database, redis=redis_server.url, processes=2
    ) as house:
        yield house


async def test_killing_a_process_loses_nothing_that_was_acknowledged(pair: House) -> None:
    async with journey(pair) as going:
        rooms = await going.add_rooms(ROOMS)
        members = await going.company(PEOPLE, *rooms)
        load = Load(members, rooms, each=8)
        talking = asyncio.create_task(load.run())
        await load.reached(80)
        going.chronicle.line_cause = "killed"
        pair.webs[0].kill()
        await talking
        assert len(load.receipts) == PEOPLE * ROOMS * 8
        for room in rooms:
            await everybody_sees(members, room, load.receipts, within_seconds=30)


async def test_people_of_a_killed_process_are_gone_soon(pair: House) -> None:
    async with journey(pair) as going:
        room = await going.add_room()
        person, other = await pair.people(2)
        lost = await going.enter(person, room, urls=pair.urls[:1])
        watcher = await going.enter(other, room, urls=pair.urls[1:])
        await lost.post(room, "for now")
        here = watcher.reading(room)
        await watcher.until(lambda: person.member(room) in here.people, within_seconds=30)
        going.chronicle.line_cause = "killed"
        pair.webs[0].kill()
        await watcher.until(
            lambda: person.member(room) not in here.people,
            within_seconds=GONE_AFTER_CRASH_SECONDS * TEN_TIMES,
        )
        await pair.webs[0].begin().ready()


async def test_killing_the_only_process_loses_nothing_that_was_acknowledged(alone: House) -> None:
    async with journey(alone) as going:
        rooms = await going.add_rooms(ROOMS)
        members = await going.company(PEOPLE, *rooms)
        load = Load(members, rooms, each=6)
        talking = asyncio.create_task(load.run())
        await load.reached(60)
        going.chronicle.line_cause = "killed"
        alone.webs[0].kill()
        alone.webs[0].begin()
        await talking
        assert len(load.receipts) == PEOPLE * ROOMS * 6


async def test_a_process_that_is_told_to_stop_sends_its_clients_on(pair: House) -> None:
    async with journey(pair) as going:
        rooms = await going.add_rooms(ROOMS)
        members = await going.company(PEOPLE, *rooms)
        load = Load(members, rooms, each=8)
        talking = asyncio.create_task(load.run())
        await load.reached(80)
        code = await pair.webs[0].stop()
        await talking
        assert code in (0, -15)
        assert {loss.code for loss in going.chronicle.losses} == {CloseCode.RESTARTING}
        assert len(load.receipts) == PEOPLE * ROOMS * 8


async def test_a_process_frozen_in_its_transaction_holds_no_room(pair: House) -> None:
    async with journey(pair) as going:
        room = await going.add_room()
        frozen = await going.enter(await pair.person(), room, urls=pair.urls[:1])
        going_on = await going.enter(await pair.person(), room, urls=pair.urls[1:])
        async with holding(pair.database, room):
            writing = asyncio.create_task(frozen.post(room, "from the ice"))
            await someone_waits(pair.database)
            pair.webs[0].freeze()
        # The lock is the frozen process's now, and only the database can take it away.
        after = await going_on.post(room, "we go on", within_seconds=20)
        assert after.seq == 1
        pair.webs[0].thaw()
        assert (await writing).seq == 2
        command = commands.PostMessage(**by(room), body="all is well")
        assert isinstance(await frozen.write(command), frames.Receipt)
