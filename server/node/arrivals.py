"""Who comes in by a socket: the session behind each credential, several read at a time, with what
the welcome says of the log."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from persistence import clock
from persistence.database import Database
from persistence.people import sessions
from persistence.people.sessions import LiveSession
from persistence.reading import transcripts
from server.node.together import Together


@dataclass(frozen=True, slots=True)
class Arrival:
    """`session` is None for a guest, and for who shows a session that has ended. `now`: ms, the
    database's clock."""

    now: int
    epoch: str
    session: LiveSession | None


Arrivals = Together[str | None, Arrival]
"""Asked with the hash of a credential, None for a guest."""


def arrivals_of(database: Database) -> Arrivals:
    async def read(hashes: Sequence[str | None]) -> Sequence[Arrival]:
        return await database.read(_read, hashes)

    return Together(read)


def _read(connection: Connection, hashes: Sequence[str | None]) -> list[Arrival]:
    now, epoch = clock.now_ms(connection), transcripts.epoch(connection)
    shown = [each for each in hashes if each is not None]
    found = sessions.resolve_all(connection, shown, now) if shown else {}
    return [Arrival(now, epoch, found.get(each) if each else None) for each in hashes]
