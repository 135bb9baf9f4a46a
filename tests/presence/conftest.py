"""Places where presence stores meet, in memory and in Redis, each with its ways to go wrong."""

import contextlib
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

import pytest
from redis import Redis
from redis import RedisCluster as ClusterClient

from presence.store import LEASE_SECONDS, PresenceStore
from presence.store_memory import MemoryPlace, MemoryStore
from presence.store_redis import redis_cluster_store, redis_store
from tests.conftest import GivenServer
from tests.services import RedisCluster


@dataclass
class Clock:
    """A steady clock that a test owns."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += seconds


class Place(Protocol):
    """Where processes meet, and what may befall it."""

    def store(self) -> PresenceStore: ...
    def flush(self) -> None: ...
    def expire_leases(self) -> None: ...


@dataclass
class InMemory:
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.place = MemoryPlace(self.clock)

    def store(self) -> PresenceStore:
        return MemoryStore(self.place)

    def flush(self) -> None:
        self.place.flush()

    def expire_leases(self) -> None:
        self.clock.forward(LEASE_SECONDS)


@dataclass
class InRedis:
    make: Callable[[], PresenceStore]
    servers: list[Redis]

    def store(self) -> PresenceStore:
        return self.make()

    def flush(self) -> None:
        for server in self.servers:
            server.flushall()

    def expire_leases(self) -> None:
        for server in self.servers:
            for key in server.keys("hs:lease:*"):
                server.delete(key)


def new_id() -> str:
    return uuid.uuid4().hex


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def in_redis(redis_url: str) -> Iterator[InRedis]:
    with Redis.from_url(redis_url) as server:
        yield InRedis(lambda: redis_store(redis_url, new_id=new_id), [server])


@pytest.fixture
def in_cluster(redis_cluster: RedisCluster | GivenServer) -> Iterator[InRedis]:
    url = redis_cluster.url
    with ClusterClient.from_url(url) as client, contextlib.ExitStack() as stack:
        primaries = [
            stack.enter_context(Redis(host=str(node.host), port=int(node.port)))
            for node in client.get_primaries()
        ]
        place = InRedis(lambda: redis_cluster_store(url, new_id=new_id), primaries)
        place.flush()
        yield place


@pytest.fixture(params=["memory", "redis", "cluster"])
def place(request: pytest.FixtureRequest) -> Place:
    if request.param == "memory":
        return InMemory()
    found: Place = request.getfixturevalue(f"in_{request.param}")
    return found
