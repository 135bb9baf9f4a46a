"""Tries are counted in the database: the same for all processes, and by keyed hashes alone."""

import asyncio

from persistence.people import throttles
from persistence.people.throttles import Limit
from rooms.limits import Rate
from tests.persistence.community import Community, Process

MINUTE_MS = 60_000
OWN = Limit("password", "ana from here", Rate(period_ms=3 * MINUTE_MS, burst=5))
PLACE = Limit("place", "here", Rate(period_ms=3 * MINUTE_MS, burst=20))
NOW = 1_000_000


async def tries(community: Community, count: int, *limits: Limit) -> list[int]:
    return [await begin(community, NOW, *limits) for _ in range(count)]


async def begin(community: Community, now: int, *limits: Limit) -> int:
    return (await community.database.write(throttles.begin, limits, now)).wait_ms


async def test_sixth_try_has_to_wait(community: Community) -> None:
    assert await tries(community, 6, OWN) == [0, 0, 0, 0, 0, 3 * MINUTE_MS]
    later = NOW + 3 * MINUTE_MS
    assert await begin(community, later, OWN) == 0
    assert await begin(community, later, OWN) == 6 * MINUTE_MS


async def test_one_who_is_locked_out_here_is_not_elsewhere(community: Community) -> None:
    await tries(community, 6, OWN)
    elsewhere = Limit("password", "ana from elsewhere", OWN.rate)
    assert await tries(community, 1, elsewhere) == [0]


async def test_place_is_held_up_whoever_is_tried_there(community: Community) -> None:
    for person in range(5):
        own = Limit("password", f"person {person}", OWN.rate)
        assert await tries(community, 4, own, PLACE) == [0] * 4
    (wait,) = await tries(community, 1, Limit("password", "one more", OWN.rate), PLACE)
    assert wait > 0


async def test_refused_try_counts_nowhere(community: Community) -> None:
    await tries(community, 9, OWN, PLACE)
    assert await tries(community, 15, PLACE) == [0] * 15


async def test_try_that_was_right_does_not_count(community: Community) -> None:
    for _ in range(30):
        begun = await community.database.write(throttles.begin, [OWN, PLACE], NOW)
        assert begun.wait_ms == 0
        await community.database.write(throttles.forget, OWN)
        await community.database.write(throttles.take_back, PLACE, begun.costs[1])


async def test_two_processes_count_as_one(community: Community, other_process: Process) -> None:
    both = (community.database, other_process.database)
    asked = [both[turn % 2].write(throttles.begin, [OWN], NOW) for turn in range(30)]
    waits = [begun.wait_ms for begun in await asyncio.gather(*asked)]
    assert sorted(waits)[:6] == [0, 0, 0, 0, 0, 3 * MINUTE_MS]


async def test_plain_rate_is_counted_too(community: Community) -> None:
    spent = [
        await community.database.write(throttles.spend, "telling", "here", PLACE.rate, NOW)
        for _ in range(21)
    ]
    assert spent == [0] * 20 + [PLACE.rate.period_ms]
