"""One row inserted and committed by the driver alone, time and again: what durability costs."""

import sqlite3
import time
from contextlib import closing

import asyncpg

from benchmarks.ground.inhabitants import BODY
from persistence.engines.postgres import driver_url
from persistence.engines.sqlite import sqlite_path

_TABLE = "CREATE TABLE bare (id bigint PRIMARY KEY, body text)"


def on_sqlite(url: str, seconds: float) -> list[float]:
    """How long each commit took, in seconds; flushed before it returns, as the server's are."""
    waits: list[float] = []
    with closing(sqlite3.connect(sqlite_path(url), isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(_TABLE)
        until = time.perf_counter() + seconds
        while (began := time.perf_counter()) < until:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO bare VALUES (?, ?)", (len(waits), BODY))
            connection.execute("COMMIT")
            waits.append(time.perf_counter() - began)
    return waits


async def on_postgres(url: str, seconds: float) -> list[float]:
    """How long each transaction took, in seconds."""
    waits: list[float] = []
    connection = await asyncpg.connect(driver_url(url))
    try:
        await connection.execute(_TABLE)
        until = time.perf_counter() + seconds
        while (began := time.perf_counter()) < until:
            async with connection.transaction():
                await connection.execute("INSERT INTO bare VALUES ($1, $2)", len(waits), BODY)
            waits.append(time.perf_counter() - began)
    finally:
        await connection.close()
    return waits
