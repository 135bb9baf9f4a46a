"""What it costs that somebody comes in: the upgrade, who they are, and the room as they find it,
where it must be read and where it is still kept. Then how many of those who lose their line at once
come back where they were."""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from benchmarks import family, machine
from benchmarks.benchmark import Benchmark, Effort, Progress
from benchmarks.contestants.contestant import Dialect, Running
from benchmarks.contestants.hearthside import DIALECT
from benchmarks.contestants.stock_upgrade import JOINED, stock
from benchmarks.ground.coming_back import come_back
from benchmarks.ground.settled import Community, community, served
from benchmarks.load import client
from benchmarks.load.plan import Load
from benchmarks.results import Bound, Result, Target
from benchmarks.rounds import interleaved, ratio
from benchmarks.targets import at_most, of_samples, rows

ROOMS: Final = 500
"""In turn: whenever a room's next member comes, 499 others were read since, and a process keeps the
newest messages of 256."""
QUIET_ROOMS: Final = 200
SAID: Final = 60
LINES: Final = 5_000
QUICK_LINES: Final = 1_000
RETURNS: Final = 10_000
AT_ONCE: Final = 64
OURS, STOCK = "Hearthside, joined", "stock Starlette, same statements"
OURS_QUIET, STOCK_QUIET = f"{OURS}, rooms kept", f"{STOCK}, the same rooms"
CPU, WHOLE = "CPU, µs a connect", "with the database's, µs"
MEANS = (
    "The server's CPU from a line's first byte to the room in its hands: standing, the newest 50"
    " messages, read marker. Beside it a stock upgrade that asks the same statements by the driver,"
    " each line for itself; 64 are on their way in at a time. Of 500 rooms each is read again for"
    " who comes next; of 200 in which nobody talks the newest page is still kept in the process:"
    " those rows stand beside and no target hangs on them."
)


@dataclass(frozen=True, slots=True)
class Comer:
    """Who is come to, and into how many rooms."""

    name: str
    dialect: Dialect
    rooms: int


COMERS: Final = (
    Comer(OURS, DIALECT, ROOMS),
    Comer(STOCK, JOINED, ROOMS),
    Comer(OURS_QUIET, DIALECT, QUIET_ROOMS),
    Comer(STOCK_QUIET, JOINED, QUIET_ROOMS),
)


class Connections:
    """A `Benchmark`."""

    name = "connections"
    title = "Coming in"

    def run(self, effort: Effort, progress: Progress) -> Result:
        progress.steps(effort.rounds * len(COMERS) + 1)
        lines = QUICK_LINES if effort.quick else LINES
        cores = machine.cores()
        with contextlib.ExitStack() as stack:
            within = {
                rooms: stack.enter_context(
                    community(rooms=rooms, lines=lines, said=SAID, cores=cores.server)
                )
                for rooms in (ROOMS, QUIET_ROOMS)
            }
            found = interleaved(
                COMERS,
                effort.rounds,
                lambda comer: _measure(within[comer.rooms], comer, lines),
                progress,
                disturbed=family.disturbed,
            )
        progress.step("everybody loses their line, and returns")
        cpu = ratio(found.of(CPU), OURS, STOCK)
        whole = ratio(found.of(WHOLE), OURS, STOCK)
        return Result(
            name=self.name,
            title=self.title,
            means=MEANS,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            machine=machine.description(),
            runs=effort.rounds,
            targets=(
                at_most(0.8, "CPU a connect with join and snapshot / stock upgrade", cpu),
                at_most(0.8, "the same with the database's CPU", whole),
                _returned(RETURNS // 20 if effort.quick else RETURNS, cores.server),
            ),
            rows=rows(found, {}),
            remarks=tuple(found.remarks),
        )


def _returned(lines: int, cores: Sequence[int]) -> Target:
    found = come_back(lines, cores)
    what, note = f"of {lines} cut at once: resumed", f"all back after {found.seconds:.1f} s"
    return of_samples(what, Bound.AT_LEAST, lines, "lines", [found.resumed], note)


def _measure(within: Community, comer: Comer, lines: int) -> Mapping[str, float]:
    cores = machine.cores()
    with contextlib.ExitStack() as stack:
        if comer.dialect is JOINED:
            theirs = stack.enter_context(stock(within.database, cores.server))
            running = Running(theirs.pids, [theirs.port], within.places)
        else:
            house = stack.enter_context(served(within, cores=cores.server))
            running = Running(
                [w.pid for w in house.webs], [w.port for w in house.webs], within.places
            )
        _warm(comer, running, cores.load)
        before = within.services_cpu_seconds()["PostgreSQL"]
        resting = Load(rooms=comer.rooms, lines=lines, senders=0, seconds=0.5, warm_seconds=0.1)
        found = client.report(resting, comer.dialect, running, cores=cores.load, at_once=AT_ONCE)
        database = within.services_cpu_seconds()["PostgreSQL"] - before
    used = found.arrival.user_seconds + found.arrival.system_seconds
    return {
        CPU: used * 1e6 / lines,
        WHOLE: (used + database) * 1e6 / lines,
        "connects a second": lines / found.arrival.seconds,
        "load's CPU": found.arrival.load_seconds / found.arrival.seconds,
    }


def _warm(comer: Comer, running: Running, cores: Sequence[int]) -> None:
    few = Load(rooms=comer.rooms, lines=comer.rooms, senders=0, seconds=0.1, warm_seconds=0.1)
    client.report(few, comer.dialect, running, cores=cores)


CONNECTIONS: Final[Benchmark] = Connections()
