"""The database's clock: the one time that every process of a community agrees on."""

import time
from collections.abc import Callable

from sqlalchemy import Connection

Shift = Callable[[], int]
"""Milliseconds to add to the clock, so that a test can move through hours."""


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
    return _unshifted_ms(connection) + shift_of(connection)


def _unshifted_ms(connection: Connection) -> int:
    if connection.dialect.name == "sqlite":
        return machine_ms()
    question = "SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint"
    return int(connection.exec_driver_sql(question).scalar_one())


def machine_ms() -> int:
    return time.time_ns() // 1_000_000
