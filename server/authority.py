"""Ends sockets whose session ended: told by the broker within a second, found by a sweep within
fifteen seconds without it. What is written is checked in the append itself, whatever happens here.
"""

import asyncio
from collections.abc import Collection

import structlog

from persistence import sessions
from persistence.database import Database
from server import publications
from server.broker import Broker
from server.connections import Connections

SWEEP_SECONDS = 15.0

log = structlog.get_logger()


class Authority:
    """The reach of a revoked session to the sockets of every process."""

    def __init__(self, database: Database, broker: Broker, connections: Connections) -> None:
        self._database = database
        self._broker = broker
        self._connections = connections

    def session_ended(self, hashes: Collection[str]) -> None:
        """These sessions were revoked, and that is committed: end their sockets everywhere."""
        self._connections.end_sessions(hashes)
        ended = publications.SessionsEnded(sessions=tuple(hashes))
        self._broker.publish(publications.CONTROL, publications.encode(ended))

    async def run(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            try:
                await self.sweep()
            except Exception as error:
                log.warning("sessions_unchecked", error=type(error).__name__)

    async def sweep(self) -> None:
        """Ask the database about the session of every socket here, in one query."""
        held = self._connections.sessions()
        if held:
            now = await self._database.now_ms()
            live = await self._database.read(sessions.still_live, held, now)
            self._connections.end_sessions(held - live)
