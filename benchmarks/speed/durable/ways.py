"""The ways of making messages durable that are compared, on one database system and one shape.

Each `measure` gives figures of one round; the desk's come first, since the others take its batch
size and half its pace.
"""

import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import uvloop

from benchmarks.contestants import orm
from benchmarks.rounds import Figures
from benchmarks.speed.durable import bare_commit, recording
from benchmarks.speed.durable.community import SECRET, Community, Saying
from benchmarks.speed.durable.desk_load import (
    OUTSTANDING,
    WARM_UP,
    Committed,
    closed_loop,
    open_loop,
)
from benchmarks.speed.durable.stores import Store
from persistence.database import Database
from persistence.engines.sqlite import is_sqlite
from persistence.journal import Journal
from server.compose import open_journal
from tests.journeys.faults.finding import quantile

DESK, ALONE, ORM, DRIVER, RECEIPTS, BARE = (
    "desk",
    "desk, one message at a time",
    "SQLModel add_all",
    "the driver, same statements",
    "receipts at half load",
    "bare commit",
)
WAYS = 6
ONE_AT_A_TIME_SHARE = 8
"""Of the messages: a commit each takes longer."""
Answer = TypeVar("Answer")


@dataclass
class Ways:
    """`prepared` is the address of the database that is copied for every measurement. `beat_on`
    are the cores of who says when something is due. `batches` collects the desk's batch sizes over
    all rounds."""

    shape: str
    store: Store
    prepared: str
    community: Community
    messages: int
    bare_seconds: float
    beat_on: Sequence[int]
    batches: list[int] = field(default_factory=list)
    _last: Committed | None = None

    def all(self) -> list["Way"]:
        measures = {
            DESK: self._desk,
            ALONE: self._alone,
            ORM: self._orm,
            DRIVER: self._driver,
            RECEIPTS: self._receipts,
            BARE: self._bare,
        }
        return [Way(f"{self.shape}: {name}", measure) for name, measure in measures.items()]

    def _desk(self) -> Figures:
        found = self._last = self._committed(self.messages, OUTSTANDING)
        self.batches += found.batches
        return _figures(found)

    def _alone(self) -> Figures:
        count = WARM_UP + self.messages // ONE_AT_A_TIME_SHARE
        return _figures(self._committed(count, outstanding=1))

    def _committed(self, count: int, outstanding: int) -> Committed:
        sayings = self.community.sayings(count)
        spent = self.store.service_seconds

        def committing(journal: Journal) -> Awaitable[Committed]:
            return closed_loop(journal, sayings, outstanding, spent)

        with self.store.copy(self.prepared) as url:
            return _run(lambda: _with_journal(url, committing))

    def _orm(self) -> Figures:
        batches = list(self._in_batches(self.community.sayings(self.messages)))
        with self.store.copy(self.prepared) as url:
            began, cpu_began = time.perf_counter(), time.process_time()
            if is_sqlite(url):
                orm.add_all_sqlite(url, batches)
            else:
                _run(lambda: orm.add_all_postgres(url, batches))
            seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu_began
        return {
            "per_second": self.messages / seconds,
            "cpu_us": cpu_seconds / self.messages * 1e6,
            "batch": self.messages / len(batches),
        }

    def _driver(self) -> Figures:
        sayings = self.community.sayings(self.messages)
        if is_sqlite(self.prepared):
            cpu_seconds = self._sqlite_alone(sayings)
        else:
            cpu_seconds = self._asyncpg_alone(sayings)
        return {"cpu_us": cpu_seconds / self.messages * 1e6}

    def _sqlite_alone(self, sayings: Sequence[Saying]) -> float:
        with self.store.copy(self.prepared) as url:
            calls = _run(lambda: recording.heard_on_sqlite(url, sayings))
        with self.store.copy(self.prepared) as url:
            return recording.said_again_on_sqlite(url, calls)

    def _asyncpg_alone(self, sayings: Sequence[Saying]) -> float:
        with self.store.copy(self.prepared) as url:
            streams = _run(lambda: recording.heard_on_postgres(url, sayings))
        with self.store.copy(self.prepared) as url:
            return _run(lambda: recording.said_again_on_postgres(url, streams))

    def _receipts(self) -> Figures:
        per_second = self._desk_before().per_second / 2
        sayings = self.community.sayings(self.messages)

        def in_time(journal: Journal) -> Awaitable[list[float]]:
            return open_loop(journal, sayings, per_second, self.beat_on)

        with self.store.copy(self.prepared) as url:
            waits = _run(lambda: _with_journal(url, in_time))
        return {"per_second": per_second, **_milliseconds(waits)}

    def _bare(self) -> Figures:
        with self.store.copy(self.prepared) as url:
            if is_sqlite(url):
                waits = bare_commit.on_sqlite(url, self.bare_seconds)
            else:
                waits = _run(lambda: bare_commit.on_postgres(url, self.bare_seconds))
        return {"per_second": len(waits) / sum(waits), **_milliseconds(waits)}

    def _in_batches(self, sayings: Sequence[Saying]) -> Iterator[Sequence[Saying]]:
        size = round(self._desk_before().batch)
        for start in range(0, len(sayings), size):
            yield sayings[start : start + size]

    def _desk_before(self) -> Committed:
        assert self._last is not None, "the desk comes first"
        return self._last


@dataclass(frozen=True, slots=True)
class Way:
    """One contestant of the rounds."""

    name: str
    measure: Callable[[], Figures]


def _run(act: Callable[[], Awaitable[Answer]]) -> Answer:
    """On the event loop that the server runs on."""

    async def acting() -> Answer:
        return await act()

    return uvloop.run(acting())


async def _with_journal(url: str, act: Callable[[Journal], Awaitable[Answer]]) -> Answer:
    async with Database.open(url) as database, open_journal(database, SECRET) as journal:
        return await act(journal)


def _figures(found: Committed) -> Figures:
    figures = {"per_second": found.per_second, "cpu_us": found.cpu_us, "batch": found.batch}
    return figures | {"service_us": found.service_us} if found.service_us else figures


def _milliseconds(waits: Sequence[float]) -> Figures:
    return {"p50_ms": quantile(waits, 0.5) * 1e3, "p99_ms": quantile(waits, 0.99) * 1e3}
