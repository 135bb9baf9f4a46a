"""Lets what was decided about a person reach their open sockets: at once where the broker carries
it, and by a sweep within fifteen seconds whatever the broker does. What is written is checked in
the append itself; this is about reading.
"""

import asyncio
from collections.abc import Collection, Iterator, Mapping, Sequence

import structlog
from sqlalchemy import Connection

from persistence import clock
from persistence.database import Database
from persistence.people import sessions
from persistence.standing import Standing, standings
from rooms import events
from rooms.transcript import Entry
from server.brokers.broker import Broker
from server.node.attention import Attention
from server.node.connections import (
    Connections,
    Held,
    Listener,
    listeners_of,
    sessions_of,
    stand_again,
)
from server.shares import slices, turns
from server.talk import publications
from server.talk.publications import Publication
from server.talk.relay import READ_SECONDS
from server.wires.close_codes import CloseCode

ROUND_SECONDS = 11.0
"""Each socket is asked about so often. What was decided just after that is in force within 15 s, a
second try after a statement that the database ended, and a line that does not read, included."""
SLICE = 100
"""Connections that are asked about in one question. With fewer a slow database would not be through
with 15,000 in `ROUND_SECONDS`: two questions at a time may take 145 ms each."""
HELD_IN_ONE_GO = 50
"""Of them, to the answer; nobody else is served meanwhile."""
SLICES_AT_ONCE = 2
"""Of the lines to the database, so that others find one free."""
AGAIN_SECONDS = 0.5

_BEYOND_THE_ROOM = (
    events.AccountClosed,
    events.AccountOpened,
    events.MemberLeft,
    events.PowersSuspended,
    events.RoleChanged,
)
"""What concerns rooms too in which the person has never written, and so leaves no entry there."""

log = structlog.get_logger()


class Authority:
    """The reach of sessions, roles, removals and closed rooms to the sockets of every process."""

    def __init__(
        self,
        database: Database,
        broker: Broker,
        connections: Connections,
        attention: Attention,
        secret: bytes,
    ) -> None:
        self._database = database
        self._broker = broker
        self._connections = connections
        self._attention = attention
        self._secret = secret
        self._wanted = asyncio.Event()
        # Each their own: those who cannot be asked about would hold up both.
        self._free_in_rounds = asyncio.Semaphore(SLICES_AT_ONCE)
        self._free_in_sweeps = asyncio.Semaphore(SLICES_AT_ONCE)
        self._looking: set[int] = set()

    def session_ended(self, hashes: Collection[str]) -> None:
        """These sessions were revoked, and that is committed: end their sockets everywhere."""
        self._connections.end_sessions(hashes)
        self._tell(publications.SessionsEnded(sessions=tuple(hashes)))

    def committed(self, entries: Sequence[Entry]) -> None:
        """Entries were committed here; some of them concern more than their room."""
        if any(isinstance(entry.event, _BEYOND_THE_ROOM) for entry in entries):
            self.sweep_soon()
            self._tell(publications.StandingMoved())

    def sweep_soon(self) -> None:
        self._wanted.set()

    async def run(self) -> None:
        """Ask about all who are here when asked to, and about a share of them every so often: all
        at once, 10,000 would take half a second from the rooms."""
        async with asyncio.TaskGroup() as running:
            running.create_task(self._sweep_when_asked())
            running.create_task(self._go_round())

    async def _sweep_when_asked(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            await self.sweep()

    async def _go_round(self) -> None:
        async with asyncio.TaskGroup() as looks:
            async for number in turns(ROUND_SECONDS):
                if number not in self._looking:
                    self._looking.add(number)
                    looks.create_task(self._look_at_share(number))
                if number == 0:
                    looks.create_task(self._look_at_helpers())

    async def _look_at_share(self, number: int) -> None:
        share = slices(self._connections.shares[number], SLICE)
        try:
            left = await self._asked_about(share, self._free_in_rounds)
        finally:
            self._looking.discard(number)
        await self._ask_again(left, self._free_in_rounds)

    async def sweep(self) -> None:
        """Ask the database about every session and every listener here."""
        left = await self._asked_about(self._connections.slices(SLICE), self._free_in_sweeps)
        await self._ask_again(left, self._free_in_sweeps)
        await self._look_at_helpers()

    async def _look_at_helpers(self) -> None:
        try:
            async with asyncio.timeout(READ_SECONDS):
                await self._attention.sweep()
        except Exception as error:
            log.warning("standing_unchecked", error=type(error).__name__)

    async def _ask_again(self, left: Sequence[Sequence[Held]], free: asyncio.Semaphore) -> None:
        """Once, about those who could not be asked about; they keep nobody else waiting."""
        if left:
            await asyncio.sleep(AGAIN_SECONDS)
            await self._asked_about(iter(left), free)

    async def _asked_about(
        self, slices: Iterator[Sequence[Held]], free: asyncio.Semaphore
    ) -> Sequence[Sequence[Held]]:
        """Return those that could not be asked about."""
        left: list[Sequence[Held]] = []

        async def look() -> None:
            for some in slices:
                try:
                    async with free, asyncio.timeout(READ_SECONDS):
                        await self._check(some)
                except Exception as error:
                    log.warning("standing_unchecked", error=type(error).__name__)
                    left.append(some)

        async with asyncio.TaskGroup() as looking:
            for _ in range(SLICES_AT_ONCE):
                looking.create_task(look())
        return left

    async def _check(self, some: Sequence[Held]) -> None:
        listeners, held = listeners_of(some), sessions_of(some)
        if not listeners and not held:
            return
        found, ended, closed = await self._database.read(_now, self._secret, listeners, held)
        for first in range(0, len(some), HELD_IN_ONE_GO):
            stand_again(some[first : first + HELD_IN_ONE_GO], found, asked=listeners)
            await asyncio.sleep(0)
        # Who was closed out should hear that, and not only "signed out", also before they listen.
        if closed:
            self._connections.end_sessions(closed, CloseCode.BANNED)
        if ended - closed:
            self._connections.end_sessions(ended - closed)

    def _tell(self, publication: Publication) -> None:
        self._broker.publish(publications.CONTROL, publications.encode(publication))


def _now(
    connection: Connection, secret: bytes, listeners: Collection[Listener], held: Collection[str]
) -> tuple[Mapping[Listener, Standing], set[str], set[str]]:
    """The standing of these listeners; of the sessions those that hold no more, and of these those
    whose account was closed by the house."""
    found = standings(connection, secret, listeners) if listeners else {}
    if not held:
        return found, set(), set()
    told = next(iter(found.values()), None)
    now = told.now if told else clock.now_ms(connection)
    ended = set(held) - sessions.still_live(connection, held, now)
    closed = sessions.closed_out(connection, ended) if ended else set()
    return found, ended, closed
