"""Small stand-ins owned by the tests: a line that is a queue, a transport whose peer never reads,
a clock that moves when told. They keep the promises of the ports, and nothing is patched."""

import asyncio
from collections.abc import Callable

from server.wires.close_codes import CloseCode
from server.wires.outlet import HIGH_WATER_BYTES


def unframe(data: bytes) -> list[bytes]:
    """The payloads of the server-to-client text frames joined in `data`."""
    payloads, at = [], 0
    while at < len(data):
        assert data[at] == 0x81, "not a whole text frame"
        size, body = data[at + 1], at + 2
        if size >= 126:
            extra = 2 if size == 126 else 8
            size, body = int.from_bytes(data[body : body + extra], "big"), body + extra
        payloads.append(data[body : body + size])
        at = body + size
    return payloads


class QueueOutlet:
    """A `Line` without a socket: frames come out of a queue, `receive` plays the peer's messages.

    Its peer reads everything at once, until `stall()`.
    """

    def __init__(self) -> None:
        self.frames: asyncio.Queue[bytes] = asyncio.Queue()
        self.close_code: int | None = None
        self.close_reason = ""
        self.aborted = False
        self.reading = True
        self._waiting: list[str | bytes] = []
        self._callback: Callable[[str | bytes], None] | None = None
        self._lost = asyncio.Event()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._buffered = 0

    # What the server sees

    @property
    def closed(self) -> bool:
        return self._lost.is_set()

    def write(self, prepared: bytes) -> None:
        if self.closed:
            return
        if not self._flowing.is_set():
            self._buffered += len(prepared)
        for payload in unframe(prepared):
            self.frames.put_nowait(payload)

    def write_soon(self, prepared: bytes) -> None:
        self.write(prepared)

    @property
    def is_full(self) -> bool:
        return self.buffered() > HIGH_WATER_BYTES

    def buffered(self) -> int:
        return 0 if self.closed else self._buffered

    async def drained(self) -> None:
        await self._flowing.wait()

    def close(self, code: CloseCode, reason: str = "") -> None:
        if not self.closed:
            self.close_reason = reason
            self.lose(code)

    def abort(self) -> None:
        if not self.closed:
            self.aborted = True
            self.lose(1006)

    def on_message(self, callback: Callable[[str | bytes], None]) -> None:
        self._callback = callback
        self._hand_over()

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True
        self._hand_over()

    async def lost(self) -> int:
        await self._lost.wait()
        assert self.close_code is not None
        return self.close_code

    # What the peer does

    def receive(self, message: str | bytes) -> None:
        """The peer sends one message."""
        self._waiting.append(message)
        self._hand_over()

    def lose(self, code: int = 1006) -> None:
        """The line is gone, with this code."""
        self.close_code = int(code)
        self._flowing.set()
        self._lost.set()

    def stall(self) -> None:
        """The peer stops reading."""
        self._flowing.clear()

    def read_on(self) -> None:
        """The peer reads all that waited."""
        self._buffered = 0
        self._flowing.set()

    def _hand_over(self) -> None:
        while self._waiting and self.reading and self._callback and not self.closed:
            self._callback(self._waiting.pop(0))


class StalledTransport(asyncio.Transport):
    """A transport whose peer takes nothing, so that all that is written stays in the buffer."""

    def __init__(self) -> None:
        super().__init__()
        self.buffer = bytearray()
        self.aborted = False
        self.closing = False
        self.reading = True

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.buffer += data

    def get_write_buffer_size(self) -> int:
        return len(self.buffer)

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        self.limits = (high, low)

    def is_closing(self) -> bool:
        return self.closing

    def close(self) -> None:
        self.closing = True

    def abort(self) -> None:
        self.closing = self.aborted = True
        self.buffer.clear()

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True


class FakeClock:
    """Seconds that pass only by `advance`; called like `time.monotonic` or `time.time`."""

    def __init__(self, now: float = 0.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass."""
        self.now += seconds
