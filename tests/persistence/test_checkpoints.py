"""What is written reaches SQLite's file beside the writer, and its log does not grow for ever."""

import asyncio
import shutil
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path

from persistence.engines.checkpoints import LONG_LOG_PAGES, Checkpoints
from persistence.engines.sqlite import SqliteEngine, connect
from tests.persistence.community import eventually

PAGE_BYTES = 4_096
DEADLINE_SECONDS = 20.0
Act = Callable[[sqlite3.Connection], int]


def written(connection: sqlite3.Connection) -> int:
    connection.execute("CREATE TABLE IF NOT EXISTS word (said text)")
    return connection.execute("INSERT INTO word VALUES ('hello')").rowcount


def much_written(connection: sqlite3.Connection) -> int:
    connection.execute("CREATE TABLE much (body blob)")
    rows = [(bytes(PAGE_BYTES),)] * LONG_LOG_PAGES
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO much VALUES (?)", rows)
    return connection.execute("COMMIT").rowcount


def words_without_the_log(path: Path) -> int:
    """In the file alone, as it would be found without what stands beside it."""
    alone = shutil.copyfile(path, path.with_suffix(".alone"))
    with closing(sqlite3.connect(alone)) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM word").fetchone()[0])
        except sqlite3.DatabaseError:  # not there yet, or half of it was copied
            return 0


async def one_word_moved(path: Path) -> bool:
    return words_without_the_log(path) == 1


def log_bytes(path: Path) -> int:
    log = Path(f"{path}-wal")
    return log.stat().st_size if log.exists() else 0


@asynccontextmanager
async def logged_alone(path: Path) -> AsyncIterator[sqlite3.Connection]:
    """A connection that moves nothing by itself."""
    with closing(connect(path, "PRAGMA journal_mode = WAL")) as connection:
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        yield connection


async def test_what_was_committed_reaches_the_file_though_nobody_writes_any_more(
    tmp_path: Path,
) -> None:
    path = tmp_path / "log.db"
    engine = await SqliteEngine.open(path)
    try:
        await engine.on_writer(written)
        await eventually(partial(one_word_moved, path))
    finally:
        await engine.close()


async def test_an_engine_closed_with_a_pass_ahead_leaves_no_log(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    engine = await SqliteEngine.open(path)
    await engine.on_writer(written)
    await engine.close()
    assert words_without_the_log(path) == 1
    assert log_bytes(path) == 0


async def test_a_write_that_ends_while_the_engine_closes_starts_nothing(tmp_path: Path) -> None:
    engine = await SqliteEngine.open(tmp_path / "log.db")
    begun, closing_too, told = threading.Event(), threading.Event(), list[object]()
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))

    def slow(connection: sqlite3.Connection) -> int:
        begun.set()
        closing_too.wait(DEADLINE_SECONDS)
        return written(connection)

    writing = asyncio.create_task(engine.on_writer(slow))
    await asyncio.to_thread(begun.wait)
    closing = asyncio.create_task(engine.close())
    await asyncio.sleep(0)
    closing_too.set()
    await closing
    assert await writing == 1
    left = asyncio.all_tasks() - {asyncio.current_task()}
    assert (left, told) == (set(), [])


async def test_a_long_log_is_moved_to_its_end_by_the_writer(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    asked = asyncio.Event()
    async with logged_alone(path) as writer:

        async def on_writer(act: Act) -> int:
            pages = act(writer)
            asked.set()
            return pages

        much_written(writer)
        checkpoints = Checkpoints(lambda: connect(path), on_writer)
        checkpoints.after_write()
        async with asyncio.timeout(DEADLINE_SECONDS):
            await asked.wait()
        await checkpoints.close()
        before = log_bytes(path)
        written(writer)
        assert log_bytes(path) == before, "the log was not begun anew"
