"""Transcript reads for holes: what is asked for while one is on its way is the next one, whatever
the rooms, in one transaction. Without a broker every room has a hole every quarter of a second, and
a transaction each costs twelve times as much.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from persistence.database import Database
from persistence.reading.ranges import read_ranges
from rooms.ids import RoomId
from rooms.transcript import Entry

MOST_AT_ONCE = 1_000
"""Entries: to read more would keep everything else in this process waiting for too long."""

READ_SECONDS = 5.0
"""The database's own time-outs come first; one read that never ends must not be the last one."""


@dataclass(frozen=True, slots=True)
class _Asked:
    room: RoomId
    after: int
    limit: int
    found: asyncio.Future[Sequence[Entry]]


class JoinedReads:
    """Reads of entries of any rooms, one after the other."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[_Asked] = []
        self._reading: asyncio.Task[None] | None = None

    async def entries(self, room: RoomId, after: int, limit: int) -> Sequence[Entry]:
        """The entries with `seq > after`, at most `limit`. Raises what the read raised, which all
        that were joined in it share."""
        found: asyncio.Future[Sequence[Entry]] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Asked(room, after, limit, found))
        if self._reading is None:
            self._reading = asyncio.create_task(self._read())
        return await found

    async def _read(self) -> None:
        try:
            while batch := self._next():
                await self._answer(batch)
        finally:
            self._reading = None

    def _next(self) -> list[_Asked]:
        """Those that have waited longest, as many as may be read at once."""
        batch: list[_Asked] = []
        room_for = MOST_AT_ONCE
        while self._waiting and (not batch or self._waiting[0].limit <= room_for):
            batch.append(self._waiting.pop(0))
            room_for -= batch[-1].limit
        return batch

    async def _answer(self, batch: Sequence[_Asked]) -> None:
        asked = [(each.room, each.after, each.limit) for each in batch]
        try:
            async with asyncio.timeout(READ_SECONDS):
                found = await self._database.read(read_ranges, asked)
        except Exception as error:
            for each in batch:
                if not each.found.done():
                    each.found.set_exception(error)
            return
        for each, entries in zip(batch, found, strict=True):
            if not each.found.done():
                each.found.set_result(entries)
