"""uvicorn's HTTP protocol with a deadline and a limit for the head of every request, and an
upgrade that hands over the bytes which came with it. Knows nothing of what is asked for."""

import asyncio
import socket
from typing import Any

import httptools
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from server.wires.wire_check import require
from server.wires.wire_ends import set_option


class HttpWire(HttpToolsProtocol):
    """One HTTP connection. Given to uvicorn as `http=`.

    uvicorn alone waits for ever for a head that never ends, and its keep-alive time-out stops at
    the first byte of the next request.
    """

    head_seconds = 9.0
    """Gone within ten seconds is the promise; a busy loop's timers come late."""
    head_limit_bytes = 64 * 1024
    unacknowledged_seconds = 20.0
    """A peer whose host takes nothing for so long is given up, after an upgrade as before it."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.head_timer: asyncio.TimerHandle | None = None
        self.head_bytes = 0

    # uvicorn narrows the argument in the same way.
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._limit_silence(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._head_done()
        self._unset_keepalive_if_required()

    def data_received(self, data: bytes) -> None:
        if self.head_timer is None and (self.cycle is None or self.cycle.response_complete):
            self._await_head()
        self.head_bytes += len(data)
        self._unset_keepalive_if_required()
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self._upgrade(data[upgrade.args[0] :])
            return
        except httptools.HttpParserError:
            self.send_400_response("Invalid HTTP request received.")
            return
        if self.head_timer is not None and self.head_bytes > self.head_limit_bytes:
            self.transport.abort()

    def on_headers_complete(self) -> None:
        self._head_done()
        super().on_headers_complete()

    def _upgrade(self, rest: bytes) -> None:
        if not self._should_upgrade():
            return
        self._head_done()
        if self.cycle is not None and not self.cycle.response_complete:
            self.transport.abort()  # two protocols would write to one line
            return
        self.handle_websocket_upgrade()
        # Parser and protocol point at each other; uvicorn leaves both to the garbage collector.
        self.parser = None  # type: ignore[assignment]  # as uvicorn does when a line is lost
        wire = self.transport.get_protocol()
        if rest and isinstance(wire, asyncio.Protocol):
            wire.data_received(rest)

    def _limit_silence(self, transport: asyncio.Transport) -> None:
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            milliseconds = int(self.unacknowledged_seconds * 1000)
            set_option(transport, socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)

    def _await_head(self) -> None:
        self.head_bytes = 0
        self.head_timer = self.loop.call_later(self.head_seconds, self.transport.abort)

    def _head_done(self) -> None:
        if self.head_timer is not None:
            self.head_timer.cancel()
            self.head_timer = None


def check() -> None:
    """Raise `WireMismatch` if uvicorn lacks a part this module leans on."""
    require(
        HttpToolsProtocol,
        (
            *("parser", "cycle", "transport", "loop", "on_headers_complete", "send_400_response"),
            *("handle_websocket_upgrade", "_should_upgrade", "_unset_keepalive_if_required"),
        ),
    )
