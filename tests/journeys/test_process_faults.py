"""Processes die, are frozen, sent away or replaced by the next release while people talk: nothing
acknowledged is lost, nothing is shown twice, and the others go on. Each fault once, and small."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from presence.presence import GONE_AFTER_CRASH_SECONDS
from tests.conftest import GivenServer
from tests.journeys.faults.everything import everything
from tests.journeys.faults.finding import Finding
from tests.journeys.faults.of_processes import clocks
from tests.journeys.faults.of_processes.processes import (
    Size,
    all_cut,
    all_killed,
    frozen_in_transaction,
    one_killed,
    rolling_restart,
)
from tests.journeys.faults.of_processes.releases import two_releases
from tests.journeys.faults.quiet.scene import QuietSize
from tests.journeys.faults.unhurried import unhurried_house
from tests.journeys.house import House, embedded_house
from tests.journeys.journey import Load, journey
from tests.services import RedisServer

TEN_TIMES = 10
ROOMS = 5
PEOPLE = 6
NOBODY_REMINDED = QuietSize(seconds=1.0, callers=2, hosts=1, reminded=0)
"""A mail that a killed process had is sent when its lease is over: a minute, at full size alone."""
SMALL = Size(
    runs=1,
    rooms=4,
    people_per_room=5,
    per_second=200,
    between=200,
    held_seconds=0.0,
    quiet=NOBODY_REMINDED,
)
REMINDED = replace(SMALL, quiet=replace(NOBODY_REMINDED, reminded=2))
EVERYBODY = SMALL.rooms * SMALL.people_per_room
THEY_RETURN = pytest.mark.timeout(TEN_TIMES * 30 + 120)
"""For those in which people come back: their own deadlines come first."""


@pytest.fixture(scope="module")
def pair(
    tmp_path_factory: pytest.TempPathFactory,
    redis_server: RedisServer | GivenServer,
    module_database: str,
) -> Iterator[House]:
    """Two processes, which every fault leaves as it found them."""
    folder = tmp_path_factory.mktemp("pair")
    with unhurried_house(
        folder, database=module_database, redis=redis_server.url, processes=2
    ) as house:
        yield house


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[House]:
    """One process on SQLite, of this test's own."""
    with embedded_house(tmp_path) as house:
        yield house


@THEY_RETURN
async def test_killing_a_process_loses_nothing_that_was_acknowledged(pair: House) -> None:
    assert_only_theirs_lost(await one_killed(pair, SMALL))


@THEY_RETURN
async def test_killing_all_processes_loses_nothing_that_was_acknowledged(pair: House) -> None:
    assert_all_lost(await all_killed(pair, SMALL))


async def test_killing_the_only_process_loses_nothing_that_was_acknowledged(alone: House) -> None:
    async with journey(alone) as going:
        rooms = await going.add_rooms(ROOMS)
        members = await going.company(PEOPLE, *rooms)
        load = Load(members, rooms, each=6)
        talking = asyncio.create_task(load.run())
        await load.reached(60)
        going.chronicle.line_cause = "killed"
        alone.webs[0].kill()
        alone.webs[0].begin()
        await talking
        assert len(load.receipts) == PEOPLE * ROOMS * 6


@pytest.mark.timeout(GONE_AFTER_CRASH_SECONDS * TEN_TIMES + 120)
async def test_people_of_a_killed_process_are_gone_soon(pair: House) -> None:
    async with journey(pair) as going:
        room = await going.add_room()
        person, other = await pair.people(2)
        lost = await going.enter(person, room, urls=pair.urls[:1])
        watcher = await going.enter(other, room, urls=pair.urls[1:])
        await lost.post(room, "for now")
        here = watcher.reading(room)
        await watcher.until(lambda: person.member(room) in here.people, within_seconds=30)
        going.chronicle.line_cause = "killed"
        pair.webs[0].kill()
        await watcher.until(
            lambda: person.member(room) not in here.people,
            within_seconds=GONE_AFTER_CRASH_SECONDS * TEN_TIMES,
        )
        await pair.webs[0].begin().ready()


@THEY_RETURN
async def test_processes_that_are_told_to_stop_send_their_people_on(pair: House) -> None:
    assert_only_theirs_lost(await rolling_restart(pair, SMALL))


@THEY_RETURN
async def test_everybody_cut_off_at_once_comes_back_over_a_while(pair: House) -> None:
    assert_all_lost(await all_cut(pair, REMINDED))


@THEY_RETURN
async def test_a_process_frozen_in_its_transaction_holds_no_room(pair: House) -> None:
    finding = await frozen_in_transaction(pair, replace(REMINDED, runs=1))
    assert_sound(finding)
    assert finding.counts["acknowledged"] == 2


@THEY_RETURN
async def test_two_releases_serve_one_community_side_by_side(
    tmp_path: Path, redis_server: RedisServer | GivenServer, postgres_database: str
) -> None:
    with unhurried_house(
        tmp_path, database=postgres_database, redis=redis_server.url, processes=2
    ) as house:
        assert_sound(await two_releases(house, SMALL, tmp_path))


async def test_a_process_with_a_wrong_clock_tells_the_right_time(
    tmp_path: Path, redis_server: RedisServer | GivenServer, postgres_database: str
) -> None:
    with clocks.house_of_two_times(
        tmp_path,
        database=postgres_database,
        redis=redis_server.url,
        ahead_ms=clocks.SEVEN_MINUTES_MS,
    ) as house:
        assert_sound(await clocks.clock_off(house, clocks.Size(runs=1)))


@pytest.mark.timeout(300)
async def test_everything_at_random_loses_nothing_and_leaves_nothing_behind(
    tmp_path: Path,
) -> None:
    size = everything.Size(seconds=8, rooms=3, people_per_room=4, per_second=50)
    assert_sound(await everything.everything(tmp_path, size))


def assert_only_theirs_lost(finding: Finding) -> None:
    """Sound, and whoever was at the other process kept their line."""
    assert_sound(finding)
    assert finding.counts["lines lost"] > 0
    assert finding.counts["others lost theirs"] == 0


def assert_all_lost(finding: Finding) -> None:
    """Sound, and nobody kept their line."""
    assert_sound(finding)
    assert finding.counts["lines lost"] >= EVERYBODY


def assert_sound(finding: Finding) -> None:
    assert not finding.violations, "\n".join((finding.fault, *finding.violations))
