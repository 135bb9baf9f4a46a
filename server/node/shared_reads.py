"""Transcript reads for listeners that catch up: the same range, asked for by many at once, is read
once. Wherever they begin, they soon ask for the same ranges. Keeps nothing beyond the read itself.
"""

import asyncio
from collections.abc import Sequence

from persistence.database import Database
from persistence.reading import transcripts
from rooms.ids import RoomId
from rooms.transcript import Entry
from server.talk.relay import READ_SECONDS

PAGE = 500


class SharedReads:
    """Reads of entries, shared between those who wait for the same ones."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._running: dict[tuple[RoomId, int], asyncio.Task[list[Entry]]] = {}

    async def entries(self, room: RoomId, after: int) -> Sequence[Entry]:
        """Up to a page of entries after a seq: those up to the next multiple of a page. Raises what
        the read raised, to all who wait for it: they asked for the same."""
        key = (room, after)
        running = self._running.get(key)
        if running is None:
            running = asyncio.create_task(self._read(room, after))
            self._running[key] = running
            running.add_done_callback(lambda _: self._running.pop(key, None))
        # Shielded: one listener that goes away must not take the read from the others.
        return await asyncio.shield(running)

    async def _read(self, room: RoomId, after: int) -> list[Entry]:
        most = PAGE - after % PAGE
        async with asyncio.timeout(READ_SECONDS):
            found = await self._database.read(transcripts.read_entries, room, after, most)
        return found
