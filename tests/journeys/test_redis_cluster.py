"""Two processes on a Redis Cluster, one of whose primaries is gone for a while."""

from pathlib import Path

from tests.journeys.faults.of_services.redis_outage import OutageSize, primary_killed
from tests.journeys.faults.of_services.redis_scene import cluster_scene


async def test_talk_crosses_a_cluster_also_while_a_primary_is_gone(
    tmp_path: Path, postgres_database: str
) -> None:
    async with cluster_scene(tmp_path, postgres_database) as scene:
        found = await primary_killed(scene, OutageSize())
    assert found.violations == ()
    assert found.seconds["crossing meanwhile"]
