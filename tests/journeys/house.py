"""A community as its operator sees it: where its data is, which processes serve it, who may come.

People and rooms are made directly through persistence, without the cost of a password's hash.
"""

import random
import secrets
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import httpx2
from sqlalchemy import Connection, insert, update

from persistence import clock, migrations, tables
from persistence import rooms as stored_rooms
from persistence.database import Database
from persistence.journal import Accepted, Submission
from persistence.people import accounts, memberships, sessions
from persistence.people.accounts import Particulars
from persistence.people.sessions import LiveSession, SessionKind
from rooms import commands
from rooms.actor import HOUSE, Role
from rooms.ids import AccountId, MemberId, RoomId, TreeId, member_id, new_opaque_id, new_public_id
from rooms.permissions import Readers
from server.compose import open_journal
from server.passwords import Passwords
from server.people.auth import IDLE_MS, Credential, begin_session
from server.people.getting_back_in import make_link
from tests.journeys.web import Web

SECRET = "a secret of the journeys, and of nothing else"
PUBLIC_URL = "http://house.test"
# Letters that no name pipeline takes for each other, nor for a title.
LETTERS = "bcdfghkpstvxz"
COMMON = {"SECRET_KEY": SECRET, "PUBLIC_URL": PUBLIC_URL}

PRACTICE = stored_rooms.RoomSpec(
    key="practice",
    tree=TreeId("practice"),
    position=0,
    names={"en": "Practice", "es": "Ensayo"},
    purposes={"en": "For before a journey.", "es": "Para antes de un viaje."},
)
MESSAGES_OF_OLD_HANDS = 5
ARRIVE_AT_ONCE = 250
"""Each holds two advisory locks, and a PostgreSQL as it comes has room for 6,400 in all."""
TWO_DAYS_MS = 2 * 24 * 3_600_000

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Person:
    """An account with a bearer token."""

    name: str
    account: AccountId
    token: str

    def member(self, room: RoomId) -> MemberId:
        return member_id(SECRET.encode(), room, self.account)


@dataclass
class House:
    """`database` is the test's own way in; `webs` may reach it, and Redis, by other ways."""

    database: str
    webs: list[Web]
    _dice: random.Random = field(default_factory=random.Random)

    @property
    def urls(self) -> list[str]:
        return [web.url for web in self.webs]

    async def rooms(self, count: int, readers: Readers = Readers.GUESTS) -> list[RoomId]:
        tree = TreeId(self._word())
        specs = [
            stored_rooms.RoomSpec(
                key=f"{tree}-{number}",
                tree=tree,
                position=number,
                names={"en": f"Room {number}", "es": f"Sala {number}"},
                purposes={"en": "For a journey.", "es": "Para un viaje."},
                readers=readers,
            )
            for number in range(count)
        ]
        return await self.write(lambda connection: stored_rooms.upsert(connection, specs))

    async def people(self, count: int) -> list[Person]:
        """People who have been here for a while: without the limits of a new account."""
        names = [self._word() for _ in range(count)]
        made: list[Person] = []
        async with Database.open(self.database) as database:
            for start in range(0, count, ARRIVE_AT_ONCE):
                made += await database.write(_arrive, names[start : start + ARRIVE_AT_ONCE])
            await database.write(_settle_in, made)
        return made

    async def person(self) -> Person:
        (made,) = await self.people(1)
        return made

    async def newcomer(self) -> Person:
        """Somebody who has just joined."""
        (made,) = await self.write(lambda connection: _arrive(connection, [self._word()]))
        return made

    async def signed_in(self, person: Person) -> Person:
        """The same person with another session."""

        async def beginning(database: Database) -> Person:
            credential = await begin_session(database, person.account, SessionKind.PROGRAM)
            return replace(person, token=credential.secret)

        return await self._with_database(beginning)

    async def leave(self, person: Person) -> int:
        """Have somebody leave for good, by a password that is theirs from now on."""
        passwords, password = Passwords(), "four quiet words here"
        hashed = {"password_hash": await passwords.hash(password)}
        passwords.close()
        theirs = update(tables.account).where(tables.account.c.id == person.account)
        await self.write(lambda connection: connection.execute(theirs.values(hashed)))
        headers = {"Authorization": f"Bearer {person.token}"}
        async with httpx2.AsyncClient(base_url=self.urls[0], headers=headers) as http:
            answer = await http.request("DELETE", "/api/me", json={"password": password})
        return answer.status_code

    async def reset_link(self, name: str) -> str:
        """The secret of the link that an operator gives out."""

        async def making(database: Database) -> str:
            known = await database.read(accounts.by_name, name)
            assert known is not None
            return await make_link(database, known.account)

        return await self._with_database(making)

    async def grant(
        self, person: Person, role: Role, room: RoomId, *, everywhere: bool = False
    ) -> None:
        """A role in the room, or everywhere, as an admin's always is: through the journal, as the
        operator's command line does it."""

        async def granting(database: Database) -> None:
            secret = SECRET.encode()
            now = await database.now_ms()
            member = await database.write(memberships.ensure, secret, room, person.account, now)
            change = commands.ChangeRole(
                room=room,
                command_id=new_public_id(),
                member=member,
                role=role,
                everywhere=everywhere or role is Role.ADMIN,
            )
            async with open_journal(database, secret) as journal:
                (outcome,) = await journal.append([Submission(HOUSE, change, new_opaque_id())])
            assert isinstance(outcome, Accepted), outcome

        await self._with_database(granting)

    async def staff(self, room: RoomId, role: Role = Role.MODERATOR) -> Person:
        """A moderator of the room, or an admin of them all."""
        person = await self.person()
        await self.grant(person, role, room)
        return person

    async def write(self, act: Callable[[Connection], Answer]) -> Answer:
        """In a transaction of the test's own."""
        return await self._with_database(lambda database: database.write(act))

    def close(self) -> None:
        for web in self.webs:
            web.close()

    async def _with_database(self, act: Callable[[Database], Awaitable[Answer]]) -> Answer:
        async with Database.open(self.database) as database:
            return await act(database)

    def _word(self) -> str:
        return "".join(self._dice.choices(LETTERS, k=12))


@contextmanager
def embedded_house(folder: Path, kind: type[Web] = Web) -> Iterator[House]:
    """One process on SQLite."""
    web = kind(folder, COMMON)
    house = House(f"sqlite:///{web.database_file}", [web])
    with serving(house):
        yield house


@contextmanager
def service_house(
    folder: Path, *, database: str, redis: str, processes: int, kind: type[Web] = Web
) -> Iterator[House]:
    """Processes on PostgreSQL and Redis, all by the same addresses."""
    migrations.upgrade(database)
    webs = service_webs(folder, [(database, redis)] * processes, kind)
    with serving(House(database, webs)) as house:
        yield house


def service_webs(
    folder: Path,
    services: Sequence[tuple[str, str]],
    kind: type[Web] = Web,
    more: Mapping[str, str] | None = None,
) -> list[Web]:
    """Processes, not yet begun, each with its own way to the database and to Redis; `more` is
    added to their environment."""
    common = COMMON | dict(more or {})
    return [
        kind(folder, common | {"DATABASE_URL": database, "REDIS_URL": redis})
        for database, redis in services
    ]


@contextmanager
def serving(house: House) -> Iterator[House]:
    """All its processes, until the context is left."""
    try:
        for web in house.webs:
            web.begin()
        for web in house.webs:
            web.wait_ready()
        yield house
    finally:
        house.close()


def _arrive(connection: Connection, names: Sequence[str]) -> list[Person]:
    """Accounts, each with a session of a program."""
    now = clock.now_ms(connection)
    return [_person(connection, name.capitalize(), now) for name in names]


def _person(connection: Connection, name: str, now: int) -> Person:
    said = Particulars(adult=True, consent_version="of a journey")
    account = accounts.create(connection, name, None, now, said=said)
    assert isinstance(account, str), account
    credential = Credential(secrets.token_urlsafe(32))
    session = LiveSession(
        id_hash=credential.hash,
        account=account,
        kind=SessionKind.PROGRAM,
        created_at=now,
        seen_at=now,
        expires_at=now + IDLE_MS[SessionKind.PROGRAM],
    )
    assert sessions.create(connection, session)
    return Person(name, account, credential.secret)


def _settle_in(connection: Connection, people: Sequence[Person]) -> None:
    practice = _practice_room(connection)
    accounts_of = [person.account for person in people]
    connection.execute(
        update(tables.account)
        .where(tables.account.c.id.in_(accounts_of))
        .values(created_at=tables.account.c.created_at - TWO_DAYS_MS)
    )
    connection.execute(
        insert(tables.membership),
        [
            {
                "room_id": practice,
                "account_id": person.account,
                "member_id": person.member(practice),
                "arrival": 0,
                "last_post": 0,
                "posts": MESSAGES_OF_OLD_HANDS,
                "joined_at": 0,
            }
            for person in people
        ],
    )


def _practice_room(connection: Connection) -> RoomId:
    """Where those who have been here for a while have written."""
    found = stored_rooms.ids_by_key(connection, [PRACTICE.key])
    return found.get(PRACTICE.key) or stored_rooms.upsert(connection, [PRACTICE])[0]
