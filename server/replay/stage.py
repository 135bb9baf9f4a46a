"""Throwaway rooms and people for a replay, put straight into the database: no passwords, tokens
that end with the day. Refuses a database in which anybody else has spoken.
"""

import secrets
from dataclasses import dataclass

from sqlalchemy import Connection

from persistence import clock, rooms
from persistence.database import Database
from persistence.people import accounts, sessions
from persistence.people.sessions import LiveSession, SessionKind
from persistence.rooms import RoomSpec
from rooms.ids import RoomId, TreeId
from rooms.permissions import Readers
from rooms.refusals import Refusal
from server.failure import Failure
from server.people.auth import DAY_MS, Credential

KEY = "replay-"
_LETTERS = "bdfghkmpst"
"""Letters that are not taken for one another, so that every made-up name is a name of its own."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where it is played, and the bearer tokens of those who play."""

    rooms: tuple[RoomId, ...]
    tokens: tuple[str, ...]


async def prepare(url: str, *, rooms_wanted: int, people: int) -> Stage:
    """Make them in the database at `url`; raises Failure, DatabaseUnreachable, MigrationPending."""
    async with Database.open(url) as database:
        await database.check_migrated()
        return await database.write(_prepare, rooms_wanted, people)


def _prepare(connection: Connection, rooms_wanted: int, people: int) -> Stage:
    spoken_in = [room.key for room in rooms.everything(connection) if room.head]
    if any(not key.startswith(KEY) for key in spoken_in):
        raise Failure(
            "Somebody has already spoken in this database: replay needs throwaway data, from a"
            " server started with `--data NEW_FOLDER --no-demo`."
        )
    specs = [_room(number) for number in range(1, rooms_wanted + 1)]
    now = clock.now_ms(connection)
    return Stage(
        rooms=tuple(rooms.upsert(connection, specs)),
        tokens=tuple(_person(connection, now) for _ in range(people)),
    )


def _room(number: int) -> RoomSpec:
    name = f"Replay {number}"
    return RoomSpec(
        key=f"{KEY}{number}",
        tree=TreeId("replay"),
        position=number,
        names={"en": name, "es": name},
        purposes={"en": name, "es": name},
        readers=Readers.MEMBERS,
    )


def _person(connection: Connection, now: int) -> str:
    """A person's token. Without a password's hash nobody can log in as them; invented, and so
    without the limits of a new account."""
    name = "Voice " + "".join(secrets.choice(_LETTERS) for _ in range(12))
    account = accounts.create(connection, name, None, now, demo=True)
    if isinstance(account, Refusal):
        raise Failure(f"A made-up name was refused ({account.code}): try again.")
    token = secrets.token_urlsafe(32)
    sessions.create(
        connection,
        LiveSession(
            id_hash=Credential(token).hash,
            account=account,
            kind=SessionKind.PROGRAM,
            created_at=now,
            seen_at=now,
            expires_at=now + DAY_MS,
        ),
    )
    return token
