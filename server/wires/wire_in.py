"""How messages come in on one WebSocket: frames are taken straight from what was read, within the
limits of size and number, and handed to a callback. Knows nothing of what is sent."""

import asyncio
import logging
import traceback
from collections.abc import Callable
from typing import Any, cast

from uvicorn.config import Config
from uvicorn.server import ServerState
from websockets.frames import CloseCode as StandardCode
from websockets.frames import apply_mask  # type: ignore[attr-defined]  # in C where compiled

from server.wires.close_codes import CloseCode
from server.wires.resting import NoQueue
from server.wires.wire_ends import WireEnds

_NO_QUEUE = NoQueue()
_WHOLE_TEXT = 0x81  # FIN and opcode 1
_PONG = 0x8A  # FIN and opcode 10: a sign of life, as is everything that is read
_LONGEST_CONTROL = 125
_FIN = 0x80
_OPCODE = 0x0F
_MASKED = 0x80

logger = logging.getLogger(__name__)


class WireIn(WireEnds):
    """The way in of one WebSocket; `Wire` adds the way out."""

    __slots__ = ("callback", "fragments", "heard", "held", "held_since_ping", "pending")

    message_limit_bytes = 32 * 1024
    fragment_limit = 64

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.conn.max_message_size = self.message_limit_bytes
        self.callback: Callable[[str | bytes], None] | None = None
        self.pending = b""
        self.fragments = 0
        self.heard = True
        self.held = False
        self.held_since_ping = False

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.callback = None
        self.pending = b""

    def data_received(self, data: bytes) -> None:
        if data:  # not what is only taken up again
            self.heard = True
        if not self.handshake_initiated:
            self._take_head(data)
        elif self.failed or self.disconnected:
            return
        elif self.held or not self.handshake_complete:
            self._keep(data)
        else:
            whole, self.pending = self.pending + data if self.pending else data, b""
            self._take_frames(whole)
        if self.transport.is_closing():
            self._linger()

    def _take_head(self, data: bytes) -> None:
        super().data_received(data)
        if not self.handshake_initiated:
            # Too many or too long headers: the engine has refused, uvicorn would say nothing.
            self._flush()
            self.transport.close()

    def _keep(self, data: bytes) -> None:
        self.pending += data
        if not self.handshake_complete and len(self.pending) > self.message_limit_bytes:
            self.abort(StandardCode.POLICY_VIOLATION)

    def _take_frames(self, data: bytes) -> None:
        """Split `data` at frame borders. Whole text frames are taken here (8 us less a message
        than through the engine and a queue), and pongs; all others, and all broken ones, by the
        engine."""
        at, end = 0, len(data)
        while end - at >= 2 and not self.held and not self.failed:
            second = data[at + 1]
            size, body = second & ~_MASKED, at + 6
            if size == 126:
                size, body = int.from_bytes(data[at + 2 : at + 4], "big"), at + 8
            elif size == 127:
                size, body = int.from_bytes(data[at + 2 : at + 10], "big"), at + 14
            if not second & _MASKED:
                body -= 4
            stop = body + size
            if (size > self.message_limit_bytes and end >= body - 4) or not second & _MASKED:
                self._take_by_engine(data[at:])  # fails by the header alone
                return
            if stop > end:
                break
            if data[at] == _WHOLE_TEXT and not self.fragments:
                self._take_text(apply_mask(data[body:stop], data[body - 4 : body]))
            elif data[at] != _PONG or size > _LONGEST_CONTROL:
                self._take_by_engine(data[at:stop])
            at = stop
        self.pending = data[at:]

    def _take_by_engine(self, frame: bytes) -> None:
        opcode, final = frame[0] & _OPCODE, frame[0] & _FIN
        if opcode < 3:
            self.fragments = self.fragments + 1 if opcode == 0 else 1
        if self.fragments > self.fragment_limit:
            self.fail(StandardCode.MESSAGE_TOO_BIG, "too many fragments")
            return
        super().data_received(frame)
        if opcode < 3 and final:
            self.fragments = 0

    def send_receive_event_to_app(self) -> None:
        payload = b"".join(self.frames)
        self.frames = []
        if self.curr_msg_data_type == "text":
            self._take_text(payload)
        else:
            self._deliver(payload)

    def _take_text(self, payload: bytes) -> None:
        try:
            text = payload.decode()
        except UnicodeDecodeError:
            self.fail(StandardCode.INVALID_DATA, "invalid UTF-8")
        else:
            self._deliver(text)

    def _deliver(self, message: str | bytes) -> None:
        if self.lost_code is not None:
            return
        if self.callback is None:
            self._queue_up(message)
            return
        try:
            self.callback(message)
        except Exception as error:
            # Where, not what: an error's text may quote what a person wrote.
            place = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{place.name}:{place.lineno}"
            fields = {"error": type(error).__name__, "where": where}
            logger.error("message callback failed", extra=fields)
            self.start_close(CloseCode.OUT_OF_STEP, "")

    def _queue_up(self, message: str | bytes) -> None:
        kind = "text" if isinstance(message, str) else "bytes"
        self.queue.put_nowait(cast(Any, {"type": "websocket.receive", kind: message}))
        if not self.read_paused:
            self.read_paused = True
            self.transport.pause_reading()

    def hand_over(self, callback: Callable[[str | bytes], None]) -> None:
        """Deliver to `callback` from now on, first what is queued for ASGI `receive`."""
        self.callback = callback
        queue, self.queue = self.queue, cast(Any, _NO_QUEUE)
        while not queue.empty():
            event = queue.get_nowait()
            if event["type"] == "websocket.receive":
                text = event.get("text")
                self._deliver(event.get("bytes") or b"" if text is None else text)
        if not self.held:
            self.hear_again()

    def pause_reading(self) -> None:
        """Deliver nothing until `resume_reading`, not even what came in the same segment."""
        if self.lost_code is None and not self.held:
            self.held = self.held_since_ping = True
            self.transport.pause_reading()

    def hear_again(self) -> None:
        super().hear_again()
        self.held = False
        if self.pending:
            self.loop.call_soon(self.data_received, b"")
