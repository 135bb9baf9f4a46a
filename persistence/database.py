"""The database a URL names, opened once a process: reads and writes as plain functions.

All persistence besides the journal is written as functions over a synchronous SQLAlchemy
`Connection`, once for both database systems. What the functions do is not known here.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import Connection

from persistence import clock, migrations
from persistence.engines.port import DatabaseCrowded, DatabaseUnreachable, Engine
from persistence.engines.postgres import PostgresEngine
from persistence.engines.sqlite import SqliteEngine, is_sqlite, sqlite_path

__all__ = ["Database", "DatabaseCrowded", "DatabaseUnreachable", "MigrationPending"]

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class MigrationPending(Exception):
    """One sentence for the operator: the schema is not the one this release was written for."""


class Database:
    """The durable store of one community, as one process sees it.

    `engine` is for the journal of the same database system; others use `read` and `write`.
    """

    def __init__(self, url: str, engine: Engine, shift_ms: clock.Shift) -> None:
        self.url = url
        self.engine = engine
        self.shift_ms = shift_ms

    @classmethod
    @asynccontextmanager
    async def open(
        cls, url: str, *, shift_ms: clock.Shift = clock.unshifted
    ) -> AsyncIterator[Self]:
        """Opens `sqlite:///path` or a `postgresql://` address; raises `DatabaseUnreachable`.

        `shift_ms` is added to the database's clock wherever it is read: tests own the time by it.
        """
        engine: Engine
        if is_sqlite(url):
            engine = await SqliteEngine.open(sqlite_path(url))
        else:
            engine = await PostgresEngine.open(url)
        try:
            yield cls(url, engine, shift_ms)
        finally:
            await engine.close()

    async def read(
        self,
        ask: Callable[Concatenate[Connection, Asked], Answer],
        *args: Asked.args,
        **kwargs: Asked.kwargs,
    ) -> Answer:
        """`ask(connection, ...)` in one snapshot that sees every earlier commit."""
        return await self.engine.read(partial(_call, self.shift_ms, ask, args, kwargs))

    async def read_one(
        self,
        ask: Callable[Concatenate[Connection, Asked], Answer],
        *args: Asked.args,
        **kwargs: Asked.kwargs,
    ) -> Answer:
        """The same for an `ask` of one statement, which is a snapshot by itself."""
        return await self.engine.read_one(partial(_call, self.shift_ms, ask, args, kwargs))

    async def write(
        self,
        act: Callable[Concatenate[Connection, Asked], Answer],
        *args: Asked.args,
        **kwargs: Asked.kwargs,
    ) -> Answer:
        """`act(connection, ...)` in one transaction, durable on return; undone if it raises."""
        return await self.engine.write(partial(_call, self.shift_ms, act, args, kwargs))

    async def now_ms(self) -> int:
        """The database's clock, in milliseconds since the Unix epoch."""
        return await self.read(clock.now_ms)

    async def check_migrated(self) -> None:
        """Raises `MigrationPending` unless the schema is at this release's revision."""
        found = await self.read(migrations.current)
        if found != migrations.head():
            raise MigrationPending(
                "The database is not at this release's schema: run `python3 -m server migrate`."
            )


def _call(
    shift_ms: clock.Shift,
    act: Callable[..., Answer],
    args: tuple[object, ...],
    kwargs: dict[str, object],
    connection: Connection,
) -> Answer:
    clock.set_shift(connection, shift_ms())
    return act(connection, *args, **kwargs)
