"""Another writer to the same database, on a driver's own connection: it holds, writes, commits."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing

import asyncpg

from persistence.engines.postgres import driver_url
from persistence.engines.sqlite import is_sqlite, sqlite_path
from rooms.ids import RoomId
from tests.persistence.community import eventually

Execute = Callable[[str], Awaitable[None]]


@asynccontextmanager
async def holding(url: str, room: RoomId) -> AsyncIterator[Execute]:
    """Holds the room's lock; what is executed meanwhile commits as the block is left."""
    if is_sqlite(url):
        with closing(sqlite3.connect(sqlite_path(url), isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")

            async def execute(statement: str) -> None:
                connection.execute(statement)

            yield execute
            connection.execute("COMMIT")
        return
    line = await asyncpg.connect(driver_url(url))
    try:
        async with line.transaction():
            await line.execute("SELECT 1 FROM room WHERE id = $1 FOR UPDATE", room)

            async def execute_there(statement: str) -> None:
                await line.execute(statement)

            yield execute_there
    finally:
        await line.close()


async def someone_waits(url: str) -> None:
    """Returns once an append waits for a lock. SQLite shows no waiting; there it returns at once,
    and the writer's `BEGIN IMMEDIATE` cannot but come first or later, never in between."""
    if is_sqlite(url):
        return
    line = await asyncpg.connect(driver_url(url))

    async def waiting() -> bool:
        found = await line.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            " AND datname = current_database()"
        )
        return bool(found)

    try:
        await eventually(waiting)
    finally:
        await line.close()
