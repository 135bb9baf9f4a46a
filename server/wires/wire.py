"""uvicorn's WebSocket protocol with what a public chat needs on top: limits, a keep-alive that
aborts, and a direct way in and out (`outlet.py`). What a message means is told elsewhere."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any, cast

from uvicorn._types import ASGISendEvent
from uvicorn.config import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.frames import CloseCode as StandardCode
from websockets.http11 import Request
from websockets.protocol import OPEN, Protocol
from websockets.server import ServerProtocol

from server.wires.close_codes import CloseCode
from server.wires.held_writes import held_writes_of
from server.wires.keep_alive import KeepAlive, keep_alive_of
from server.wires.outlet import (
    EXTENSION,
    HARD_LIMIT_BYTES,
    HIGH_WATER_BYTES,
    LOW_WATER_BYTES,
    STUCK_SECONDS,
)
from server.wires.wire_check import require
from server.wires.wire_in import WireIn

_PING = b"\x89\x00"  # FIN and opcode 9, no payload

logger = logging.getLogger(__name__)


class Wire(WireIn):
    """One WebSocket, from its upgrade to the loss of its line.

    Given to uvicorn as `ws=`. A peer is pinged once in uvicorn's ping interval, and is gone if
    nothing came from it by the next time; the ping time-out is not asked for. The numbers are class
    attributes so that a subclass can shorten them.
    """

    __slots__ = ("extensions_left", "keep_alive", "outlet", "stuck_timer", "waited_bytes")

    low_water_bytes = LOW_WATER_BYTES
    high_water_bytes = HIGH_WATER_BYTES
    hard_limit_bytes = HARD_LIMIT_BYTES
    stuck_seconds = STUCK_SECONDS
    pong_extensions = 3
    """How many times a pong may be late because the application itself had paused reading."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.conn.available_extensions = None  # permessage-deflate doubles memory and CPU
        self.extensions_left = self.pong_extensions
        self.waited_bytes = 0
        self.stuck_timer: asyncio.TimerHandle | None = None
        self.outlet: WireOutlet | None = None
        self.keep_alive: KeepAlive | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.transport.set_write_buffer_limits(high=self.high_water_bytes, low=self.low_water_bytes)

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:
            self.outlet = WireOutlet(self)
            cast(dict[str, Any], self.scope["extensions"])[EXTENSION] = self.outlet

    async def send(self, message: ASGISendEvent) -> None:
        await super().send(message)
        if self.outlet is not None:
            self.outlet.is_open = self.conn.state is OPEN
        if message["type"] == "websocket.accept" and self.conn.state is OPEN:
            logger.info("socket accepted")
            self._forget_handshake()
            if self.pending:
                self.loop.call_soon(self.data_received, b"")

    def _forget_handshake(self) -> None:
        """A socket at rest keeps neither what it was asked with, a credential among it, nor what
        it answered: 2 KiB."""
        self.scope["headers"] = []
        del self.request, self.response

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self.stuck_timer is not None:
            self.stuck_timer.cancel()
        if self.outlet is not None:
            # It points back here.
            self.outlet = None
            self.scope["extensions"].pop(EXTENSION, None)

    def _tell_lost(self, code: int) -> None:
        super()._tell_lost(code)
        if self.outlet is not None:
            self.outlet.is_open = False

    # Out

    def start_close(self, code: int, reason: str) -> None:
        if self.outlet is not None:
            self.outlet.write_held()
        super().start_close(code, reason)

    def over_hard_limit(self, size: int) -> bool:
        """Count `size` bytes more for a peer over high water; abort it if they are too many."""
        self.waited_bytes += size
        if self.transport.get_write_buffer_size() + size <= self.hard_limit_bytes:
            return False
        self.abort(CloseCode.SLOW_CONSUMER)
        return True

    def pause_writing(self) -> None:
        super().pause_writing()
        self.waited_bytes = self.transport.get_write_buffer_size()
        if self.outlet is not None:
            self.outlet.is_full = True
        self.stuck_timer = self.loop.call_later(self.stuck_seconds, self._check_progress, 0)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self.outlet is not None:
            self.outlet.is_full = False
        if self.stuck_timer is not None:
            self.stuck_timer.cancel()
            self.stuck_timer = None

    def _check_progress(self, taken_before: int) -> None:
        taken = self.waited_bytes - self.transport.get_write_buffer_size()
        if taken <= taken_before:
            self.abort(CloseCode.SLOW_CONSUMER)
        else:
            self.stuck_timer = self.loop.call_later(self.stuck_seconds, self._check_progress, taken)

    def handle_ping(self) -> None:
        # A peer that pings and never reads would make the pongs pile up.
        if self.stuck_timer is None or not self.over_hard_limit(0):
            self._flush()

    # Keep-alive

    def start_keepalive(self) -> None:
        if self.ping_interval:
            self.keep_alive = keep_alive_of(self.app_state, self.loop, self.ping_interval)
            self.keep_alive.add(self)

    def stop_keepalive(self) -> None:
        if self.keep_alive is not None:
            self.keep_alive.remove(self)

    def ask(self) -> None:
        """Its turn of the keep-alive. Any byte of the peer's is a sign of life; who has not been
        listened to has given one."""
        if self.outlet is None or self.outlet.closed:
            return
        if self.heard:
            self.extensions_left = self.pong_extensions
            self.heard = False
            self.held_since_ping = self.held
            self.outlet.write(_PING)
        elif self.held_since_ping and self.extensions_left:
            self.extensions_left -= 1
            self.held_since_ping = self.held
        else:
            self.abort(CloseCode.HEARTBEAT_LOST)


class WireOutlet:
    """The `Line` of one `Wire`.

    A fan-out touches many of these and little else: what `write` asks stands here, since with
    thousands of sockets each object more is a miss of the cache, 0.1 us.
    """

    __slots__ = ("_held", "_held_writes", "_transport", "_wire", "is_full", "is_open")

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._transport = wire.transport
        self._held = b""
        self._held_writes = held_writes_of(wire.app_state, wire.loop)
        self.is_open = False
        self.is_full = False

    @property
    def closed(self) -> bool:
        return not self.is_open or self._transport.is_closing()

    def write(self, prepared: bytes) -> None:
        transport = self._transport
        if not self.is_open or transport.is_closing():
            self._held = b""
            return
        if self._held:
            prepared, self._held = self._held + prepared, b""
        if not self.is_full or not self._wire.over_hard_limit(len(prepared)):
            transport.write(prepared)

    def write_soon(self, prepared: bytes) -> None:
        if not self._held:
            self._held_writes.add(self)
        self._held += prepared

    def write_held(self) -> None:
        """What was to be written soon, now."""
        if self._held:
            self.write(b"")

    def buffered(self) -> int:
        return 0 if self._wire.disconnected else self._transport.get_write_buffer_size()

    async def drained(self) -> None:
        await self._wire.writable.wait()

    def close(self, code: CloseCode, reason: str = "") -> None:
        self._wire.start_close(code, reason)

    def abort(self) -> None:
        self._wire.abort(StandardCode.ABNORMAL_CLOSURE)

    def on_message(self, callback: Callable[[str | bytes], None]) -> None:
        self._wire.hand_over(callback)

    def pause_reading(self) -> None:
        self._wire.pause_reading()

    def resume_reading(self) -> None:
        self._wire.hear_again()

    async def lost(self) -> int:
        return await self._wire.lost()


def check() -> None:
    """Raise `WireMismatch` if uvicorn or websockets lack a part this module leans on."""
    require(WebSocketsSansIOProtocol, _UVICORN_PARTS)
    require(ServerProtocol, ("available_extensions", "fail", "send_close", "data_to_send"))
    require(Protocol, ("logger", "max_message_size", "parser", "parser_exc", "close_rcvd"))


_UVICORN_PARTS = (
    *("transport", "conn", "queue", "writable", "loop", "logger", "frames", "curr_msg_data_type"),
    "app_state",
    *("handshake_initiated", "handshake_complete", "close_sent", "disconnected", "read_paused"),
    *("close_timer", "close_timeout", "ping_interval", "start_keepalive", "stop_keepalive"),
    *("handle_connect", "handle_close", "handle_ping", "handle_parser_exception", "shutdown"),
    *("send", "send_receive_event_to_app"),
    *("pause_writing", "resume_writing", "eof_received", "on_task_complete"),
)
