"""Redis cuts off who listens to it, again and again under load, as it does to a slow reader: what
was published meanwhile is read from the transcript, and soon.
"""

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass, field, replace

from tests.journeys.faults.crowd.samples import between, crossings
from tests.journeys.faults.finding import Finding
from tests.journeys.faults.of_services.redis_scene import ASKED_EVERY_SECONDS, BOTH, RedisScene
from tests.journeys.faults.quiet.load import FULL_LOAD, LoadSize, quiet_load

CUT = ("CLIENT", "KILL", "TYPE", "pubsub")
COUNTED = re.compile(rb":(\d+)\r\n")
"""How many each of the Redis cut off."""
SUBSCRIBED_SECONDS = 20.0
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
    `crossing`, all of them. Counts: `cut off`, by Redis' own word."""
    cuts: list[float] = []
    killed: list[int] = []
    async with quiet_load(scene.house, size.load) as load:
        start, _ = await load.goes_on(size.apart_seconds)
        for _ in range(size.runs):
            killed.append(await _cut(scene))
            cuts.append(asyncio.get_running_loop().time())
            # Receipts wait for no subscriber.
            with load.crowd.paced():
                _, end = await load.goes_on(size.apart_seconds)
        await scene.connected(BOTH)
    load.counts["cut off"] = sum(killed)
    if spared := killed.count(0):
        load.wrong.append(f"{spared} of {size.runs} times nobody was cut off")
    crossed = crossings(load.crowd.people)
    load.cut("crossing", crossed, [(start, end)])
    for cut in cuts:
        around = between(crossed, cut - HOLE_SECONDS, cut + HOLE_SECONDS)
        if around:
            load.keep("hole", max(around))
    return load.finding("subscribers_cut", size.runs)


async def _cut(scene: RedisScene) -> int:
    """How many were cut off: as soon as anybody listens, and none when nobody ever does."""
    killed = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(SUBSCRIBED_SECONDS):
            while not killed:
                said = await asyncio.to_thread(scene.redis.command, *CUT)
                killed = sum(map(int, COUNTED.findall(said)))
                await asyncio.sleep(0 if killed else ASKED_EVERY_SECONDS)
    return killed
