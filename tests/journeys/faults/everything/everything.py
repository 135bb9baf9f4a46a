"""Minutes of everything at random, by one seed: processes killed and frozen, Redis killed and
stopped, PostgreSQL crashed, people and ways cut, publications spoiled; beside a crowd, people and
their moderator, calls for help and reminders. Afterwards the transcript must be right, and the
processes must hold no more descriptors, tasks and memory than before.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from persistence.outbox import LEASE_MS
from tests.journeys.faults.crowd.crowd import Crowd
from tests.journeys.faults.crowd.samples import backs, receipts
from tests.journeys.faults.everything import troubles
from tests.journeys.faults.everything.beside import Beside
from tests.journeys.faults.everything.held import Held, held_by
from tests.journeys.faults.finding import Finding
from tests.journeys.faults.quiet.business import QuietBusiness
from tests.journeys.faults.quiet.scene import QuietSize
from tests.journeys.faults.unhurried import carried_house
from tests.journeys.house import House, Person
from tests.journeys.meddling import Meddler
from tests.journeys.proxy import Proxy
from tests.journeys.waiting import answered_soon
from tests.journeys.web import Web
from tests.services import PostgresServer, RedisServer

PROCESSES = 2
SETTLE_SECONDS = 120.0
FLAT_SECONDS = 30.0
MORE_HANDLES = 24
"""Of all processes together: pools of connections breathe."""
MORE_MEMORY_BYTES = 16 * 1024 * 1024
"""The same, by the second of two storms without kills. At full size that one has 22,500 messages,
of which a leak of a kilobyte each would be 22 MiB in each process; a small run sees larger ones."""


@dataclass(frozen=True, slots=True)
class Size:
    """Half the time with kills; a quarter without, in which the processes that are left warm up;
    and as much again, before and after which it is compared what they hold. Without a `seed` the
    clock gives one, which the finding names."""

    seconds: float = 180.0
    rooms: int = 20
    people_per_room: int = 10
    per_second: float = 500
    newcomers: int = 12
    seed: int | None = None

    @property
    def quiet(self) -> QuietSize:
        """As much as there is time for. A mail that a killed process had is sent when its lease is
        over, so a run of seconds reminds nobody."""
        each = max(2, int(self.seconds / 10))
        reminded = each if self.seconds * 1000 > LEASE_MS else 0
        return QuietSize(seconds=self.seconds / 4, callers=each, hosts=2, reminded=reminded)


@dataclass(frozen=True, slots=True)
class _Scene:
    house: House
    postgres: PostgresServer
    redis: RedisServer
    ways: Sequence[Proxy]
    meddler: Meddler
    dice: random.Random


async def everything(folder: Path, size: Size) -> Finding:
    """With services of its own, which it breaks. The seed is part of the fault's name, and of what
    is raised."""
    seed = time.time_ns() // 1_000 % 2**32 if size.seed is None else size.seed
    try:
        async with _scene(folder, seed) as scene:
            return await _everything(scene, replace(size, seed=seed))
    except BaseException as error:
        error.add_note(f"everything at random, seed {seed}")
        raise


async def _everything(scene: _Scene, size: Size) -> Finding:
    house = scene.house
    async with (
        _gathered(house, size) as crowd,
        Beside.come(house, random.Random(scene.dice.random())) as beside,
        QuietBusiness(house, size.quiet) as business,
    ):
        run = _Run(scene, crowd, beside, size)
        newcomers = await house.people(size.newcomers // 2)
        guests = [None] * (size.newcomers - len(newcomers))
        await run.storm(size.seconds / 2, [*newcomers, *guests], is_killing=True)
        await run.storm(size.seconds / 4)
        before = await held_by(house.webs)
        await run.storm(size.seconds / 4)
        violations = await crowd.violations(within_seconds=SETTLE_SECONDS)
        violations += await beside.violations()
        violations += await business.violations(may_repeat_mail=True)
        after = await _flat_again(house.webs, before)
        return _finding(run, [*violations, *_grown(before, after)], before, after)


def _finding(run: "_Run", violations: Sequence[str], before: Held, after: Held) -> Finding:
    crowd = run.crowd
    return Finding(
        fault=f"everything at random (seed {run.size.seed})",
        runs=1,
        violations=violations,
        seconds={
            "back": [seconds for _, seconds in backs(crowd.people)],
            "receipt": [seconds for _, seconds in receipts(crowd.people)],
        },
        counts={
            "seed": run.size.seed or 0,
            "acknowledged": crowd.acknowledged,
            "lines lost": len(backs(crowd.people)),
            **run.beside.counts,
            "publications dropped": run.scene.meddler.dropped,
            "descriptors more": after.descriptors - before.descriptors,
            "tasks more": after.tasks - before.tasks,
            "memory_kib more": (after.memory_bytes - before.memory_bytes) // 1024,
        },
    )


@asynccontextmanager
async def _scene(folder: Path, seed: int) -> AsyncIterator[_Scene]:
    async with AsyncExitStack() as stack:
        postgres = stack.enter_context(PostgresServer())
        redis = stack.enter_context(RedisServer())
        database = postgres.create_database("everything")
        meddler = Meddler()
        of_redis = [Proxy.to(redis.port, meddler.of_a_line) for _ in range(PROCESSES)]
        of_postgres = [Proxy.to(postgres.port) for _ in range(PROCESSES)]
        opened = [await stack.enter_async_context(way) for way in (*of_postgres, *of_redis)]
        services = [
            (to_database.through(database), to_redis.through(redis.url))
            for to_database, to_redis in zip(opened[:PROCESSES], opened[PROCESSES:], strict=True)
        ]
        house = await stack.enter_async_context(carried_house(folder, database, services))
        yield _Scene(house, postgres, redis, opened, meddler, random.Random(seed))


def _gathered(house: House, size: Size) -> AbstractAsyncContextManager[Crowd]:
    return Crowd.gather(
        house, rooms=size.rooms, people_per_room=size.people_per_room, seed=size.seed or 0
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """The house in its trouble, and who lives in it."""

    scene: _Scene
    crowd: Crowd
    beside: Beside
    size: Size

    async def storm(
        self, seconds: float, newcomers: Sequence[Person | None] = (), *, is_killing: bool = False
    ) -> None:
        """Each part of the house has troubles of its own, one after the other. All are well after,
        and everybody has been shown everything."""
        end = asyncio.get_running_loop().time() + seconds
        dice = self.scene.dice
        async with (
            self.crowd.talking(self.size.per_second),
            self.beside.living(newcomers, seconds),
            asyncio.TaskGroup() as tasks,
        ):
            for acts in self._parts(is_killing=is_killing):
                tasks.create_task(_troubled(acts, random.Random(dice.random()), end))
        await self.crowd.at_rest(within_seconds=SETTLE_SECONDS)

    def _parts(self, *, is_killing: bool) -> list[list[troubles.Act]]:
        scene = self.scene
        return [
            *(
                troubles.of_process(web, scene.dice, is_killing=is_killing)
                for web in scene.house.webs
            ),
            troubles.of_redis(scene.redis, scene.dice),
            troubles.of_postgres(scene.postgres),
            troubles.of_people(self.crowd, self.beside, scene.dice),
            troubles.of_ways(scene.ways, scene.dice),
            troubles.of_publications(scene.meddler, scene.dice),
        ]


async def _troubled(acts: Sequence[troubles.Act], dice: random.Random, end: float) -> None:
    loop = asyncio.get_running_loop()
    while True:
        await asyncio.sleep(dice.uniform(0.5, 5))
        if loop.time() >= end:
            return
        await dice.choice(acts)()


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
