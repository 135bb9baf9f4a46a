"""Many WebSockets in one event loop at little cost, for what a load client in C does not do: come
in, hold still, leave and come back by a cursor. Knows the wire and nothing of rooms."""

import asyncio
import base64
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

_TEXT, _CLOSE, _PING = 0x1, 0x8, 0x9
_PONG = b"\x8a"
_ENTRY = b'{"type":"entry"'
_KEY = b"\x00\x00\x00\x00"
"""A mask of zeros is a mask, and masking with it costs nothing."""
HOSTS = 20
"""Source addresses, 127.0.0.2 and on: one has too few ports for 15,000 lines at once."""
OPEN_SECONDS = 15.0


class LineRefused(Exception):
    """The server ended a line that was coming in; the text is what it said last."""


@dataclass(frozen=True, slots=True)
class WayIn:
    """What one line sends, and what it waits for before and after. `hear` are in turn what a frame
    contains before the next of `say` is sent; the last one means that the line is in."""

    path: str
    say: Sequence[bytes] = ()
    hear: Sequence[bytes] = ()
    token: str = ""


@dataclass(slots=True)
class Opened:
    """A line that is in. `said`: the frame that told so."""

    line: "TimedLine"
    seconds: float
    said: bytes


class TimedLine(asyncio.Protocol):
    """One line, timed until it is in. `entries`: how many it was sent.

    Not on the crowd's `LeanLine`, which hands every frame to somebody: that would be timed too."""

    __slots__ = (
        *("_begun", "_in", "_rest", "_step", "_upgraded", "_way"),
        *("entries", "transport"),
    )

    def __init__(self, way: WayIn) -> None:
        self.entries = 0
        self.transport: asyncio.Transport
        self._way = way
        self._in: asyncio.Future[Opened] | None = asyncio.get_running_loop().create_future()
        self._rest = b""
        self._step = 0
        self._upgraded = False
        self._begun = time.perf_counter()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        key = base64.b64encode(os.urandom(16)).decode()
        head = [
            f"GET {self._way.path} HTTP/1.1",
            *("Host: house.test", "Upgrade: websocket", "Connection: Upgrade"),
            *("Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}"),
            *([f"Authorization: Bearer {self._way.token}"] if self._way.token else []),
        ]
        self.transport.write(("\r\n".join(head) + "\r\n\r\n").encode())

    async def opened(self) -> Opened:
        """Raises `LineRefused`."""
        assert self._in is not None
        return await self._in

    def say(self, text: bytes) -> None:
        self.transport.write(_framed(b"\x81", text))

    def data_received(self, data: bytes) -> None:
        self._rest = self._rest + data if self._rest else data
        if not self._upgraded:
            head, found, rest = self._rest.partition(b"\r\n\r\n")
            if not found:
                return
            if b" 101 " not in head:
                self._refused(head)
                return
            self._upgraded, self._rest = True, rest
            if not self._way.hear:
                self._is_in(b"")
        self._take_frames()

    def connection_lost(self, exc: Exception | None) -> None:
        self._refused(b"the line was lost")

    def _take_frames(self) -> None:
        data, at = self._rest, 0
        while len(data) - at >= 2:
            size, body = data[at + 1], at + 2
            if size == 126:
                size, body = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
            elif size == 127:
                size, body = int.from_bytes(data[at + 2 : at + 10], "big"), at + 10
            if len(data) < body + size or len(data) < body:
                break
            self._take(data[at] & 0x0F, data[body : body + size])
            at = body + size
        self._rest = data[at:]

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == _PING:
            self.transport.write(_framed(_PONG, payload))
        elif opcode == _CLOSE:
            self._refused(payload)
        elif opcode == _TEXT:
            self.entries += payload.startswith(_ENTRY)
            if self._in is not None:
                self._come_in(payload)

    def _come_in(self, payload: bytes) -> None:
        if b'"refused"' in payload[:40]:
            self._refused(payload)
        elif self._way.hear[self._step] in payload:
            if self._step < len(self._way.say):
                self.say(self._way.say[self._step])
            self._step += 1
            if self._step == len(self._way.hear):
                self._is_in(payload)

    def _is_in(self, payload: bytes) -> None:
        waiting, self._in = self._in, None
        if waiting is not None and not waiting.done():
            waiting.set_result(Opened(self, time.perf_counter() - self._begun, payload))

    def _refused(self, why: bytes) -> None:
        waiting, self._in = self._in, None
        if waiting is not None and not waiting.done():
            waiting.set_exception(LineRefused(why[:300].decode(errors="replace")))


@dataclass
class LeanLines:
    """Lines that came in together. Leaving the context cuts them all."""

    lines: list[TimedLine] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    said: list[bytes] = field(default_factory=list)

    async def open(self, ports: Sequence[int], ways: Sequence[WayIn], *, at_once: int = 64) -> None:
        """All of them, so many at a time, by the ports in turn. Raises what the first raises."""
        waiting = iter(enumerate(ways))

        async def some() -> None:
            for number, way in waiting:
                await self.bring_in(number, ports[number % len(ports)], way)

        async with asyncio.TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(some())

    def cut(self) -> None:
        """All lines are lost at once, without a word."""
        for line in self.lines:
            line.transport.abort()
        self.lines.clear()

    async def bring_in(self, number: int, port: int, way: WayIn) -> TimedLine:
        """One more. `number` chooses the address it comes from."""
        loop = asyncio.get_running_loop()
        source = (f"127.0.0.{2 + number % HOSTS}", 0)
        async with asyncio.timeout(OPEN_SECONDS):
            _, line = await loop.create_connection(
                lambda: TimedLine(way), "127.0.0.1", port, local_addr=source
            )
            opened = await line.opened()
        self.lines.append(line)
        self.seconds.append(opened.seconds)
        self.said.append(opened.said)
        return line


def _framed(start: bytes, payload: bytes) -> bytes:
    size = len(payload)
    if size < 126:
        return start + bytes([0x80 | size]) + _KEY + payload
    return start + b"\xfe" + size.to_bytes(2, "big") + _KEY + payload
