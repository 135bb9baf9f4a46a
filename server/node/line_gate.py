"""The gate before the lines of drop-ins: of one room, one act at a time goes to the database from
this process, and the others wait here in order. Who waits for a room's row at the database holds
one of its few lines, and with it everybody in every other room.

Knows neither rows nor who may do what.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from persistence.database import Database
from persistence.dropins import line
from rooms.actor import Actor
from rooms.dropins.acts import LineAct
from rooms.ids import DropInId, RoomId
from rooms.refusals import Code, Refusal, refuse

MOST_WAITING = 200
"""For one room: a crowd that is longer than this in one process is told to try again."""
LONGEST_WAIT_SECONDS = 5.0
"""A database that says nothing must not be waited for by one after the other."""
BUSY_RETRY_MS = 1_000
MOST_KNOWN = 1_024

ActInLine = Callable[[Actor, DropInId, LineAct], Awaitable[RoomId | Refusal]]
FindRoom = Callable[[DropInId], Awaitable[RoomId | None]]


@dataclass(slots=True)
class _Door:
    """`about`: how many are in it or before it."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    about: int = 0


class LineGate:
    """Where this process acts on lines: the API, the pages and the jobs."""

    def __init__(self, act: ActInLine, find_room: FindRoom) -> None:
        self._act = act
        self._find_room = find_room
        self._doors: dict[RoomId, _Door] = {}
        self._rooms: dict[DropInId, RoomId] = {}

    async def act(self, actor: Actor, drop_in: DropInId, wanted: LineAct) -> RoomId | Refusal:
        """As `persistence.dropins.line.act`, and in the order in which it was asked for; besides
        its refusals `busy`: nothing was begun. Raises what the database raises."""
        room = await self._room(drop_in)
        if room is None:
            return refuse(Code.UNKNOWN_DROP_IN)
        async with self._turn(room) as has_turn:
            if not has_turn:
                return refuse(Code.BUSY, retry_after=BUSY_RETRY_MS)
            return await self._act(actor, drop_in, wanted)

    async def _room(self, drop_in: DropInId) -> RoomId | None:
        """A session never goes to another room, so what is known stays true."""
        known = self._rooms.get(drop_in)
        if known is not None:
            return known
        room = await self._find_room(drop_in)
        if room is not None:
            while len(self._rooms) >= MOST_KNOWN:
                del self._rooms[next(iter(self._rooms))]
            self._rooms[drop_in] = room
        return room

    @asynccontextmanager
    async def _turn(self, room: RoomId) -> AsyncIterator[bool]:
        """False for whoever finds too many there, or waited too long."""
        door = self._doors.setdefault(room, _Door())
        if door.about > MOST_WAITING:
            yield False
            return
        door.about += 1
        try:
            has_turn = await _entered(door.lock)
            try:
                yield has_turn
            finally:
                if has_turn:
                    door.lock.release()
        finally:
            door.about -= 1
            if not door.about:
                del self._doors[room]


async def _entered(lock: asyncio.Lock) -> bool:
    try:
        async with asyncio.timeout(LONGEST_WAIT_SECONDS):
            await lock.acquire()
    except TimeoutError:
        return False
    return True


def line_gate(database: Database, secret: bytes) -> LineGate:
    """The gate before this database."""

    async def act(actor: Actor, drop_in: DropInId, wanted: LineAct) -> RoomId | Refusal:
        return await database.write(line.act, secret, actor, drop_in, wanted)

    async def find_room(drop_in: DropInId) -> RoomId | None:
        return await database.read(line.room_of, drop_in)

    return LineGate(act, find_room)
