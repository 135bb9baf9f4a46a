"""How far the rooms that are listened to have come: the heads of all that are asked about at the
same time, by those who begin to listen and by the check of every second, are read together.
"""

from collections.abc import Mapping, Sequence

from persistence.database import Database
from persistence.reading import transcripts
from rooms.ids import RoomId
from server.node.together import Together
from server.node.told_time import ToldTime
from server.talk.relay import Heads, ReadHeads


def heads_reader(database: Database, told: ToldTime) -> ReadHeads:
    """An answer may hold rooms that others asked about at the same time."""

    async def read(asked: Sequence[Mapping[RoomId, int]]) -> Sequence[Heads]:
        known: dict[RoomId, int] = {}
        for each in asked:
            for room, head in each.items():
                # Who knows least is to be told.
                known[room] = min(head, known.get(room, head))
        epoch, now, heads = await database.read_one(transcripts.log_and_heads, known)
        told.heard(now)
        return [Heads(epoch, heads)] * len(asked)

    return Together(read).ask
