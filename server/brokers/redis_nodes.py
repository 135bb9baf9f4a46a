"""Where the shards live, and the plain case: one Redis server has them all.

Refuses to know what is published.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Protocol

from redis.asyncio import ConnectionPool
from redis.asyncio.connection import AbstractConnection
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from server.brokers.redis_link import PLAIN, Verbs
from server.brokers.redis_shards import SHARDS

# RESP2 is cheaper for a subscriber (4 us a message against 6), and nothing is retried. The
# time-outs are ours: redis-py's own use `wait_for`, which loses cancellations on Python 3.11.
CONNECTION_OPTIONS: Mapping[str, Any] = MappingProxyType(
    {
        "protocol": 2,
        "retry": Retry(NoBackoff(), 0),
        "socket_timeout": None,
        "socket_connect_timeout": None,
    }
)


class RedisNodes(Protocol):
    """Where the shards live: one server, or the primaries of a cluster."""

    verbs: Verbs

    async def owners(self) -> Mapping[int, str]:
        """Shard to node name. Raises RedisError or OSError when nobody can say."""

    def dial(self, name: str) -> AbstractConnection:
        """A connection to that node, not yet connected, that retries nothing by itself."""

    async def aclose(self) -> None:
        """Close what `owners` opened."""


class SingleServer:
    """One Redis server owns every shard; plain pub/sub, which every Redis speaks."""

    verbs = PLAIN

    def __init__(self, url: str) -> None:
        self._pool = ConnectionPool.from_url(
            url,
            **CONNECTION_OPTIONS,
        )

    async def owners(self) -> Mapping[int, str]:
        return dict.fromkeys(range(SHARDS), "")

    def dial(self, name: str) -> AbstractConnection:
        # redis-py leaves it untyped.
        connection: AbstractConnection = self._pool.make_connection()  # type: ignore[no-untyped-call]
        return connection

    async def aclose(self) -> None:
        await self._pool.aclose()
