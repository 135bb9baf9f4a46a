"""Transcript reads for holes: what is asked for while one is on its way is the next one, whatever
the rooms, in one transaction. Without a broker every room has a hole every quarter of a second, and
a transaction each costs twelve times as much.
"""

from collections.abc import Sequence

from persistence.database import Database
from persistence.reading.ranges import Range, read_ranges
from rooms.ids import RoomId
from rooms.transcript import Entry
from server.node.together import Together

MOST_AT_ONCE = 1_000
"""Entries: to read more would keep everything else in this process waiting for too long."""


class JoinedReads:
    """Reads of entries of any rooms, one after the other."""

    def __init__(self, database: Database) -> None:
        async def read(asked: Sequence[Range]) -> Sequence[Sequence[Entry]]:
            return await database.read(read_ranges, asked)

        self._together = Together(read, weigh=_entries, most=MOST_AT_ONCE, reads_at_once=1)

    async def entries(self, room: RoomId, after: int, limit: int) -> Sequence[Entry]:
        """The entries with `seq > after`, at most `limit`. Raises what reading these raised, or
        that the database is away."""
        return await self._together.ask((room, after, limit))


def _entries(asked: Range) -> int:
    _, _, limit = asked
    return limit
