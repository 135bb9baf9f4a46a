"""Brings the entries of every room that is listened to on this node into order, whatever the
broker loses, doubles or swaps. The transcript is the truth; this compares with it once a second.

Knows neither sockets nor classes of listeners: it hands ordered entries to `deliver`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from rooms.feed import FARTHEST_AHEAD, Feed
from rooms.ids import RoomId
from rooms.transcript import UNKNOWN_HEAD, Entry
from server.brokers.broker import Broker

HOLE_PATIENCE_SECONDS = 0.1
HEADS_EVERY_SECONDS = 1.0
HEADS_WITHOUT_BROKER_SECONDS = 0.25
HEADS_APART_SECONDS = 0.05
LARGEST_READ = 500
READ_SECONDS = 5.0
"""The database's own time-outs come first; this one holds whatever it is that does not answer."""

ReadEntries = Callable[[RoomId, int, int], Awaitable[Sequence[Entry]]]
ReadHeads = Callable[[Mapping[RoomId, int]], Awaitable["Heads"]]
"""Given the heads that are known (`UNKNOWN_HEAD`: none) it tells those that are not the same."""
Deliver = Callable[[RoomId, Sequence[Entry]], None]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Heads:
    """The newest seq of rooms in which it is not the one that was known, and the identity of the
    log they are in."""

    epoch: str
    by_room: dict[RoomId, int]


class UnknownRoom(Exception):
    """There is no such room to listen to."""


@dataclass(slots=True)
class _Listened:
    """A room with a listener here. `feed` is None until the broker and the head are known;
    `early` keeps what arrives meanwhile. `stored`: the newest seq that the transcript was found to
    hold, when it was compared last."""

    started: asyncio.Task[None]
    feed: Feed | None = None
    stored: int = 0
    early: list[Entry] = field(default_factory=list)
    filler: asyncio.Task[None] | None = None
    patience: asyncio.TimerHandle | None = None


class Relay:
    """The order of entries on this node. Every method but `listen` and `run` is plain."""

    def __init__(
        self,
        broker: Broker,
        *,
        read_entries: ReadEntries,
        read_heads: ReadHeads,
        deliver: Deliver,
        restored: Callable[[], None],
        hole_filled: Callable[[int], None] = lambda count: None,
    ) -> None:
        self._broker = broker
        self._read_entries = read_entries
        self._read_heads = read_heads
        self._deliver = deliver
        self._restored = restored
        self._epoch: str | None = None
        self._hole_filled = hole_filled
        self._rooms: dict[RoomId, _Listened] = {}
        self._doubt = asyncio.Event()

    async def listen(self, room: RoomId) -> None:
        """Return when every entry committed from now on will be delivered here.

        Raises `UnknownRoom`, or whatever kept the head from being read.
        The broker confirms first and the head is read second, so that nothing falls between.
        """
        listened = self._rooms.get(room)
        if listened is None:
            listened = _Listened(started=asyncio.create_task(self._start(room)))
            self._rooms[room] = listened
        await asyncio.shield(listened.started)

    def forget(self, room: RoomId) -> None:
        """The last listener of this room has left."""
        listened = self._rooms.pop(room, None)
        if listened is None:
            return
        for task in (listened.started, listened.filler):
            if task is not None:
                task.cancel()
        if listened.patience is not None:
            listened.patience.cancel()
        self._broker.unsubscribe(room)

    def accept(self, room: RoomId, entries: Sequence[Entry]) -> None:
        """Entries from this node's desk or from the broker, in any order, any number of times."""
        listened = self._rooms.get(room)
        if listened is None:
            return
        if listened.feed is None:
            if len(listened.early) < FARTHEST_AHEAD:
                listened.early.extend(entries)
            return
        self._advance(room, listened, entries)

    def doubtful(self) -> None:
        """The broker may have lost something: compare heads now."""
        self._doubt.set()

    def heads(self) -> dict[RoomId, int]:
        """The newest seq delivered here of each room that is listened to."""
        return {
            room: listened.feed.next_seq - 1
            for room, listened in self._rooms.items()
            if listened.feed is not None
        }

    async def run(self) -> None:
        """Compare heads with the transcript: each second, or each 250 ms without a broker."""
        while True:
            connected = self._broker.connected
            pause = HEADS_EVERY_SECONDS if connected else HEADS_WITHOUT_BROKER_SECONDS
            try:
                async with asyncio.timeout(pause):
                    await self._doubt.wait()
            except TimeoutError:
                pass
            calm = connected and not self._doubt.is_set()
            self._doubt.clear()
            try:
                await self.check_heads(patient=calm)
            except Exception as error:
                log.warning("heads_unread", error=type(error).__name__)
            # Doubt that is raised without end must not become reading without end.
            await asyncio.sleep(HEADS_APART_SECONDS)

    async def check_heads(self, *, patient: bool = False) -> None:
        """Read what the transcript holds beyond what was delivered here. `patient`: once it has had
        time to come, since what was committed a moment ago is on its way."""
        known = self.heads()
        if not known:
            return
        async with asyncio.timeout(READ_SECONDS):
            found = await self._read_heads(known)
        if self._epoch not in (None, found.epoch):
            self._start_over()
        self._epoch = found.epoch
        for room, head in found.by_room.items():
            listened = self._rooms.get(room)
            if listened is None or listened.feed is None:
                continue
            listened.stored = max(head, listened.stored)
            if patient:
                self._be_patient(room, listened)
            else:
                self._fill_if_missing(room, listened)

    def _start_over(self) -> None:
        """The database was restored from a backup: nothing held here is in the log any more."""
        for room in tuple(self._rooms):
            self.forget(room)
        self._restored()

    async def _start(self, room: RoomId) -> None:
        listened = self._rooms[room]
        try:
            await self._broker.subscribe(room)
            async with asyncio.timeout(READ_SECONDS):
                found = await self._read_heads({room: UNKNOWN_HEAD})
            if room not in found.by_room:
                raise UnknownRoom
        except BaseException:
            # Once it is forgotten, somebody else may be listening to this room anew.
            if self._rooms.get(room) is listened:
                del self._rooms[room]
                self._broker.unsubscribe(room)
            raise
        self._epoch = self._epoch or found.epoch
        listened.feed = Feed(found.by_room[room] + 1)
        early, listened.early = listened.early, []
        self._advance(room, listened, early)

    def _advance(self, room: RoomId, listened: _Listened, entries: Sequence[Entry]) -> None:
        assert listened.feed is not None
        ready = listened.feed.accept(entries)
        if ready:
            self._deliver(room, ready)
        if listened.feed.hole() is None:
            return
        if listened.feed.overfull:
            self._fill(room, listened)
        else:
            self._be_patient(room, listened)

    def _be_patient(self, room: RoomId, listened: _Listened) -> None:
        """What is missing may be on its way; it is read when it has not come by then."""
        if listened.patience is None:
            listened.patience = asyncio.get_running_loop().call_later(
                HOLE_PATIENCE_SECONDS, self._patience_over, room
            )

    def _patience_over(self, room: RoomId) -> None:
        listened = self._rooms.get(room)
        if listened is not None:
            listened.patience = None
            self._fill_if_missing(room, listened)

    def _fill_if_missing(self, room: RoomId, listened: _Listened) -> None:
        if listened.feed is not None and listened.feed.missing_up_to(listened.stored) is not None:
            self._fill(room, listened)

    def _fill(self, room: RoomId, listened: _Listened) -> None:
        """One filler a room: it reads until nothing is missing that is known to exist."""
        if listened.filler is None:
            listened.filler = asyncio.create_task(self._filling(room, listened))
            listened.filler.add_done_callback(lambda _: setattr(listened, "filler", None))

    async def _filling(self, room: RoomId, listened: _Listened) -> None:
        assert listened.feed is not None
        while (missing := listened.feed.missing_up_to(listened.stored)) is not None:
            limit = min(len(missing), LARGEST_READ)
            try:
                async with asyncio.timeout(READ_SECONDS):
                    read = await self._read_entries(room, missing.start - 1, limit)
            except Exception as error:
                log.warning("hole_unread", error=type(error).__name__)
                return
            if not read or read[0].seq > missing.start:
                return  # the transcript does not hold it either, so that asking again is no use
            self._hole_filled(len(read))
            self._advance(room, listened, read)
