"""The road between a process and Redis: silent, lossy, doubling, swapping. Neither side is told;
the process notices the silence, and the transcript makes good whatever else happens there.
"""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field

from rooms.ids import RoomId
from server.replay.client import Member
from tests.journeys.faults.crowd.samples import crossings
from tests.journeys.faults.finding import Finding
from tests.journeys.faults.of_services.redis_scene import BOTH, BadRoadScene
from tests.journeys.faults.quiet.business import QuietBusiness
from tests.journeys.faults.quiet.load import FULL_LOAD, LoadSize, quiet_load
from tests.journeys.faults.quiet.scene import FULL_QUIET, QuietSize
from tests.journeys.journey import on_the_way
from tests.journeys.meddling import Meddler

SHOWN_SECONDS = 20.0
"""Ten times the two seconds in which a lost last message is shown."""


@dataclass(frozen=True, slots=True)
class SilenceSize:
    """`runs` silences of `stall_seconds`; before each all is well for `calm_seconds`."""

    runs: int = 1
    calm_seconds: float = 0.5
    stall_seconds: float = 1.5
    load: LoadSize = field(default_factory=LoadSize)


@dataclass(frozen=True, slots=True)
class SpoiledSize:
    """`runs` rounds of `seconds`; in each, every n-th publication is lost, doubled, swapped, and
    all come late. Before each all is well for `calm_seconds`."""

    runs: int = 1
    calm_seconds: float = 0.5
    seconds: float = 2.0
    drop_every: int = 7
    double_every: int = 5
    swap_every: int = 3
    late_seconds: float = 0.08
    load: LoadSize = field(default_factory=LoadSize)


@dataclass(frozen=True, slots=True)
class LastWordSize:
    """`runs` bursts, of which only the last message is lost on its way."""

    runs: int = 2
    burst: int = 3
    quiet: QuietSize = field(default_factory=QuietSize)


FULL_SILENCE = SilenceSize(runs=3, calm_seconds=5.0, stall_seconds=30.0, load=FULL_LOAD)
FULL_SPOILED = SpoiledSize(runs=3, calm_seconds=5.0, seconds=20.0, load=FULL_LOAD)
FULL_LAST_WORD = LastWordSize(runs=30, quiet=FULL_QUIET)


async def road_silent(scene: BadRoadScene, size: SilenceSize) -> Finding:
    """Samples: `noticed`, from the silence until the process says so; `crossing meanwhile`;
    `connected again`."""
    silences = []
    async with quiet_load(scene.house, size.load) as load:
        for _ in range(size.runs):
            await load.calm(size.calm_seconds)
            scene.proxy.stall()
            silent = asyncio.create_task(load.goes_on(size.stall_seconds))
            load.keep("noticed", await scene.connected((False, True)))
            silences.append(await silent)
            scene.proxy.flow()
            load.keep("connected again", await scene.connected(BOTH))
    load.cut("crossing meanwhile", crossings(load.crowd.people), silences)
    return load.finding("road_silent", size.runs)


async def publications_spoiled(scene: BadRoadScene, size: SpoiledSize) -> Finding:
    """Samples: `crossing`. Counts: what was `dropped`, `doubled` and `swapped`."""
    meddler, rounds = scene.meddler, []
    before = Counter(_spoiled(meddler))
    async with quiet_load(scene.house, size.load) as load:
        for _ in range(size.runs):
            await load.calm(size.calm_seconds)
            meddler.drop_every = size.drop_every
            meddler.double_every = size.double_every
            meddler.swap_every = size.swap_every
            scene.proxy.delay_seconds = size.late_seconds
            rounds.append(await load.goes_on(size.seconds))
            meddler.let_be()
            scene.proxy.delay_seconds = 0.0
    load.cut("crossing", crossings(load.crowd.people), rounds)
    spoiled = _spoiled(meddler)
    load.counts |= {name: count - before[name] for name, count in spoiled.items()}
    load.wrong += [f"no publication was {name}" for name in spoiled if not load.counts[name]]
    return load.finding("publications_spoiled", size.runs)


async def last_word_lost(scene: BadRoadScene, size: LastWordSize) -> Finding:
    """Samples: `shown`, from the receipt of a burst's last message until the other process shows
    it, which no later publication tells of the loss. Counts: `dropped`."""
    shown: list[float] = []
    dropped: list[int] = []
    async with QuietBusiness(scene.house, size.quiet) as business:
        async with on_the_way(scene.house) as going:
            room = await going.add_room()
            there, here = [
                await going.enter(await scene.house.person(), room, urls=[url])
                for url in scene.house.urls
            ]
            for _ in range(size.runs):
                before = scene.meddler.dropped
                shown.append(await _a_burst(scene, size, room, here, there))
                dropped.append(scene.meddler.dropped - before)
            await going.settle()
        wrong = [*await going.violations(), *await business.violations()]
    if kept := dropped.count(0):
        wrong.append(f"{kept} of {size.runs} times nothing was lost")
    counts = {"dropped": sum(dropped)}
    return Finding("last_word_lost", size.runs, tuple(wrong), {"shown": shown}, counts)


async def _a_burst(
    scene: BadRoadScene, size: LastWordSize, room: RoomId, here: Member, there: Member
) -> float:
    """How long its last message took to be shown there."""
    for number in range(1, size.burst):
        receipt = await here.post(room, f"word {number}")
    await there.reach(room, receipt.seq)
    scene.meddler.drop_every = 1
    receipt = await here.post(room, "the last word")
    said_at = time.monotonic()
    await there.reach(room, receipt.seq, within_seconds=SHOWN_SECONDS)
    shown_after = time.monotonic() - said_at
    scene.meddler.let_be()
    return shown_after


def _spoiled(meddler: Meddler) -> dict[str, int]:
    return {
        "dropped": meddler.dropped,
        "doubled": meddler.doubled,
        "swapped": meddler.swapped,
    }
