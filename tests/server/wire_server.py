"""A real uvicorn on a free port with our wires, a small app behind it, and a raw peer that does
what no browser would."""

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import uvicorn
from websockets.asyncio.client import ClientConnection
from websockets.frames import apply_mask  # type: ignore[attr-defined]  # in C where compiled

from server.wires.http_wire import HttpWire
from server.wires.outlet import Line, line_of
from server.wires.wire import Wire

DEADLINE_SECONDS = 10.0

T = TypeVar("T")


async def until(met: Callable[[], bool]) -> None:
    """Return once `met()`; fail after the deadline."""
    async with asyncio.timeout(DEADLINE_SECONDS):
        while not met():  # noqa: ASYNC110  # what is waited for has no event
            await asyncio.sleep(0.005)


async def first(queue: "asyncio.Queue[T]") -> T:
    """The next of `queue`; fail after the deadline."""
    async with asyncio.timeout(DEADLINE_SECONDS):
        return await queue.get()


class Door:
    """An ASGI app: says "ok" to a request once its body is whole, keeps what sockets bring."""

    def __init__(self) -> None:
        self.lines: asyncio.Queue[Line] = asyncio.Queue()
        self.messages: asyncio.Queue[str | bytes] = asyncio.Queue()
        self.codes: asyncio.Queue[int] = asyncio.Queue()
        self.may_listen = asyncio.Event()
        self.may_listen.set()
        self.on_message: Callable[[Line, str | bytes], None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await self._answer(receive, send)
        else:
            await self._talk(scope, receive, send)

    async def _answer(self, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        headers = [(b"content-length", b"2")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"ok"})

    async def _talk(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        line = line_of(scope)
        await self.may_listen.wait()

        def keep(message: str | bytes) -> None:
            self.messages.put_nowait(message)
            if self.on_message is not None:
                self.on_message(line, message)

        line.on_message(keep)
        self.lines.put_nowait(line)
        self.codes.put_nowait(await line.lost())


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # the test run keeps its own


@dataclass(frozen=True, slots=True)
class Served:
    """A running server."""

    port: int
    server: uvicorn.Server

    @property
    def connections(self) -> int:
        """How many lines uvicorn holds."""
        return len(self.server.server_state.connections)


@contextlib.asynccontextmanager
async def serving(
    app: Door,
    *,
    ws: type[Wire] = Wire,
    http: type[HttpWire] = HttpWire,
    ping_seconds: float = 30.0,
) -> AsyncIterator[Served]:
    """Serve `app` on a free port of the loopback until the block ends."""
    config = uvicorn.Config(
        app,
        ws=ws,
        http=http,
        ws_ping_interval=ping_seconds,
        lifespan="off",
        log_config=None,
        access_log=False,
    )
    with socket.create_server(("127.0.0.1", 0)) as plug:
        server = _Server(config)
        task = asyncio.create_task(server.serve(sockets=[plug]))
        await until(lambda: server.started)
        try:
            yield Served(plug.getsockname()[1], server)
        finally:
            server.should_exit = True
            async with asyncio.timeout(DEADLINE_SECONDS):
                await task


def head(path: str = "/", more: str = "") -> bytes:
    """The head of an upgrade request."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{more}\r\n"
    ).encode()


def frame(payload: bytes, *, first_byte: int = 0x81) -> bytes:
    """One masked client frame."""
    size, mask = len(payload), os.urandom(4)
    if size < 126:
        length = bytes([0x80 | size])
    elif size < 65536:
        length = b"\xfe" + size.to_bytes(2, "big")
    else:
        length = b"\xff" + size.to_bytes(8, "big")
    return bytes([first_byte]) + length + mask + apply_mask(payload, mask)


class Peer:
    """The other end of a line, in raw bytes; reads only when asked to."""

    def __init__(self, plug: socket.socket) -> None:
        self._plug = plug
        self._read = b""
        self.was_reset = False

    async def send(self, data: bytes) -> None:
        await asyncio.get_running_loop().sock_sendall(self._plug, data)

    async def read_until(self, mark: bytes) -> bytes:
        """All bytes up to and with `mark`."""
        while mark not in self._read:
            more = await self._receive()
            assert more, f"ended after {self._read!r}"
            self._read += more
        found, _, self._read = self._read.partition(mark)
        return found + mark

    async def read_to_end(self) -> bytes:
        """All bytes until the server closes or resets the line."""
        while more := await self._receive():
            self._read += more
        return self._read

    async def upgrade(self, path: str = "/", more: str = "") -> bytes:
        """Shake hands; the head of the answer."""
        await self.send(head(path, more))
        return await self.read_until(b"\r\n\r\n")

    async def _receive(self) -> bytes:
        async with asyncio.timeout(DEADLINE_SECONDS):
            try:
                return await asyncio.get_running_loop().sock_recv(self._plug, 65536)
            except ConnectionResetError:
                self.was_reset = True
                return b""


@contextlib.asynccontextmanager
async def peer(port: int) -> AsyncIterator[Peer]:
    """Connect to a server on the loopback, with a small receive buffer."""
    with socket.socket() as plug:
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        plug.setblocking(False)
        await asyncio.get_running_loop().sock_connect(plug, ("127.0.0.1", port))
        yield Peer(plug)


def url(served: Served) -> str:
    return f"ws://127.0.0.1:{served.port}/socket"


async def close_code(client: ClientConnection) -> int | None:
    """The code the server closed with; 1006 if it just went."""
    async with asyncio.timeout(DEADLINE_SECONDS):
        await client.wait_closed()
    return client.close_code
