"""What a load is, and what it reports. Knows neither the client that makes it nor the servers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Load:
    """`lines` connections spread over `rooms`; the first `senders` of them speak: `per_second`
    messages in all (an open loop), or else as many as keep `outstanding` undelivered (a closed
    one). Measured for `seconds` after `warm_seconds`."""

    rooms: int
    lines: int
    senders: int
    per_second: float = 0.0
    outstanding: int = 0
    payload_bytes: int = 250
    seconds: float = 5.0
    warm_seconds: float = 1.0

    @property
    def per_message(self) -> int:
        """Deliveries of one message: everybody in the room, the sender included."""
        return self.lines // self.rooms


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run came to. CPU is the server's, utime and stime of all its processes, in
    microseconds a delivery; latencies, in ms, last until the receipt, from just before the send and
    in an open loop from when the message was due."""

    deliveries: int
    expected: int
    """Messages sent times `per_message`: what is short of it was lost or not yet delivered."""
    deliveries_per_second: float
    user_us: float
    system_us: float
    p50_ms: float
    p99_ms: float
    p999_ms: float
    longest_ms: float
    memory_bytes: int
    """Resident, of all the server's processes, at the end."""
    load_cpu: float
    """Of the load's own core, 0 to 1: above 0.95 the client was the limit."""
    server_cpu: float
    """Cores used by the server."""
    sent_per_second: float
    """Of an open loop's `per_second`, what the client came to say."""
    reads: float
    """Reads of a socket for one delivery: below 1, several came in one write."""
    refused: int = 0
    """Lines that were lost, and messages that were refused."""

    @property
    def cpu_us(self) -> float:
        """A delivery's CPU."""
        return self.user_us + self.system_us
