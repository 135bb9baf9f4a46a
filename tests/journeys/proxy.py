"""A TCP proxy for bad networks, between a client and the server, or the server and its services.

It passes bytes, late if told so; holds one direction or both; half-closes; cuts. What it held when
the line was cut is lost. It does not know what the bytes mean: who drops, doubles or swaps whole
messages is asked what to pass on.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Self

CHUNK_BYTES = 64 * 1024
SMALL_BUFFER_BYTES = 16 * 1024

Passing = Callable[[bytes], bytes]
"""What one line passes on of the bytes it read."""


@dataclass(eq=False, slots=True)
class _Line:
    """`doomed`: the target was asked for what it may not answer."""

    ends: tuple[asyncio.StreamWriter, asyncio.StreamWriter]
    doomed: bool = False

    def abort(self) -> None:
        for end in self.ends:
            end.transport.abort()


class Proxy:
    """A way to one port of the loopback, as bad as the test says. `replies` makes, for each line,
    what passes on the target's replies; None: all of them, as they are."""

    def __init__(self, target: int, replies: Callable[[], Passing] | None = None) -> None:
        self.target = target
        self.port = 0
        self.delay_seconds = 0.0
        self._requests = _open_gate()
        self._replies = _open_gate()
        self.answers_lost = 0
        self._replies_passing = replies or (lambda: _as_it_is)
        self._severed = False
        self._unanswerable: bytes | None = None
        self._carrying: set[asyncio.Task[None]] = set()
        self._lines: set[_Line] = set()

    @classmethod
    @asynccontextmanager
    async def to(
        cls, target: int, replies: Callable[[], Passing] | None = None
    ) -> AsyncIterator[Self]:
        """Listens on a free port until the context is left; then every line is cut."""
        proxy = cls(target, replies)
        async with await asyncio.start_server(proxy._take, "127.0.0.1", 0) as server:
            proxy.port = server.sockets[0].getsockname()[1]
            try:
                yield proxy
            finally:
                server.close()
                proxy.flow()
                proxy.cut()
                await asyncio.gather(*proxy._carrying)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def through(self, url: str) -> str:
        """The service's address with this proxy in its way."""
        return url.replace(f":{self.target}", f":{self.port}", 1)

    def flow(self) -> None:
        """All is well: what was held goes on, new lines are taken."""
        self._severed = False
        self._unanswerable = None
        self._requests.set()
        self._replies.set()

    def stall(self) -> None:
        """Lines stay open and nothing passes: a half-open path."""
        self.hold_requests()
        self.hold_replies()

    def hold_requests(self) -> None:
        """What is sent to the target goes no further."""
        self._requests.clear()

    def hold_replies(self) -> None:
        """What comes from the target is not even read: the target feels it."""
        self._replies.clear()

    def cut(self) -> None:
        """Every line is reset, and every new one, until `flow`."""
        self._severed = True
        for line in tuple(self._lines):
            line.abort()

    def lose_the_answer_to(self, request: bytes) -> None:
        """The next line whose request holds these bytes is cut when the target has answered, and
        the answer is lost. `answers_lost` counts them; one a call."""
        self._unanswerable = request

    def half_close(self) -> None:
        """The target reads the end of each present line; the other side knows nothing of it."""
        for line in tuple(self._lines):
            line.ends[1].write_eof()

    def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        carrying = asyncio.create_task(self._carry(reader, writer))
        self._carrying.add(carrying)
        carrying.add_done_callback(self._carrying.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._severed:
            writer.transport.abort()
            return
        try:
            plug = await _connected(self.target)
        except OSError:
            writer.transport.abort()
            return
        with suppress(OSError):
            target_reader, target_writer = await asyncio.open_connection(sock=plug)
            line = _Line((writer, target_writer))
            self._lines.add(line)
            try:
                await _both(
                    self._ask(line, reader, target_writer),
                    self._answer(line, target_reader, writer),
                )
            finally:
                self._lines.discard(line)
                line.abort()

    async def _ask(
        self, line: _Line, reader: asyncio.StreamReader, target: asyncio.StreamWriter
    ) -> None:
        def watched(data: bytes) -> bytes:
            if self._unanswerable is not None and self._unanswerable in data:
                self._unanswerable, line.doomed = None, True
            return data

        await self._pump(reader, target, self._requests, watched)

    async def _answer(
        self, line: _Line, target: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        passing = self._replies_passing()

        def answered(data: bytes) -> bytes:
            if line.doomed:
                self.answers_lost += 1
                line.abort()
                raise ConnectionResetError
            return passing(data)

        await self._pump(target, writer, self._replies, answered)

    async def _pump(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        gate: asyncio.Event,
        passing: Passing,
    ) -> None:
        await gate.wait()
        while data := await reader.read(CHUNK_BYTES):
            if self.delay_seconds:
                await asyncio.sleep(self.delay_seconds)
            await gate.wait()
            writer.write(passing(data))
            await writer.drain()
        writer.write_eof()


async def _both(*pumps: Coroutine[None, None, None]) -> None:
    """Until one of the two breaks, or both have come to their end."""
    async with asyncio.TaskGroup() as tasks:
        for pump in pumps:
            tasks.create_task(_quietly(pump))


async def _quietly(pump: Coroutine[None, None, None]) -> None:
    with suppress(OSError, RuntimeError):
        await pump


async def _connected(port: int) -> socket.socket:
    """With a small buffer, so that a target whose replies are held feels it soon."""
    plug = socket.socket()
    plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER_BYTES)
    plug.setblocking(False)
    try:
        await asyncio.get_running_loop().sock_connect(plug, ("127.0.0.1", port))
    except OSError:
        plug.close()
        raise
    return plug


def _as_it_is(data: bytes) -> bytes:
    return data


def _open_gate() -> asyncio.Event:
    gate = asyncio.Event()
    gate.set()
    return gate
