"""Tells people's open pages, on every process, that something waits to be read by them."""

from collections.abc import Callable, Collection

from rooms.ids import AccountId
from server.brokers.broker import Broker
from server.node.connections import Connections
from server.talk import frames, publications


def telling(connections: Connections, broker: Broker) -> Callable[[Collection[AccountId]], None]:
    """To be called after the commit with those who have a new notice. Plain."""

    def told(accounts: Collection[AccountId]) -> None:
        connections.tell(accounts, frames.NoticesChanged())
        moved = publications.NoticesMoved(accounts=tuple(accounts))
        broker.publish(publications.CONTROL, publications.encode(moved))

    return told
