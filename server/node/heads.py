"""How far the rooms that are listened to have come: the heads of all that are asked about at the
same time, by those who begin to listen and by the check of every second, are read together.
"""

from collections.abc import Sequence
from itertools import chain

from sqlalchemy import Connection

from persistence import clock
from persistence.database import Database
from persistence.reading import transcripts
from rooms.ids import RoomId
from server.node.together import Together
from server.node.told_time import ToldTime
from server.talk.relay import Heads, ReadHeads


def heads_reader(database: Database, told: ToldTime) -> ReadHeads:
    """An answer may hold rooms that others asked about at the same time."""

    async def read(asked: Sequence[Sequence[RoomId]]) -> Sequence[Heads]:
        rooms = set(chain.from_iterable(asked))
        heads, now = await database.read(_read, rooms)
        told.heard(now)
        return [heads] * len(asked)

    return Together(read).ask


def _read(connection: Connection, rooms: set[RoomId]) -> tuple[Heads, int]:
    heads = Heads(transcripts.epoch(connection), transcripts.heads(connection, rooms))
    return heads, clock.now_ms(connection)
