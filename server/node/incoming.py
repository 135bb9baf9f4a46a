"""What arrives from other processes over the broker, and where on this node it goes."""

from presence.tracker import Tracker
from server.node.attention import Attention
from server.node.authority import Authority
from server.node.connections import Connections
from server.node.lines import Lines
from server.talk import frames, publications
from server.talk.hub import Hub
from server.talk.relay import Relay


class Incoming:
    """The broker's listener on this node. It is made before what it feeds, hence `attach`."""

    def __init__(self) -> None:
        self._relay: Relay
        self._hub: Hub
        self._tracker: Tracker
        self._connections: Connections
        self._authority: Authority
        self._attention: Attention
        self._lines: Lines

    def attach(
        self,
        relay: Relay,
        hub: Hub,
        tracker: Tracker,
        connections: Connections,
        authority: Authority,
        attention: Attention,
        lines: Lines,
    ) -> None:
        self._relay = relay
        self._hub = hub
        self._tracker = tracker
        self._connections = connections
        self._authority = authority
        self._attention = attention
        self._lines = lines

    def received(self, topic: str, payload: bytes) -> None:
        match publications.decode(payload):
            case publications.Appended(entries=entries):
                self._relay.accept(topic, entries)
            case publications.PresenceMoved(room=room):
                self._tracker.dirty(room)
            case publications.PersonHidden(room=room, member=member):
                self._tracker.hide(room, member)
            case publications.TypingSeen(room=room, member=member, name=name):
                self._hub.tell(room, frames.TypingNotice(room=room, member=member, name=name))
            case publications.SessionsEnded(sessions=sessions):
                self._connections.end_sessions(sessions)
            case publications.StandingMoved():
                self._authority.sweep_soon()
            case publications.AttentionMoved():
                self._attention.moved_elsewhere()
            case publications.LineMoved(room=room):
                self._lines.moved_elsewhere(room)
            case publications.NoticesMoved(accounts=accounts):
                self._connections.tell(accounts, frames.NoticesChanged())
            case None:
                # Another release's words; if they were entries, the heads check finds them.
                self._relay.doubtful()

    def doubtful(self) -> None:
        self._relay.doubtful()

    def connected_changed(self, connected: bool) -> None:
        del connected
        self._relay.doubtful()
