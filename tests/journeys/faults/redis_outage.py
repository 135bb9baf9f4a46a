"""Redis is killed, frozen, or loses one of its primaries, under load: messages cross by the
transcript meanwhile, receipts do not wait for it, and afterwards all is as before.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.journeys.faults.finding import Finding, quantile
from tests.journeys.faults.quiet_load import FULL_LOAD, LoadSize, QuietLoad, Window, quiet_load
from tests.journeys.faults.redis_scene import BOTH, RedisScene
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


@dataclass
class _Windows:
    calm: list[Window] = field(default_factory=list)
    broken: list[Window] = field(default_factory=list)
    after: list[Window] = field(default_factory=list)


async def redis_killed(scene: RedisScene, size: OutageSize) -> Finding:
    """Samples: `receipt` and `crossing`, each `before`, `meanwhile` and `after`; `connected again`,
    from when Redis answers; `receipt slowed`, the medians' ratio of each run."""

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
    windows = _Windows()
    async with quiet_load(scene.house, size.load) as load:
        for run in range(size.runs):
            windows.calm.append(await load.goes_on(size.calm_seconds))
            begins(run)
            broken_at, _ = await load.goes_on(size.broken_seconds / 2)
            # Who comes now joins without Redis.
            load.crowd.people[run % len(load.crowd.people)].drop()
            _, mended_at = await load.goes_on(size.broken_seconds / 2)
            windows.broken.append((broken_at, mended_at))
            await ends(run)
            load.keep("connected again", await scene.connected(BOTH))
            windows.after.append(await load.goes_on(size.calm_seconds))
    return _found(load, windows, fault, size.runs)


def _found(load: QuietLoad, windows: _Windows, fault: str, runs: int) -> Finding:
    receipts, crossings = load.crowd.receipt_seconds, load.crowd.crossing_seconds
    told = {"before": windows.calm, "meanwhile": windows.broken, "after": windows.after}
    for when, spans in told.items():
        load.cut(f"receipt {when}", receipts, spans)
        load.cut(f"crossing {when}", crossings, spans)
    for calm, broken in zip(windows.calm, windows.broken, strict=True):
        before, meanwhile = (
            quantile(load.crowd.between(receipts, *window), 0.5) for window in (calm, broken)
        )
        load.keep("receipt slowed", meanwhile / before)
    return load.finding(fault, runs)
