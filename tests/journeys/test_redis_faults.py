"""Redis is lost, frozen, emptied, half open, slow: the transcript is the truth, so messages cross
all the same, once and in one order, and presence is right again when Redis is."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from persistence import migrations
from rooms.ids import MemberId, RoomId
from server.replay.client import Member
from tests.journeys.house import House, Person, service_house, service_webs
from tests.journeys.journey import Journey, Load, everybody_sees, journey, true_soon
from tests.journeys.proxy import Proxy
from tests.services import RedisServer

CROSSING_SECONDS = 15.0
"""Ten times the second and a half in which a message crosses without Redis."""
NOTICED_SECONDS = 40.0
ROOMS = 5
PEOPLE = 6


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    """A Redis of this test's own, to be broken."""
    with RedisServer() as server:
        yield server


@pytest.fixture
def pair(tmp_path: Path, redis: RedisServer, postgres_database: str) -> Iterator[House]:
    """Two processes on that Redis."""
    with service_house(tmp_path, database=postgres_database, redis=redis.url, processes=2) as house:
        yield house


async def test_without_redis_messages_still_cross(pair: House, redis: RedisServer) -> None:
    async with journey(pair) as going:
        rooms = await going.add_rooms(ROOMS)
        members = await going.company(PEOPLE, *rooms)
        await _talk(members, rooms, each=2)
        redis.kill()
        await _talk(members, rooms, each=2)
        await _broker_becomes(pair, connected=False)
        await _talk(members, rooms, each=3)
        newcomer = await going.enter(await pair.person(), *rooms)
        redis.start()
        await _broker_becomes(pair, connected=True)
        await _talk([*members, newcomer], rooms, each=2)


async def test_with_redis_frozen_messages_still_cross(pair: House, redis: RedisServer) -> None:
    async with journey(pair) as going:
        rooms = await going.add_rooms(ROOMS)
        members = await going.company(PEOPLE, *rooms)
        redis.pause()
        await _talk(members, rooms, each=3)
        await _broker_becomes(pair, connected=False)
        await _talk(members, rooms, each=3)
        newcomer = await going.enter(await pair.person(), *rooms)
        redis.resume()
        await _broker_becomes(pair, connected=True)
        await _talk([*members, newcomer], rooms, each=2)


async def test_a_subscriber_that_is_cut_off_again_and_again_misses_nothing(
    pair: House, redis: RedisServer
) -> None:
    async with journey(pair) as going:
        rooms = await going.add_rooms(ROOMS)
        members = await going.company(PEOPLE, *rooms)
        load = Load(members, rooms, each=9)
        talking = asyncio.create_task(load.run())
        for count in range(20, len(members) * len(rooms) * 9, 20):
            await load.reached(count)
            redis.command("CLIENT", "KILL", "TYPE", "pubsub")
        await talking
        for room in rooms:
            await everybody_sees(members, room, load.receipts, within_seconds=CROSSING_SECONDS)


async def test_who_is_here_is_right_again_after_redis_forgot_everything(
    pair: House, redis: RedisServer
) -> None:
    async with journey(pair) as going:
        room = await going.add_room()
        people, members = await _listed_people(going, room)
        redis.command("FLUSHALL")
        await true_soon(
            lambda: redis.command("DBSIZE") != b":0\r\n", within_seconds=NOTICED_SECONDS
        )
        newcomer = await pair.person()
        members.append(await going.enter(newcomer, room))
        await members[-1].post(room, "hello")
        await _all_see(members, room, [*people, newcomer])


async def test_who_is_here_is_right_again_after_redis_was_killed(
    pair: House, redis: RedisServer
) -> None:
    async with journey(pair) as going:
        room = await going.add_room()
        people, members = await _listed_people(going, room)
        redis.kill()
        await _broker_becomes(pair, connected=False)
        redis.start()
        newcomer = await pair.person()
        members.append(await going.enter(newcomer, room))
        await members[-1].post(room, "hello")
        await _all_see(members, room, [*people, newcomer])


async def test_the_last_publication_may_be_lost(
    tmp_path: Path, redis: RedisServer, postgres_database: str
) -> None:
    async with (
        _proxied(tmp_path, redis, postgres_database) as (house, proxy),
        journey(house) as going,
    ):
        room = await going.add_room()
        here = await going.enter(await house.person(), room, urls=house.urls[:1])
        there = await going.enter(await house.person(), room, urls=house.urls[1:])
        proxy.hold_requests()
        receipt = await here.post(room, "the last word")
        proxy.cut()
        await there.reach(room, receipt.seq, within_seconds=CROSSING_SECONDS)
        proxy.flow()


async def test_a_half_open_path_to_redis_is_noticed_and_left(
    tmp_path: Path, redis: RedisServer, postgres_database: str
) -> None:
    async with (
        _proxied(tmp_path, redis, postgres_database) as (house, proxy),
        journey(house) as going,
    ):
        rooms = await going.add_rooms(2)
        members = await going.company(4, *rooms)
        proxy.stall()
        await _talk(members, rooms, each=2)
        await true_soon(lambda: not _broker(house, 0), within_seconds=NOTICED_SECONDS)
        await _talk(members, rooms, each=2)
        proxy.flow()
        await true_soon(lambda: _broker(house, 0), within_seconds=NOTICED_SECONDS)
        await _talk(members, rooms, each=2)


async def test_publications_that_come_late_are_put_in_order(
    tmp_path: Path, redis: RedisServer, postgres_database: str
) -> None:
    async with (
        _proxied(tmp_path, redis, postgres_database) as (house, proxy),
        journey(house) as going,
    ):
        rooms = await going.add_rooms(2)
        members = await going.company(6, *rooms)
        proxy.delay_seconds = 0.08
        await _talk(members, rooms, each=8)
        proxy.delay_seconds = 0.0


@asynccontextmanager
async def _proxied(
    folder: Path, redis: RedisServer, database: str
) -> AsyncIterator[tuple[House, Proxy]]:
    """Two processes, the first of which reaches Redis by a proxy."""
    migrations.upgrade(database)
    async with Proxy.to(redis.port) as proxy:
        by_ways = [(database, proxy.through(redis.url)), (database, redis.url)]
        house = House(database, service_webs(folder, by_ways))
        try:
            for web in house.webs:
                await web.begin().ready()
            yield house, proxy
        finally:
            house.close()


async def _talk(members: list[Member], rooms: list[RoomId], each: int) -> None:
    """Everybody says something everywhere, and sees what everybody said."""
    load = Load(members, rooms, each)
    await load.run()
    for room in rooms:
        await everybody_sees(members, room, load.receipts, within_seconds=CROSSING_SECONDS)


async def _listed_people(going: Journey, room: RoomId) -> tuple[list[Person], list[Member]]:
    """Four people, through both doors, all of whom see each other."""
    people = await going.house.people(4)
    members = [await going.enter(person, room, at=at) for at, person in enumerate(people)]
    for member in members:
        await member.post(room, "hello")
    await _all_see(members, room, people)
    return people, members


async def _all_see(members: list[Member], room: RoomId, people: list[Person]) -> None:
    expected = {person.member(room) for person in people}
    for member in members:
        await _sees(member, room, expected)


async def _sees(member: Member, room: RoomId, expected: set[MemberId]) -> None:
    here = member.reading(room)
    await member.until(lambda: here.people.keys() == expected, within_seconds=NOTICED_SECONDS)


async def _broker_becomes(house: House, *, connected: bool) -> None:
    def all_say_so() -> bool:
        return all(_broker(house, at) is connected for at in range(len(house.webs)))

    await true_soon(all_say_so, within_seconds=NOTICED_SECONDS)


def _broker(house: House, at: int) -> bool:
    said = house.webs[at].readiness()
    return said is not None and said.broker
