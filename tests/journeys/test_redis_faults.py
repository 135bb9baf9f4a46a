"""Redis is lost, frozen, emptied, half open, lossy: the transcript is the truth, so messages cross
all the same, once and in one order, and presence is right again when Redis is."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.journeys.faults.of_services.redis_outage import OutageSize, redis_frozen, redis_killed
from tests.journeys.faults.of_services.redis_presence import ForgettingSize, redis_forgets
from tests.journeys.faults.of_services.redis_road import (
    LastWordSize,
    SilenceSize,
    SpoiledSize,
    last_word_lost,
    publications_spoiled,
    road_silent,
)
from tests.journeys.faults.of_services.redis_scene import (
    BadRoadScene,
    RedisScene,
    bad_road_scene,
    redis_scene,
)
from tests.journeys.faults.of_services.redis_subscribers import CutsSize, subscribers_cut

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(
    tmp_path_factory: pytest.TempPathFactory, module_database: str
) -> AsyncIterator[RedisScene]:
    async with redis_scene(tmp_path_factory.mktemp("redis"), module_database) as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bad_road(
    tmp_path_factory: pytest.TempPathFactory, module_database: str
) -> AsyncIterator[BadRoadScene]:
    async with bad_road_scene(tmp_path_factory.mktemp("bad_road"), module_database) as made:
        yield made


async def test_without_redis_messages_still_cross(scene: RedisScene) -> None:
    found = await redis_killed(scene, OutageSize())
    assert found.violations == ()
    assert found.seconds["crossing meanwhile"]


async def test_with_redis_frozen_messages_still_cross_and_nothing_comes_twice(
    scene: RedisScene,
) -> None:
    found = await redis_frozen(scene, OutageSize())
    assert found.violations == ()
    assert found.seconds["crossing meanwhile"]


async def test_a_subscriber_that_is_cut_off_again_and_again_misses_nothing(
    scene: RedisScene,
) -> None:
    found = await subscribers_cut(scene, CutsSize())
    assert found.violations == ()
    assert found.counts["cut off"] >= found.runs


async def test_who_is_here_is_right_again_after_redis_forgot_everything(scene: RedisScene) -> None:
    assert (await redis_forgets(scene, ForgettingSize())).violations == ()


async def test_the_last_publication_may_be_lost(bad_road: BadRoadScene) -> None:
    found = await last_word_lost(bad_road, LastWordSize())
    assert found.violations == ()
    assert len(found.seconds["shown"]) == found.runs


async def test_a_half_open_path_to_redis_is_noticed_and_left(bad_road: BadRoadScene) -> None:
    assert (await road_silent(bad_road, SilenceSize())).violations == ()


async def test_publications_may_be_lost_come_twice_late_and_in_the_wrong_order(
    bad_road: BadRoadScene,
) -> None:
    found = await publications_spoiled(bad_road, SpoiledSize())
    assert found.violations == ()
    assert found.seconds["crossing"]
