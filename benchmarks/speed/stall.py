"""The longest stop of a process with 15,000 people in it, over a minute of quiet talk in which all
garbage is collected once: seen from inside by a probe in its loop, and from outside by the load."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from benchmarks import family, machine
from benchmarks.benchmark import Benchmark, Effort, Progress
from benchmarks.contestants.contestant import Running
from benchmarks.contestants.hearthside import DIALECT
from benchmarks.ground import offered
from benchmarks.ground.empty_loop import stops_of_an_empty_loop
from benchmarks.ground.offered import SENT
from benchmarks.ground.settled import Community, community, served
from benchmarks.ground.stalls import Watch
from benchmarks.load import client
from benchmarks.load.plan import Load
from benchmarks.results import Bound, Result
from benchmarks.rounds import interleaved
from benchmarks.targets import LOST, nothing_lost, of_samples, rows
from tests.journeys.faults.unhurried import UnhurriedWeb

LINES: Final = 15_000
QUICK_LINES: Final = 1_500
PER_ROOM: Final = 10
PER_SECOND: Final = 500
SECONDS: Final = 60.0
QUICK_SECONDS: Final = 8.0
WARM_SECONDS: Final = 50.0
"""Two heartbeats: those who have just come in are still being told who is here."""
OURS: Final = "Hearthside"
NOBODY: Final = "the machine alone: a loop that does nothing"
INSIDE, OUTSIDE = "longest stall, ms", "longest delivery, ms"
IN_A_GO, OFTEN = "of it CPU, ms", "of over 5 ms"
MEANS = (
    "One process with 15,000 members in 1,500 rooms, 500 messages a second for a minute, and one"
    " full garbage collection in the middle. A stall is how late a timer of 1 ms came in the loop."
    " Beside it an empty loop on the same core for as long, in the same round, while the other core"
    " rests: where the machine is another's guest, what that takes away counts as CPU of who has"
    " the core. It says that there are such stops, not how many of ours they are."
)


class ProbedWeb(UnhurriedWeb):
    """A process with a probe in its loop."""

    app = "benchmarks.ground.measured_process:app"


@dataclass(frozen=True, slots=True)
class Way:
    name: str


WAYS: Final = (Way(OURS), Way(NOBODY))


class Stall:
    """A `Benchmark`."""

    name = "stall"
    title = "Stalls at 15,000 connections"

    def run(self, effort: Effort, progress: Progress) -> Result:
        progress.steps(effort.rounds * len(WAYS))
        lines = QUICK_LINES if effort.quick else LINES
        load = Load(
            rooms=lines // PER_ROOM,
            lines=lines,
            senders=lines // PER_ROOM,
            per_second=PER_SECOND,
            seconds=QUICK_SECONDS if effort.quick else SECONDS,
            warm_seconds=WARM_SECONDS,
        )
        cores = machine.cores()
        with community(rooms=lines // PER_ROOM, lines=lines, said=0, cores=cores.server) as within:
            found = interleaved(
                WAYS,
                effort.rounds,
                lambda way: _measure(within, load) if way.name == OURS else _alone(load),
                progress,
                disturbed=family.disturbed,
            )
        what, missed = f"longest stall in {load.seconds:.0f} s", found.missed(OURS)
        targets = (
            of_samples(what, Bound.AT_MOST, 10, "ms", found.each(OURS, INSIDE), missed=missed),
            nothing_lost(found.each(OURS, LOST), missed),
        )
        return Result(
            name=self.name,
            title=self.title,
            means=MEANS,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            machine=machine.description(),
            runs=effort.rounds,
            targets=offered.held_to(targets, found, load, OURS),
            rows=rows(found, {}),
            remarks=(*found.remarks, *offered.remarks(found, load, [OURS])),
        )


def _measure(within: Community, load: Load) -> Mapping[str, float]:
    cores = machine.cores()
    with served(within, cores=cores.server, kind=ProbedWeb) as house:
        (web,) = house.webs
        running = Running([web.pid], [web.port], within.places)
        watch = Watch(web.url, load.lines, WARM_SECONDS / 2, load.seconds)
        watch.start()
        found = client.report(load, DIALECT, running, cores=cores.load)
        watch.join()
    return {
        INSIDE: watch.seen.longest_ms,
        IN_A_GO: watch.seen.longest_cpu_ms,
        OFTEN: float(watch.seen.over_5_ms),
        "full collection, ms": watch.seen.collection_ms,
        OUTSIDE: found.longest_ms,
        "p99.9, ms": found.p999_ms,
        LOST: float(found.undelivered),
        "refused": float(found.refused),
        SENT: found.sent_per_second,
        "load's CPU": found.window.load_seconds / found.window.seconds,
    }


def _alone(load: Load) -> Mapping[str, float]:
    stops = stops_of_an_empty_loop(machine.cores().server, load.seconds)
    return {
        INSIDE: stops.longest_ms,
        IN_A_GO: stops.longest_cpu_ms,
        OFTEN: float(stops.over_5_ms),
    }


STALL: Final[Benchmark] = Stall()
