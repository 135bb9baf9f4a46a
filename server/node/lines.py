"""The drop-ins of the rooms that are listened to on this node, sent to those entitled to see them:
a snapshot for each viewer, at most one a second a room. Knows neither floor nor fairness.
"""

import asyncio

from persistence.database import Database
from rooms.ids import RoomId
from server.brokers.broker import Broker
from server.node.connections import Connections
from server.talk import publications


class Lines:
    """What `LineMoved` sets going here, and on every other process."""

    def __init__(
        self, database: Database, broker: Broker, connections: Connections, secret: bytes
    ) -> None:
        self._database = database
        self._broker = broker
        self._connections = connections
        self._secret = secret

    def moved(self, room: RoomId) -> None:
        """The drop-in of this room or its line changed, and that is committed: everybody who sees
        it is sent a snapshot, on every process. Plain, and cheap to call often."""
        self.moved_elsewhere(room)
        self._broker.publish(room, publications.encode(publications.LineMoved(room=room)))

    def moved_elsewhere(self, room: RoomId) -> None:
        """Another process said so: send those who listen here a snapshot."""

    async def run(self) -> None:
        """Send what is due, for as long as the process lives."""
        await asyncio.Event().wait()
