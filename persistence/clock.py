"""The database's clock: the one time that every process of a community agrees on."""

import time
from collections.abc import Callable

from sqlalchemy import Connection

Shift = Callable[[], int]
"""Milliseconds to add to the clock, so that a test can move through hours."""

POSTGRES_MS = "floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint"
"""The clock within a statement of PostgreSQL's; `as_stated` says what it comes to."""

_SHIFT = "shift_ms"


def unshifted() -> int:
    return 0


def shift_of(connection: Connection) -> int:
    """What is added to the clock in this transaction."""
    return int(connection.info.get(_SHIFT, 0))


def set_shift(connection: Connection, shift_ms: int) -> None:
    """For this transaction, and until it is set again."""
    connection.info[_SHIFT] = shift_ms


def now_ms(connection: Connection) -> int:
    """Milliseconds since the Unix epoch; on SQLite the database's clock is this machine's."""
    if connection.dialect.name == "sqlite":
        return as_stated(connection, 0)
    return as_stated(connection, connection.exec_driver_sql(f"SELECT {POSTGRES_MS}").scalar_one())


def as_stated(connection: Connection, stated_ms: int) -> int:
    """The same of what a statement has read beside something else; on SQLite it reads none."""
    unshifted_ms = machine_ms() if connection.dialect.name == "sqlite" else stated_ms
    return unshifted_ms + shift_of(connection)


def machine_ms() -> int:
    return time.time_ns() // 1_000_000
