"""One Redis node as one process sees it: a connection that listens and a connection that publishes.

Knows channels and bytes. Refuses to know topics, rooms, or which node owns which channel. It drives
redis-py's connections itself, because redis-py's own pub/sub reconnects without telling anybody.
"""

import asyncio
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from redis.asyncio.connection import AbstractConnection
from redis.exceptions import RedisError

from server.brokers.redis_queue import Publication, PublicationQueue
from server.brokers.redis_subscriptions import OutOfStep, Subscriptions

# A pipeline of 100 costs 8 us a publication, one by one 55 (measured).
PIPELINE_LIMIT = 256
# A burst is handed over in slices, so that sockets are served in between.
READ_SLICE = 64
FIRST_BACKOFF_SECONDS = 0.05
"""The first wait is drawn from it; holes are closed only once the line is back."""
TICK = b""


@dataclass(frozen=True, slots=True)
class Verbs:
    """The words of plain or of sharded pub/sub."""

    publish: str
    subscribe: str
    unsubscribe: str
    message: bytes


PLAIN = Verbs("PUBLISH", "SUBSCRIBE", "UNSUBSCRIBE", b"message")
SHARDED = Verbs("SPUBLISH", "SSUBSCRIBE", "SUNSUBSCRIBE", b"smessage")


@dataclass(frozen=True, slots=True)
class Timing:
    """How often a link proves itself, how long it waits for the proof, how soon it comes back."""

    tick_seconds: float = 1.0
    silent_seconds: float = 3.0
    command_seconds: float = 1.0
    backoff_seconds: float = 1.0


DEFAULT_TIMING = Timing()


def backoff_window_seconds(failures: int, longest_seconds: float) -> float:
    """The window of the wait after so many failures in a row, 1 at least: doubles up to the longest
    (full jitter)."""
    return min(longest_seconds, math.ldexp(FIRST_BACKOFF_SECONDS, min(failures - 1, 10)))


class LinkOwner(Protocol):
    """What a link tells its broker; plain calls that must not raise."""

    def heard(self, data: bytes) -> None:
        """A publication, possibly one's own."""

    def missed(self) -> None:
        """Publications may have been lost."""

    def link_changed(self) -> None:
        """`connected` of a link changed."""


class RedisLink:
    """Two connections to one node; drops both at the first doubt and comes back without limit."""

    def __init__(
        self,
        dial: Callable[[], AbstractConnection],
        verbs: Verbs,
        owner: LinkOwner,
        *,
        tick_channel: bytes,
        timing: Timing,
        queue_limit: int,
    ) -> None:
        self._dial = dial
        self._verbs = verbs
        self._owner = owner
        self._tick_channel = tick_channel
        self._timing = timing
        self._queue = PublicationQueue(queue_limit)
        self._patience = asyncio.Timeout(None)
        self._failures = 0
        self._first = True
        self._stopped = False
        self.subscriptions = Subscriptions(verbs.subscribe, verbs.unsubscribe)
        self.subscriptions.want(tick_channel)
        self.connected = False

    @property
    def dropped(self) -> int:
        return self._queue.dropped

    def publish(self, channel: bytes, data: bytes) -> None:
        if self._queue.put((channel, data)):
            self._owner.missed()

    def stop(self) -> None:
        """No new session. On Python 3.11 a TaskGroup whose child fails just then forgets that it
        was cancelled, and `run` would never end."""
        self._stopped = True

    async def run(self) -> None:
        """Keep a session open until cancelled, with `stop` called first."""
        while not self._stopped:
            try:
                await self._session()
            except* (RedisError, OSError, OutOfStep):
                self._failures += 1
            window = backoff_window_seconds(self._failures, self._timing.backoff_seconds)
            await asyncio.sleep(random.uniform(0, window))

    async def _session(self) -> None:
        listening, publishing = self._dial(), self._dial()
        try:
            async with asyncio.timeout(self._timing.command_seconds):
                for connection in (listening, publishing):
                    await connection.connect()  # type: ignore[no-untyped-call]  # untyped there
            async with asyncio.timeout(self._timing.silent_seconds) as self._patience:
                await self._converse(listening, publishing)
        finally:
            self.subscriptions.close()
            self._become(connected=False)
            await listening.disconnect(nowait=True)
            await publishing.disconnect(nowait=True)

    async def _converse(
        self, listening: AbstractConnection, publishing: AbstractConnection
    ) -> None:
        self.subscriptions.open()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._subscribe(listening))
            tasks.create_task(self._listen(listening))
            await self.subscriptions.all_confirmed()
            tasks.create_task(self._publish(publishing))
            self._settled()

    def _settled(self) -> None:
        self._become(connected=True)
        if not self._first or any(c != self._tick_channel for c in self.subscriptions):
            self._owner.missed()
        self._first = False

    def _become(self, *, connected: bool) -> None:
        if self.connected != connected:
            self.connected = connected
            self._owner.link_changed()

    async def _subscribe(self, listening: AbstractConnection) -> None:
        while True:
            commands = await self.subscriptions.commands()
            async with asyncio.timeout(self._timing.command_seconds):
                await listening.send_packed_command(
                    listening.pack_commands(commands), check_health=False
                )

    async def _listen(self, listening: AbstractConnection) -> None:
        while True:
            for _ in range(READ_SLICE):
                kind, channel, data = await listening.read_response(timeout=math.inf)
                self._heard(kind, channel, data)
            await asyncio.sleep(0)

    def _heard(self, kind: bytes, channel: bytes, data: bytes) -> None:
        if kind != self._verbs.message:
            self.subscriptions.answered(kind, channel)
        elif channel == self._tick_channel:
            self._heard_tick()
        else:
            self._owner.heard(data)

    def _heard_tick(self) -> None:
        """The path is whole in both directions: not half open, and Redis not stalled."""
        self._failures = 0
        if not self._patience.expired():
            self._patience.reschedule(_now() + self._timing.silent_seconds)

    async def _publish(self, publishing: AbstractConnection) -> None:
        tick_at = _now()
        while True:
            await self._queue.filled(until=tick_at)
            batch = self._queue.take(PIPELINE_LIMIT)
            if _now() >= tick_at:
                batch.append((self._tick_channel, TICK))
                tick_at = _now() + self._timing.tick_seconds
            await self._send(publishing, batch)

    async def _send(self, publishing: AbstractConnection, batch: Sequence[Publication]) -> None:
        """What fails here is not tried again: it may have arrived all the same."""
        commands = [(self._verbs.publish, channel, data) for channel, data in batch]
        async with asyncio.timeout(self._timing.command_seconds):
            await publishing.send_packed_command(
                publishing.pack_commands(commands), check_health=False
            )
            for _ in batch:
                await publishing.read_response(timeout=math.inf)


def _now() -> float:
    return asyncio.get_running_loop().time()
