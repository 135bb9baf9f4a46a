"""A TCP proxy for bad networks, between a client and the server, or the server and its services.

It passes bytes, late if told so; holds one direction or both; half-closes; cuts. What it held when
the line was cut is lost. It does not know what the bytes mean.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Self

CHUNK_BYTES = 64 * 1024
SMALL_BUFFER_BYTES = 16 * 1024


class Proxy:
    """A way to one port of the loopback, as bad as the test says."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0
        self.delay_seconds = 0.0
        self._requests = _open_gate()
        self._replies = _open_gate()
        self._severed = False
        self._carrying: set[asyncio.Task[None]] = set()
        self._lines: set[tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = set()

    @classmethod
    @asynccontextmanager
    async def to(cls, target: int) -> AsyncIterator[Self]:
        """Listens on a free port until the context is left; then every line is cut."""
        proxy = cls(target)
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
            for end in line:
                end.transport.abort()

    def half_close(self) -> None:
        """The target reads the end of each present line; the other side knows nothing of it."""
        for _, target in tuple(self._lines):
            target.write_eof()

    def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        carrying = asyncio.create_task(self._carry(reader, writer))
        self._carrying.add(carrying)
        carrying.add_done_callback(self._carrying.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._severed:
            writer.transport.abort()
            return
        with suppress(OSError):
            plug = await _connected(self.target)
            target_reader, target_writer = await asyncio.open_connection(sock=plug)
            line = (writer, target_writer)
            self._lines.add(line)
            try:
                await _both(
                    self._pump(reader, target_writer, self._requests),
                    self._pump(target_reader, writer, self._replies),
                )
            finally:
                self._lines.discard(line)
                for end in line:
                    end.transport.abort()

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, gate: asyncio.Event
    ) -> None:
        await gate.wait()
        while data := await reader.read(CHUNK_BYTES):
            if self.delay_seconds:
                await asyncio.sleep(self.delay_seconds)
            await gate.wait()
            writer.write(data)
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


def _open_gate() -> asyncio.Event:
    gate = asyncio.Event()
    gate.set()
    return gate
