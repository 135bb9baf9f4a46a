"""Several servers under the same load, in interleaved rounds, and what was promised of one of them
beside the others. Knows no server and no load in particular."""

import dataclasses
import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks import family, machine
from benchmarks.benchmark import Effort, Progress
from benchmarks.contestants.contestant import Absent, Contestant
from benchmarks.ground import offered
from benchmarks.ground.offered import SENT
from benchmarks.load import client
from benchmarks.load.plan import Load, Measured
from benchmarks.results import Bound, Result, Target
from benchmarks.rounds import Found, interleaved, ratio
from benchmarks.targets import LOST, at_least, at_most, nothing_lost, of_samples, rows

BUSY_LOAD = 0.95
"""Above this share of its own core the load client may have been the limit."""
MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class Promise:
    """One figure of ours over a rival's in the same round; without `against` the figure itself, in
    `unit`. That nothing is lost is promised by every contest."""

    figure: str
    bound: Bound
    limit: float
    against: str = ""
    unit: str = "x"


@dataclass(frozen=True, slots=True)
class Contest:
    """A `Benchmark`: `ours` and those beside it under `load`, each once a round."""

    name: str
    title: str
    means: str
    load: Load
    ours: Contestant
    beside: Sequence[Contestant]
    promises: Sequence[Promise]
    remarks: Callable[[Found], Sequence[str]] = lambda found: ()

    def run(self, effort: Effort, progress: Progress) -> Result:
        contestants = (self.ours, *self.beside)
        progress.steps(effort.rounds * len(contestants))
        load = dataclasses.replace(self.load, seconds=effort.seconds)
        found = interleaved(
            contestants,
            effort.rounds,
            lambda contestant: figures(_measure(contestant, load)),
            progress,
            disturbed=family.disturbed,
        )
        ours = self.ours.name
        targets = (
            *(self._target(found, promise) for promise in self.promises),
            nothing_lost(found.each(ours, LOST), found.missed(ours), self._what(LOST)),
        )
        return Result(
            name=self.name,
            title=self.title,
            means=self.means,
            at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            machine=machine.description(),
            runs=effort.rounds,
            targets=offered.held_to(targets, found, load, ours),
            rows=rows(found, _versions(contestants)),
            remarks=(
                *found.remarks,
                *offered.remarks(found, load, [each.name for each in contestants]),
                *_at_the_limit(found),
                *self.remarks(found),
            ),
        )

    def _target(self, found: Found, promise: Promise) -> Target:
        what = self._what(promise.figure)
        if promise.against:
            compared = ratio(found.of(promise.figure), self.ours.name, promise.against)
            held = at_most if promise.bound is Bound.AT_MOST else at_least
            return held(promise.limit, f"{what} / {promise.against}", compared)
        each, missed = found.each(self.ours.name, promise.figure), found.missed(self.ours.name)
        return of_samples(what, promise.bound, promise.limit, promise.unit, each, missed=missed)

    def _what(self, figure: str) -> str:
        return f"{self.ours.name}: {figure}"


def _measure(contestant: Contestant, load: Load) -> Measured:
    cores = machine.cores()
    with contestant.running(
        rooms=load.rooms, lines=load.lines, senders=load.senders, cores=cores.server
    ) as running:
        return client.run(load, contestant.dialect, running, cores=cores.load)


CPU = "CPU, µs a delivery"
RATE = "deliveries a second"
P99 = "p99, ms"
READS = "reads"
"""Of a socket, for one delivery: what is joined into one write is cheaper, and arrives in fewer."""
LOAD_CPU = "load's CPU"
SERVER_CPU = "server's CPU"


def figures(measured: Measured) -> Mapping[str, float]:
    """A row of one round."""
    return {
        CPU: measured.cpu_us,
        "of it user": measured.user_us,
        RATE: measured.deliveries_per_second,
        "p50, ms": measured.p50_ms,
        P99: measured.p99_ms,
        "longest, ms": measured.longest_ms,
        LOST: float(measured.expected - measured.deliveries),
        SENT: measured.sent_per_second,
        READS: measured.reads,
        "refused": float(measured.refused),
        SERVER_CPU: measured.server_cpu,
        LOAD_CPU: measured.load_cpu,
        "memory, MiB": measured.memory_bytes / MEBIBYTE,
    }


def _versions(contestants: Sequence[Contestant]) -> dict[str, str]:
    return {contestant.name: _version(contestant) for contestant in contestants}


def _version(contestant: Contestant) -> str:
    try:
        return contestant.version()
    except Absent:
        return ""


def _at_the_limit(found: Found) -> list[str]:
    """Whoever was perhaps held up by the load client and not by itself."""
    busy = {
        name: found.medians(name)[LOAD_CPU] for name in {n for each in found.rounds for n in each}
    }
    return [
        f"With {name} the load client used {share:.0%} of its own core."
        for name, share in sorted(busy.items())
        if share > BUSY_LOAD
    ]
