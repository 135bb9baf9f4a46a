"""Read markers on their way to the database: at most one write in 5 s a person and room.

A marker only moves forward, so the newest one is all that is kept while it waits.
"""

import asyncio
import time

import structlog
from sqlalchemy import Connection

from persistence.database import Database
from persistence.people import sessions
from persistence.reading import read_markers
from rooms.actor import Actor
from rooms.ids import RoomId

WRITE_EVERY_SECONDS = 5.0

Moved = dict[tuple[Actor, RoomId], int]

log = structlog.get_logger()


class Markers:
    """Markers that were moved and not yet written."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._moved: Moved = {}

    def advance(self, actor: Actor, room: RoomId, seq: int) -> None:
        """Move a person's marker; a smaller seq changes nothing, nor does an ended session."""
        key = (actor, room)
        self._moved[key] = max(seq, self._moved.get(key, 0))

    async def run(self) -> None:
        while True:
            await asyncio.sleep(WRITE_EVERY_SECONDS)
            await self.write()

    async def write(self) -> None:
        """Write what was moved since the last time; what fails is tried again."""
        moved, self._moved = self._moved, {}
        if not moved:
            return
        now = time.time_ns() // 1_000_000
        try:
            await self._database.write(_write, moved, now)
        except Exception as error:
            log.warning("read_markers_unwritten", error=type(error).__name__)
            for (actor, room), seq in moved.items():
                self.advance(actor, room, seq)


def _write(connection: Connection, moved: Moved, now: int) -> None:
    asked = {actor.session for actor, _ in moved if actor.session is not None}
    live = sessions.still_live(connection, asked, now)
    for (actor, room), seq in moved.items():
        if actor.session is None or actor.session in live:
            read_markers.advance(connection, actor.account, room, seq, now)
