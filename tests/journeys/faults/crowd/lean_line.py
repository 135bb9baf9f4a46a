"""One WebSocket at its leanest, as asyncio's own protocol: the handshake, frames in and out, pings
answered. For crowds that one process has to carry; knows nothing of what is said.
"""

import asyncio
from typing import Protocol, cast

LINE_LOST = 1006
_TEXT = 0x81
_CLOSE = 0x88
_PING = 0x89
_PONG = 0x8A
_NO_MASK = bytes(4)
"""The mask that changes nothing: no proxy between us could be led astray by what we send."""


class Hearer(Protocol):
    """Whose line it is."""

    def heard(self, text: bytes) -> None:
        """One whole message."""

    def lost(self, code: int) -> None:
        """Once, at the line's end: a close code, the handshake's HTTP status, or 1006."""


class LeanLine(asyncio.Protocol):
    """`request` is the handshake's head, as it is sent."""

    def __init__(self, hearer: Hearer, request: bytes) -> None:
        self.gone: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._hearer = hearer
        self._request = request
        self._transport: asyncio.Transport | None = None
        self._upgraded = False
        self._kept = b""
        self._code = LINE_LOST

    def send(self, text: bytes) -> None:
        """On a line that is gone it is lost, as on any network."""
        self._write(_TEXT, text)

    def abort(self) -> None:
        """The network goes: no goodbye."""
        if self._transport is not None:
            self._transport.abort()

    def pause(self) -> None:
        """Read nothing more, until `resume`."""
        if self._transport is not None:
            self._transport.pause_reading()

    def resume(self) -> None:
        if self._transport is not None:
            self._transport.resume_reading()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        data = self._kept + data if self._kept else data
        at = 0 if self._upgraded else self._upgrade(data)
        if not self._upgraded:
            self._kept = data
            return
        end = len(data)
        while end - at >= 2:
            size, body = data[at + 1], at + 2
            if size >= 126:
                body += 2 if size == 126 else 8
                size = int.from_bytes(data[at + 2 : body], "big")
            stop = body + size
            if body > end or stop > end:
                break
            if data[at] == _TEXT:
                self._hearer.heard(data[body:stop])
            else:
                self._control(data[at], data[body:stop])
            at = stop
        self._kept = data[at:]

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self._transport = None
        self._hearer.lost(self._code)
        if not self.gone.done():
            self.gone.set_result(self._code)

    def _upgrade(self, data: bytes) -> int:
        """Where the frames begin, once the server has agreed."""
        end = data.find(b"\r\n\r\n")
        status = int(data[9:12]) if end >= 0 else 101
        if status != 101:
            self._code = status if 400 <= status < 500 and status != 429 else LINE_LOST
            self.abort()
        self._upgraded = end >= 0 and status == 101
        return end + 4

    def _control(self, head: int, body: bytes) -> None:
        if head == _PING:
            self._write(_PONG, body)
        elif head == _CLOSE:
            self._code = int.from_bytes(body[:2], "big") if body else 1005
            self._write(_CLOSE, body)

    def _write(self, head: int, body: bytes) -> None:
        if self._transport is None:
            return
        size = len(body)
        if size < 126:
            border = bytes((head, 0x80 | size))
        else:
            border = bytes((head, 0xFE)) + size.to_bytes(2, "big")
        self._transport.write(border + _NO_MASK + body)
