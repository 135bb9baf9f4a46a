"""Databases to be written to: each measurement gets a fresh copy of one that was prepared.

Knows files and servers, and nothing of what is in them.
"""

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

import asyncpg

from benchmarks import family
from persistence.engines.postgres import driver_url
from persistence.engines.sqlite import sqlite_path
from tests.services import PostgresServer, drop_database


class Store(Protocol):
    """Where databases of one system are made."""

    def empty(self) -> str:
        """The address of a new database without a schema."""

    def settle(self, url: str) -> None:
        """It has been filled: from now on it is copied."""

    def copy(self, url: str) -> AbstractContextManager[str]:
        """The address of a copy, which is removed with the context."""

    def service_seconds(self) -> float:
        """The CPU time of the database's own processes so far; 0 where it has none."""


class SqliteStore:
    """Files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()

    def empty(self) -> str:
        return f"sqlite:///{self._folder}/{next(self._numbers)}.db"

    def settle(self, url: str) -> None:
        with closing(sqlite3.connect(sqlite_path(url))) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def copy(self, url: str) -> Iterator[str]:
        made = self.empty()
        file = sqlite_path(made)
        shutil.copyfile(sqlite_path(url), file)
        try:
            yield made
        finally:
            for part in self._folder.glob(f"{file.name}*"):
                part.unlink()

    def service_seconds(self) -> float:
        return 0.0


class PostgresStore:
    """Databases of one server, which syncs what it commits; `pid` is its first process."""

    def __init__(self, server: PostgresServer, pid: int) -> None:
        self._server = server
        self._pid = pid
        self._numbers = count()

    def empty(self) -> str:
        return self._server.create_database(f"store_{next(self._numbers)}")

    def settle(self, url: str) -> None:
        asyncio.run(_execute(url, "VACUUM ANALYZE"))

    @contextmanager
    def copy(self, url: str) -> Iterator[str]:
        name = f"store_{next(self._numbers)}"
        template = url.rpartition("/")[2]
        asyncio.run(_execute(self._server.url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
        # What the copying has left to be written is no measurement's.
        asyncio.run(_execute(self._server.url, "CHECKPOINT"))
        try:
            yield f"{url.rpartition('/')[0]}/{name}"
        finally:
            drop_database(self._server.url, name)

    def service_seconds(self) -> float:
        return family.cpu_seconds(self._pid)


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(driver_url(url))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
