"""One node of the server core, put together from its real parts over a transcript in memory; and a
line that remembers when each frame was written, whose peer may stop reading."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import msgspec

from presence.store_memory import MemoryPlace, MemoryStore
from presence.tracker import Tracker
from rooms.actor import Actor
from rooms.ids import RoomId
from rooms.transcript import Entry
from server.brokers.broker import Broker
from server.brokers.broker_local import LocalBroker, LocalBus
from server.node.attention import Attention
from server.node.incoming import Incoming
from server.node.lines import Lines, Snapshot
from server.node.shared_reads import SharedReads
from server.parts import Parts
from server.sockets.connection import Connection
from server.sockets.openings import openings_of
from server.talk import frames
from server.talk.hub import RECENT, SLICE, Hub
from server.talk.relay import Relay
from server.wires.outlet import HIGH_WATER_BYTES
from tests.fakes import QueueOutlet, unframe
from tests.server.memory_transcript import GARDEN, MemoryTranscript

Frame = dict[str, Any]
SECRET = b"a secret of the tests, and of nothing else"


class Line(QueueOutlet):
    """While its peer does not read, one frame is enough to be over high water."""

    def __init__(self, head: Callable[[], int] = lambda: 0) -> None:
        super().__init__()
        self.written: list[tuple[int, Frame]] = []
        self._head = head

    def write(self, prepared: bytes) -> None:
        if self.closed:
            return
        super().write(prepared)
        head = self._head()
        self.written += [(head, msgspec.json.decode(payload)) for payload in unframe(prepared)]

    def buffered(self) -> int:
        return HIGH_WATER_BYTES + 1 if super().buffered() else 0

    def sent(self, *types: str) -> list[Frame]:
        """The frames written so far, of these types or of all."""
        return [frame for _, frame in self.written if not types or frame["type"] in types]

    def places(self) -> list[int]:
        return [frame["seq"] for frame in self.sent("entry", "void")]


@dataclass
class Node:
    """`deliveries` is what came out of the relay; the hub has it too."""

    transcript: MemoryTranscript
    parts: Parts
    tasks: asyncio.TaskGroup
    deliveries: list[Entry] = field(default_factory=list)
    sockets: list[asyncio.Task[None]] = field(default_factory=list)

    def connect(self, who: Actor | None = None) -> Line:
        line = Line(self.transcript.head)
        self.connect_by(line, who)
        return line

    def connect_by(self, line: Line, who: Actor | None = None) -> Connection:
        connection = Connection(line, who, self.parts)
        self.sockets.append(self.tasks.create_task(connection.serve()))
        return connection

    def commit(self, *happened: Any, room: RoomId = GARDEN) -> list[Entry]:
        """Committed on this node: its relay has it at once."""
        new = self.transcript.commit(room, *happened)
        self.parts.relay.accept(room, new)
        return new


async def _no_drop_ins(rooms: Sequence[RoomId]) -> dict[RoomId, Snapshot]:
    del rooms
    return {}


def parts_over(
    transcript: MemoryTranscript, broker: Broker, *, slice_size: int, recent: int
) -> tuple[Parts, list[Entry]]:
    """The parts that a listener has to do with; the others are not there."""
    delivered: list[Entry] = []
    hub, relay = _talk(transcript, broker, delivered, slice_size=slice_size, recent=recent)
    loop = asyncio.get_running_loop()
    tracker = Tracker(
        MemoryStore(MemoryPlace(loop.time)),
        announce=lambda room, change: hub.tell(room, frames.presence_changed(room, change)),
        changed=lambda room: None,
        now=loop.time,
    )
    nobody = cast(Any, None)
    parts = Parts(
        settings=nobody,
        secret=SECRET,
        database=cast(Any, transcript),
        broker=broker,
        desk=nobody,
        relay=relay,
        hub=hub,
        tracker=tracker,
        glances=nobody,
        typing=nobody,
        connections=nobody,
        authority=nobody,
        attention=Attention(nobody, broker),
        lines=Lines(_no_drop_ins, broker, hub),
        line_gate=nobody,
        markers=nobody,
        reads=SharedReads(cast(Any, transcript)),
        arrivals=nobody,
        openings=openings_of(cast(Any, transcript), SECRET),
        passwords=nobody,
        catalogue=nobody,
        metrics=nobody,
        clock=lambda: int(loop.time() * 1000),
    )
    return parts, delivered


def _talk(
    transcript: MemoryTranscript,
    broker: Broker,
    delivered: list[Entry],
    *,
    slice_size: int,
    recent: int,
) -> tuple[Hub, Relay]:
    """What carries entries to who listens; `delivered` grows with each of them."""
    relay: Relay
    hub = Hub(emptied=lambda room: relay.forget(room), slice_size=slice_size, recent=recent)

    def deliver(room: RoomId, entries: Sequence[Entry]) -> None:
        delivered.extend(entries)
        hub.deliver(room, entries)

    relay = Relay(
        broker,
        read_entries=transcript.read_entries,
        read_heads=transcript.read_heads,
        deliver=deliver,
        restored=lambda: None,
    )
    return hub, relay


@asynccontextmanager
async def node(
    transcript: MemoryTranscript, *, slice_size: int = SLICE, recent: int = RECENT
) -> AsyncIterator[Node]:
    """A running node."""
    incoming = Incoming()
    broker = LocalBroker(LocalBus(), incoming)
    parts, delivered = parts_over(transcript, broker, slice_size=slice_size, recent=recent)
    incoming.attach(
        parts.relay,
        parts.hub,
        parts.tracker,
        parts.connections,
        parts.authority,
        parts.attention,
        parts.lines,
    )
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(broker.run()), tasks.create_task(parts.relay.run())]
        built = Node(transcript, parts, tasks, delivered)
        try:
            yield built
        finally:
            for task in (*running, *built.sockets):
                task.cancel()
