"""The server with its transcript in memory in place of the database, for what the rest of the road
costs: decoding, limits, decisions, presence and fan-out are the real ones. Who people are, and what
rooms there are, is still read from the database, once. What is said cannot be caught up with.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from starlette.applications import Starlette

import server.compose
from persistence.append.assembly import Batch
from persistence.append.settlement import Settlement, settle
from persistence.clock import machine_ms
from persistence.database import Database
from persistence.journal import Journal, Outcome, Submission
from persistence.standing import standing
from rooms.actor import Actor
from rooms.decide import decide
from rooms.ids import RoomId
from rooms.transcript import Entry
from tests.journeys.faults import unhurried


class MemoryJournal:
    """A `Journal` that keeps the facts from one append to the next, and the entries. Not
    durable, and for the plain talk of one process alone: nobody can speak of an earlier message."""

    def __init__(self, database: Database, secret: bytes) -> None:
        self._database = database
        self._secret = secret
        self._known = Batch(clock=0)
        self._stored: list[Entry] = []

    async def append(self, submissions: Sequence[Submission]) -> list[Outcome]:
        """One outcome for each submission, in their order."""
        for submission in submissions:
            room = self._known.rooms.get(submission.command.room)
            if room is None or submission.actor.account not in room.people:
                await self._get_to_know(submission.command.room, submission.actor)
        self._known.clock = machine_ms()
        settlement = settle(self._known, submissions, decide)
        self._store(settlement)
        return settlement.outcomes

    def _store(self, settlement: Settlement) -> None:
        """Entries are nothing to the garbage collector, as a database's are not; what a batch has
        made known is forgotten, as it is there."""
        for recorded in settlement.recorded:
            self._stored.append(recorded.entry)
            self._known.rooms[recorded.entry.room].messages.clear()
        self._known.answers.clear()

    async def _get_to_know(self, room: RoomId, actor: Actor) -> None:
        sessions = () if actor.session is None else (actor.session,)
        here = await self._database.read(standing, self._secret, room, actor.account, sessions)
        if here is None or here.person is None:
            return
        facts = self._known.rooms.setdefault(room, here.facts)
        facts.people[actor.account] = here.person


@asynccontextmanager
async def _open_journal(database: Database, secret: bytes) -> AsyncIterator[Journal]:
    yield MemoryJournal(database, secret)


def app() -> Starlette:
    """For uvicorn, which is told the settings by the environment."""
    server.compose.open_journal = _open_journal
    return unhurried.app()
