"""The facts of an append are looked up by key, however much a room has grown since analysis."""

import re

import asyncpg
from sqlalchemy import Connection

from persistence.append import facts_sql, postgres_sql
from persistence.append.needs import needs_of
from persistence.engines.postgres import driver_url
from persistence.engines.sqlite import is_sqlite
from rooms import commands
from rooms.actor import Actor, Role
from rooms.commands import Reason
from rooms.ids import new_public_id
from tests.persistence.community import Community, codes, post, submit

ASKED = 32


async def talk(community: Community, people: list[Actor], batches: int) -> None:
    for _ in range(batches):
        community.shift.ms += 60_000
        batch = [
            submit(people[place % len(people)], post(community.garden, str(place)))
            for place in range(64)
        ]
        assert codes(await community.process.journal.append(batch)) == [None] * 64


async def postgres_plan(community: Community, parameters: tuple[str, ...]) -> list[str]:
    line = await asyncpg.connect(driver_url(community.url), server_settings=postgres_sql.SETTINGS)
    values = ", ".join(f"'{value}'" for value in parameters)
    try:
        await line.execute(f"PREPARE facts AS {facts_sql.POSTGRES_FACTS}")
        return [row[0] for row in await line.fetch(f"EXPLAIN ANALYZE EXECUTE facts({values})")]
    finally:
        await line.close()


def sqlite_plan(connection: Connection, parameters: tuple[str, ...]) -> list[str]:
    lines: list[str] = []
    for statement, count in facts_sql.SQLITE_FACTS.values():
        asked = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters[:count])
        lines += [row[3] for row in asked]
    return lines


async def test_no_append_reads_through_a_room_or_the_people(community: Community) -> None:
    people = [await community.stranger() for _ in range(ASKED)]
    for _ in range(ASKED):
        await community.stranger(Role.MODERATOR, community.porch)
    await talk(community, people, batches=8)
    asked = [submit(person, post(community.garden, "Another")) for person in people]
    closer, closed = people[:2]
    member = community.member(closed, community.garden)
    closing = commands.CloseAccount(
        room=community.garden, command_id=new_public_id(), member=member, reason=Reason.OTHER
    )
    targets = {(community.garden, member): closed.account}
    belonging = {closed.account: [community.garden]}
    parameters = needs_of([*asked, submit(closer, closing)], targets, belonging).parameters()
    if is_sqlite(community.url):
        plan = await community.database.read(sqlite_plan, parameters)
        scans = {line for line in plan if line.startswith("SCAN")}
        # The grants (g) are read whole, for each name that somebody asks for.
        asked_for = r"SCAN (asked|wanted|reader|g\b|\(subquery)"
        assert all(re.match(asked_for, line) for line in scans), scans
        return
    plan = await postgres_plan(community, parameters)
    discarded = [int(count) for count in re.findall(r"Rows Removed by .*: (\d+)", "\n".join(plan))]
    assert max(discarded, default=0) <= 1, "\n".join(plan)
