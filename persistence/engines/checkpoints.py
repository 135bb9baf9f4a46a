"""Moves what SQLite's write-ahead file holds into the database, beside the writer.

Left alone SQLite does it in the commit that finds a thousand pages there: at some thousand messages
a second every thirtieth millisecond, for ten, and all receipts wait. It knows no statement.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeVar

import structlog

PAUSE_SECONDS = 0.05
"""Between two passes: a page that is written again and again is moved once."""
LONG_LOG_PAGES = 4_000
"""16 MiB. From there on the writer moves the few pages that were added during a pass: only a log
that has been moved whole is begun anew, and under load the thread beside never comes to its end."""
LONGEST_LOG_PAGES = 16_000
"""The writer's commits move the pages themselves, should this ever not be enough."""

Act = Callable[[sqlite3.Connection], int]
Answer = TypeVar("Answer")

log = structlog.get_logger()


class Checkpoints:
    """Passes over the log, while there are writes. `on_writer` acts on the writing connection."""

    def __init__(
        self,
        connect: Callable[[], sqlite3.Connection],
        on_writer: Callable[[Act], Awaitable[int]],
    ) -> None:
        self._connect = connect
        self._on_writer = on_writer
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="database-checkpoints")
        self._connection: sqlite3.Connection | None = None
        self._pass: asyncio.Task[None] | None = None
        self._closed = False
        self._failing = False
        self.apart = asyncio.Lock()
        """Whoever holds it has the log to themselves: emptying it fails beside a pass."""

    def after_write(self) -> None:
        """There is something to be moved, soon."""
        if not self._closed and (self._pass is None or self._pass.done()):
            self._pass = asyncio.create_task(self._move())

    async def close(self) -> None:
        """To be called before the writer's connection is closed, which empties the log. A write
        that ends later starts no pass."""
        self._closed = True
        if self._pass is not None:
            self._pass.cancel()
            await asyncio.wait([self._pass])
        await self._in_thread(self._disconnect)
        self._thread.shutdown()

    async def _move(self) -> None:
        await asyncio.sleep(PAUSE_SECONDS)
        try:
            async with self.apart:
                log_left = await self._in_thread(self._move_beside)
                if log_left.pages > LONG_LOG_PAGES and log_left.is_nearly_moved:
                    await self._on_writer(lambda connection: _moved(connection).pages)
            self._failing = False
        except sqlite3.Error as error:
            # The next pass moves more; that it goes on is said once.
            if not self._failing:
                log.warning("checkpoint_failed", error=type(error).__name__)
            self._failing = True

    def _move_beside(self) -> "_Log":
        if self._connection is None:
            self._connection = self._connect()
        return _moved(self._connection)

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def _in_thread(self, act: Callable[[], Answer]) -> Awaitable[Answer]:
        return asyncio.get_running_loop().run_in_executor(self._thread, act)


class _Log(NamedTuple):
    pages: int
    moved: int

    @property
    def is_nearly_moved(self) -> bool:
        """Whether the writer would come to its end: not while a reader stands far behind."""
        return self.pages - self.moved < LONG_LOG_PAGES


def _moved(connection: sqlite3.Connection) -> _Log:
    """How many pages the log holds, and how many of them are in the database now."""
    (_, pages, moved) = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return _Log(pages, moved)
