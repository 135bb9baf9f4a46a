"""A small community in a real database, as the tests speak of it: rooms, people, what they do."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self

import msgspec

from persistence import rooms
from persistence.database import Database
from persistence.engines.sqlite import is_sqlite
from persistence.journal import Accepted, Decide, Journal, Outcome, Submission
from persistence.journal_postgres import PostgresJournal
from persistence.journal_sqlite import SqliteJournal
from persistence.people import accounts, memberships, sessions
from persistence.people.accounts import Particulars
from persistence.people.sessions import LiveSession, SessionKind
from rooms import commands
from rooms.actor import HOUSE, Actor, Role
from rooms.commands import Reason, Writing
from rooms.decide import decide
from rooms.ids import (
    MemberId,
    PublicId,
    RoomId,
    TreeId,
    command_digest,
    member_id,
    new_public_id,
)
from rooms.refusals import Code, Refusal

SECRET = b"a secret of the tests, and of nothing else"
HOUR_MS = 3_600_000
_SYLLABLES = ("ban", "kus", "mik", "rod", "tev", "fax", "gop", "neb", "sim", "puz")
"""Names made of them are two letters apart: none is taken for that of one of the staff."""


@dataclass
class Shift:
    """Moves the database's clock, as the journal and the rest of persistence see it."""

    ms: int = 0

    def __call__(self) -> int:
        return self.ms


@dataclass
class Process:
    """One process's connections to the database."""

    database: Database
    journal: Journal

    @classmethod
    @asynccontextmanager
    async def start(
        cls, url: str, shift: Shift, decide: Decide = decide
    ) -> AsyncIterator["Process"]:
        async with AsyncExitStack() as stack:
            database = await stack.enter_async_context(Database.open(url, shift_ms=shift))
            if is_sqlite(url):
                yield cls(database, SqliteJournal(database, SECRET, decide=decide))
                return
            journal = PostgresJournal.open(database, SECRET, decide=decide)
            yield cls(database, await stack.enter_async_context(journal))


@dataclass
class Community:
    """`garden` and `porch` are of one tree, `kitchen` of another."""

    url: str
    process: Process
    shift: Shift
    garden: RoomId = ""
    porch: RoomId = ""
    kitchen: RoomId = ""
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    @property
    def database(self) -> Database:
        return self.process.database

    async def build(self) -> Self:
        self.garden, self.porch = await self.rooms(2, TreeId("outside"))
        (self.kitchen,) = await self.rooms(1, TreeId("inside"))
        return self

    async def rooms(self, count: int, tree: TreeId) -> list[RoomId]:
        specs = [
            rooms.RoomSpec(
                key=f"room-{next(self._numbers)}", tree=tree, position=0, names={}, purposes={}
            )
            for _ in range(count)
        ]
        return await self.database.write(rooms.upsert, specs)

    async def person(self, name: str) -> Actor:
        """An account with a session, without the limits of a new one."""
        return await self._person(name, demo=True)

    async def newcomer(self, name: str) -> Actor:
        """A new account with a session."""
        return await self._person(name, demo=False)

    async def _person(self, name: str, *, demo: bool) -> Actor:
        now = await self.database.now_ms()
        said = Particulars(consent_version="of a test")
        account = await self.database.write(accounts.create, name, None, now, demo=demo, said=said)
        assert isinstance(account, str), account
        id_hash = f"session-of-{account}"
        session = LiveSession(id_hash, account, SessionKind.BROWSER, now, now, now + 1000 * HOUR_MS)
        await self.database.write(sessions.create, session)
        return Actor(account=account, session=id_hash)

    async def staff(
        self, name: str, role: Role, room: RoomId, *, everywhere: bool = False
    ) -> Actor:
        actor = await self.person(name)
        member = await self.belongs(actor, room)
        change = commands.ChangeRole(
            room=room, command_id=new_public_id(), member=member, role=role, everywhere=everywhere
        )
        accepted(await self.do(HOUSE, change))
        return actor

    async def stranger(self, role: Role = Role.MEMBER, room: RoomId = "") -> Actor:
        """Somebody of whom the name does not matter."""
        name = "".join(_SYLLABLES[int(digit)] for digit in f"{next(self._numbers):03}").title()
        if role is Role.MEMBER:
            return await self.person(name)
        return await self.staff(name, role, room)

    async def belongs(self, actor: Actor, room: RoomId) -> MemberId:
        now = await self.database.now_ms()
        return await self.database.write(memberships.ensure, SECRET, room, actor.account, now)

    def member(self, actor: Actor, room: RoomId) -> MemberId:
        return member_id(SECRET, room, actor.account)

    async def do(self, actor: Actor, command: Writing) -> Outcome:
        (outcome,) = await self.process.journal.append([submit(actor, command)])
        return outcome

    async def say(self, actor: Actor, room: RoomId, body: str) -> PublicId:
        command = post(room, body)
        accepted(await self.do(actor, command))
        return command.command_id

    async def mute(self, actor: Actor, target: Actor, room: RoomId, seconds: int = 600) -> Accepted:
        command = commands.MuteMember(
            room=room,
            command_id=new_public_id(),
            member=self.member(target, room),
            seconds=seconds,
            reason=Reason.UNKIND,
        )
        return accepted(await self.do(actor, command))

    async def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """Through a connection of the test's own making: what is really stored."""
        return await self.database.read(
            lambda connection: [tuple(row) for row in connection.exec_driver_sql(statement)]
        )


def post(room: RoomId, body: str, reply_to: PublicId | None = None) -> commands.PostMessage:
    return commands.PostMessage(room=room, command_id=new_public_id(), body=body, reply_to=reply_to)


def submit(actor: Actor, command: Writing) -> Submission:
    content = msgspec.json.encode(msgspec.structs.replace(command, ref=0))
    return Submission(actor, command, command_digest(SECRET, content))


def accepted(outcome: Outcome) -> Accepted:
    assert isinstance(outcome, Accepted), outcome
    return outcome


def code(outcome: Outcome) -> Code:
    assert isinstance(outcome, Refusal), outcome
    return outcome.code


def codes(outcomes: Sequence[Outcome]) -> list[Code | None]:
    """The refusals' codes, and None for what was accepted."""
    return [outcome.code if isinstance(outcome, Refusal) else None for outcome in outcomes]


async def eventually(question: Any, seconds: float = 10.0) -> None:
    """Ask again and again until the answer is true."""
    async with asyncio.timeout(seconds):
        while not await question():  # noqa: ASYNC110  the database has no event to await
            await asyncio.sleep(0.005)


async def kinds(community: Community, room: RoomId) -> list[str]:
    found = await community.sql(f"SELECT kind FROM entry WHERE room_id = '{room}' ORDER BY seq")
    return [kind for (kind,) in found]


async def at_home_everywhere(community: Community, name: str) -> Actor:
    actor = await community.person(name)
    for room in (community.garden, community.porch, community.kitchen):
        await community.say(actor, room, "Hello")
    return actor
