"""More is asked at once than there are lines to the database: whoever finds none in time is told
so, and those who have one go on."""

import asyncio

import pytest
from sqlalchemy import Connection, text

from persistence.database import Database, DatabaseCrowded
from persistence.engines.postgres import MOST_CONNECTIONS
from tests.persistence.community import eventually


async def test_one_too_many_is_told_that_it_is_crowded(postgres_database: str) -> None:
    begun: list[Connection] = []

    def stay(connection: Connection) -> bool:
        begun.append(connection)
        for _ in range(2):
            connection.execute(text("SELECT pg_sleep(2)"))
        return True

    async def all_have_begun() -> bool:
        return len(begun) == MOST_CONNECTIONS

    async with Database.open(postgres_database) as database:
        staying = [asyncio.create_task(database.read(stay)) for _ in range(MOST_CONNECTIONS)]
        await eventually(all_have_begun)
        with pytest.raises(DatabaseCrowded):
            await database.write(stay)
        assert await asyncio.gather(*staying) == [True] * MOST_CONNECTIONS
