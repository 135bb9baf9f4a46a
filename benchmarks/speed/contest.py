"""Several servers under the same load, in interleaved rounds, and what was promised of one of them
beside the others. Knows no server and no load in particular."""

import dataclasses
import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks import family, machine
from benchmarks.benchmark import Effort, Progress
from benchmarks.contestants.contestant import Absent, Contestant
from benchmarks.load import client
from benchmarks.load.plan import Load, Measured
from benchmarks.results import Bound, Result, Target
from benchmarks.rounds import Found, interleaved, ratio
from benchmarks.targets import of_samples, rows

BUSY_LOAD = 0.95
"""Above this share of its own core the load client may have been the limit."""
MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class Promise:
    """One figure of ours over a rival's in the same round; without `against` the figure itself, in
    `unit`."""

    figure: str
    bound: Bound
    limit: float
    against: str = ""
    unit: str = "x"
    ours: str = ""
    """Which of ours, where it is not the contest's."""


@dataclass(frozen=True, slots=True)
class Contest:
    """A `Benchmark`: `contestants` under `load`, each once a round."""

    name: str
    title: str
    means: str
    load: Load
    ours: str
    contestants: Sequence[Contestant]
    promises: Sequence[Promise]
    remarks: Callable[[Found], Sequence[str]] = lambda found: ()

    def run(self, effort: Effort, progress: Progress) -> Result:
        progress.steps(effort.rounds * len(self.contestants))
        load = dataclasses.replace(self.load, seconds=effort.seconds)
        found = interleaved(
            self.contestants,
            effort.rounds,
            lambda contestant: _figures(_measure(contestant, load)),
            progress,
            disturbed=family.disturbed,
        )
        return Result(
            name=self.name,
            title=self.title,
            means=self.means,
            at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            machine=machine.description(),
            runs=effort.rounds,
            targets=tuple(self._target(found, promise) for promise in self.promises),
            rows=rows(found, _versions(self.contestants)),
            remarks=(*found.remarks, *_at_the_limit(found), *self.remarks(found)),
        )

    def _target(self, found: Found, promise: Promise) -> Target:
        ours = promise.ours or self.ours
        if promise.against:
            compared = ratio(found.of(promise.figure), ours, promise.against)
            each: Sequence[float] = compared.each if compared else ()
            what = f"{ours}: {promise.figure} / {promise.against}"
        else:
            each = found.each(ours, promise.figure)
            what = f"{ours}: {promise.figure}"
        return of_samples(what, promise.bound, promise.limit, promise.unit, each)


def _measure(contestant: Contestant, load: Load) -> Measured:
    cores = machine.cores()
    with contestant.running(
        rooms=load.rooms, lines=load.lines, senders=load.senders, cores=cores.server
    ) as running:
        return client.run(load, contestant.dialect, running, cores=cores.load)


CPU = "CPU, µs a delivery"
RATE = "deliveries a second"
P99 = "p99, ms"
LOST = "lost"
LOAD_CPU = "load's CPU"
SERVER_CPU = "server's CPU"


def _figures(measured: Measured) -> Mapping[str, float]:
    return {
        CPU: measured.cpu_us,
        "of it user": measured.user_us,
        RATE: measured.deliveries_per_second,
        "p50, ms": measured.p50_ms,
        P99: measured.p99_ms,
        "longest, ms": measured.longest_ms,
        LOST: float(measured.expected - measured.deliveries),
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
