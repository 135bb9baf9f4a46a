"""Who listens to what on this node, and the fan-out to them: a frame is encoded once a listener
class, the frames of a tick are joined, and each listener is written to once.

Plain functions only: nothing here can wait. Knows neither the database nor the broker.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog

from rooms.ids import RoomId
from rooms.permissions import is_turning
from rooms.transcript import Entry
from server.talk import frames
from server.talk.flush_pace import FlushPace
from server.talk.frames import Frame
from server.talk.joined_frames import JoinedFrames, up_to_turning
from server.talk.recent import Recent
from server.talk.subscription import LIVE, State, Subscription
from server.wires.outlet import prepare

log = structlog.get_logger()

SLICE = 250
"""Listeners written to in one go, so that others breathe during a large fan-out: of one room, or of
many small ones after a full batch. (500 were seen to take 10 ms in a busy process.)"""
LARGEST_FLUSH = 64
"""Entries in one write: of the longest texts they stay under an outlet's hard limit."""
RECENT = 256
"""Entries kept for those who catch up, so that meeting the live stream needs no more reading."""


@dataclass(slots=True)
class _Flush:
    """What the listeners of a room are being written; `reached` of them have been."""

    joined: JoinedFrames
    live: Sequence[Subscription]
    reached: int = 0


@dataclass(slots=True)
class _Room:
    recent: Recent
    listeners: set[Subscription] = field(default_factory=set)
    pending: list[Entry] = field(default_factory=list)
    flush: _Flush | None = None
    last_flush: float = 0.0
    written_to: int = 0
    """Listeners of the last flush."""
    scheduled: bool = False


class Hub:
    """Rooms and their listeners on this node."""

    def __init__(
        self,
        *,
        emptied: Callable[[RoomId], None],
        delivered: Callable[[int], None] = lambda count: None,
        slice_size: int = SLICE,
        recent: int = RECENT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rooms: dict[RoomId, _Room] = {}
        self._emptied = emptied
        self._delivered = delivered
        self._slice_size = slice_size
        self._recent = recent
        # Not the loop's: uvloop's stands still for as long as a fan-out takes.
        self._clock = clock
        self._pace = FlushPace()
        self._written_to = 0
        """Listeners, since the pace was told."""
        self._due: deque[_Room] = deque()
        """Rooms that are flushed at the end of this tick, or go on being flushed."""

    def enter(self, subscription: Subscription) -> None:
        """Register a listener; until it is `LIVE` it is told of changes of standing only."""
        room = self._rooms.get(subscription.room)
        if room is None:
            room = self._rooms[subscription.room] = _Room(Recent(self._recent))
        room.listeners.add(subscription)

    def leave(self, subscription: Subscription) -> None:
        room = self._rooms.get(subscription.room)
        if room is None:
            return
        room.listeners.discard(subscription)
        if not room.listeners:
            del self._rooms[subscription.room]
            self._emptied(subscription.room)

    def rooms(self) -> frozenset[RoomId]:
        """The rooms that somebody listens to here."""
        return frozenset(self._rooms)

    def listening(self, room: RoomId) -> Sequence[Subscription]:
        listened = self._rooms.get(room)
        return tuple(listened.listeners) if listened else ()

    def deliver(self, room: RoomId, entries: Sequence[Entry]) -> None:
        """Entries in their order, from the relay: written at the end of this tick, or joined with
        what the next milliseconds bring (`flush_pace`)."""
        listened = self._rooms.get(room)
        if listened is None or not entries:
            return
        listened.pending += entries
        if not listened.scheduled:
            self._schedule(listened)

    def tell(self, room: RoomId, frame: Frame) -> None:
        """Something that is true for the moment only, to those who are up to date."""
        prepared = prepare(frames.encode(frame))
        live = [s for s in self.listening(room) if s.state is State.LIVE]
        self._tell(prepared, live)

    def _tell(self, prepared: bytes, live: Sequence[Subscription]) -> None:
        # Also to who has begun to lag meanwhile: what they hold is counted from after this frame.
        for subscription in live[: self._slice_size]:
            if subscription.state is not State.ENDED:
                subscription.line.write(prepared)
        if rest := live[self._slice_size :]:
            asyncio.get_running_loop().call_soon(self._tell, prepared, rest)

    def recent_since(self, room: RoomId, written: int) -> list[Entry] | None:
        """What was flushed after `written`; None when that is no longer kept here."""
        listened = self._rooms.get(room)
        return listened.recent.since(written) if listened else []

    def _schedule(self, listened: _Room) -> None:
        listened.scheduled = True
        loop = asyncio.get_running_loop()
        rest = self._pace.rest_seconds(listened.written_to)
        wait = listened.last_flush + rest - loop.time()
        if wait <= 0:
            self._flush_soon(listened)
        else:
            loop.call_later(wait, self._flush_soon, listened)

    def _flush_soon(self, listened: _Room) -> None:
        if not self._due:
            asyncio.get_running_loop().call_soon(self._flush_due)
        self._due.append(listened)

    def _flush_due(self) -> None:
        """A slice of listeners together: with many small rooms, looking at the clock and being
        called for each of them costs as much as writing."""
        began, left = self._clock(), self._slice_size
        try:
            while self._due and left > 0:
                # A room in which nobody is up to date is work as well.
                left -= max(1, self._flush_or_free(self._due.popleft(), left))
        finally:
            self._pace.wrote(began, self._clock(), self._written_to)
            self._written_to = 0
            if self._due:
                # Also after a room that failed: it must not silence those behind it.
                asyncio.get_running_loop().call_soon(self._flush_due)

    def _flush_or_free(self, listened: _Room, most: int) -> int:
        try:
            return self._flush(listened, most)
        except BaseException:
            # Its readers find the hole and ask for it; the room is not mute from now on.
            listened.flush, listened.scheduled = None, False
            raise

    def _flush(self, listened: _Room, most: int) -> int:
        """Write to so many listeners of a room at most; the others have their turn after the rooms
        that are due. Returns how many it was."""
        flush = listened.flush or self._begun(listened)
        some = flush.live[flush.reached : flush.reached + most]
        flush.reached += len(some)
        self._write(flush.joined, some)
        if flush.reached < len(flush.live):
            listened.flush = flush
            self._due.append(listened)
        else:
            listened.flush = None
            self._flushed(listened, flush.joined)
        return len(some)

    def _begun(self, listened: _Room) -> _Flush:
        joined = JoinedFrames(self._take(listened))
        listened.recent.keep(joined.entries)
        live = [s for s in listened.listeners if s.state is LIVE]
        listened.written_to = len(live)
        self._delivered(len(live) * len(joined.entries))
        return _Flush(joined, live)

    def _take(self, listened: _Room) -> Sequence[Entry]:
        pending, listened.pending = listened.pending, []
        taken = up_to_turning(pending[:LARGEST_FLUSH])
        if len(taken) < len(pending):
            listened.pending = pending[len(taken) :]
        return taken

    def _write(self, joined: JoinedFrames, some: Sequence[Subscription]) -> None:
        self._written_to += len(some)
        for subscription in some:
            try:
                subscription.write_live(joined)
            except Exception as error:
                # One listener that cannot be written to must not silence the room for the others.
                log.error("listener_failed", error=type(error).__name__)
                subscription.line.abort()

    def _flushed(self, listened: _Room, joined: JoinedFrames) -> None:
        if is_turning(joined.entries[-1].event):
            for subscription in tuple(listened.listeners):
                subscription.standing_passed(joined.entries[-1])
        listened.last_flush = asyncio.get_running_loop().time()
        listened.scheduled = False
        if listened.pending:
            self._schedule(listened)
