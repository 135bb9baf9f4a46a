"""PostgreSQL for all persistence besides the journal: asyncpg under SQLAlchemy's `run_sync`."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import asyncpg
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError, DisconnectionError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from persistence.engines.port import DatabaseCrowded, DatabaseUnreachable

Answer = TypeVar("Answer")

CONNECT_SECONDS = 3.0
COMMAND_SECONDS = 3.0
"""A line that says nothing for so long is given up: nobody knows what it is in the middle of."""
CLOSE_SECONDS = 2.0
SESSION_SETTINGS = {
    # Frees what a process holds that is frozen, or at the other end of a silent line.
    "idle_in_transaction_session_timeout": "3000",
    # The newest page of a room of 10,000 entries: 438 ms with its compilation, 0.4 ms without.
    "jit": "off",
}
LINE_SETTINGS = {
    # The server's end of a line that fell silent: gone after 20 s, not after two hours.
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "2",
    "tcp_user_timeout": "20000",
}
POOL_SIZE = 4
MOST_CONNECTIONS = 8


class PostgresEngine:
    """A pool of connections to one PostgreSQL database, in this process."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._writing = engine
        # One snapshot a read: a page and the head it is folded as of belong together.
        self._reading = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._reading_one = engine.execution_options(isolation_level="AUTOCOMMIT")

    @classmethod
    async def open(cls, url: str, *, command_seconds: float | None = COMMAND_SECONDS) -> Self:
        """Refuses a database that does not answer with `DatabaseUnreachable`.

        A statement that takes longer than `command_seconds` raises TimeoutError; None: it may.
        """
        engine = sqlalchemy_engine(url, command_seconds)
        try:
            async with engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
        except (OSError, TimeoutError, asyncpg.PostgresError, DBAPIError) as error:
            await engine.dispose()
            raise unreachable(url, error) from error
        return cls(engine)

    async def read(self, ask: Callable[[Connection], Answer]) -> Answer:
        with _crowded():
            async with self._reading.connect() as connection:
                return await _answered(connection, ask)

    async def read_one(self, ask: Callable[[Connection], Answer]) -> Answer:
        with _crowded():
            async with self._reading_one.connect() as connection:
                return await _answered(connection, ask)

    async def write(self, act: Callable[[Connection], Answer]) -> Answer:
        with _crowded():
            async with self._writing.begin() as connection:
                return await _answered(connection, act)

    async def close(self) -> None:
        # Lines are told goodbye one by one; a silent one must not keep the process.
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._writing.dispose()


@contextmanager
def _crowded() -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise DatabaseCrowded from error


async def _answered(connection: AsyncConnection, act: Callable[[Connection], Answer]) -> Answer:
    try:
        return await connection.run_sync(act)
    except TimeoutError:
        # Undoing would ask the silent line once more. It may have been given up already.
        with suppress(PendingRollbackError):
            line = await connection.get_raw_connection()
            assert line.driver_connection is not None
            line.driver_connection.terminate()
        raise


def driver_url(url: str) -> str:
    """The address as asyncpg wants it, whichever scheme the platform has given it."""
    _, _, rest = url.partition("://")
    return f"postgresql://{rest}"


def sqlalchemy_engine(url: str, command_seconds: float | None) -> AsyncEngine:
    """asyncpg reads the address itself, so that all its options hold (`sslmode` among them)."""

    async def connect() -> Any:
        return await asyncpg.connect(
            driver_url(url),
            timeout=CONNECT_SECONDS,
            command_timeout=command_seconds,
            server_settings=SESSION_SETTINGS | LINE_SETTINGS,
        )

    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=connect,
        pool_size=POOL_SIZE,
        max_overflow=MOST_CONNECTIONS - POOL_SIZE,
        pool_timeout=CONNECT_SECONDS,
    )
    event.listen(engine.sync_engine, "checkout", _refuse_a_closed_line)
    return engine


def _refuse_a_closed_line(line: Any, _record: object, _fairy: object) -> None:
    """Raises DisconnectionError, at which the pool opens another. Instead of `pool_pre_ping`, which
    asks three questions before each read: the driver hears of a line's end while it rests, and of
    one that fell silent no question would say more."""
    if line.driver_connection.is_closed():
        raise DisconnectionError


def unreachable(url: str, error: BaseException) -> DatabaseUnreachable:
    """Names host, port and database of the address: never user or password."""
    place = urlsplit(driver_url(url))
    reason = "no answer in time" if isinstance(error, asyncio.TimeoutError) else str(error)
    return DatabaseUnreachable(
        f"The database {place.hostname}:{place.port or 5432}{place.path} cannot be reached"
        f" ({reason.splitlines()[0] if reason else type(error).__name__}):"
        " check DATABASE_URL and that PostgreSQL is running."
    )
