"""The facts of an append are looked up by key, however much a room has grown since analysis."""

import re

import asyncpg
from sqlalchemy import Connection

from persistence.append import facts_sql, postgres_sql
from persistence.append.needs import Needs, needs_of
from persistence.append.statements import Statement, sqlite
from persistence.engines.postgres import driver_url
from persistence.engines.sqlite import is_sqlite
from rooms import commands
from rooms.actor import Actor, Role
from rooms.commands import Reason
from rooms.ids import new_public_id
from tests.persistence.community import HOUR_MS, Community, codes, post, submit

ASKED = 32
WALKED = r"entry_\w+ \(room_id=\?(\)| AND seq<)"
"""How SQLite says that it goes through the entries of a room, and not to one of them."""


async def talk(community: Community, people: list[Actor], batches: int) -> None:
    for _ in range(batches):
        community.shift.ms += 60_000
        batch = [
            submit(people[place % len(people)], post(community.garden, str(place)))
            for place in range(64)
        ]
        assert codes(await community.process.journal.append(batch)) == [None] * 64


async def postgres_plan(community: Community, needs: Needs) -> list[str]:
    line = await asyncpg.connect(driver_url(community.url), server_settings=postgres_sql.SETTINGS)
    statement, parameters = facts_sql.postgres_facts(needs)
    values = ", ".join(f"'{value}'" for value in parameters)
    try:
        await line.execute(f"PREPARE facts AS {statement}")
        return [row[0] for row in await line.fetch(f"EXPLAIN ANALYZE EXECUTE facts({values})")]
    finally:
        await line.close()


def sqlite_plan(connection: Connection, needs: Needs) -> list[str]:
    lines: list[str] = []
    facts = facts_sql.sqlite_facts(needs)
    sealing = (sqlite(Statement.SEAL), ("",) * 4), (sqlite(Statement.UNSEAL), ("",) * 3)
    for statement, parameters in (facts, *sealing):
        asked = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
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
    needs = needs_of([*asked, submit(closer, closing)], targets, belonging)
    await only_looks_up(community, needs)


async def test_the_last_hour_is_read_no_further_back(community: Community) -> None:
    people = [await community.stranger() for _ in range(ASKED)]
    mona = await community.staff("Mona", Role.MODERATOR, community.garden)
    await talk(community, people, batches=8)
    community.shift.ms += 2 * HOUR_MS
    await community.say(people[0], community.garden, "of this hour")
    taking = commands.RemoveRecent(
        room=community.garden,
        command_id=new_public_id(),
        member=community.member(people[0], community.garden),
        reason=Reason.FLOODING,
    )
    await only_looks_up(community, needs_of([submit(mona, taking)], {}, {}))


async def only_looks_up(community: Community, needs: Needs) -> None:
    if is_sqlite(community.url):
        plan = await community.database.read(sqlite_plan, needs)
        scans = {line for line in plan if line.startswith("SCAN")}
        # The grants (g) are read whole, for each name that somebody asks for.
        asked_for = r"SCAN (asked|wanted|reader|young|told|found|g\b|CONSTANT|\(subquery)"
        found_first = r"SCAN (rooms|spoken|people|accounts)\b"
        assert all(re.match(f"{asked_for}|{found_first}", line) for line in scans), scans
        assert not [line for line in plan if re.search(WALKED, line)]
        return
    plan = await postgres_plan(community, needs)
    steps = re.split(r"\n(?= *->)", "\n".join(plan))
    # What was found first is small, however much there is.
    read = "\n".join(step for step in steps if "CTE Scan" not in step)
    discarded = [int(count) for count in re.findall(r"Rows Removed by .*: (\d+)", read)]
    assert max(discarded, default=0) <= 1, "\n".join(plan)
