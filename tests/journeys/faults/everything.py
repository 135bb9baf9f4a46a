"""Minutes of everything at random, by one seed: processes killed and frozen, Redis killed and
stopped, PostgreSQL crashed, people and ways cut. Afterwards the transcript must be right, and the
processes must hold no more descriptors, tasks and memory than before.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from persistence import migrations
from tests.journeys.faults.crowd import Crowd
from tests.journeys.faults.finding import Finding
from tests.journeys.faults.held import Held, held_by
from tests.journeys.faults.unhurried import unhurried_webs
from tests.journeys.house import House
from tests.journeys.proxy import Proxy
from tests.journeys.waiting import answered_soon
from tests.journeys.web import Web
from tests.services import PostgresServer, RedisServer
from tests.services.processes import ServiceFailed

PROCESSES = 2
SETTLE_SECONDS = 120.0
FLAT_SECONDS = 30.0
MORE_HANDLES = 24
"""Of all processes together: pools of connections breathe."""
MORE_MEMORY_BYTES = 64 * 1024 * 1024
"""The same; a leak of a kilobyte a message would be twice that in a minute and a half."""

Act = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Size:
    """Half the time with kills and half without: what a process holds is compared between."""

    seconds: float = 180.0
    rooms: int = 20
    people_per_room: int = 10
    per_second: float = 500
    seed: int = 1


@dataclass(frozen=True, slots=True)
class _Scene:
    house: House
    postgres: PostgresServer
    redis: RedisServer
    ways: Sequence[Proxy]
    dice: random.Random


async def everything(folder: Path, size: Size) -> Finding:
    """With services of its own, which it breaks. The seed is part of the fault's name."""
    async with _scene(folder, size) as scene, _gathered(scene.house, size) as crowd:
        async with crowd.talking(size.per_second):
            await _storm(scene, crowd, size.seconds / 2, is_killing=True)
        await crowd.at_rest(within_seconds=SETTLE_SECONDS)
        before = await held_by(scene.house.webs)
        async with crowd.talking(size.per_second):
            await _storm(scene, crowd, size.seconds / 2, is_killing=False)
        violations = await crowd.violations(within_seconds=SETTLE_SECONDS)
        after = await _flat_again(scene.house.webs, before)
        return Finding(
            fault=f"everything at random (seed {size.seed})",
            runs=1,
            violations=[*violations, *_grown(before, after)],
            seconds={
                "back": [seconds for _, seconds in crowd.back_seconds],
                "receipt": [seconds for _, seconds in crowd.receipt_seconds],
            },
            counts={
                "acknowledged": crowd.acknowledged,
                "lines lost": len(crowd.back_seconds),
                "descriptors more": after.descriptors - before.descriptors,
                "tasks more": after.tasks - before.tasks,
                "memory_kib more": (after.memory_bytes - before.memory_bytes) // 1024,
            },
        )


@asynccontextmanager
async def _scene(folder: Path, size: Size) -> AsyncIterator[_Scene]:
    async with AsyncExitStack() as stack:
        postgres = stack.enter_context(PostgresServer())
        redis = stack.enter_context(RedisServer())
        database = postgres.create_database("everything")
        migrations.upgrade(database)
        ports = [postgres.port, redis.port] * PROCESSES
        ways = [await stack.enter_async_context(Proxy.to(port)) for port in ports]
        services = [
            (to_database.through(database), to_redis.through(redis.url))
            for to_database, to_redis in zip(ways[::2], ways[1::2], strict=True)
        ]
        house = House(database, unhurried_webs(folder, services))
        stack.callback(house.close)
        for web in house.webs:
            await web.begin().ready()
        yield _Scene(house, postgres, redis, ways, random.Random(size.seed))


def _gathered(house: House, size: Size) -> AbstractAsyncContextManager[Crowd]:
    return Crowd.gather(
        house, rooms=size.rooms, people_per_room=size.people_per_room, seed=size.seed
    )


async def _storm(scene: _Scene, crowd: Crowd, seconds: float, *, is_killing: bool) -> None:
    """Each part of the house has troubles of its own, one after the other. All are well after."""
    end = asyncio.get_running_loop().time() + seconds
    parts: list[list[Act]] = [
        *(_of_process(web, scene.dice, is_killing=is_killing) for web in scene.house.webs),
        _of_redis(scene.redis, scene.dice),
        _of_postgres(scene.postgres),
        _of_lines(scene.ways, crowd, scene.dice),
    ]
    async with asyncio.TaskGroup() as tasks:
        for acts in parts:
            tasks.create_task(_troubled(acts, random.Random(scene.dice.random()), end))


async def _troubled(acts: Sequence[Act], dice: random.Random, end: float) -> None:
    loop = asyncio.get_running_loop()
    while True:
        await asyncio.sleep(dice.uniform(0.5, 5))
        if loop.time() >= end:
            return
        await dice.choice(acts)()


def _of_process(web: Web, dice: random.Random, *, is_killing: bool) -> list[Act]:
    async def kill() -> None:
        web.kill()
        await asyncio.sleep(dice.uniform(0, 1))
        await _begun(web)

    async def freeze() -> None:
        web.freeze()
        await asyncio.sleep(dice.uniform(0.5, 5))
        web.thaw()

    return [kill, freeze] if is_killing else [freeze]


async def _begun(web: Web) -> None:
    """As a supervisor does it: again and again, while its database is away."""
    while True:
        try:
            await web.begin().ready()
        except ServiceFailed:
            web.close()
        else:
            return


def _of_redis(redis: RedisServer, dice: random.Random) -> list[Act]:
    async def kill() -> None:
        redis.kill()
        await asyncio.sleep(dice.uniform(0.5, 4))
        redis.start()

    async def stop() -> None:
        redis.pause()
        await asyncio.sleep(dice.uniform(0.5, 6))
        redis.resume()

    return [kill, stop]


def _of_postgres(postgres: PostgresServer) -> list[Act]:
    async def crash() -> None:
        postgres.stop_immediate()
        postgres.start()

    async def think_better_of_it() -> None:
        """Half as often as the others: a crash stops everything."""

    return [crash, think_better_of_it]


def _of_lines(ways: Sequence[Proxy], crowd: Crowd, dice: random.Random) -> list[Act]:
    async def drop_people() -> None:
        for person in dice.sample(crowd.people, len(crowd.people) // 5):
            person.drop()

    async def cut() -> None:
        way = dice.choice(ways)
        way.cut()
        way.flow()

    async def stall() -> None:
        way = dice.choice(ways)
        way.stall()
        await asyncio.sleep(dice.uniform(0.5, 4))
        way.flow()

    return [drop_people, cut, stall]


async def _flat_again(webs: Sequence[Web], before: Held) -> Held:
    """What they hold once it is no more than before, or at the deadline."""

    async def grown() -> list[str]:
        return _grown(before, await held_by(webs))

    with suppress(TimeoutError):
        await answered_soon(grown, [], within_seconds=FLAT_SECONDS)
    return await held_by(webs)


def _grown(before: Held, after: Held) -> list[str]:
    found = []
    if after.descriptors > before.descriptors + MORE_HANDLES:
        found.append(f"descriptors grew from {before.descriptors} to {after.descriptors}")
    if after.tasks > before.tasks + MORE_HANDLES:
        found.append(f"tasks grew from {before.tasks} to {after.tasks}")
    if after.memory_bytes > before.memory_bytes + MORE_MEMORY_BYTES:
        found.append(f"memory grew from {before.memory_bytes} to {after.memory_bytes} bytes")
    return found
