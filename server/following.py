"""What follows in a process when something happened in it: who is told, in which order.

Each function closes over the parts it tells; who calls them is known to `server.compose` alone.
"""

from collections.abc import Callable, Sequence

from presence.tracker import Tracker
from rooms.actor import Role
from rooms.events import (
    Event,
    MessagePosted,
    NameChanged,
    PowersSuspended,
    RoleChanged,
    is_of_drop_in,
)
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
        crosses = not broker.alone
        by_room: dict[RoomId, list[Entry]] = {}
        for entry in entries:
            by_room.setdefault(entry.room, []).append(entry)
        for room, together in by_room.items():
            relay.accept(room, together)
            if crosses:
                appended = publications.Appended(entries=tuple(together))
                broker.publish(room, publications.encode(appended))
        # A plain message, as nearly all are, is nobody's business but its room's.
        others = [entry for entry in entries if not _is_plain_message(entry.event)]
        if others:
            authority.committed(others)
            for room in {entry.room for entry in others if is_of_drop_in(entry.event)}:
                lines.moved(room)

    return follow


def _is_plain_message(event: Event) -> bool:
    return isinstance(event, MessagePosted) and not event.read_out


def delivery(hub: Hub, tracker: Tracker) -> Callable[[RoomId, Sequence[Entry]], None]:
    """Entries in order go to the listeners; a new name or role also to the people here."""

    def deliver(room: RoomId, entries: Sequence[Entry]) -> None:
        for entry in entries:
            if type(entry.event) in _OF_THE_PEOPLE_HERE:
                _show_otherwise(tracker, room, entry.event)
        hub.deliver(room, entries)

    return deliver


_OF_THE_PEOPLE_HERE: frozenset[type[Event]] = frozenset({NameChanged, RoleChanged, PowersSuspended})


def _show_otherwise(tracker: Tracker, room: RoomId, event: Event) -> None:
    match event:
        case NameChanged(member=member, name=name):
            tracker.rename(room, member, name)
        case RoleChanged(member=member, role=role):
            tracker.change_role(room, member, role)
        case PowersSuspended(member=member):
            tracker.change_role(room, member, Role.MEMBER)
