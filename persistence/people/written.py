"""The append's own statements in a transaction that is not an append, so that what an entry would
write is written in the same way where there is no room to hear of it."""

from collections.abc import Iterable

from sqlalchemy import Connection

from persistence.append.statements import Write, sqlite


def write(connection: Connection, writes: Iterable[Write]) -> None:
    """In the order given. The locks are the caller's."""
    for statement, parameters in writes:
        text = statement.value
        if connection.dialect.name != "postgresql":
            text = sqlite(text)
        connection.exec_driver_sql(text, parameters)
