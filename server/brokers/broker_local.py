"""The broker of a single process: there is nobody else to tell.

Several brokers on one `LocalBus` are several nodes inside one process, which is what a test wants.
It refuses to know more than one process.
"""

import asyncio

from server.brokers.broker import BrokerListener


class LocalBus:
    """The running brokers of one process."""

    def __init__(self) -> None:
        self._brokers: list[LocalBroker] = []

    def join(self, broker: "LocalBroker") -> None:
        self._brokers.append(broker)

    def part(self, broker: "LocalBroker") -> None:
        self._brokers.remove(broker)

    def is_empty_but_for(self, broker: "LocalBroker") -> bool:
        return self._brokers in ([], [broker])

    def carry(self, publisher: "LocalBroker", topic: str, payload: bytes) -> None:
        for broker in tuple(self._brokers):
            if broker is not publisher:
                broker.hear(topic, payload)


class LocalBroker:
    """A `Broker` over a `LocalBus`: nothing is queued, so nothing is ever dropped or doubtful."""

    def __init__(self, bus: LocalBus, listener: BrokerListener) -> None:
        self._bus = bus
        self._listener = listener
        self._topics: set[str] = set()
        self._connected = False

    @property
    def connected(self) -> bool:
        return self._connected

    @property
    def alone(self) -> bool:
        return self._bus.is_empty_but_for(self)

    @property
    def dropped(self) -> int:
        return 0

    def publish(self, topic: str, payload: bytes) -> None:
        if self._connected:
            self._bus.carry(self, topic, payload)

    def hear(self, topic: str, payload: bytes) -> None:
        if topic in self._topics:
            self._listener.received(topic, payload)

    async def subscribe(self, topic: str) -> None:
        self._topics.add(topic)

    def unsubscribe(self, topic: str) -> None:
        self._topics.discard(topic)

    async def run(self) -> None:
        self._bus.join(self)
        self._become(connected=True)
        try:
            await asyncio.Event().wait()
        finally:
            self._bus.part(self)
            self._become(connected=False)

    def _become(self, *, connected: bool) -> None:
        self._connected = connected
        self._listener.connected_changed(connected)
