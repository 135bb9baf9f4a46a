"""Why the server ends a socket. Knows the numbers and whether the client may come back, not who
decides; the private range follows one rule: 4000-4499 come back, 4500-4999 do not."""

from enum import IntEnum


class CloseCode(IntEnum):
    """A private WebSocket close code (RFC 6455, 7.4.2), as the browser reads it."""

    RESTARTING = 4000
    SLOW_CONSUMER = 4001
    HEARTBEAT_LOST = 4002
    OUT_OF_STEP = 4003
    """The client should load its state afresh."""

    UNAUTHENTICATED = 4500
    BANNED = 4501
    BAD_FRAME = 4502
    PROTOCOL_TOO_OLD = 4503
    TOO_MANY_CONNECTIONS = 4504

    @property
    def comes_back(self) -> bool:
        """Whether the client reconnects by itself after this code."""
        return self < 4500
