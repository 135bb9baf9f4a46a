"""What it costs that there is more than one process: publications, and heads that are compared.

No target hangs on these; they are the constants by which `docs/scale.md` counts.
"""

import asyncio
import contextlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Final

import uvloop

from benchmarks import family, machine
from benchmarks.benchmark import Benchmark, Effort, Progress
from benchmarks.contestants.processes import on_cores
from benchmarks.contestants.services import POSTGRES, REDIS, services
from benchmarks.ground.inhabitants import BODY, make_rooms
from benchmarks.results import Result
from benchmarks.rounds import Figures, interleaved
from benchmarks.targets import rows
from persistence import migrations
from persistence.database import Database
from persistence.reading import transcripts
from rooms.actor import Role
from rooms.events import MessagePosted
from rooms.ids import RoomId, new_public_id
from rooms.transcript import UNKNOWN_HEAD, Entry
from server.brokers.broker_redis import RedisBroker, redis_broker
from server.brokers.redis_shards import shard_of
from server.talk import publications

ROOM: Final = "0123456789abcdef0123456789abcdef"
BURST: Final = 20
"""Publications in one tick: what a busy desk's batch gives."""
PAUSE_SECONDS: Final = 0.005
HEADS: Final = 1_000
ENTRY: Final = Entry(
    room=ROOM,
    seq=1,
    at=1,
    event=MessagePosted(
        message=new_public_id(), author=ROOM, name="Person", role=Role.MEMBER, body=BODY
    ),
)
PAYLOAD: Final = publications.encode(publications.Appended(entries=(ENTRY,)))
PUBLISHED, HERE, ELSEWHERE, COMPARED = (
    "published, nobody listens",
    "heard, the room is listened to",
    "heard, another room of the channel is",
    "heads of 1,000 rooms compared",
)
MEANS = (
    "CPU of a process and of Redis for one publication in bursts of 20, heard by nobody, by a"
    " process that listens to the room, and by one that listens to another room of the same of the"
    " 256 channels; the last row is one room's share of reading heads from PostgreSQL."
    " A row with a listener contains the publishing; subtract the first to have the hearing."
)


class _Ear:
    """A process's own side of the broker."""

    def __init__(self) -> None:
        self.connected = asyncio.Event()

    def received(self, topic: str, payload: bytes) -> None:
        publications.decode(payload)

    def doubtful(self) -> None: ...

    def connected_changed(self, connected: bool) -> None:
        if connected:
            self.connected.set()


@dataclass(frozen=True, slots=True)
class Crossing:
    """One contestant: publications that are heard in one way, through one Redis."""

    name: str
    redis: str
    redis_pid: int
    seconds: float
    heard_by: Sequence[str] = ()

    def measure(self) -> Figures:
        return uvloop.run(self._measured())

    async def _measured(self) -> Figures:
        async with contextlib.AsyncExitStack() as stack:
            publishing = await _broker(stack, self.redis, "publisher")
            for topic in self.heard_by:
                await (await _broker(stack, self.redis, f"listener of {topic}")).subscribe(topic)
            ours, theirs = time.process_time(), family.cpu_seconds(self.redis_pid)
            published, until = 0, time.perf_counter() + self.seconds
            while time.perf_counter() < until:
                for _ in range(BURST):
                    publishing.publish(ROOM, PAYLOAD)
                published += BURST
                await asyncio.sleep(PAUSE_SECONDS)
            return _each(published, ours, family.cpu_seconds(self.redis_pid) - theirs)


@dataclass(frozen=True, slots=True)
class Comparing:
    """One contestant: heads read as the relay reads them."""

    name: str
    database: str
    rooms: Sequence[RoomId]
    postgres_pid: int
    seconds: float

    def measure(self) -> Figures:
        return uvloop.run(self._measured())

    async def _measured(self) -> Figures:
        async with Database.open(self.database) as database:
            asked = dict.fromkeys(self.rooms, UNKNOWN_HEAD)
            known = await database.read(transcripts.heads, asked)
            ours, theirs = time.process_time(), family.cpu_seconds(self.postgres_pid)
            until, compared = time.perf_counter() + self.seconds, 0
            while time.perf_counter() < until:
                await database.read(transcripts.heads, known)
                compared += len(self.rooms)
            return _each(compared, ours, family.cpu_seconds(self.postgres_pid) - theirs)


@dataclass(frozen=True, slots=True)
class CrossingProcesses:
    name: str = "crossing"
    title: str = "Crossing processes"

    def run(self, effort: Effort, progress: Progress) -> Result:
        progress.steps(4 * effort.rounds)
        cores = machine.cores()
        with on_cores(cores.server), _contestants(effort.seconds, cores.load) as contestants:
            found = interleaved(
                contestants,
                effort.rounds,
                lambda contestant: contestant.measure(),
                progress,
                disturbed=family.disturbed,
            )
        return Result(
            name=self.name,
            title=self.title,
            means=MEANS,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            machine=machine.description(),
            runs=effort.rounds,
            targets=(),
            rows=rows(found, {}),
            remarks=tuple(found.remarks),
        )


@contextlib.contextmanager
def _contestants(seconds: float, cores: Sequence[int]) -> Iterator[list[Crossing | Comparing]]:
    with services(cores) as beside:
        url, redis_pid = beside.redis.url, beside.pids[REDIS]
        migrations.upgrade(beside.database)
        heads = uvloop.run(_rooms(beside.database))
        neighbour = next(room for room in map(str, count()) if shard_of(room) == shard_of(ROOM))
        yield [
            Crossing(PUBLISHED, url, redis_pid, seconds),
            Crossing(HERE, url, redis_pid, seconds, (ROOM,)),
            Crossing(ELSEWHERE, url, redis_pid, seconds, (neighbour,)),
            Comparing(COMPARED, beside.database, heads, beside.pids[POSTGRES], seconds),
        ]


async def _rooms(url: str) -> list[RoomId]:
    async with Database.open(url) as database:
        return await make_rooms(database, HEADS)


async def _broker(stack: contextlib.AsyncExitStack, url: str, node_id: str) -> RedisBroker:
    ear = _Ear()
    broker = redis_broker(url, ear, node_id=node_id)
    running = asyncio.create_task(broker.run())
    stack.callback(running.cancel)
    await ear.connected.wait()
    return broker


def _each(times: int, process_began: float, service_seconds: float) -> Figures:
    process_seconds = time.process_time() - process_began
    return {
        "process_us": process_seconds / times * 1e6,
        "service_us": service_seconds / times * 1e6,
    }


CROSSING: Benchmark = CrossingProcesses()
