"""What a person costs who is in a room and says nothing: resident memory a connection, beside a
stock Starlette's bare one that is in no room and has no session."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from benchmarks import family, machine
from benchmarks.benchmark import Benchmark, Effort, Progress
from benchmarks.contestants.contestant import Dialect, Running
from benchmarks.contestants.hearthside import DIALECT
from benchmarks.contestants.stock_upgrade import BARE, stock
from benchmarks.ground.settled import Community, community, served
from benchmarks.load import client
from benchmarks.load.plan import Load
from benchmarks.results import Result
from benchmarks.rounds import interleaved, ratio
from benchmarks.targets import at_most, rows

LINES: Final = 15_000
QUICK_LINES: Final = 1_500
PER_ROOM: Final = 10
SETTLED_SECONDS: Final = 10.0
OURS, STOCK = "Hearthside, joined", "stock Starlette, bare"
MEMORY: Final = "memory, KiB a connection"
KIBIBYTE: Final = 1024
MEANS: Final = (
    "Resident memory of one process with 15,000 resting connections less that before the first,"
    " over their number. Ours are members in 1,500 rooms; the stock ones are upgraded and no more,"
    " without compression."
)


@dataclass(frozen=True, slots=True)
class Rester:
    """Whose memory it is."""

    name: str
    dialect: Dialect


RESTERS: Final = (Rester(OURS, DIALECT), Rester(STOCK, BARE))


class IdleMemory:
    """A `Benchmark`."""

    name = "idle-memory"
    title = "Memory of a resting connection"

    def run(self, effort: Effort, progress: Progress) -> Result:
        progress.steps(effort.rounds * len(RESTERS))
        lines = QUICK_LINES if effort.quick else LINES
        cores = machine.cores()
        with community(rooms=lines // PER_ROOM, lines=lines, said=0, cores=cores.server) as within:
            found = interleaved(
                RESTERS,
                effort.rounds,
                lambda rester: _measure(within, rester, lines),
                progress,
                disturbed=family.disturbed,
            )
        compared = ratio(found.of(MEMORY), OURS, STOCK)
        return Result(
            name=self.name,
            title=self.title,
            means=MEANS,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            machine=machine.description(),
            runs=effort.rounds,
            targets=(at_most(1.3, "joined / stock Starlette's bare", compared),),
            rows=rows(found, {}),
            remarks=tuple(found.remarks),
        )


def _measure(within: Community, rester: Rester, lines: int) -> Mapping[str, float]:
    cores = machine.cores()
    with contextlib.ExitStack() as stack:
        if rester.name == STOCK:
            theirs = stack.enter_context(stock(within.database, cores.server))
            running = Running(theirs.pids, [theirs.port], within.places)
        else:
            house = stack.enter_context(served(within, cores=cores.server))
            (web,) = house.webs
            running = Running([web.pid], [web.port], within.places)
        resting = Load(
            rooms=lines // PER_ROOM, lines=lines, senders=0, seconds=SETTLED_SECONDS, warm_seconds=1
        )
        found = client.report(resting, rester.dialect, running, cores=cores.load)
    grown = found.window.memory_bytes - found.arrival.memory_before_bytes
    idle = found.window.user_seconds + found.window.system_seconds
    return {
        MEMORY: grown / lines / KIBIBYTE,
        "CPU at rest, cores": idle / found.window.seconds,
        "all in after, s": found.arrival.seconds,
    }


IDLE_MEMORY: Final[Benchmark] = IdleMemory()
