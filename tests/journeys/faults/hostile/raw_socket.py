"""One socket in raw bytes: it says what no client library would, and reads what comes frame by
frame. Knows RFC 6455 as far as the server's side of it goes, and nothing of rooms.
"""

import asyncio
import base64
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

ANSWER_SECONDS = 30.0
LINE_LOST = 1006
TEXT, CLOSE, PING = 0x1, 0x8, 0x9
PONG = 0x8A


@dataclass(frozen=True, slots=True)
class Handshake:
    """Who knocks, and from where they say they come."""

    token: str | None = None
    origin: str | None = None
    forwarded_for: str | None = None

    def head(self, path: str = "/socket") -> bytes:
        """The whole head of the upgrade request."""
        key = base64.b64encode(os.urandom(16)).decode()
        more = {
            "Authorization": f"Bearer {self.token}" if self.token else None,
            "Origin": self.origin,
            "X-Forwarded-For": self.forwarded_for,
        }
        lines = [
            f"GET {path} HTTP/1.1",
            "Host: house.test",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Key: {key}",
            *(f"{name}: {value}" for name, value in more.items() if value is not None),
        ]
        return "\r\n".join([*lines, "", ""]).encode()


class RawSocket:
    """An upgraded line. What it reads is kept by nobody."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def send(self, data: bytes) -> None:
        """Hand over bytes; a line that is gone is found out by reading."""
        try:
            self._writer.write(data)
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._writer.drain()
        except OSError:
            return

    async def read_frame(self) -> tuple[int, bytes]:
        """The next frame: its opcode and payload. Raises EOFError once the line is gone."""
        try:
            first, size = await self._reader.readexactly(2)
            if size >= 126:
                size = int.from_bytes(await self._reader.readexactly(2 if size == 126 else 8))
            return first & 0x0F, await self._reader.readexactly(size)
        except (OSError, asyncio.IncompleteReadError):
            raise EOFError from None

    async def close_code(self, *, within_seconds: float = ANSWER_SECONDS) -> int:
        """Read on until the server closes: its code, or 1006 when it just goes."""
        async with asyncio.timeout(within_seconds):
            try:
                while True:
                    opcode, payload = await self.read_frame()
                    if opcode == CLOSE:
                        return int.from_bytes(payload[:2]) or 1005
            except EOFError:
                return LINE_LOST

    async def text(self, *, within_seconds: float = ANSWER_SECONDS) -> bytes:
        """The next text frame's payload. Raises EOFError once the line is gone or closing."""
        async with asyncio.timeout(within_seconds):
            while True:
                opcode, payload = await self.read_frame()
                if opcode == CLOSE:
                    raise EOFError
                if opcode == PING:
                    await self.send(mangled(payload, first_byte=PONG))
                if opcode == TEXT:
                    return payload

    def say_no_more(self) -> None:
        """The end of what is sent; what comes can still be read."""
        if not self._writer.is_closing():
            self._writer.write_eof()

    def drop(self) -> None:
        self._writer.transport.abort()


@asynccontextmanager
async def raw_socket(url: str, handshake: Handshake) -> AsyncIterator[RawSocket]:
    """Upgraded and not yet welcomed; dropped at the end. Raises ConnectionRefusedError when the
    upgrade was answered by anything but 101."""
    reader, writer = await asyncio.open_connection(*address_of(url))
    try:
        writer.write(handshake.head())
        async with asyncio.timeout(ANSWER_SECONDS):
            head = await reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise ConnectionRefusedError(head.split(b"\r\n")[0])
        yield RawSocket(reader, writer)
    finally:
        writer.transport.abort()
        # A line that was aborted is closed by the loop's next turn, which may be none.
        await asyncio.sleep(0)


def address_of(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    assert parts.hostname is not None
    assert parts.port is not None
    return parts.hostname, parts.port


def mangled(payload: bytes, *, first_byte: int = 0x81, masked: bool = True) -> bytes:
    """One client frame around the payload, with whatever first byte."""
    size = len(payload)
    flag = 0x80 if masked else 0
    if size < 126:
        length = bytes([flag | size])
    elif size < 65536:
        length = bytes([flag | 126]) + size.to_bytes(2)
    else:
        length = bytes([flag | 127]) + size.to_bytes(8)
    # A mask of zeros is a mask: the payload stands there as it is.
    return bytes([first_byte]) + length + (bytes(4) if masked else b"") + payload
