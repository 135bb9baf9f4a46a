"""Two processes on a Redis Cluster: the same talk, also while a primary is gone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rooms.ids import RoomId
from server.replay.client import Member
from tests.journeys.house import House, service_house
from tests.journeys.journey import Load, everybody_sees, journey, true_soon
from tests.services import RedisCluster

CROSSING_SECONDS = 15.0
NOTICED_SECONDS = 40.0


@pytest.fixture
def cluster() -> Iterator[RedisCluster]:
    """A cluster of this test's own, to be broken."""
    with RedisCluster() as primaries:
        yield primaries


async def test_talk_crosses_a_cluster_also_while_a_primary_is_gone(
    tmp_path: Path, cluster: RedisCluster, postgres_database: str
) -> None:
    with service_house(
        tmp_path, database=postgres_database, redis=cluster.url, processes=2
    ) as house:
        async with journey(house) as going:
            rooms = await going.add_rooms(9)
            members = await going.company(4, *rooms)
            await _talk(members, rooms)
            cluster.kill_primary(1)
            await _talk(members, rooms)
            cluster.restart_primary(1)
            await _talk(members, rooms)
            await true_soon(lambda: _whole(house), within_seconds=NOTICED_SECONDS)
            await _talk(members, rooms)


async def _talk(members: list[Member], rooms: list[RoomId]) -> None:
    load = Load(members, rooms, each=2)
    await load.run()
    for room in rooms:
        await everybody_sees(members, room, load.receipts, within_seconds=CROSSING_SECONDS)


def _whole(house: House) -> bool:
    said = [web.readiness() for web in house.webs]
    return all(each is not None and each.broker for each in said)
