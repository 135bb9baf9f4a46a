"""Lets what was decided about a person reach their open sockets: at once where the broker carries
it, and by a sweep within fifteen seconds whatever the broker does. What is written is checked in
the append itself; this is about reading.
"""

import asyncio
from collections.abc import Collection, Sequence

import structlog

from persistence.database import Database
from persistence.people import sessions
from persistence.standing import standings
from rooms import events
from rooms.transcript import Entry
from server.brokers.broker import Broker
from server.node.attention import Attention
from server.node.connections import Connections, listeners_of, sessions_of, stand_again
from server.talk import publications
from server.talk.publications import Publication

SWEEP_SECONDS = 12.0
"""What was decided just after one sweep is in force within 15 s, the time of the next one and of a
line that does not read included."""
SLICE = 200
"""Connections that are asked about in one go."""

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
        while True:
            try:
                async with asyncio.timeout(SWEEP_SECONDS):
                    await self._wanted.wait()
            except TimeoutError:
                pass
            self._wanted.clear()
            try:
                await self.sweep()
            except Exception as error:
                log.warning("standing_unchecked", error=type(error).__name__)

    async def sweep(self) -> None:
        """Ask the database about every session and every listener here, some at a time: all at once
        would stop a full process for a quarter of a second."""
        for some in self._connections.slices(SLICE):
            # First the standing: who was closed out should hear that, and not only "signed out".
            if listeners := listeners_of(some):
                found = await self._database.read(standings, self._secret, listeners)
                stand_again(some, found, asked=listeners)
            if held := sessions_of(some):
                now = await self._database.now_ms()
                live = await self._database.read(sessions.still_live, held, now)
                if held - live:
                    self._connections.end_sessions(held - live)
        await self._attention.sweep()

    def _tell(self, publication: Publication) -> None:
        self._broker.publish(publications.CONTROL, publications.encode(publication))
