"""Processes die, freeze, are sent away or have the wrong time: how often, and what is promised."""

from dataclasses import replace
from pathlib import Path

from benchmarks.chaos import Fault, Promise, carries
from benchmarks.faults.scenes import pair, services
from tests.journeys.faults.everything import everything
from tests.journeys.faults.finding import Finding
from tests.journeys.faults.of_processes import clocks, processes, releases

FULL = processes.Size()
BACK = Promise("people are back", of="back", limit=3.0, share=0.99)
EXIT = Promise("the process ends", of="exit", limit=10.0)
RESTART = replace(FULL, runs=10, per_second=1_000.0)
RELEASES = replace(RESTART, runs=1)
CUT_OFF = processes.Size(runs=1, rooms=100, people_per_room=20, per_second=200.0, between=1_000)
"""Two thousand people."""


async def _one_killed(folder: Path) -> Finding:
    """kill -9 one of two processes, each in turn, under 2,000 messages a second in 20 rooms of
    ten."""
    with pair(folder) as house:
        return await processes.one_killed(house, FULL)


async def _all_killed(folder: Path) -> Finding:
    """kill -9 both at once, under the same load. Being back is counted from the kill, and from when
    the first of them serves again."""
    with pair(folder) as house:
        return await processes.all_killed(house, replace(FULL, runs=10))


async def _rolling_restart(folder: Path) -> Finding:
    """SIGTERM to one process after the other, under 1,000 messages a second."""
    with pair(folder) as house:
        return await processes.rolling_restart(house, RESTART)


async def _two_releases(folder: Path) -> Finding:
    """The schema is migrated under load, then one process after the other becomes the next
    release, which does not speak to the first between processes. Under 1,000 messages a second."""
    with pair(folder) as house:
        return await releases.two_releases(house, RELEASES, folder)


async def _all_cut(folder: Path) -> Finding:
    """The network of 2,000 people goes at once; the processes stay."""
    with pair(folder) as house:
        return await processes.all_cut(house, CUT_OFF)


async def _frozen(folder: Path) -> Finding:
    """SIGSTOP to a process that holds a room's lock in its transaction."""
    with pair(folder) as house:
        return await processes.frozen_in_transaction(house, processes.Size(runs=20))


async def _wrong_clock(folder: Path) -> Finding:
    """One of two processes has a machine whose clock is seven minutes ahead: order, the ends of
    pauses and the times shown."""
    ahead_ms = clocks.SEVEN_MINUTES_MS
    with (
        services() as found,
        clocks.house_of_two_times(
            folder, database=found.database, redis=found.redis.url, ahead_ms=ahead_ms
        ) as house,
    ):
        return await clocks.clock_off(house, clocks.Size(runs=20))


async def _everything(folder: Path) -> Finding:
    """Three minutes of kills, freezes, outages and cuts at random; descriptors, tasks and memory
    before and after a storm of those that leave the processes alive."""
    return await everything.everything(folder, everything.Size())


ONE_KILLED = Fault(
    "chaos-one-killed",
    "One of two processes killed",
    _one_killed,
    (BACK, carries(FULL.per_second)),
)
ALL_KILLED = Fault(
    "chaos-all-killed",
    "All processes killed",
    _all_killed,
    (
        replace(BACK, what="people are back, from the kill"),
        replace(BACK, what="people are back, once served", of="back_once_served"),
        carries(FULL.per_second),
    ),
)
ROLLING_RESTART = Fault(
    "chaos-rolling-restart",
    "Rolling restart",
    _rolling_restart,
    (EXIT, BACK, carries(RESTART.per_second)),
)
TWO_RELEASES = Fault(
    "chaos-two-releases",
    "Two releases side by side",
    _two_releases,
    (EXIT, BACK, carries(RELEASES.per_second)),
)
ALL_CUT = Fault(
    "chaos-all-cut",
    "2,000 people cut off at once",
    _all_cut,
    (
        Promise("everybody is back", of="back", limit=30.0),
        Promise("of them in any one second", of=processes.BUSIEST, limit=15.0, unit="%"),
    ),
)
FROZEN = Fault(
    "chaos-frozen",
    "A process frozen in its transaction",
    _frozen,
    (Promise("others write in that room again", of="written_again", limit=2.0),),
)
WRONG_CLOCK = Fault("chaos-wrong-clock", "A clock seven minutes off", _wrong_clock)
EVERYTHING = Fault("chaos-everything", "Everything at random", _everything)
