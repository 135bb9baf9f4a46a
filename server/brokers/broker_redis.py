"""The broker over Redis: topics on shard channels, one link a Redis node.

Knows which shard a topic is on and which node a shard is on. Refuses to know what is published, and
what Redis keeps otherwise.
"""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from redis.exceptions import RedisError

from server.brokers.broker import BrokerListener
from server.brokers.redis_cluster import ClusterPrimaries
from server.brokers.redis_envelope import Envelope, seal, unseal
from server.brokers.redis_link import DEFAULT_TIMING, RedisLink, Timing
from server.brokers.redis_nodes import RedisNodes, SingleServer
from server.brokers.redis_shards import SHARDS, fan_channel, shard_of, tick_channel

QUEUE_LIMIT = 4096
# How soon a moved shard or a new primary is found when nothing failed.
REFRESH_SECONDS = 10.0
# How often a cluster in trouble is asked for its map.
TROUBLE_SECONDS = 0.5
NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class _Placed:
    """A running link, and the shard whose slot carries its tick."""

    link: RedisLink
    task: asyncio.Task[None]
    tick_shard: int


class RedisBroker:
    """A `Broker` over one link a Redis node. `connected` means that all of them are."""

    def __init__(
        self,
        nodes: RedisNodes,
        listener: BrokerListener,
        *,
        node_id: str,
        timing: Timing,
        queue_limit: int = QUEUE_LIMIT,
    ) -> None:
        self._nodes = nodes
        self._listener = listener
        self._node_id = node_id
        self._timing = timing
        self._queue_limit = queue_limit
        self._topics: dict[int, set[str]] = {shard: set() for shard in range(SHARDS)}
        self._owners: Mapping[int, str] = {}
        self._placed: dict[str, _Placed] = {}
        self._trouble = asyncio.Event()
        self._dropped = 0
        self._connected = False

    @property
    def connected(self) -> bool:
        return self._connected

    @property
    def alone(self) -> bool:
        return False

    @property
    def dropped(self) -> int:
        return self._dropped + sum(placed.link.dropped for placed in self._placed.values())

    def publish(self, topic: str, payload: bytes) -> None:
        shard = shard_of(topic)
        link = self._link(shard)
        if link is None:
            self._dropped += 1
        else:
            link.publish(fan_channel(shard), seal(Envelope(self._node_id, topic, payload)))

    async def subscribe(self, topic: str) -> None:
        shard = shard_of(topic)
        self._topics[shard].add(topic)
        if (link := self._link(shard)) is not None:
            link.subscriptions.want(fan_channel(shard))
            await link.subscriptions.confirmed(fan_channel(shard))

    def unsubscribe(self, topic: str) -> None:
        shard = shard_of(topic)
        self._topics[shard].discard(topic)
        link = self._link(shard)
        if link is not None and not self._topics[shard]:
            link.subscriptions.forget(fan_channel(shard))

    async def run(self) -> None:
        try:
            async with asyncio.TaskGroup() as tasks:
                await self._follow_nodes(tasks)
        finally:
            await self._nodes.aclose()

    def heard(self, data: bytes) -> None:
        envelope = unseal(data)
        if envelope is None or envelope.sender == self._node_id:
            return
        if envelope.topic in self._topics[shard_of(envelope.topic)]:
            self._listener.received(envelope.topic, envelope.payload)

    def missed(self) -> None:
        self._listener.doubtful()

    def link_changed(self) -> None:
        links = [placed.link for placed in self._placed.values()]
        connected = len(self._owners) == SHARDS and all(link.connected for link in links)
        if connected != self._connected:
            self._connected = connected
            self._listener.connected_changed(connected)
        if not connected:
            self._trouble.set()

    def _link(self, shard: int) -> RedisLink | None:
        placed = self._placed.get(self._owners.get(shard, NOWHERE))
        return placed.link if placed else None

    async def _follow_nodes(self, tasks: asyncio.TaskGroup) -> None:
        try:
            while True:
                await self._find_nodes(tasks)
                await self._until_next_look()
        finally:
            for placed in self._placed.values():
                placed.link.stop()
                self._dropped += placed.link.dropped
            # Whoever runs this broker again begins anew, with links that run.
            self._placed.clear()
            self._owners = {}
            self.link_changed()

    async def _find_nodes(self, tasks: asyncio.TaskGroup) -> None:
        """Links stay as they are while nobody can say where the shards live."""
        with contextlib.suppress(RedisError, OSError):
            self._place(await self._nodes.owners(), tasks)
        self.link_changed()

    async def _until_next_look(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(REFRESH_SECONDS):
                await self._trouble.wait()
                await asyncio.sleep(TROUBLE_SECONDS)
        self._trouble.clear()

    def _place(self, owners: Mapping[int, str], tasks: asyncio.TaskGroup) -> None:
        moved = [s for s in range(SHARDS) if self._owners.get(s) != owners.get(s)]
        if not moved:
            return
        for shard in moved:
            if (link := self._link(shard)) is not None:
                link.subscriptions.forget(fan_channel(shard))
        self._owners = owners
        self._stop_misplaced()
        self._start_missing(tasks)
        self._listen_again()
        tasks.create_task(self._doubt(moved))

    def _stop_misplaced(self) -> None:
        """A link whose tick has moved away proves nothing any more; a new one takes its place."""
        for name, placed in tuple(self._placed.items()):
            if self._owners.get(placed.tick_shard) != name:
                del self._placed[name]
                self._dropped += placed.link.dropped
                placed.link.stop()
                placed.task.cancel()

    def _start_missing(self, tasks: asyncio.TaskGroup) -> None:
        for shard, name in self._owners.items():
            if name not in self._placed:
                link = RedisLink(
                    partial(self._nodes.dial, name),
                    self._nodes.verbs,
                    self,
                    tick_channel=tick_channel(shard, self._node_id),
                    timing=self._timing,
                    queue_limit=self._queue_limit,
                )
                self._placed[name] = _Placed(link, tasks.create_task(link.run()), shard)

    def _listen_again(self) -> None:
        for shard, topics in self._topics.items():
            if topics and (link := self._link(shard)) is not None:
                link.subscriptions.want(fan_channel(shard))

    async def _doubt(self, moved: Sequence[int]) -> None:
        """Between the two nodes of a moved shard publications may have fallen through."""
        for shard in moved:
            if (link := self._link(shard)) is not None:
                await link.subscriptions.confirmed(fan_channel(shard))
        self.missed()


def redis_broker(
    url: str,
    listener: BrokerListener,
    *,
    node_id: str,
    timing: Timing = DEFAULT_TIMING,
    queue_limit: int = QUEUE_LIMIT,
) -> RedisBroker:
    """A broker over one Redis server. `node_id` is this process's own, new at each start."""
    nodes = SingleServer(url)
    return RedisBroker(nodes, listener, node_id=node_id, timing=timing, queue_limit=queue_limit)


def redis_cluster_broker(
    url: str,
    listener: BrokerListener,
    *,
    node_id: str,
    timing: Timing = DEFAULT_TIMING,
    queue_limit: int = QUEUE_LIMIT,
) -> RedisBroker:
    """The same over a Redis Cluster, reached through any of its nodes."""
    nodes = ClusterPrimaries(url, timing.silent_seconds)
    return RedisBroker(nodes, listener, node_id=node_id, timing=timing, queue_limit=queue_limit)
