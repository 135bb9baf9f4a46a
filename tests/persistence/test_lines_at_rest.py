"""The lines to PostgreSQL at rest: their end is nobody's trouble, and a sound one is asked nothing
beside the question."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest
from sqlalchemy import Connection, text

from persistence.engines.postgres import POOL_SIZE, PostgresEngine
from tests.journeys.proxy import Proxy
from tests.persistence.community import eventually


def one(connection: Connection) -> int:
    return int(connection.execute(text("SELECT 1")).scalar_one())


def line_of(connection: Connection) -> Any:
    """The driver's own."""
    return connection.connection.driver_connection


@dataclass
class Way:
    """An engine whose way to the database a test can cut; it counts what comes back."""

    database: str
    proxy: Proxy
    engine: PostgresEngine
    replies: list[bytes] = field(default_factory=list)

    async def cut(self) -> None:
        self.proxy.cut()

    async def terminate(self) -> None:
        """As PostgreSQL does when it is stopped: a last word, then the end."""
        other = await asyncpg.connect(self.database)
        await other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        await other.close()


@pytest.fixture
async def way(postgres_database: str) -> AsyncIterator[Way]:
    async with _made(postgres_database) as made:
        yield made


@asynccontextmanager
async def _made(database: str) -> AsyncIterator[Way]:
    replies: list[bytes] = []

    def counted(data: bytes) -> bytes:
        replies.append(data)
        return data

    async with Proxy.to(urlsplit(database).port or 5432, lambda: counted) as proxy:
        engine = await PostgresEngine.open(proxy.through(database))
        yield Way(database, proxy, engine, replies)
        proxy.flow()
        await engine.close()


@pytest.mark.parametrize("end", [Way.cut, Way.terminate])
async def test_lines_that_ended_at_rest_are_replaced_before_anybody_asks(
    way: Way, end: Any
) -> None:
    lines = await asyncio.gather(*(way.engine.read(line_of) for _ in range(POOL_SIZE)))
    assert len(set(lines)) == POOL_SIZE
    await end(way)

    async def all_have_ended() -> bool:
        return all(line.is_closed() for line in lines)

    await eventually(all_have_ended)
    way.proxy.flow()
    for _ in range(POOL_SIZE):
        assert await way.engine.read(one) == await way.engine.write(one) == 1


async def test_a_read_is_its_question_between_a_beginning_and_an_end(way: Way) -> None:
    # The first time the statement is prepared.
    await way.engine.read(one)
    way.replies.clear()
    await way.engine.read(one)
    assert len(way.replies) == 3
