"""The port under `Database`, one adapter a database system, and what can go wrong at its door."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import Connection

Answer = TypeVar("Answer")


class DatabaseUnreachable(Exception):
    """One sentence for the operator; it never holds the password of the URL."""


class DatabaseCrowded(Exception):
    """All lines to the database are taken, and none came free in time. Nothing was begun."""


class Engine(Protocol):
    """Runs plain functions over a synchronous SQLAlchemy connection, off the event loop."""

    async def read(self, ask: Callable[[Connection], Answer]) -> Answer:
        """In one snapshot, which sees everything that was committed before the call. Raises
        `DatabaseCrowded`."""

    async def read_one(self, ask: Callable[[Connection], Answer]) -> Answer:
        """The same of an `ask` that sends one statement and MUST send no other: it may be without a
        transaction, which is two ways to the database and back."""

    async def write(self, act: Callable[[Connection], Answer]) -> Answer:
        """In one transaction, durable on return; rolled back when `act` raises. Raises
        `DatabaseCrowded`."""

    async def close(self) -> None: ...
