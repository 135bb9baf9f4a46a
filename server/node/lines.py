"""The drop-ins of the rooms that are listened to on this node, sent to those entitled to see them:
a snapshot for each viewer, at most one a second a room. Knows neither floor nor fairness.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from typing import Protocol

import msgspec
import structlog
from sqlalchemy import Connection

from persistence.database import Database
from persistence.dropins import snapshot
from persistence.dropins.cards import sessions_of
from rooms.actor import Role
from rooms.dropins.stages import Stage
from rooms.dropins.views import LineView
from rooms.ids import AccountId, RoomId
from server.brokers.broker import Broker
from server.talk import frames, publications
from server.talk.hub import Hub
from server.talk.subscription import State, Subscription
from server.wires.outlet import HIGH_WATER_BYTES, prepare

EVERY_SECONDS = 1.0
"""However much happens, a room's viewers are sent no more snapshots."""
READ_AGAIN_SECONDS = 15.0
"""What the broker has lost is found by then."""
READ_AGAIN_WITHOUT_BROKER_SECONDS = 2.0
ROOMS_A_READ = 16
SLICE = 250
"""Views made and written in one go, so that other rooms breathe."""
NEAR = frozenset(
    {Stage.LOBBY, Stage.LATE, Stage.LIVE, Stage.HOST_AWAY, Stage.WRAPPING, Stage.OVERRUN}
)

log = structlog.get_logger()


class Snapshot(Protocol):
    """A room's drop-in as it was read at one moment."""

    @property
    def at(self) -> int:
        """When it was read, in ms."""

    @property
    def next_change_at(self) -> int | None:
        """When the clock alone changes what is seen."""

    def view(self, account: AccountId | None, role: Role) -> LineView:
        """What one viewer sees of it; what a guest sees, everybody does who is not in line."""


ReadLines = Callable[[Sequence[RoomId]], Awaitable[Mapping[RoomId, Snapshot]]]
"""The snapshots of these rooms, read together; rooms with no drop-in are left out."""


@dataclass(frozen=True, slots=True)
class _Sent:
    view: LineView
    role: Role


@dataclass(slots=True)
class _Room:
    """`told`: the snapshot that was sent last, and `sent` what each listener was sent of it, in
    which role. `stale`: to be read before it is sent again; `changes_at`: when the clock will
    have changed it (the loop's time)."""

    snapshot: Snapshot | None = None
    told: Snapshot | None = None
    stale: bool = True
    read_at: float = float("-inf")
    changes_at: float = float("inf")
    turned_at: float = float("-inf")
    sent: dict[Subscription, _Sent] = field(default_factory=dict)


class Lines:
    """What `LineMoved` sets going here, and on every other process.

    A room is read by one reader at a time and written by it, so that no listener is sent an older
    snapshot after a newer one.
    """

    def __init__(self, read: ReadLines, broker: Broker, hub: Hub) -> None:
        self._read = read
        self._broker = broker
        self._hub = hub
        self._rooms: dict[RoomId, _Room] = {}
        self._due: dict[RoomId, float] = {}
        self._order: list[tuple[float, RoomId]] = []
        """A heap of what is due, and of what was due before it came to be due sooner."""
        self._woken = asyncio.Event()
        self.helper_came = asyncio.Event()
        """Set when somebody has come who may host: a session may wait for them."""

    def moved(self, room: RoomId) -> None:
        """The drop-in of this room or its line changed, and that is committed: everybody who sees
        it is sent a snapshot, on every process. Plain, and cheap to call often."""
        self.moved_elsewhere(room)
        self._broker.publish(room, publications.encode(publications.LineMoved(room=room)))

    def moved_elsewhere(self, room: RoomId) -> None:
        """Another process said so, or the clock: send those who listen here a snapshot."""
        if room in self._rooms or self._hub.listening(room):
            self._rooms.setdefault(room, _Room()).stale = True
            self._want(room)

    def joined(self, listener: Subscription) -> None:
        """Somebody has begun to listen, and is up to date with the talk."""
        self._rooms.setdefault(listener.room, _Room())
        self._want(listener.room)
        if listener.role.rank >= Role.MENTOR.rank:
            self.helper_came.set()

    async def run(self) -> None:
        """Send what is due, for as long as the process lives."""
        while True:
            await self._until_due()
            due = self._due_by(asyncio.get_running_loop().time())
            for start in range(0, len(due), ROOMS_A_READ):
                await self._turn(due[start : start + ROOMS_A_READ])

    async def _until_due(self) -> None:
        while True:
            self._woken.clear()
            first = self._order[0][0] if self._order else float("inf")
            wait = first - asyncio.get_running_loop().time()
            if wait <= 0:
                return
            try:
                async with asyncio.timeout(None if first == float("inf") else wait):
                    await self._woken.wait()
            except TimeoutError:
                return

    def _due_by(self, now: float) -> list[RoomId]:
        if len(self._order) > 2 * len(self._due) + SLICE:
            self._order = [(at, room) for room, at in self._due.items()]
            heapify(self._order)
        due = []
        while self._order and self._order[0][0] <= now:
            at, room = heappop(self._order)
            if self._due.get(room) == at:
                due.append(room)
        return due

    def _want(self, room: RoomId, after_seconds: float = 0.0) -> None:
        """A turn of this room, no sooner than a second after its last."""
        turned = self._rooms[room].turned_at
        at = max(asyncio.get_running_loop().time() + after_seconds, turned + EVERY_SECONDS)
        if at < self._due.get(room, float("inf")):
            self._due[room] = at
            heappush(self._order, (at, room))
            if self._order[0][1] is room:
                self._woken.set()

    async def _turn(self, rooms: Sequence[RoomId]) -> None:
        now = asyncio.get_running_loop().time()
        for room in rooms:
            del self._due[room]
            self._rooms[room].turned_at = now
            if not self._hub.listening(room):
                del self._rooms[room]
        watched = [room for room in rooms if room in self._rooms]
        await self._refresh([room for room in watched if self._is_old(self._rooms[room], now)])
        for room in watched:
            await self._send(room, self._rooms[room])
            self._again(room, self._rooms[room])

    def _is_old(self, room: _Room, now: float) -> bool:
        old = now - room.read_at >= self._patience_seconds()
        return room.stale or old or now >= room.changes_at

    def _patience_seconds(self) -> float:
        connected = self._broker.connected
        return READ_AGAIN_SECONDS if connected else READ_AGAIN_WITHOUT_BROKER_SECONDS

    async def _refresh(self, rooms: Sequence[RoomId]) -> None:
        if not rooms:
            return
        began = asyncio.get_running_loop().time()
        for room in rooms:
            # Before the read: what moves while it is under way may not be in it.
            self._rooms[room].stale = False
        try:
            found = await self._read(rooms)
        except Exception as error:
            log.warning("lines_unread", error=type(error).__name__)
            for room in rooms:
                self._rooms[room].stale = True
            return
        for room in rooms:
            self._rooms[room].snapshot = found.get(room)
            self._rooms[room].read_at = began
            self._rooms[room].changes_at = float("inf")

    async def _send(self, name: RoomId, room: _Room) -> None:
        """To everybody who is up to date and sees it otherwise than they were sent."""
        if room.snapshot is None:
            return
        shared, is_new = _Shared(room.snapshot), room.snapshot is not room.told
        before, room.sent, room.told = room.sent, {}, room.snapshot
        for place, listener in enumerate(self._hub.listening(name), 1):
            if place % SLICE == 0:
                await asyncio.sleep(0)
            sent = before.get(listener)
            if sent is None or is_new or sent.role is not listener.role:
                sent = _send(shared, listener, sent)
            if sent is not None:
                room.sent[listener] = sent

    def _again(self, room: RoomId, state: _Room) -> None:
        """Again after a while where it is near or live; at once where somebody could not be sent
        it, or where it was not read."""
        found, listeners = state.snapshot, self._hub.listening(room)
        if state.stale or (found and any(each not in state.sent for each in listeners)):
            self._want(room)
            return
        near = any(_is_near(sent.view) for sent in state.sent.values())
        patience = self._patience_seconds() if near else 4 * self._patience_seconds()
        if found is None or found.next_change_at is None:
            self._want(room, patience)
            return
        changes = (found.next_change_at - found.at) / 1000
        state.changes_at = state.read_at + changes
        self._want(room, min(patience, max(changes, 0.0)))


class _Shared:
    """The views of one snapshot. What a guest sees is encoded once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._guests = snapshot.view(None, Role.GUEST)
        self._encoded = _prepared(self._guests)

    def of(self, listener: Subscription) -> LineView:
        if listener.account is None:
            return self._guests
        view = self._snapshot.view(listener.account, listener.role)
        return self._guests if view == self._guests else view

    def prepared(self, view: LineView) -> bytes:
        return self._encoded if view is self._guests else _prepared(view)


def _send(shared: _Shared, listener: Subscription, before: _Sent | None) -> _Sent | None:
    """What this listener has been sent now, or still holds; None for who is not up to date."""
    if listener.state is not State.LIVE or listener.line.buffered() > HIGH_WATER_BYTES:
        return None
    view = shared.of(listener)
    if before is None or not _same(before.view, view):
        listener.line.write(shared.prepared(view))
    return _Sent(view, listener.role)


def _same(before: LineView, view: LineView) -> bool:
    """Whether nothing is different but the moment it was read at."""
    return before is view or msgspec.structs.replace(before, at=view.at) == view


def _is_near(view: LineView) -> bool:
    return view.card is not None and view.card.stage in NEAR


def _prepared(view: LineView) -> bytes:
    return prepare(frames.encode(frames.LineSnapshot(view=view)))


def lines_reader(database: Database, secret: bytes) -> ReadLines:
    """Reads them from the database, several rooms in one snapshot of it."""

    async def read_lines(rooms: Sequence[RoomId]) -> Mapping[RoomId, Snapshot]:
        return await database.read(_read, secret, rooms)

    return read_lines


def _read(connection: Connection, secret: bytes, rooms: Sequence[RoomId]) -> dict[RoomId, Snapshot]:
    shown = sessions_of(connection, rooms)
    found = {
        room: snapshot.snapshot_of(connection, secret, drop_in) for room, drop_in in shown.items()
    }
    return {room: each for room, each in found.items() if each is not None}
