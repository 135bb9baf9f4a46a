"""Redis is killed, frozen, or loses one of its primaries, under load: messages cross by the
transcript meanwhile, receipts do not wait for it, and afterwards all is as before.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from tests.journeys.faults.crowd import samples
from tests.journeys.faults.crowd.person import Sample
from tests.journeys.faults.finding import Finding, quantile
from tests.journeys.faults.of_services.redis_scene import BOTH, RedisScene
from tests.journeys.faults.quiet.load import FULL_LOAD, LoadSize, QuietLoad, Window, quiet_load
from tests.services import RedisCluster


@dataclass(frozen=True, slots=True)
class OutageSize:
    """So often, `broken_seconds` each; before and after it all is well for `calm_seconds`."""

    runs: int = 1
    broken_seconds: float = 2.0
    calm_seconds: float = 0.5
    load: LoadSize = field(default_factory=LoadSize)


FULL_KILL = OutageSize(runs=3, broken_seconds=10.0, calm_seconds=5.0, load=FULL_LOAD)
FULL_FREEZE = OutageSize(runs=5, broken_seconds=6.0, calm_seconds=4.0, load=FULL_LOAD)


SLIDING_SECONDS = 0.5
SLIDES_BY_SECONDS = 0.05
NORMAL_TIMES = 2.0
"""What is no more than so many times what it was before is normal again."""


@dataclass(frozen=True, slots=True)
class _Run:
    """All was well, then it was broken, then Redis answered again, then everybody was connected."""

    calm: Window
    broken: Window
    answers_at: float
    after: Window


async def redis_killed(scene: RedisScene, size: OutageSize) -> Finding:
    """Samples: `receipt` and `crossing`, each `before`, `meanwhile` and `after`; `receipt slowed`
    and `receipt slowed p99`, the ratio of each run; from when Redis answers, `connected again`, and
    `normal again`, until half a second's crossings are at p99 what they were before."""

    async def back(run: int) -> None:
        del run
        scene.redis.begin()
        await asyncio.to_thread(scene.redis.wait_ready)

    return await _outage(scene, size, "redis_killed", lambda run: scene.redis.kill(), back)


async def redis_frozen(scene: RedisScene, size: OutageSize) -> Finding:
    """The same, of a Redis whose lines stay open and say nothing."""

    async def thaw(run: int) -> None:
        del run
        scene.redis.resume()

    return await _outage(scene, size, "redis_frozen", lambda run: scene.redis.pause(), thaw)


async def primary_killed(scene: RedisScene, size: OutageSize) -> Finding:
    """One primary of a cluster after the other is gone for a while: its rooms are heard all the
    same."""
    assert isinstance(scene.redis, RedisCluster)
    cluster = scene.redis

    async def back(run: int) -> None:
        cluster.primaries[run % len(cluster.primaries)].begin()
        await asyncio.to_thread(cluster.wait_ready)

    return await _outage(
        scene,
        size,
        "primary_killed",
        lambda run: cluster.primaries[run % len(cluster.primaries)].kill(),
        back,
    )


async def _outage(
    scene: RedisScene,
    size: OutageSize,
    fault: str,
    begins: Callable[[int], None],
    ends: Callable[[int], Awaitable[None]],
) -> Finding:
    runs: list[_Run] = []
    async with quiet_load(scene.house, size.load) as load:
        for run in range(size.runs):
            calm = await load.calm(size.calm_seconds)
            begins(run)
            broken_at, _ = await load.goes_on(size.broken_seconds / 2)
            # Who comes now joins without Redis.
            load.crowd.people[run % len(load.crowd.people)].drop()
            _, mended_at = await load.goes_on(size.broken_seconds / 2)
            await ends(run)
            answers_at = asyncio.get_running_loop().time()
            load.keep("connected again", await scene.connected(BOTH))
            after = await load.goes_on(size.calm_seconds)
            runs.append(_Run(calm, (broken_at, mended_at), answers_at, after))
    return _found(load, runs, fault)


def _found(load: QuietLoad, runs: Sequence[_Run], fault: str) -> Finding:
    people = load.crowd.people
    receipts, crossings = samples.receipts(people), samples.crossings(people)
    told = {
        "before": [run.calm for run in runs],
        "meanwhile": [run.broken for run in runs],
        "after": [run.after for run in runs],
    }
    for when, spans in told.items():
        load.cut(f"receipt {when}", receipts, spans)
        load.cut(f"crossing {when}", crossings, spans)
    for run in runs:
        _slowed(load, receipts, run)
        _normal(load, crossings, run)
    return load.finding(fault, len(runs))


def _slowed(load: QuietLoad, receipts: Sequence[Sample], run: _Run) -> None:
    before, meanwhile = (samples.between(receipts, *span) for span in (run.calm, run.broken))
    if not before:
        load.wrong.append("no receipts in the calm window")
    if not meanwhile:
        load.wrong.append("no receipts while it was broken")
    if before and meanwhile:
        for name, share in (("receipt slowed", 0.5), ("receipt slowed p99", 0.99)):
            load.keep(name, quantile(meanwhile, share) / quantile(before, share))


def _normal(load: QuietLoad, crossings: Sequence[Sample], run: _Run) -> None:
    """Where they were not normal again while it was looked at, all that time is the sample."""
    before = samples.between(crossings, *run.calm)
    if not before:
        load.wrong.append("nothing crossed in the calm window")
        return
    normal, (_, until) = NORMAL_TIMES * quantile(before, 0.99), run.after
    since = [sample for sample in crossings if run.answers_at <= sample[0] < until]
    start = run.answers_at
    while start + SLIDING_SECONDS < until:
        there = samples.between(since, start, start + SLIDING_SECONDS)
        if there and quantile(there, 0.99) <= normal:
            break
        start += SLIDES_BY_SECONDS
    else:
        start = until
    load.keep("normal again", start - run.answers_at)
