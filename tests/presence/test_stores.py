"""The store's contract, over memory, one Redis and a Redis Cluster."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from presence.presence import Person, Snapshot
from presence.store import LEASE_SECONDS, PresenceStore, StoreUnreachable
from presence.store_redis import redis_cluster_store, redis_store
from tests.presence.conftest import Place, new_id
from tests.services import RedisCluster, RedisServer

ANA = Snapshot((Person(member="a", name="Ana", role="member"),), 2)
BEN = Snapshot((Person(member="b", name="Ben", role="mentor"),))
ROOMS = [f"room-{number}" for number in range(20)]


@contextlib.asynccontextmanager
async def two(place: Place) -> AsyncIterator[tuple[PresenceStore, PresenceStore]]:
    one, other = place.store(), place.store()
    await one.renew()
    await other.renew()
    try:
        yield one, other
    finally:
        await one.close()
        await other.close()


async def test_process_sees_what_another_put(place: Place) -> None:
    async with two(place) as (one, other):
        await one.put(dict.fromkeys(ROOMS, ANA))
        assert await other.read(ROOMS) == {room: [ANA] for room in ROOMS}


async def test_process_does_not_read_itself(place: Place) -> None:
    async with two(place) as (one, _):
        await one.put({"room": ANA})
        assert await one.read(["room"]) == {"room": []}


async def test_later_snapshot_replaces(place: Place) -> None:
    async with two(place) as (one, other):
        await one.put({"room": ANA})
        await one.put({"room": BEN})
        assert await other.read(["room"]) == {"room": [BEN]}


async def test_empty_snapshot_removes(place: Place) -> None:
    async with two(place) as (one, other):
        await one.put({"room": ANA})
        await one.put({"room": Snapshot()})
        assert await other.read(["room"]) == {"room": []}


async def test_first_renewal_asks_for_everything_and_later_ones_do_not(place: Place) -> None:
    store = place.store()
    assert await store.renew() is False
    await store.put({"room": ANA})
    assert await store.renew() is True
    await store.close()


async def test_lost_lease_hides_the_process_and_is_told(place: Place) -> None:
    async with two(place) as (one, other):
        await one.put({"room": ANA})
        place.expire_leases()
        assert await other.read(["room"]) == {"room": []}
        assert await one.renew() is False
        assert await other.read(["room"]) == {"room": []}
        await one.put({"room": ANA})
        assert await other.read(["room"]) == {"room": [ANA]}


async def test_new_lease_does_not_revive_what_the_old_one_showed(place: Place) -> None:
    async with two(place) as (one, other):
        await one.put({"room": ANA})
        place.expire_leases()
        assert await one.renew() is False
        assert await other.read(["room"]) == {"room": []}


async def test_sweeping_the_dead_spares_who_came_back(place: Place) -> None:
    async with two(place) as (one, other):
        await one.put({"room": ANA})
        place.expire_leases()
        await one.renew()
        await one.put({"room": BEN})
        await other.renew()
        assert await other.read(["room"]) == {"room": [BEN]}
        assert await other.read(["room"]) == {"room": [BEN]}
        assert await one.renew() is True


async def test_flushed_store_is_told_and_exact_again(place: Place) -> None:
    async with two(place) as (one, other):
        await one.put({"room": ANA})
        place.flush()
        assert await one.renew() is False
        await one.put({"room": ANA})
        assert await other.read(["room"]) == {"room": [ANA]}


async def test_closed_process_is_gone_at_once(place: Place) -> None:
    one, other = place.store(), place.store()
    await one.renew()
    await one.put({"room": ANA})
    await one.close()
    assert await other.read(["room"]) == {"room": []}
    await other.close()


async def test_process_that_dies_without_a_word_is_gone_after_its_lease(redis_url: str) -> None:
    dying, watching = (redis_store(redis_url, new_id=new_id) for _ in range(2))
    await dying.renew()
    await dying.put({"room": ANA})
    assert await watching.read(["room"]) == {"room": [ANA]}
    async with asyncio.timeout(LEASE_SECONDS * 10):
        while (await watching.read(["room"]))["room"]:
            await watching.renew()
            await asyncio.sleep(0.2)  # a lease runs out in Redis: there is nothing to await
    await dying.close()
    await watching.close()


async def test_data_lost_under_a_living_lease_is_told() -> None:
    with RedisServer() as redis:
        store = redis_store(redis.url, new_id=new_id)
        await store.renew()
        await store.put({"room": ANA})
        redis.command("DEL", "hs:presence:room")
        await store.read(["room"])
        assert await store.renew() is False
        await store.close()


async def test_what_no_release_wrote_is_passed_over() -> None:
    with RedisServer() as redis:
        one, other = (redis_store(redis.url, new_id=new_id) for _ in range(2))
        await one.renew()
        await one.put({"room": ANA})
        redis.command("HSET", "hs:presence:room", "stranger", "nonsense")
        redis.command("SET", "hs:lease:stranger", "1")
        assert await other.read(["room"]) == {"room": [ANA]}
        await one.close()
        await other.close()


async def test_dead_or_frozen_redis_is_unreachable_and_comes_back() -> None:
    with RedisServer() as redis:
        store = redis_store(redis.url, new_id=new_id)
        await store.renew()
        redis.pause()
        with pytest.raises(StoreUnreachable):
            await store.put({"room": ANA})
        redis.resume()
        redis.kill()
        with pytest.raises(StoreUnreachable):
            await store.read(["room"])
        redis.start()
        assert await store.renew() is False
        await store.close()


async def test_cluster_without_a_primary_is_unreachable_and_comes_back() -> None:
    with RedisCluster() as cluster:
        store = redis_cluster_store(cluster.url, new_id=new_id)
        await store.renew()
        cluster.kill_primary(1)
        with pytest.raises(StoreUnreachable):
            await store.put(dict.fromkeys(ROOMS, ANA))
        cluster.restart_primary(1)
        await store.renew()
        await store.put(dict.fromkeys(ROOMS, ANA))
        assert set(await store.read(ROOMS)) == set(ROOMS)
        await store.close()
