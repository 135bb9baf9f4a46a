"""One SQLite file: a single writer thread that owns the writing connection, and a few readers.

Every write of the process goes through that one thread, so writers never wait for each other's
locks; another process (a backup, the command line) is waited for, up to `BUSY_SECONDS`.
"""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self, TypeVar

from sqlalchemy import Connection, create_engine, event
from sqlalchemy import Engine as SyncEngine
from sqlalchemy.pool import QueuePool, StaticPool

from persistence.engines.checkpoints import LONGEST_LOG_PAGES, Checkpoints
from persistence.engines.port import DatabaseUnreachable

Answer = TypeVar("Answer")

BUSY_SECONDS = 2.0
READERS = 2
# A reader of this process is out of the way in milliseconds, one of another when it is done.
EMPTYING_ATTEMPTS = 40
EMPTYING_PAUSE_SECONDS = 0.25
_EMPTY_LOG = "empty the write-ahead file"
# FULL: the log is flushed before a commit returns, so a receipt survives a power cut.
_FLUSHED = "PRAGMA synchronous = FULL"
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    _FLUSHED,
    f"PRAGMA wal_autocheckpoint = {LONGEST_LOG_PAGES}",
    "PRAGMA foreign_keys = ON",
    # 64 MiB of pages: the look-ups of an append would read most of theirs from the file again.
    "PRAGMA cache_size = -65536",
    # Purged words are overwritten in the file, not only unlinked.
    "PRAGMA secure_delete = ON",
)


class SqliteEngine:
    """An open SQLite file, in this process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="database-writer")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="database-reader")
        self._connection: sqlite3.Connection | None = None
        self._reading = _sync_engine(lambda: connect(path, "PRAGMA query_only = ON"), "BEGIN")
        self._writing: SyncEngine | None = None
        self._checkpoints = Checkpoints(lambda: connect(path, _FLUSHED), self.on_writer)
        self._log_is_stale = False

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Creates the file, readable by its owner alone, when there is none."""
        engine = cls(path)
        try:
            await engine._in(engine._writer, engine._open)
        except (OSError, sqlite3.Error) as error:
            await engine.close()
            raise DatabaseUnreachable(
                f"The database file {path} cannot be opened ({error}): check the folder."
            ) from error
        return engine

    async def read(self, ask: Callable[[Connection], Answer]) -> Answer:
        def reading() -> Answer:
            with self._reading.begin() as connection:
                return ask(connection)

        return await self._in(self._readers, reading)

    async def read_one(self, ask: Callable[[Connection], Answer]) -> Answer:
        return await self.read(ask)

    async def write(self, act: Callable[[Connection], Answer]) -> Answer:
        def writing() -> tuple[Answer, bool]:
            assert self._writing is not None
            with self._writing.begin() as connection:
                return act(connection), bool(connection.info.pop(_EMPTY_LOG, False))

        answer, deleted = await self._in(self._writer, writing)
        self._checkpoints.after_write()
        if deleted or self._log_is_stale:
            await self._empty_log(EMPTYING_ATTEMPTS if deleted else 1)
        return answer

    async def on_writer(self, act: Callable[[sqlite3.Connection], Answer]) -> Answer:
        """The driver's own connection on the writer thread, outside any transaction."""

        def acting() -> Answer:
            assert self._connection is not None
            return act(self._connection)

        answer = await self._in(self._writer, acting)
        self._checkpoints.after_write()
        return answer

    async def close(self) -> None:
        await self._checkpoints.close()
        await self._in(self._readers, self._reading.dispose)
        await self._in(self._writer, self._close)
        self._readers.shutdown()
        self._writer.shutdown()

    async def _empty_log(self, attempts: int) -> None:
        """Tried again while readers stand in the log; after the last attempt, at the next write."""
        for attempt in range(attempts):
            if attempt:
                await asyncio.sleep(EMPTYING_PAUSE_SECONDS)
            async with self._checkpoints.apart:
                self._log_is_stale = not await self.on_writer(_emptied)
            if not self._log_is_stale:
                return

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = self._connection = connect(self._path, *_PRAGMAS)
        self._writing = _sync_engine(lambda: connection, "BEGIN IMMEDIATE")

    def _close(self) -> None:
        if self._writing is not None:
            self._writing.dispose()
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    async def _in(self, threads: ThreadPoolExecutor, act: Callable[[], Answer]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(threads, act)


def empty_log_after(connection: Connection) -> None:
    """Once this transaction has committed, empty the write-ahead file: what was deleted stands in
    it still. On another database system nothing needs to be done."""
    if connection.dialect.name == "sqlite":
        connection.info[_EMPTY_LOG] = True


def _emptied(connection: sqlite3.Connection) -> bool:
    # Waiting for the readers here would keep everybody else from writing.
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        return False
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
    return not busy


def is_sqlite(url: str) -> bool:
    return url.startswith("sqlite:")


def sqlite_path(url: str) -> Path:
    """`sqlite:///relative` and `sqlite:////absolute`, as SQLAlchemy writes them."""
    return Path(url.partition(":///")[2])


def connect(path: Path, *pragmas: str) -> sqlite3.Connection:
    """A driver's connection that begins no transaction by itself."""
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    for pragma in pragmas:
        connection.execute(pragma)
    return connection


def _sync_engine(creator: Callable[[], sqlite3.Connection], begin: str) -> SyncEngine:
    pool = StaticPool if begin == "BEGIN IMMEDIATE" else QueuePool
    engine = create_engine("sqlite://", creator=creator, poolclass=pool)

    @event.listens_for(engine, "begin")
    def begins(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
