"""Where the shards live in a Redis Cluster: each on one primary, which may change.

Asks redis-py for the slot map and refuses its pub/sub: that polls the primaries in turn, which
costs seconds, so each gets a link of its own.
"""

import asyncio
import contextlib
from collections.abc import Mapping

from redis.asyncio import Redis, RedisCluster
from redis.asyncio.connection import AbstractConnection
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisClusterException, SlotNotCoveredError

from server.brokers.redis_link import SHARDED
from server.brokers.redis_nodes import CONNECTION_OPTIONS
from server.brokers.redis_shards import SHARDS, fan_channel

ASK_SECONDS = 3.0


class ClusterPrimaries:
    """The primaries of a Redis Cluster, as the cluster itself tells."""

    verbs = SHARDED

    def __init__(self, url: str, look_seconds: float) -> None:
        self._look_seconds = look_seconds
        self._cluster = RedisCluster.from_url(
            url, require_full_coverage=False, **CONNECTION_OPTIONS
        )

    async def owners(self) -> Mapping[int, str]:
        await self._look()
        owners = {}
        for shard in range(SHARDS):
            with contextlib.suppress(SlotNotCoveredError):
                owners[shard] = self._owner(shard)
        return owners

    def dial(self, name: str) -> AbstractConnection:
        node = self._cluster.get_node(node_name=name)
        if node is None:
            raise RedisConnectionError(f"{name} has left the cluster")
        return node.connection_class(**node.connection_kwargs)

    async def aclose(self) -> None:
        await self._cluster.nodes_manager.aclose()
        await self._cluster.nodes_manager.aclose("startup_nodes")

    async def _look(self) -> None:
        try:
            async with asyncio.timeout(self._look_seconds):
                await self._cluster.nodes_manager.initialize()
        except RedisClusterException as error:
            raise RedisConnectionError("no node of the cluster answers") from error

    def _owner(self, shard: int) -> str:
        node = self._cluster.get_node_from_key(fan_channel(shard).decode())
        if node is None:
            raise SlotNotCoveredError(f"nobody owns shard {shard}")
        return node.name


async def is_cluster(url: str) -> bool:
    """What kind of Redis answers there. Raises RedisError or OSError when none does in time."""
    async with asyncio.timeout(ASK_SECONDS), Redis.from_url(url, **CONNECTION_OPTIONS) as client:
        return bool((await client.info("cluster")).get("cluster_enabled"))
