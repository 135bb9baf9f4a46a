"""The parts one process is made of, as its handlers see them. `compose` puts them together."""

from collections.abc import Callable
from dataclasses import dataclass

from persistence.database import Database
from presence.glances import Glances
from presence.tracker import Tracker
from presence.typing_notices import TypingNotices
from server.brokers.broker import Broker
from server.node.arrivals import Arrivals
from server.node.attention import Attention
from server.node.authority import Authority
from server.node.connections import Connections
from server.node.joining import Openings
from server.node.line_gate import LineGate
from server.node.lines import Lines
from server.node.markers import Markers
from server.node.shared_reads import SharedReads
from server.passwords import Passwords
from server.settings import Settings
from server.talk.desk import Desk
from server.talk.hub import Hub
from server.talk.relay import Relay
from server.telemetry import Metrics
from server.texts import Texts


@dataclass(frozen=True, slots=True)
class Parts:
    settings: Settings
    secret: bytes
    database: Database
    broker: Broker
    desk: Desk
    relay: Relay
    hub: Hub
    tracker: Tracker
    glances: Glances
    typing: TypingNotices
    connections: Connections
    authority: Authority
    attention: Attention
    lines: Lines
    line_gate: LineGate
    markers: Markers
    reads: SharedReads
    arrivals: Arrivals
    openings: Openings
    passwords: Passwords
    catalogue: Texts
    metrics: Metrics
    clock: Callable[[], int]
    """This machine's clock in ms: for hints and guards only, never for the transcript."""
