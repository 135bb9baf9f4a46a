"""The database's clock: the one time that every process of a community agrees on."""

import time
from collections.abc import Callable

from sqlalchemy import Connection, text

Shift = Callable[[], int]
"""Milliseconds to add to the clock, so that a test can move through hours."""


def unshifted() -> int:
    return 0


def now_ms(connection: Connection) -> int:
    """Milliseconds since the Unix epoch; on SQLite the database's clock is this machine's."""
    if connection.dialect.name == "sqlite":
        return machine_ms()
    question = text("SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint")
    return int(connection.execute(question).scalar_one())


def machine_ms() -> int:
    return time.time_ns() // 1_000_000
