"""Redis cuts off who listens to it, again and again under load, as it does to a slow reader: what
was published meanwhile is read from the transcript, and soon.
"""

import asyncio
from dataclasses import dataclass, field, replace

from tests.journeys.faults.finding import Finding
from tests.journeys.faults.quiet_load import FULL_LOAD, LoadSize, quiet_load
from tests.journeys.faults.redis_scene import BOTH, RedisScene

HOLE_SECONDS = 0.5
"""What was said so long before or after the cut may be late by it."""


@dataclass(frozen=True, slots=True)
class CutsSize:
    """`runs` cuts, one every `apart_seconds`."""

    runs: int = 5
    apart_seconds: float = 0.3
    load: LoadSize = field(default_factory=LoadSize)


FULL_CUTS = CutsSize(runs=100, apart_seconds=1.0, load=replace(FULL_LOAD, per_second=1_000.0))


async def subscribers_cut(scene: RedisScene, size: CutsSize) -> Finding:
    """Samples: `hole`, the longest that a message around each cut took to the other process;
    `crossing`, all of them."""
    cuts: list[float] = []
    async with quiet_load(scene.house, size.load) as load:
        start, _ = await load.goes_on(size.apart_seconds)
        for _ in range(size.runs):
            cuts.append(asyncio.get_running_loop().time())
            await asyncio.to_thread(scene.redis.command, "CLIENT", "KILL", "TYPE", "pubsub")
            _, end = await load.goes_on(size.apart_seconds)
        await scene.connected(BOTH)
    crossings = load.crowd.crossing_seconds
    load.cut("crossing", crossings, [(start, end)])
    for cut in cuts:
        around = load.crowd.between(crossings, cut - HOLE_SECONDS, cut + HOLE_SECONDS)
        load.keep("hole", max(around, default=0.0))
    return load.finding("subscribers_cut", size.runs)
