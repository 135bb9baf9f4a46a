"""What follows in a process when something happened in it: who is told, in which order.

Each function closes over the parts it tells; who calls them is known to `server.compose` alone.
"""

from collections.abc import Callable, Sequence
from itertools import groupby

from presence.tracker import Tracker
from rooms.actor import Role
from rooms.events import NameChanged, PowersSuspended, RoleChanged, is_of_drop_in
from rooms.ids import RoomId
from rooms.transcript import Entry
from server.brokers.broker import Broker
from server.node.authority import Authority
from server.node.gc_policy import GcPolicy
from server.node.lines import Lines
from server.talk import publications
from server.talk.hub import Hub
from server.talk.relay import Relay
from server.telemetry import Metrics


def counted(metrics: Metrics, collector: GcPolicy) -> Callable[[int], None]:
    """What follows when there are more connections, or fewer."""

    def count(connections: int) -> None:
        metrics.connections.set(connections)
        collector.count(connections)

    return count


def committed(
    relay: Relay, broker: Broker, authority: Authority, lines: Lines, metrics: Metrics
) -> Callable[[Sequence[Entry]], None]:
    """What follows a commit: this node's listeners at once, then one publication a room."""

    def follow(entries: Sequence[Entry]) -> None:
        metrics.messages.inc(len(entries))
        by_room = sorted(entries, key=lambda entry: (entry.room, entry.seq))
        for room, together in groupby(by_room, key=lambda entry: entry.room):
            appended = tuple(together)
            relay.accept(room, appended)
            broker.publish(room, publications.encode(publications.Appended(entries=appended)))
        authority.committed(entries)
        for room in {entry.room for entry in entries if is_of_drop_in(entry.event)}:
            lines.moved(room)

    return follow


def delivery(hub: Hub, tracker: Tracker) -> Callable[[RoomId, Sequence[Entry]], None]:
    """Entries in order go to the listeners; a new name or role also to the people here."""

    def deliver(room: RoomId, entries: Sequence[Entry]) -> None:
        for entry in entries:
            match entry.event:
                case NameChanged(member=member, name=name):
                    tracker.rename(room, member, name)
                case RoleChanged(member=member, role=role):
                    tracker.change_role(room, member, role)
                case PowersSuspended(member=member):
                    tracker.change_role(room, member, Role.MEMBER)
        hub.deliver(room, entries)

    return deliver
