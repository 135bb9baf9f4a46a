"""The port to one socket: what a hub writes to and what a connection reads from, and how a frame
is prepared once for many listeners. Knows nothing of uvicorn, rooms or people."""

import struct
from collections.abc import Callable, MutableMapping
from typing import Any, Final, Protocol, cast

from server.wires.close_codes import CloseCode

EXTENSION: Final = "hearthside.outlet"

LOW_WATER_BYTES: Final = 64 * 1024
"""A lagging listener has caught its breath below this."""
HIGH_WATER_BYTES: Final = 256 * 1024
"""Over this a listener is lagging: entries and presence stop, replies go on."""
HARD_LIMIT_BYTES: Final = 1024 * 1024
"""Over this the socket is aborted, whatever was to be written."""
STUCK_SECONDS: Final = 10.0
"""Over high water and not one byte taken for this long: aborted."""

_TEXT_FRAME = 0x81  # FIN and opcode 1; a server's frames are never masked
_HEAD = struct.Struct(">BB").pack
_HEAD_16 = struct.Struct(">BBH").pack
_HEAD_64 = struct.Struct(">BBQ").pack


class Outlet(Protocol):
    """The way out of one socket, as a hub sees it.

    Implementations MUST:

    - write frames in the order of the calls, whole or not at all, after whatever ASGI `send` wrote;
    - return from every plain method at once and raise from none of them, whatever the peer does;
    - do nothing in `write` before the socket is accepted and after it is closing;
    - hold at most `HARD_LIMIT_BYTES` for a peer that does not read, and abort it with
      `SLOW_CONSUMER` beyond that, or when it took nothing for `STUCK_SECONDS` over high water.

    What was handed over cannot be taken back: it may reach the peer, or vanish with the socket.
    """

    @property
    def closed(self) -> bool:
        """True once nothing more can be written: either side closed, or the line is gone."""

    @property
    def is_full(self) -> bool:
        """True from when more than `HIGH_WATER_BYTES` are buffered until it is less than
        `LOW_WATER_BYTES`."""

    def write(self, prepared: bytes) -> None:
        """Write one or several frames made by `prepare`, joined."""

    def write_soon(self, prepared: bytes) -> None:
        """The same, but it may wait for the next `write`, or for the loop's next two turns: what
        is written together is one call of the kernel, 4 us."""

    def buffered(self) -> int:
        """Bytes written here that the kernel has not taken yet; 0 once the line is gone."""

    async def drained(self) -> None:
        """Return at once while not over high water; else when below low water, or lost."""

    def close(self, code: CloseCode, reason: str = "") -> None:
        """Start the closing handshake and return; the peer is aborted if it does not finish.

        `lost()` returns at once. A reason is cut to the 123 bytes a close frame holds.
        """

    def abort(self) -> None:
        """End the line now with a reset; what is buffered here or in the kernel is dropped."""


class Inlet(Protocol):
    """The way in of one socket, as its connection sees it.

    Implementations MUST hand over whole messages in the order they were sent, none while reading
    is paused, none after `close` or `abort`.
    """

    def on_message(self, callback: Callable[[str | bytes], None]) -> None:
        """Hand every message to `callback` instead of ASGI `receive`, straight from the socket.

        Messages that came in before are handed over inside this call. The callback MUST NOT
        block; if it raises, that is logged and the socket is closed with `OUT_OF_STEP`.
        """

    def pause_reading(self) -> None:
        """Read no more until `resume_reading`: the peer feels it as back-pressure.

        Pongs are not read either: the keep-alive waits longer for a paused socket, but not for
        ever (`Wire.pong_extensions`), so pause for less than one ping interval at a time.
        """

    def resume_reading(self) -> None:
        """Take up reading again, on the loop's next turn."""

    async def lost(self) -> int:
        """Return the close code when either side closed or the line is gone; 1006 is no code.

        One waiter at a time, and only after `on_message`; later calls return at once.
        """


class Line(Outlet, Inlet, Protocol):
    """Both ways of one socket, found in an ASGI websocket scope by `line_of`."""


def line_of(scope: MutableMapping[str, Any]) -> Line:
    """The line of an ASGI websocket scope; KeyError if its server does not offer the extension."""
    return cast(Line, scope["extensions"][EXTENSION])


def prepare(payload: bytes) -> bytes:
    """One whole server-to-client text frame (RFC 6455, 5.2) around a UTF-8 payload.

    Frames may be joined with `b"".join` and still arrive as separate messages.
    """
    size = len(payload)
    if size < 126:
        return _HEAD(_TEXT_FRAME, size) + payload
    if size < 65536:
        return _HEAD_16(_TEXT_FRAME, 126, size) + payload
    return _HEAD_64(_TEXT_FRAME, 127, size) + payload
