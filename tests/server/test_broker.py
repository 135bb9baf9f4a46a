"""The broker's contract, over the local bus, one Redis and a Redis Cluster."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest

from server.brokers.broker import Broker, BrokerListener
from server.brokers.broker_local import LocalBroker, LocalBus
from server.brokers.broker_redis import redis_broker, redis_cluster_broker
from server.brokers.redis_cluster import is_cluster
from server.brokers.redis_link import Timing
from tests.conftest import GivenServer
from tests.journeys.proxy import Proxy
from tests.services import RedisCluster, RedisServer

DEADLINE_SECONDS = 20
ROOMS = [f"room-{number}" for number in range(40)]

Factory = Callable[[BrokerListener, str], Broker]


@dataclass
class Ears:
    """A listener that remembers, and lets a test wait for what it hears."""

    heard: list[tuple[str, bytes]] = field(default_factory=list)
    doubts: int = 0
    states: list[bool] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def received(self, topic: str, payload: bytes) -> None:
        self.heard.append((topic, payload))
        self.changed.set()

    def doubtful(self) -> None:
        self.doubts += 1
        self.changed.set()

    def connected_changed(self, connected: bool) -> None:
        self.states.append(connected)
        self.changed.set()

    def payloads(self, topic: str) -> list[bytes]:
        return [payload for heard_topic, payload in self.heard if heard_topic == topic]

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(DEADLINE_SECONDS):
            while not true():
                self.changed.clear()
                await self.changed.wait()


@dataclass
class Node:
    """A running broker and what it told its process."""

    broker: Broker
    ears: Ears

    async def hears(self, topic: str, payload: bytes) -> None:
        await self.ears.until(lambda: (topic, payload) in self.ears.heard)

    async def connected(self) -> None:
        await self.ears.until(lambda: self.broker.connected)


@contextlib.asynccontextmanager
async def running(make: Factory, *names: str) -> AsyncIterator[list[Node]]:
    nodes = []
    for name in names:
        ears = Ears()
        nodes.append(Node(make(ears, name), ears))
    async with asyncio.TaskGroup() as tasks:
        runs = [tasks.create_task(node.broker.run()) for node in nodes]
        for node in nodes:
            await node.connected()
        yield nodes
        for run in runs:
            run.cancel()


def over_redis(url: str) -> Factory:
    return lambda listener, name: redis_broker(url, listener, node_id=name)


def over_cluster(url: str) -> Factory:
    return lambda listener, name: redis_cluster_broker(url, listener, node_id=name)


@pytest.fixture(params=["local", "redis", "cluster"])
def make(request: pytest.FixtureRequest) -> Factory:
    if request.param == "local":
        bus = LocalBus()
        return lambda listener, name: LocalBroker(bus, listener)
    if request.param == "redis":
        return over_redis(request.getfixturevalue("redis_url"))
    return over_cluster(request.getfixturevalue("redis_cluster").url)


async def flows(source: Node, target: Node, topic: str, payload: bytes) -> None:
    """Publish until it arrives: what is sent while the path is down may be lost."""
    async with asyncio.timeout(DEADLINE_SECONDS):
        while payload not in target.ears.payloads(topic):
            source.broker.publish(topic, payload)
            target.ears.changed.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.2):
                    await target.ears.changed.wait()


async def test_publication_reaches_the_subscribed_process(make: Factory) -> None:
    async with running(make, "ann", "ben") as (ann, ben):
        for room in ROOMS:
            await ben.broker.subscribe(room)
        for room in ROOMS:
            ann.broker.publish(room, room.encode())
        for room in ROOMS:
            await ben.hears(room, room.encode())


async def test_who_has_company_is_not_alone(make: Factory) -> None:
    async with running(make, "ann", "ben") as (ann, ben):
        assert not ann.broker.alone
        assert not ben.broker.alone


async def test_single_process_without_redis_is_alone() -> None:
    bus = LocalBus()
    async with running(lambda listener, name: LocalBroker(bus, listener), "ann") as (ann,):
        assert ann.broker.alone


async def test_what_follows_a_subscription_arrives(make: Factory) -> None:
    async with running(make, "ann", "ben") as (ann, ben):
        for room in ROOMS:
            await ben.broker.subscribe(room)
            ann.broker.publish(room, b"at once")
            await ben.hears(room, b"at once")


async def test_one_publisher_is_heard_in_order(make: Factory) -> None:
    payloads = [b"%d" % number for number in range(2000)]
    async with running(make, "ann", "ben") as (ann, ben):
        await ben.broker.subscribe("room")
        for payload in payloads:
            ann.broker.publish("room", payload)
        await ben.hears("room", payloads[-1])
        assert ben.ears.payloads("room") == payloads


async def test_own_publications_do_not_come_back(make: Factory) -> None:
    async with running(make, "ann", "ben") as (ann, ben):
        await ann.broker.subscribe("room")
        await ben.broker.subscribe("room")
        ann.broker.publish("room", b"mine")
        await ben.hears("room", b"mine")
        ben.broker.publish("room", b"yours")
        await ann.hears("room", b"yours")
        assert ann.ears.payloads("room") == [b"yours"]


async def test_unsubscribed_topic_falls_silent(make: Factory) -> None:
    async with running(make, "ann", "ben") as (ann, ben):
        await ben.broker.subscribe("left")
        await ben.broker.subscribe("kept")
        ben.broker.unsubscribe("left")
        ben.broker.unsubscribe("never known")
        ann.broker.publish("left", b"no")
        ann.broker.publish("kept", b"yes")
        await ben.hears("kept", b"yes")
        assert ben.ears.payloads("left") == []


async def test_subscribing_again_after_leaving_hears_again(make: Factory) -> None:
    async with running(make, "ann", "ben") as (ann, ben):
        for _ in range(20):
            ben.broker.unsubscribe("room")
            await ben.broker.subscribe("room")
        ann.broker.publish("room", b"back")
        await ben.hears("room", b"back")


async def test_cancelled_wait_leaves_the_subscription_standing(make: Factory) -> None:
    async with running(make, "ann", "ben") as (ann, ben):
        waits = [asyncio.ensure_future(ben.broker.subscribe("room")) for _ in range(3)]
        await asyncio.sleep(0)
        waits[0].cancel()
        await asyncio.gather(*waits, return_exceptions=True)
        ann.broker.publish("room", b"still")
        await ben.hears("room", b"still")


async def test_ending_says_so(make: Factory) -> None:
    async with running(make, "ann") as (ann,):
        pass
    assert ann.ears.states == [True, False]
    assert not ann.broker.connected


async def test_who_is_run_again_connects_and_hears_what_it_was_subscribed_to(
    make: Factory,
) -> None:
    again = Node(broker=make(ears := Ears(), "ann"), ears=ears)
    async with running(make, "ben") as (ben,):
        first = asyncio.create_task(again.broker.run())
        await again.connected()
        await again.broker.subscribe("room")
        first.cancel()
        await asyncio.wait([first])
        second = asyncio.create_task(again.broker.run())
        await again.connected()
        await flows(ben, again, "room", b"still here")
        second.cancel()
        await asyncio.wait([second])


async def test_killed_subscriber_connections_cause_doubt_and_flow_again() -> None:
    with RedisServer() as redis:
        async with running(over_redis(redis.url), "ann", "ben") as (ann, ben):
            await ben.broker.subscribe("room")
            doubts = ben.ears.doubts
            redis.command("CLIENT", "KILL", "TYPE", "pubsub")
            await ben.ears.until(lambda: ben.ears.doubts > doubts)
            await ben.connected()
            await flows(ann, ben, "room", b"again")


async def test_redis_dying_is_said_and_its_return_heals() -> None:
    with RedisServer() as redis:
        async with running(over_redis(redis.url), "ann", "ben") as (ann, ben):
            await ben.broker.subscribe("room")
            redis.kill()
            await ben.ears.until(lambda: ben.ears.states[-1] is False)
            await asyncio.wait_for(ben.broker.subscribe("while down"), DEADLINE_SECONDS)
            doubts = ben.ears.doubts
            redis.start()
            await ben.ears.until(lambda: ben.ears.states[-1] is True)
            await ben.ears.until(lambda: ben.ears.doubts > doubts)
            await flows(ann, ben, "room", b"again")
            await flows(ann, ben, "while down", b"as well")


@pytest.mark.parametrize(("service", "over"), [(RedisServer, "redis"), (RedisCluster, "cluster")])
async def test_broker_started_before_redis_connects_when_it_comes(
    service: Callable[[], RedisServer | RedisCluster], over: str
) -> None:
    redis = service()
    ears = Ears()
    broker = {"redis": over_redis, "cluster": over_cluster}[over](redis.url)(ears, "ann")
    async with asyncio.TaskGroup() as tasks:
        run = tasks.create_task(broker.run())
        await asyncio.wait_for(broker.subscribe("room"), DEADLINE_SECONDS)
        with redis:
            await ears.until(lambda: broker.connected)
            await ears.until(lambda: ears.doubts > 0)
            run.cancel()


async def test_frozen_redis_is_noticed_and_nothing_arrives_twice() -> None:
    with RedisServer() as redis:
        async with running(over_redis(redis.url), "ann", "ben") as (ann, ben):
            await ben.broker.subscribe("room")
            redis.pause()
            try:
                for number in range(100):
                    ann.broker.publish("room", b"%d" % number)
                await ben.ears.until(lambda: ben.ears.states[-1] is False)
                await ann.ears.until(lambda: ann.ears.states[-1] is False)
            finally:
                redis.resume()
            await ben.connected()
            await ann.connected()
            await flows(ann, ben, "room", b"after")
            numbers = [payload for payload in ben.ears.payloads("room") if payload != b"after"]
            assert len(numbers) == len(set(numbers))


async def test_publication_whose_answer_was_lost_is_not_sent_again() -> None:
    with RedisServer() as redis:
        async with Proxy.to(redis.port) as road:
            ways = {"ann": road.through(redis.url), "ben": redis.url}
            async with running(
                lambda listener, name: redis_broker(ways[name], listener, node_id=name), *ways
            ) as (ann, ben):
                await ben.broker.subscribe("room")
                road.lose_the_answer_to(b"once")
                ann.broker.publish("room", b"once")
                await ben.hears("room", b"once")
                await ann.ears.until(lambda: ann.ears.states[-2:] == [False, True])
                await flows(ann, ben, "room", b"after")
                assert ben.ears.payloads("room").count(b"once") == 1


async def test_silence_alone_is_noticed() -> None:
    """A half-open path: commands never fail here, only the own tick stays away."""
    timing = Timing(tick_seconds=0.1, silent_seconds=0.5, command_seconds=600)
    with RedisServer() as redis:
        async with running(
            lambda listener, name: redis_broker(redis.url, listener, node_id=name, timing=timing),
            "ann",
        ) as (ann,):
            redis.pause()
            try:
                await ann.ears.until(lambda: ann.ears.states[-1] is False)
            finally:
                redis.resume()


async def test_full_queue_loses_its_oldest_and_says_so_once() -> None:
    with RedisServer() as redis:
        queued = 10

        def small(listener: BrokerListener, name: str) -> Broker:
            return redis_broker(redis.url, listener, node_id=name, queue_limit=queued)

        async with running(small, "ann", "ben") as (ann, ben):
            await ben.broker.subscribe("room")
            doubts = ann.ears.doubts
            for number in range(100):
                ann.broker.publish("room", b"%d" % number)
            await ben.hears("room", b"99")
            assert ben.ears.payloads("room") == [b"%d" % number for number in range(90, 100)]
            assert ann.broker.dropped == 90
            assert ann.ears.doubts == doubts + 1


async def test_stranger_on_the_channel_is_ignored() -> None:
    with RedisServer() as redis:
        async with running(over_redis(redis.url), "ann", "ben") as (ann, ben):
            await ben.broker.subscribe("room")
            for shard in range(256):
                redis.command("PUBLISH", f"hs:fan:{{{shard}}}", "nonsense")
            await flows(ann, ben, "room", b"sense")
            assert ben.ears.payloads("room")[0] == b"sense"


async def test_kind_of_redis_is_told_apart(
    redis_url: str, redis_cluster: RedisCluster | GivenServer
) -> None:
    assert not await is_cluster(redis_url)
    assert await is_cluster(redis_cluster.url)


async def test_cluster_without_a_primary_carries_the_rest_and_heals() -> None:
    with RedisCluster() as cluster:
        async with running(over_cluster(cluster.url), "ann", "ben") as (ann, ben):
            for room in ROOMS:
                await ben.broker.subscribe(room)
            cluster.kill_primary(0)
            await ben.ears.until(lambda: ben.ears.states[-1] is False)
            for room in ROOMS:
                ann.broker.publish(room, b"some")
            await ben.ears.until(
                lambda: len({room for room, payload in ben.ears.heard if payload == b"some"}) >= 15
            )
            cluster.restart_primary(0)
            await ben.connected()
            await ann.connected()
            for room in ROOMS:
                await flows(ann, ben, room, b"all")
