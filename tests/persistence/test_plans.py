"""The facts of an append are looked up by key, and a newest page at the end of the log, however
much a room has grown."""

import re

import asyncpg
from sqlalchemy import Connection

from persistence.append import facts_sql, postgres_sql
from persistence.append.needs import Needs, needs_of
from persistence.append.statements import Statement, sqlite
from persistence.engines.postgres import driver_url
from persistence.engines.sqlite import is_sqlite
from persistence.reading.newest import NEWEST
from rooms import commands
from rooms.actor import Actor, Role
from rooms.commands import Reason
from rooms.ids import new_public_id
from tests.persistence.community import HOUR_MS, Community, codes, post, submit

ASKED = 32
MANY = 20_000
SAY_AGAIN = """
INSERT INTO entry (room_id, seq, at, kind, actor_id, member_id, command_id, message_id, payload,
 body)
SELECT e.room_id, e.seq + n, e.at, e.kind, e.actor_id, e.member_id, md5(n::text), md5(n::text),
 e.payload, e.body
FROM room r JOIN entry e ON e.room_id = r.id AND e.seq = r.head, generate_series(1, $2::int) AS n
WHERE r.id = $1"""
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


async def test_the_newest_page_is_expected_to_be_a_small_part_of_a_long_room(
    community: Community,
) -> None:
    if is_sqlite(community.url):
        plan = await community.database.read(newest_on_sqlite)
        assert any(
            re.search(r"SEARCH e .*\(room_id=\? AND seq>\? AND seq<\?\)", step) for step in plan
        )
        return
    ana = await community.stranger()
    await community.say(ana, community.garden, "said over and over")
    line = await asyncpg.connect(driver_url(community.url))
    try:
        await line.execute(SAY_AGAIN, community.garden, MANY)
        await line.execute("UPDATE room SET head = head + $2 WHERE id = $1", community.garden, MANY)
        await line.execute("ANALYZE entry")
        plan = await line.fetch(f"EXPLAIN {NEWEST.postgres}", f'[["{community.garden}", ""]]')
    finally:
        await line.close()
    steps = "\n".join(row[0] for row in plan)
    (expected,) = re.findall(r"on entry e(?:_\d)?  .*rows=(\d+)", steps)
    assert int(expected) < MANY / 100, steps


def newest_on_sqlite(connection: Connection) -> list[str]:
    asked = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {NEWEST.sqlite}", ("[]",))
    return [row[3] for row in asked]


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
