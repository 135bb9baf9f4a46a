"""Pauses against somebody who never stops writing, through the other process: the transcript alone
proves that not one word came in between. And bans against three sockets of one person."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.faults.of_people.authority import (
    REACHED_SECONDS,
    REACHED_WITHOUT_REDIS_SECONDS,
    Within,
    bans,
    bans_without_redis,
    pauses,
)
from tests.journeys.faults.unhurried import unhurried_house
from tests.journeys.house import House
from tests.services import RedisServer

CYCLES = 20
BANS = 3
TEN_TIMES = Within(REACHED_SECONDS, REACHED_SECONDS)
TEN_TIMES_WITHOUT_REDIS = Within(REACHED_WITHOUT_REDIS_SECONDS, REACHED_WITHOUT_REDIS_SECONDS)


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    """A Redis of this test's own, to be killed."""
    with RedisServer() as server:
        yield server


@pytest.mark.timeout(300)
@pytest.mark.parametrize("kind", ["unhurried_alone", "unhurried_pair"])
async def test_nothing_is_said_inside_a_mute(kind: str, request: pytest.FixtureRequest) -> None:
    house: House = request.getfixturevalue(kind)
    finding = await pauses(house, CYCLES)
    assert not finding.violations
    assert finding.counts["member_muted"] == finding.counts["sanction_lifted"] == CYCLES
    assert finding.counts["message_posted"] > CYCLES
    assert finding.counts["refused"] >= CYCLES


@pytest.mark.timeout(300)
async def test_who_is_closed_out_is_shown_nothing_more_even_if_they_do_not_read(
    unhurried_pair: House,
) -> None:
    finding = await bans(unhurried_pair, BANS, within=TEN_TIMES)
    assert not finding.violations
    assert len(finding.seconds["closed_deaf"]) == BANS


@pytest.mark.timeout(600)
async def test_without_redis_who_is_closed_out_is_found_by_every_process(
    tmp_path: Path, redis: RedisServer, postgres_database: str
) -> None:
    with unhurried_house(
        tmp_path, database=postgres_database, redis=redis.url, processes=2
    ) as house:
        finding = await bans_without_redis(house, redis, BANS, TEN_TIMES_WITHOUT_REDIS)
    assert not finding.violations
    assert len(finding.seconds["closed"]) == 2 * BANS
