"""The lines to PostgreSQL at rest: their end is nobody's trouble, and a sound one is asked nothing
beside the question."""

import asyncio
from urllib.parse import urlsplit

from sqlalchemy import Connection, text

from persistence.engines.postgres import POOL_SIZE, PostgresEngine
from tests.journeys.proxy import Proxy

TICKS = 50
"""Of the loop, until the end of a line on the loopback is known: five are enough."""


def one(connection: Connection) -> int:
    return int(connection.execute(text("SELECT 1")).scalar_one())


def port_of(url: str) -> int:
    return urlsplit(url).port or 5432


async def test_lines_that_ended_at_rest_are_replaced_before_anybody_asks(
    postgres_database: str,
) -> None:
    async with Proxy.to(port_of(postgres_database)) as proxy:
        engine = await PostgresEngine.open(proxy.through(postgres_database))
        asks = [engine.read(one) for _ in range(POOL_SIZE)]
        assert await asyncio.gather(*asks) == [1] * POOL_SIZE
        proxy.cut()
        for _ in range(TICKS):
            await asyncio.sleep(0)
        proxy.flow()
        assert await engine.read(one) == 1
        assert await engine.write(one) == 1
        await engine.close()


async def test_a_read_is_its_question_between_a_beginning_and_an_end(
    postgres_database: str,
) -> None:
    replies: list[bytes] = []

    def counted(data: bytes) -> bytes:
        replies.append(data)
        return data

    async with Proxy.to(port_of(postgres_database), lambda: counted) as proxy:
        engine = await PostgresEngine.open(proxy.through(postgres_database))
        # The first time the statement is prepared.
        await engine.read(one)
        replies.clear()
        await engine.read(one)
        assert len(replies) == 3
        await engine.close()
