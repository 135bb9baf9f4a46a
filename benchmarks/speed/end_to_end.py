"""The whole way of a message through two processes, PostgreSQL and Redis, beside one process that
keeps the transcript in memory: what durability and a second process cost, and how late it is."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from benchmarks import family, machine
from benchmarks.benchmark import Benchmark, Effort, Progress
from benchmarks.contestants.contestant import Running
from benchmarks.contestants.hearthside import DIALECT, InMemoryWeb
from benchmarks.ground import offered
from benchmarks.ground.offered import SENT
from benchmarks.ground.settled import Community, community, served
from benchmarks.load import client
from benchmarks.load.plan import Load
from benchmarks.results import Bound, Result
from benchmarks.rounds import interleaved, ratio_of_ours
from benchmarks.targets import LOST, at_most, nothing_lost, of_samples, rows
from tests.journeys.faults.unhurried import UnhurriedWeb

LOAD: Final = Load(rooms=1_000, lines=10_000, senders=1_000, per_second=2_000, warm_seconds=3)
QUICK: Final = dataclasses.replace(LOAD, rooms=100, lines=1_000, senders=100, per_second=200)
OURS, MEMORY = "two processes, PostgreSQL, Redis", "one process, in memory"
WHOLE, ALONE, P99 = "CPU, µs a message", "of it ours", "p99, ms"
MEANS = (
    "1,000 rooms of 10, 2,000 messages a second, each durable and delivered to ten: CPU a message"
    " of all processes together, PostgreSQL and Redis too, over that of one process which only"
    " remembers. The services run on the load's core."
)


@dataclass(frozen=True, slots=True)
class Way:
    """How many processes, and which."""

    name: str
    processes: int
    kind: type[UnhurriedWeb]


WAYS: Final = (Way(OURS, 2, UnhurriedWeb), Way(MEMORY, 1, InMemoryWeb))


class EndToEnd:
    """A `Benchmark`."""

    name = "end-to-end"
    title = "From socket to socket through everything"

    def run(self, effort: Effort, progress: Progress) -> Result:
        progress.steps(effort.rounds * len(WAYS))
        load = dataclasses.replace(QUICK if effort.quick else LOAD, seconds=effort.seconds)
        cores = machine.cores()
        with community(rooms=load.rooms, lines=load.lines, said=0, cores=cores.server) as within:
            found = interleaved(
                WAYS,
                effort.rounds,
                lambda way: _measure(within, way, load),
                progress,
                disturbed=family.disturbed,
            )
        whole, alone = (ratio_of_ours(found.of(column), OURS, MEMORY) for column in (WHOLE, ALONE))
        missed = found.missed(OURS)
        targets = (
            at_most(2.5, "CPU a message, all processes / one in memory", whole),
            at_most(2.5, "the same of our own processes alone", alone),
            of_samples("p99", Bound.AT_MOST, 8, "ms", found.each(OURS, P99), missed=missed),
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
            remarks=(*found.remarks, *offered.remarks(found, load, (OURS, MEMORY))),
        )


def _measure(within: Community, way: Way, load: Load) -> Mapping[str, float]:
    cores = machine.cores()
    with served(within, cores=cores.server, processes=way.processes, kind=way.kind) as house:
        ours = [web.pid for web in house.webs]
        _warm(within, house.webs[0].port, ours, load)
        services = {name: family.family(root) for name, root in within.services.items()}
        theirs = [pid for pids in services.values() for pid in pids]
        running = Running([*ours, *theirs], [web.port for web in house.webs], within.places)
        found = client.report(load, DIALECT, running, cores=cores.load)
    by_process = {int(pid): seconds for pid, seconds in found.by_process.items()}
    said = found.window.sent
    return {
        WHOLE: sum(by_process.values()) * 1e6 / said,
        ALONE: sum(by_process[pid] for pid in ours) * 1e6 / said,
        **{f"process {at}": by_process[pid] * 1e6 / said for at, pid in enumerate(ours, 1)},
        **{
            name: sum(by_process[pid] for pid in pids) * 1e6 / said
            for name, pids in services.items()
        },
        "p50, ms": found.p50_ms,
        P99: found.p99_ms,
        LOST: float(found.undelivered),
        "refused": float(found.refused),
        SENT: found.sent_per_second,
        "load's CPU": found.window.load_seconds / found.window.seconds,
    }


def _warm(within: Community, port: int, pids: list[int], load: Load) -> None:
    """So that every line to the database is open, and its process there to be counted. Nobody
    speaks: what is only remembered would be missed by who comes next."""
    few = dataclasses.replace(load, senders=0, seconds=0.2, warm_seconds=0.1)
    client.report(few, DIALECT, Running(pids, [port], within.places), cores=machine.cores().load)


END_TO_END: Final[Benchmark] = EndToEnd()
