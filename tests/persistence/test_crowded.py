"""More is asked at once than there are lines to the database: whoever finds none in time is told
so, and those who have one go on."""

import asyncio

import pytest
from sqlalchemy import Connection, text

from persistence import migrations
from persistence.database import Database, DatabaseCrowded
from persistence.engines.postgres import MOST_CONNECTIONS
from rooms.actor import Role
from rooms.dropins import acts
from rooms.refusals import Code, Refusal
from server.node.line_gate import line_gate
from tests.persistence.community import SECRET, Community, Process, Shift, eventually
from tests.persistence.drop_in_rows import put_session
from tests.persistence.other_writer import holding, someone_waits


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


async def test_a_crowd_at_one_line_leaves_the_database_to_everybody_else(
    postgres_database: str,
) -> None:
    migrations.upgrade(postgres_database)
    async with Process.start(postgres_database, Shift()) as process:
        community = await Community(postgres_database, process, Shift()).build()
        rosa = await community.staff("Rosa", Role.MENTOR, community.garden)
        drop_in = await put_session(community, rosa, capacity=40)
        people = [await community.stranger() for _ in range(3 * MOST_CONNECTIONS)]
        gate = line_gate(process.database, SECRET)
        takes = acts.TakePlace(question="How long?")
        assert await gate.act(people[0], drop_in, takes) == community.garden
        async with holding(postgres_database, community.garden):
            asked = [asyncio.create_task(gate.act(person, drop_in, takes)) for person in people]
            await someone_waits(postgres_database)
            for _ in range(MOST_CONNECTIONS):
                assert await process.database.now_ms() > 0
            assert not any(each.done() for each in asked)
        assert await asyncio.gather(*asked) == [community.garden] * len(people)
        found = await community.sql("SELECT account_id FROM drop_in_place ORDER BY number")
    assert [account for (account,) in found] == [person.account for person in people]


async def test_what_a_person_asks_for_second_waits_for_what_they_asked_for_first(
    postgres_database: str,
) -> None:
    migrations.upgrade(postgres_database)
    async with Process.start(postgres_database, Shift()) as process:
        community = await Community(postgres_database, process, Shift()).build()
        rosa = await community.staff("Rosa", Role.MENTOR, community.garden)
        luz = await community.stranger()
        garden = await put_session(community, rosa)
        porch = await put_session(community, rosa, room=community.porch)
        gate = line_gate(process.database, SECRET)
        async with holding(postgres_database, community.garden):
            first = asyncio.create_task(gate.act(luz, garden, acts.TakePlace()))
            await someone_waits(postgres_database)
            second = asyncio.create_task(gate.act(luz, porch, acts.TakePlace()))

            async def both_wait_or_one_is_done() -> bool:
                found = await community.sql("SELECT count(*) FROM pg_locks WHERE NOT granted")
                return second.done() or found[0][0] >= 2

            await eventually(both_wait_or_one_is_done)
        assert await first == community.garden
        refused = await second
        assert isinstance(refused, Refusal)
        assert refused.code is Code.IN_ANOTHER_LINE
