"""How one WebSocket begins and ends on top of uvicorn: quiet logs, closing that cannot hang,
aborting, and leaving no cycles behind. Knows nothing of what is sent or read."""

import asyncio
import logging
import socket
import struct
from typing import Any, cast

from uvicorn._types import ASGISendEvent
from uvicorn.config import Config
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.frames import CloseCode as StandardCode
from websockets.frames import Frame
from websockets.protocol import OPEN

from server.wires.close_codes import CloseCode
from server.wires.resting import Flowing

_MAX_REASON_BYTES = 123
_FLOWING = Flowing()
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
_MUST_GO = frozenset({CloseCode.BANNED, CloseCode.UNAUTHENTICATED})
"""For the others to learn why they may not come back, their close frame may be sent once more."""

logger = logging.getLogger(__name__)


class _Warnings(logging.LoggerAdapter[logging.Logger]):
    """uvicorn's logger without INFO and below: addresses, query strings and, at DEBUG, bodies."""

    level = logging.WARNING

    def isEnabledFor(self, level: int) -> bool:
        return level >= self.level and super().isEnabledFor(level)


_UVICORN_WARNINGS = _Warnings(logging.getLogger("uvicorn.error"), {})


class WireEnds(WebSocketsSansIOProtocol):
    """Beginning and end of one WebSocket; `Wire` adds what happens between."""

    # Not in the dictionary of uvicorn's own attributes, which would be twice as large.
    __slots__ = ("failed", "linger_timer", "lost_code", "lost_waiter")

    close_seconds = 5.0
    sent_away_seconds = 0.5
    """Instead of these five, for who was closed out: what the kernel holds for somebody who does
    not read must not reach them later."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.logger = cast(logging.Logger, _UVICORN_WARNINGS)
        self.conn.logger = _UVICORN_WARNINGS
        self.close_timeout = self.close_seconds
        self.failed = False
        self.lost_code: int | None = None
        self.lost_waiter: asyncio.Future[None] | None = None
        self.writable = cast(asyncio.Event, _FLOWING)
        self.linger_timer: asyncio.TimerHandle | None = None

    async def send(self, message: ASGISendEvent) -> None:
        if self.close_sent and self.lost_code is not None:
            raise ClientDisconnected
        await super().send(message)
        if self.close_sent:
            self._linger()

    def start_close(self, code: int, reason: str) -> None:
        """Send a close frame and wait `close_seconds` for the peer's, or `sent_away_seconds`; then
        abort.

        Before the handshake is complete: abort at once. While closing: nothing.
        """
        if not self.handshake_complete:
            self.abort(code)
        elif self.conn.state is OPEN and not self.transport.is_closing():
            cut = reason.encode(errors="replace")[:_MAX_REASON_BYTES].decode(errors="ignore")
            self.conn.send_close(code, cut)
            self._flush()
            self._await_close(code)

    def abort(self, code: int) -> None:
        """Reset the line; the application is told `code`."""
        self._tell_lost(code)
        if not self.disconnected:
            # Without it the kernel goes on sending what it holds, to a peer that must have no more.
            set_option(self.transport, socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            self.transport.abort()

    def fail(self, code: StandardCode, reason: str) -> None:
        """End the connection because of what the peer sent; nothing more is read from it."""
        self.conn.fail(code, reason)
        self.handle_parser_exception()

    def handle_parser_exception(self) -> None:
        # Closing with unread bytes would reset the line and the peer would never read the reason:
        # send it, then the end of the stream, and discard until the peer closes.
        self.failed = True
        self._flush()
        if self.transport.can_write_eof() and not self.transport.is_closing():
            self.transport.write_eof()
        else:
            self.transport.close()
        sent = self.conn.close_sent
        self._await_close(StandardCode.ABNORMAL_CLOSURE if sent is None else sent.code)

    def _await_close(self, code: int) -> None:
        self.close_sent = True
        self._tell_lost(code)
        if self.close_timer is not None:
            self.close_timer.cancel()
        patience = self.sent_away_seconds if code in _MUST_GO else self.close_seconds
        self.close_timer = self.loop.call_later(patience, self.abort, code)
        self.hear_again()

    def hear_again(self) -> None:
        """Take up reading, whoever had paused it."""
        self.read_paused = False
        if not self.transport.is_closing():
            self.transport.resume_reading()

    def handle_close(self, event: Frame) -> None:
        if self.conn.close_rcvd is not None:
            self._tell_lost(self.conn.close_rcvd.code)
        super().handle_close(event)

    def shutdown(self) -> None:
        if self.conn.state is OPEN:
            self.stop_keepalive()
            self.start_close(CloseCode.RESTARTING, "")
        elif not self.handshake_complete:
            super().shutdown()
        self._linger()

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        super().on_task_complete(task)
        self._linger()

    def eof_received(self) -> None:
        self._linger()

    def connection_lost(self, exc: Exception | None) -> None:
        self._tell_lost(StandardCode.ABNORMAL_CLOSURE)
        super().connection_lost(exc)
        if self.linger_timer is not None:
            self.linger_timer.cancel()
        # A connection must end by reference counting: full collections stop a process of 15,000
        # connections for 0.9 s. A suspended generator and a traceback both point back here.
        self.conn.parser.close()
        self.conn.parser_exc = self.conn.handshake_exc = None
        logger.info("socket closed", extra={"code": self.lost_code})

    def pause_writing(self) -> None:
        self.writable = asyncio.Event()
        super().pause_writing()

    def resume_writing(self) -> None:
        super().resume_writing()
        self.writable = cast(asyncio.Event, _FLOWING)

    async def lost(self) -> int:
        """The close code, once either side closed or the line is gone. One waiter at a time."""
        if self.lost_code is None:
            self.lost_waiter = self.loop.create_future()
            await self.lost_waiter
        assert self.lost_code is not None
        return self.lost_code

    def _linger(self) -> None:
        # transport.close() waits for the buffer of a peer that may never read.
        if self.linger_timer is None and not self.disconnected:
            code = StandardCode.ABNORMAL_CLOSURE
            self.linger_timer = self.loop.call_later(self.close_seconds, self.abort, code)

    def _tell_lost(self, code: int) -> None:
        if self.lost_code is None:
            self.lost_code = int(code)
            self.queue.put_nowait({"type": "websocket.disconnect", "code": self.lost_code})
            if self.lost_waiter is not None and not self.lost_waiter.done():
                self.lost_waiter.set_result(None)

    def _flush(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(b"".join(self.conn.data_to_send()))


def set_option(
    transport: asyncio.BaseTransport, level: int, option: int, value: int | bytes
) -> None:
    """Set an option of a TCP socket; other sockets and refusals are passed over."""
    plug = transport.get_extra_info("socket")
    if plug is None or plug.family not in (socket.AF_INET, socket.AF_INET6):
        return
    try:
        plug.setsockopt(level, option, value)
    except OSError:
        logger.debug("socket option refused", extra={"option": option})
