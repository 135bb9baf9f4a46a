"""Two hundred people in two lines, on two processes of which one is killed: whatever they do, the
order is kept, one person has the floor at a time, and nobody is lost."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from persistence.engines.postgres import driver_url
from rooms.actor import Role
from tests.checker.transcript import read_transcript
from tests.conftest import GivenServer
from tests.journeys import line_witness
from tests.journeys.fire import Crowd, Doors, Session
from tests.journeys.house import House, service_house
from tests.journeys.waiting import answered_soon
from tests.persistence.hours import plan
from tests.services import RedisServer

PEOPLE = 200
STEPS = 4
LEAST_TURNS = 3
KILLED_AFTER_SECONDS = 4.0
AGEING_SECONDS = 0.4
CLOSED_WITHIN_SECONDS = 90
HEARD_WITHIN_SECONDS = 120


@pytest.fixture
def pair(
    tmp_path: Path, redis_server: RedisServer | GivenServer, postgres_database: str
) -> Iterator[House]:
    """Two processes of this test's own."""
    with service_house(
        tmp_path, database=postgres_database, redis=redis_server.url, processes=2
    ) as house:
        yield house


@pytest.mark.timeout(400)
async def test_two_hundred_people_wait_fairly_while_a_process_dies(pair: House) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    people = await pair.people(PEOPLE)
    sessions = [
        await _session(pair, capacity=20, first_timers_first=False),
        await _session(pair, capacity=60, first_timers_first=True),
    ]
    async with Doors(pair, dice) as doors, Doors(pair, dice) as front, _line(pair) as line:
        await line_witness.watch(line)
        for session in sessions:
            opened = await doors.command(
                session.hosts[0], session.room, session.drop_in, "open_drop_in"
            )
            assert not isinstance(opened, str), opened
        crowd = Crowd(doors, front, sessions, people, dice)
        await _hour(pair, crowd, line)
        for session in sessions:
            await doors.command(session.hosts[0], session.room, session.drop_in, "close_drop_in")
        await _closed_up(line)
        print(sorted(doors.answers.items()), sorted(front.answers.items()))
        await _judge(pair, crowd, line)


async def _hour(house: House, crowd: Crowd, line: asyncpg.Connection) -> None:
    done = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for session in crowd.sessions:
            group.create_task(crowd.calls_in(session, done))
        group.create_task(crowd.speaks_out_of_turn(done))
        group.create_task(_clock_goes_fast(line, done))
        group.create_task(_dies(house))
        await asyncio.gather(*(crowd.comes_and_goes(person, STEPS) for person in crowd.people))
        await _turns_are_had(crowd)
        done.set()


async def _turns_are_had(crowd: Crowd) -> None:
    """However fast the crowd was: those who stay in line are called until some were heard."""
    async with asyncio.timeout(HEARD_WITHIN_SECONDS):
        while min(crowd.heard[session.drop_in] for session in crowd.sessions) < LEAST_TURNS:
            crowd.turn_over.clear()
            await crowd.turn_over.wait()


async def _dies(house: House) -> None:
    await asyncio.sleep(KILLED_AFTER_SECONDS)
    house.webs[0].kill()
    await house.webs[0].begin().ready()


async def _clock_goes_fast(line: asyncpg.Connection, done: asyncio.Event) -> None:
    """Calls run out in some seconds, under the lock under which they were made."""
    while not done.is_set():
        await asyncio.sleep(AGEING_SECONDS)
        async with line.transaction():
            await line.execute("SELECT id FROM room ORDER BY id FOR NO KEY UPDATE")
            await line.execute(
                "UPDATE drop_in_place SET until = since WHERE state = 'called'"
                " AND since < (extract(epoch FROM clock_timestamp()) - 3) * 1000"
            )


async def _closed_up(line: asyncpg.Connection) -> None:
    held = "SELECT count(*) FROM drop_in_place WHERE ended_at IS NULL"
    await answered_soon(lambda: line.fetchval(held), 0, within_seconds=CLOSED_WITHIN_SECONDS)


async def _judge(house: House, crowd: Crowd, line: asyncpg.Connection) -> None:
    rows = await read_transcript(house.database)
    ended: dict[str, list[str]] = {}
    for session in crowd.sessions:
        changes = await line_witness.history(line, session.drop_in)
        first = session.first_timers_first
        wrong = line_witness.wrong_in(changes, session.capacity, first_timers_first=first)
        here = [row for row in rows if row.room == session.room]
        hosts: set[str] = {host.account for host in session.hosts}
        members = crowd.members(session)
        wrong += line_witness.wrong_in_transcript(here, changes, hosts, members)
        assert not wrong, "\n".join(wrong)
        assert sum(row.kind == "floor_given" for row in here) >= LEAST_TURNS
        for place in {change.id: change for change in changes}.values():
            ended.setdefault(place.account, []).append(place.state)
    for person in crowd.people:
        states = ended.get(person.account, [])
        # Nobody left who did not want to, and who was given a place had one.
        assert states.count("left") <= crowd.gone[person.account]
        assert bool(states) >= bool(crowd.taken[person.account])
    kept = await line.fetchval("SELECT count(*) FROM drop_in_question")
    unreached = sum(states.count("unreached") for states in ended.values())
    assert kept == unreached
    overlapping = await line.fetchval(
        "SELECT count(*) FROM drop_in_place a JOIN drop_in_place b ON a.account_id = b.account_id"
        " AND a.id <> b.id AND a.joined_at < b.ended_at AND b.joined_at < a.ended_at"
    )
    assert overlapping == 0


async def _session(house: House, capacity: int, *, first_timers_first: bool) -> Session:
    (room,) = await house.rooms(1)
    hosts = (await house.staff(room, Role.MENTOR), await house.staff(room, Role.MENTOR))
    drop_in = await house.write(
        lambda connection: plan(
            connection,
            room,
            hosts[0].account,
            0,
            second_id=hosts[1].account,
            capacity=capacity,
            first_timers_first=first_timers_first,
        )
    )
    return Session(drop_in, room, hosts, capacity, first_timers_first)


@asynccontextmanager
async def _line(house: House) -> AsyncIterator[asyncpg.Connection]:
    line = await asyncpg.connect(driver_url(house.database))
    try:
        yield line
    finally:
        await line.close()
