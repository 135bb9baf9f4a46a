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
from server.talk import publications
from server.talk.publications import Publication
from server.talk.relay import READ_SECONDS

SWEEP_SECONDS = 11.0
"""From the start of one to that of the next. What was decided just after one sweep is in force
within 15 s, the time of the next one and of a line that does not read included."""
SLICE = 50
"""Connections that are asked about in one go: 3 ms."""
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
        """Sweep when asked to, and every so often."""
        loop = asyncio.get_running_loop()
        due = loop.time() + SWEEP_SECONDS
        while True:
            try:
                async with asyncio.timeout_at(due):
                    await self._wanted.wait()
            except TimeoutError:
                pass
            self._wanted.clear()
            due = loop.time() + SWEEP_SECONDS
            try:
                await self.sweep()
            except Exception as error:
                log.warning("standing_unchecked", error=type(error).__name__)

    async def sweep(self) -> None:
        """Ask the database about every session and every listener here, some at a time: all at once
        would stop a full process for a quarter of a second. Those who could not be asked about are
        asked about once more; they keep nobody else waiting."""
        if left := await self._look_at(self._connections.slices(SLICE)):
            await asyncio.sleep(AGAIN_SECONDS)
            await self._look_at(iter(left))
        await self._attention.sweep()

    async def _look_at(self, slices: Iterator[Sequence[Held]]) -> Sequence[Sequence[Held]]:
        """Return those that could not be asked about."""
        left: list[Sequence[Held]] = []

        async def look() -> None:
            for some in slices:
                try:
                    async with asyncio.timeout(READ_SECONDS):
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
        found, live = await self._database.read(_now, self._secret, listeners, held)
        # First the standing: who was closed out should hear that, and not only "signed out".
        stand_again(some, found, asked=listeners)
        if held - live:
            self._connections.end_sessions(held - live)

    def _tell(self, publication: Publication) -> None:
        self._broker.publish(publications.CONTROL, publications.encode(publication))


def _now(
    connection: Connection, secret: bytes, listeners: Collection[Listener], held: Collection[str]
) -> tuple[Mapping[Listener, Standing], set[str]]:
    """The standing of these listeners, and those of the sessions that still hold."""
    found = standings(connection, secret, listeners) if listeners else {}
    live = sessions.still_live(connection, held, clock.now_ms(connection)) if held else set()
    return found, live
