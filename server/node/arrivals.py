"""Who comes in by a socket: the session behind each credential, several read at a time."""

from collections.abc import Sequence

from persistence.database import Database
from persistence.people import sessions
from persistence.people.sessions import Comer
from server.node.together import Together

REST_SECONDS = 0.01
"""Who comes in a crowd waits so much longer, and is looked up with more of it: 790 µs a comer
instead of 927 (docs/decisions.md)."""

Arrivals = Together[str | None, Comer]
"""Asked with the hash of a credential, None for a guest."""


def arrivals_of(database: Database) -> Arrivals:
    async def read(hashes: Sequence[str | None]) -> Sequence[Comer]:
        return await database.read_one(sessions.resolve_comers, hashes)

    return Together(read, rest_seconds=REST_SECONDS)
