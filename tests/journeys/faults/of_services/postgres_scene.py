"""Two processes on a Redis and a PostgreSQL of their own, which is there to be crashed; or with a
proxy between the first of them and a PostgreSQL that stays.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.journeys.faults.unhurried import carried_house
from tests.journeys.house import House
from tests.journeys.proxy import Proxy
from tests.services import PostgresServer, RedisServer


@dataclass(frozen=True)
class PostgresScene:
    """Its PostgreSQL waits for the disk."""

    house: House
    postgres: PostgresServer

    async def crashes(self) -> None:
        """At once, as by `-m immediate`; returns when it takes connections again."""
        await asyncio.to_thread(self.postgres.stop_immediate)
        self.postgres.begin()
        await asyncio.to_thread(self.postgres.wait_ready)


@dataclass(frozen=True)
class AnswersScene:
    """The first process asks PostgreSQL through `proxy`."""

    house: House
    proxy: Proxy


@asynccontextmanager
async def postgres_scene(folder: Path) -> AsyncIterator[PostgresScene]:
    with PostgresServer() as postgres, RedisServer() as redis:
        database = postgres.create_database("crashing")
        async with carried_house(folder, database, [(database, redis.url)] * 2) as house:
            yield PostgresScene(house, postgres)


@asynccontextmanager
async def answers_scene(folder: Path, database: str) -> AsyncIterator[AnswersScene]:
    port = urlsplit(database).port
    assert port is not None, database
    with RedisServer() as redis:
        async with Proxy.to(port) as proxy:
            ways = [(proxy.through(database), redis.url), (database, redis.url)]
            async with carried_house(folder, database, ways) as house:
                yield AnswersScene(house, proxy)
