"""Two processes on PostgreSQL and on a Redis, or a Redis Cluster, of their own, which is there to
be broken; one of them may reach it by a bad road.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from tests.journeys.faults.unhurried import carried_house
from tests.journeys.house import House
from tests.journeys.meddling import Meddler
from tests.journeys.proxy import Proxy
from tests.journeys.waiting import answered_soon
from tests.services import RedisCluster, RedisServer

NOTICED_SECONDS = 40.0
ASKED_EVERY_SECONDS = 0.02


class Breakable(Protocol):
    """One Redis, or all primaries of a cluster."""

    def kill(self) -> None: ...
    def begin(self) -> None: ...
    def wait_ready(self) -> None: ...
    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def command(self, *words: str | int) -> bytes: ...


@dataclass(frozen=True)
class RedisScene:
    """Two processes without haste."""

    house: House
    redis: Breakable

    async def connected(self, wanted: Sequence[bool]) -> float:
        """Until each process says so of its broker; how many seconds that took."""
        return await _connected(self.house, wanted)


BOTH, NEITHER = (True, True), (False, False)


@dataclass(frozen=True)
class BadRoadScene(RedisScene):
    """The first process reaches Redis by `proxy`, whose publications `meddler` may spoil."""

    proxy: Proxy
    meddler: Meddler


@asynccontextmanager
async def redis_scene(folder: Path, database: str) -> AsyncIterator[RedisScene]:
    with RedisServer() as redis:
        async with _pair(folder, database, (redis.url, redis.url)) as house:
            yield RedisScene(house, redis)


@asynccontextmanager
async def cluster_scene(folder: Path, database: str) -> AsyncIterator[RedisScene]:
    """Three primaries; `redis` is all of them."""
    with RedisCluster() as redis:
        async with _pair(folder, database, (redis.url, redis.url)) as house:
            yield RedisScene(house, redis)


@asynccontextmanager
async def bad_road_scene(folder: Path, database: str) -> AsyncIterator[BadRoadScene]:
    meddler = Meddler()
    with RedisServer() as redis:
        async with (
            Proxy.to(redis.port, replies=meddler.of_a_line) as proxy,
            _pair(folder, database, (proxy.through(redis.url), redis.url)) as house,
        ):
            yield BadRoadScene(house, redis, proxy, meddler)


@asynccontextmanager
async def _pair(folder: Path, database: str, redis: Sequence[str]) -> AsyncIterator[House]:
    """Both of them connected."""
    async with carried_house(folder, database, [(database, url) for url in redis]) as house:
        await _connected(house, BOTH)
        yield house


async def _connected(house: House, wanted: Sequence[bool]) -> float:
    began = time.monotonic()
    await answered_soon(
        partial(_said, house),
        list(wanted),
        within_seconds=NOTICED_SECONDS,
        every_seconds=ASKED_EVERY_SECONDS,
    )
    return time.monotonic() - began


async def _said(house: House) -> list[bool]:
    asking = [asyncio.to_thread(web.readiness) for web in house.webs]
    return [said is not None and said.broker for said in await asyncio.gather(*asking)]
