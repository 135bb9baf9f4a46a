"""Whether one slow commit holds back what is committed in other rooms of the same process.

The commit is made slow by a lock that the benchmark holds on one room's row.
"""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Final

import uvloop

from benchmarks import family, machine
from benchmarks.benchmark import Benchmark, Effort, Progress
from benchmarks.contestants.processes import folder, on_cores
from benchmarks.contestants.services import services
from benchmarks.ground.pairs import Waited, held_commits, talking
from benchmarks.results import Bound, Result
from benchmarks.rounds import Figures, interleaved, ratio_of_ours
from benchmarks.targets import at_most, of_samples, rows
from rooms.ids import RoomId
from tests.journeys.faults.finding import quantile
from tests.journeys.faults.unhurried import unhurried_house
from tests.journeys.house import House

ROOMS: Final = 10
PER_SECOND: Final = 200
SLOW_SECONDS: Final = 0.1
REST_SECONDS: Final = 0.1
QUIET, SLOW = "quiet", "a commit held for 100 ms five times a second"
MEANS = (
    "200 messages a second in ten rooms, while in an eleventh room of the same process one commit"
    " after the other is held for 100 ms by a lock on the room's row, and the same without."
    " From its receipt, which is its commit, a message must be with the others as soon as ever;"
    " those few that were in the held transaction themselves count as committed when it is."
)


@dataclass(frozen=True, slots=True)
class Condition:
    """One contestant: the same talk, with or without slow commits beside it."""

    name: str
    house: House
    rooms: list[RoomId]
    seconds: float

    def measure(self) -> Figures:
        return uvloop.run(self._measured())

    async def _measured(self) -> Figures:
        held, *others = self.rooms
        talk = asyncio.create_task(talking(self.house, others, PER_SECOND, self.seconds))
        slow: list[float] = []
        if self.name == SLOW:
            slow = await held_commits(self.house, held, talk, SLOW_SECONDS, REST_SECONDS)
        figures = _figures(await talk)
        if slow:
            figures |= {"slow_commits": len(slow), "slow_receipt_ms": 1e3 * median(slow)}
        return figures


@dataclass(frozen=True, slots=True)
class SlowCommit:
    name: str = "slow-commit"
    title: str = "One slow commit"

    def run(self, effort: Effort, progress: Progress) -> Result:
        progress.steps(2 * effort.rounds)
        with _house() as house:
            rooms = uvloop.run(house.rooms(ROOMS + 1))
            conditions = [Condition(name, house, rooms, effort.seconds) for name in (QUIET, SLOW)]
            found = interleaved(
                conditions,
                effort.rounds,
                lambda condition: condition.measure(),
                progress,
                disturbed=family.disturbed,
            )
        after = ratio_of_ours(found.of("after_commit_p99_ms"), SLOW, QUIET)
        half = ratio_of_ours(found.of("shown_p50_ms"), SLOW, QUIET)
        waits, missed = found.each(SLOW, "slow_receipt_ms"), found.missed(SLOW)
        held = "the held room's own receipts, so that something was held"
        return Result(
            name=self.name,
            title=self.title,
            means=MEANS,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            machine=machine.description(),
            runs=effort.rounds,
            targets=(
                at_most(1.5, "other rooms: from commit to shown, p99, over without", after),
                at_most(1.5, "other rooms: from sent to shown, median, over without", half),
                of_samples(held, Bound.AT_LEAST, 1e3 * SLOW_SECONDS, "ms", waits, missed=missed),
            ),
            rows=rows(found, {}),
            remarks=tuple(found.remarks),
        )


def _figures(waits: list[Waited]) -> dict[str, float]:
    shown = [wait.committed_seconds + wait.shown_seconds for wait in waits]
    after = [wait.shown_seconds for wait in waits]
    with_it = sum(wait.committed_seconds > SLOW_SECONDS / 2 for wait in waits)
    return {
        "messages": len(waits),
        "shown_p50_ms": 1e3 * quantile(shown, 0.5),
        "shown_p99_ms": 1e3 * quantile(shown, 0.99),
        "after_commit_p99_ms": 1e3 * quantile(after, 0.99),
        "over_50_ms": with_it,
    }


@contextmanager
def _house() -> Iterator[House]:
    cores = machine.cores()
    with ExitStack() as stack:
        place = stack.enter_context(folder())
        beside = stack.enter_context(services(cores.load))
        served = unhurried_house(place, database=beside.database, redis=beside.redis.url)
        with on_cores(cores.server):
            house = stack.enter_context(served)
        stack.enter_context(on_cores(cores.load))
        yield house


SLOW_COMMIT: Benchmark = SlowCommit()
