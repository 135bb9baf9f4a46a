"""The one composition root: puts a process together from its settings, starts what runs in the
background, and takes it apart again. Nothing else imports a concrete broker, store or journal.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from persistence import clock
from persistence.clock import Shift
from persistence.database import Database
from persistence.engines.sqlite import is_sqlite
from persistence.journal import Journal
from persistence.journal_postgres import PostgresJournal
from persistence.journal_sqlite import SqliteJournal
from presence.glances import Glances
from presence.presence import Change
from presence.store import PresenceStore
from presence.store_memory import MemoryPlace, MemoryStore
from presence.store_redis import redis_cluster_store, redis_store
from presence.tracker import Tracker
from presence.typing_notices import TypingNotices
from rooms.ids import RoomId, new_opaque_id
from server import texts
from server.background import background
from server.brokers.broker import Broker, BrokerListener
from server.brokers.broker_local import LocalBroker, LocalBus
from server.brokers.broker_redis import redis_broker, redis_cluster_broker
from server.brokers.redis_cluster import is_cluster
from server.following import committed, counted, delivery
from server.jobs.supervised import Job, running
from server.node.arrivals import arrivals_of
from server.node.attention import Attention
from server.node.authority import Authority
from server.node.connections import Connections
from server.node.gc_policy import GcPolicy
from server.node.heads import heads_reader
from server.node.incoming import Incoming
from server.node.joined_reads import JoinedReads
from server.node.line_gate import line_gate
from server.node.lines import Lines, lines_reader
from server.node.markers import Markers
from server.node.shared_reads import SharedReads
from server.node.thread_turns import short_turns
from server.node.told_time import ToldTime
from server.parts import Parts
from server.passwords import Passwords
from server.settings import Settings
from server.sockets.openings import openings_of
from server.talk import frames, publications
from server.talk.desk import Desk
from server.talk.hub import Hub
from server.talk.relay import Relay
from server.telemetry import Metrics
from server.wires.close_codes import CloseCode

MOST_CONNECTIONS = 18_000
"""Under the usual limit of 20,000 open files, with room for HTTP and the database."""
LAST_WRITE_SECONDS = 3.0
"""For the read markers at the end: the next message that somebody reads moves them as well."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """The times a process goes by: tests move through hours by the first, and have a machine whose
    clock is wrong by the second."""

    database_shift_ms: Shift = clock.unshifted
    machine_ms: Callable[[], int] = clock.machine_ms


TRUE_CLOCKS = Clocks()

Jobs = Callable[[Parts], Mapping[str, Job]]


@asynccontextmanager
async def compose(
    settings: Settings, clocks: Clocks = TRUE_CLOCKS, jobs: Jobs = background
) -> AsyncIterator[Parts]:
    """A running process, until the context is left. `jobs` are what it does in the background.
    Raises what its services raise when they cannot be reached, and `MigrationPending`."""
    async with Database.open(settings.database, shift_ms=clocks.database_shift_ms) as database:
        await database.check_migrated()
        async with (
            open_journal(database, settings.secret) as journal,
            _running(settings, database, journal, clocks.machine_ms, jobs) as parts,
        ):
            yield parts


@asynccontextmanager
async def _running(
    settings: Settings,
    database: Database,
    journal: Journal,
    machine_ms: Callable[[], int],
    jobs: Jobs,
) -> AsyncIterator[Parts]:
    incoming = Incoming()
    broker, store = await _crossing(settings, incoming)
    metrics = Metrics()
    collector = GcPolicy(metrics.collected)
    told = ToldTime(machine_ms)
    told.heard(await database.now_ms())
    ground = _Ground(settings, database, journal, broker, store, metrics, collector, told)
    parts = _assemble(ground)
    incoming.attach(
        parts.relay,
        parts.hub,
        parts.tracker,
        parts.connections,
        parts.authority,
        parts.attention,
        parts.lines,
    )
    async with running({**jobs(parts), "collector": collector.run}, random.Random()):
        await broker.subscribe(publications.CONTROL)
        collector.start()
        try:
            with short_turns():
                yield parts
        finally:
            collector.stop()
            await parts.desk.finish()
            with suppress(TimeoutError):
                async with asyncio.timeout(LAST_WRITE_SECONDS):
                    await parts.markers.write()
    parts.passwords.close()


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the parts of a process stand on."""

    settings: Settings
    database: Database
    journal: Journal
    broker: Broker
    store: PresenceStore
    metrics: Metrics
    collector: GcPolicy
    told: ToldTime


def _assemble(ground: _Ground) -> Parts:
    settings, database, broker = ground.settings, ground.database, ground.broker
    hub, tracker, relay, connections = _talk(ground)
    attention = Attention(database, broker)
    lines = Lines(lines_reader(database, settings.secret), broker, hub)
    authority = Authority(database, broker, connections, attention, settings.secret)
    desk = Desk(
        ground.journal,
        secret=settings.secret,
        committed=committed(relay, broker, authority, lines, ground.metrics),
        attention_moved=attention.attention_moved,
        batch_size_seen=ground.metrics.batch_size.observe,
    )
    return Parts(
        settings=settings,
        secret=settings.secret,
        database=database,
        broker=broker,
        desk=desk,
        relay=relay,
        hub=hub,
        tracker=tracker,
        glances=Glances(tracker.said),
        typing=TypingNotices(),
        connections=connections,
        authority=authority,
        attention=attention,
        lines=lines,
        line_gate=line_gate(database, settings.secret),
        markers=Markers(database),
        reads=SharedReads(database),
        arrivals=arrivals_of(database),
        openings=openings_of(database, settings.secret),
        passwords=Passwords(),
        catalogue=texts.load(),
        metrics=ground.metrics,
        clock=ground.told.machine_ms,
    )


def _talk(ground: _Ground) -> tuple[Hub, Tracker, Relay, Connections]:
    """What carries entries and presence to who listens here; each knows some of the others."""
    broker, database, metrics = ground.broker, ground.database, ground.metrics
    relay: Relay
    connections: Connections
    hub = Hub(emptied=lambda room: relay.forget(room), delivered=metrics.deliveries.inc)
    tracker = _tracker(ground.store, hub, broker)
    relay = Relay(
        broker,
        read_entries=JoinedReads(database).entries,
        read_heads=heads_reader(database, ground.told),
        deliver=delivery(hub, tracker),
        restored=lambda: connections.end_all(CloseCode.OUT_OF_STEP),
        hole_filled=metrics.gaps_filled.inc,
    )
    connections = Connections(
        most=MOST_CONNECTIONS,
        heads=relay.heads,
        clock=ground.told.now_ms,
        counted=counted(metrics, ground.collector),
    )
    return hub, tracker, relay, connections


def _tracker(store: PresenceStore, hub: Hub, broker: Broker) -> Tracker:
    def announce(room: RoomId, change: Change) -> None:
        hub.tell(room, frames.presence_changed(room, change))

    def changed(room: RoomId) -> None:
        broker.publish(room, publications.encode(publications.PresenceMoved(room=room)))

    return Tracker(store, announce=announce, changed=changed, now=time.monotonic)


async def _crossing(settings: Settings, listener: BrokerListener) -> tuple[Broker, PresenceStore]:
    """What crosses processes: nothing for one alone, else Redis or a Redis Cluster."""
    if settings.redis is None:
        return LocalBroker(LocalBus(), listener), MemoryStore(MemoryPlace())
    node = new_opaque_id()
    if await is_cluster(settings.redis):
        return (
            redis_cluster_broker(settings.redis, listener, node_id=node),
            redis_cluster_store(settings.redis, new_id=new_opaque_id),
        )
    return (
        redis_broker(settings.redis, listener, node_id=node),
        redis_store(settings.redis, new_id=new_opaque_id),
    )


@asynccontextmanager
async def open_journal(database: Database, secret: bytes) -> AsyncIterator[Journal]:
    """The journal of whichever database system this is; also for the command line."""
    if is_sqlite(database.url):
        yield SqliteJournal(database, secret)
        return
    async with PostgresJournal.open(database, secret) as journal:
        yield journal
