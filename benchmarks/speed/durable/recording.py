"""What a journal says to its driver, written down, so that the driver alone can say it again.

A connection of the benchmark's own stands before the driver's and lets everything through.
"""

import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from benchmarks.speed.durable.community import SECRET, Saying
from benchmarks.speed.durable.desk_load import closed_loop
from persistence import clock
from persistence.database import Database
from persistence.engines.sqlite import SqliteEngine, sqlite_path
from persistence.journal_postgres import PostgresJournal
from persistence.journal_sqlite import SqliteJournal
from rooms.decide import decide

Answer = TypeVar("Answer")
_MANY = "executemany"


class Call(NamedTuple):
    """One call of the driver: which method, with what."""

    method: str
    arguments: tuple[Any, ...]


class _Recorder:
    """Stands before a connection; whatever is called on it is written down and passed on."""

    def __init__(self, connection: Any, calls: list[Call]) -> None:
        self._connection = connection
        self._calls = calls

    def __getattr__(self, name: str) -> Any:
        reached = getattr(self._connection, name)
        if not callable(reached):
            return reached

        def call(*arguments: Any, **options: Any) -> Any:
            if name == _MANY:
                # Rows that come once are kept to be said again.
                arguments = (arguments[0], list(arguments[1]))
            self._calls.append(Call(name, arguments))
            return reached(*arguments, **options)

        return call


class _RecordingEngine(SqliteEngine):
    """Of which the journal's connection is written down."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.calls: list[Call] = []

    async def on_writer(self, act: Callable[[Any], Answer]) -> Answer:
        return await super().on_writer(lambda line: act(_Recorder(line, self.calls)))


class _RecordingPool:
    """Of which each connection is written down by itself, since transactions do not mix."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool
        self._calls: dict[int, list[Call]] = {}

    @property
    def streams(self) -> Sequence[Sequence[Call]]:
        return list(self._calls.values())

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[_Recorder]:
        async with self._pool.acquire() as connection:
            calls = self._calls.setdefault(connection.get_server_pid(), [])
            yield _Recorder(connection, calls)


async def heard_on_sqlite(url: str, sayings: Sequence[Saying]) -> Sequence[Call]:
    """What the journal says while the desk makes these durable."""
    engine = await _RecordingEngine.open(sqlite_path(url))
    try:
        journal = SqliteJournal(Database(url, engine, clock.unshifted), SECRET)
        await closed_loop(journal, sayings)
    finally:
        await engine.close()
    return engine.calls


async def heard_on_postgres(url: str, sayings: Sequence[Saying]) -> Sequence[Sequence[Call]]:
    """The same, one sequence a connection."""
    async with Database.open(url) as database, PostgresJournal.open(database, SECRET) as journal:
        # The journal's own pool: its lines have the settings and statements that belong to it.
        pool = _RecordingPool(journal._pool)
        await closed_loop(PostgresJournal(pool, clock.unshifted, SECRET, decide), sayings)
    return pool.streams


def said_again_on_sqlite(url: str, calls: Iterable[Call]) -> float:
    """The CPU that the driver alone took for it, in seconds."""
    with closing(sqlite3.connect(sqlite_path(url), isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        began = time.process_time()
        for call in calls:
            found = getattr(connection, call.method)(*call.arguments)
            if found is not None:
                found.fetchall()
        return time.process_time() - began


async def said_again_on_postgres(url: str, streams: Iterable[Iterable[Call]]) -> float:
    """The same, one stream after the other: what is compared is CPU, not waiting."""
    async with (
        Database.open(url) as database,
        PostgresJournal.open(database, SECRET) as journal,
        journal._pool.acquire() as connection,
    ):
        began = time.process_time()
        for calls in streams:
            for call in calls:
                await getattr(connection, call.method)(*call.arguments)
        return time.process_time() - began
