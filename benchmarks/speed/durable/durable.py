"""How fast messages become durable, and what the decisions beside the statements cost: against an
ORM, against the driver sending the same statements, against a bare commit.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import uvloop

from benchmarks import family, machine
from benchmarks.benchmark import Benchmark, Effort, Progress
from benchmarks.contestants.processes import folder, on_cores
from benchmarks.results import Curve, Result, Target
from benchmarks.rounds import Found, Ratio, Rounds, interleaved, ratio
from benchmarks.speed.durable.community import Shape, settled
from benchmarks.speed.durable.stores import PostgresStore, SqliteStore, Store
from benchmarks.speed.durable.ways import BARE, DESK, DRIVER, ORM, RECEIPTS, WAYS, Ways
from benchmarks.targets import at_least, at_most, rows
from server.node.gc_policy import GcPolicy
from tests.journeys.faults.unhurried import lift_limits
from tests.services import PostgresServer

SHAPES = (Shape("100 rooms", rooms=100, people=5_000), Shape("hot room", rooms=1, people=1_000))
MESSAGES_A_SECOND: Final = 4_000
"""So many messages are written for each second of the effort; how long it takes is the figure."""
MEANS = (
    "Messages accepted a second by the desk with its journal (locks, facts, every decision, group"
    " commit), 1,024 of them outstanding, and the CPU of this one Python process for each;"
    " `add_all` stores the same rows in batches of the same size and decides nothing."
    " The driver alone sends again what the journal sent, in the same batches."
    " A receipt's wait is from when the message was due, at half the desk's own pace."
)


@dataclass(frozen=True, slots=True)
class Durable:
    """On one database system. `times` is what must come of it against the ORM; `store` takes the
    cores of the database's own processes."""

    name: str
    title: str
    driver: str
    times: float
    store: Callable[[Sequence[int]], AbstractContextManager[Store]]

    def run(self, effort: Effort, progress: Progress) -> Result:
        lift_limits()
        # Asked before this process is on one of them: it would not see the others any more.
        cores = machine.cores()
        with self.store(cores.load) as store, on_cores(cores.server), _collector():
            progress.steps(len(SHAPES) + effort.rounds * len(SHAPES) * WAYS)
            scenes = [
                self._prepared(store, shape, effort, progress, cores.load) for shape in SHAPES
            ]
            ways = [way for scene in scenes for way in scene.all()]
            found = interleaved(
                ways,
                effort.rounds,
                lambda way: way.measure(),
                progress,
                disturbed=family.disturbed,
            )
        return Result(
            name=self.name,
            title=self.title,
            means=MEANS,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            machine=machine.description(),
            runs=effort.rounds,
            targets=tuple(target for scene in scenes for target in self._targets(found, scene)),
            rows=rows(found, {}),
            curves=(_batches(scenes),),
            remarks=tuple(found.remarks),
        )

    def _prepared(
        self, store: Store, shape: Shape, effort: Effort, progress: Progress, load: Sequence[int]
    ) -> Ways:
        progress.step(f"making {shape.people} people: {shape.name}")
        url = store.empty()
        community = uvloop.run(settled(url, shape))
        store.settle(url)
        messages = int(MESSAGES_A_SECOND * effort.seconds)
        return Ways(
            shape.name,
            store,
            url,
            community,
            messages,
            bare_seconds=effort.seconds / 2,
            beat_on=load,
        )

    def _targets(self, found: Found, scene: Ways) -> Iterator[Target]:
        def over(ours: str, theirs: str, column: str, their_column: str = "") -> Ratio | None:
            names = (f"{scene.shape}: {ours}", f"{scene.shape}: {theirs}")
            return ratio(_beside(found, *names, column, their_column or column), *names)

        shape = scene.shape
        accepted = over(DESK, ORM, "per_second")
        yield at_least(self.times, f"{shape}: accepted a second, over add_all", accepted)
        cpu = over(DESK, DRIVER, "cpu_us")
        yield at_most(2, f"{shape}: CPU a message, over {self.driver} alone", cpu)
        waits = over(RECEIPTS, BARE, "p99_ms")
        receipt = f"{shape}: receipt p99 at half load, over a bare commit's"
        yield at_most(3, f"{receipt} p99", waits)
        waits = over(RECEIPTS, BARE, "p99_ms", "p50_ms")
        yield at_most(3, f"{receipt} median", waits, "the stricter of the two, and the promise")


def _beside(found: Found, ours: str, theirs: str, our_column: str, their_column: str) -> Rounds:
    """One column of ours and another of theirs, round by round."""
    columns = {ours: our_column, theirs: their_column}
    return [
        {name: stood[name][column] for name, column in columns.items() if name in stood}
        for stood in found.rounds
    ]


def _batches(scenes: Sequence[Ways]) -> Curve:
    """Of a hundred batches, how many had at most so many messages."""
    return Curve(
        title="Batch sizes",
        x="messages in a batch, at most",
        y="% of the batches",
        points={scene.shape: _shares(scene.batches) for scene in scenes},
    )


def _shares(batches: Sequence[int]) -> list[tuple[float, float]]:
    counted, so_far, points = Counter(batches), 0, []
    for size in sorted(counted):
        so_far += counted[size]
        points.append((float(size), 100 * so_far / len(batches)))
    return points


@contextmanager
def _collector() -> Iterator[None]:
    """The server's, for everybody who is measured."""
    collector = GcPolicy(lambda generation, seconds: None)
    collector.start()
    try:
        yield
    finally:
        collector.stop()


@contextmanager
def _sqlite(_cores: Sequence[int]) -> Iterator[Store]:
    with folder() as place:
        yield SqliteStore(place)


@contextmanager
def _postgres(cores: Sequence[int]) -> Iterator[Store]:
    before = family.children(os.getpid())
    with on_cores(cores):
        server = PostgresServer().start()
    (pid,) = family.children(os.getpid()) - before
    try:
        yield PostgresStore(server, pid)
    finally:
        server.stop()


ON_SQLITE: Benchmark = Durable("durable-sqlite", "Durable append on SQLite", "sqlite3", 4, _sqlite)
ON_POSTGRES: Benchmark = Durable(
    "durable-postgres", "Durable append on PostgreSQL", "asyncpg", 5, _postgres
)
