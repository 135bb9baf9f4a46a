"""One line to the server that is kept up: it connects, notices when nothing comes any more, and
returns at a random time, by the next of its addresses. Of frames it knows `welcome` and
`heartbeat` only.
"""

import asyncio
import random
import time
from collections.abc import Sequence
from itertools import cycle
from typing import Protocol

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.typing import Origin

from server.talk import frames
from server.talk.frames import Frame

LINE_LOST = 1006
LONGEST_WAIT_MS = 30_000
SHORTEST_SPREAD_MS = 500
FIRST_SPREAD_MS = 2_000
STEADY_SECONDS = 5.0
"""A line that held this long was a good one: the next loss starts from the first try again."""
PATIENT_MS = 10_000
"""For about so long the waits do not grow: processes that are all begun again are met within the
spread."""
FEWEST_TRIES = 4
WELCOME_SECONDS = 10.0
FIRST_HEARTBEAT_MS = 20_000
MOST_SILENT_HEARTBEATS = 2.5
LARGEST_FRAME_BYTES = 4 * 1024 * 1024
COMES_BACK = frozenset({1001, 1005, LINE_LOST, 1011, 1012, 1013, 1014})
"""RFC 6455, 7.4.1: going away, no code, lost, server error, restarting, overloaded, gateway."""

_decoder = msgspec.json.Decoder(Frame)


class Unanswered(Exception):
    """No answer came, or the line was down: whether the server acted is not known."""


class SentAway(Exception):
    """The server does not want this client back: a close code, or a handshake's HTTP status."""

    def __init__(self, code: int) -> None:
        super().__init__(f"sent away with {code}")
        self.code = code


class Listener(Protocol):
    """What a line tells its owner; `lost` follows each `opened`, and being sent away unopened."""

    def opened(self, welcome: frames.Welcome) -> None: ...
    def received(self, frame: Frame) -> None: ...
    def lost(self, code: int, *, said: bool) -> None: ...


def comes_back(code: int) -> bool:
    """Whether the client returns by itself after this close code."""
    return 4000 <= code < 4500 or code in COMES_BACK


def wait_ms(attempt: int, spread_ms: int, chance: float) -> float:
    """The wait before try `attempt` (0 is the first): full jitter, within the spread at first, then
    growing to half a minute."""
    doublings = max(0, attempt - _tries_within(spread_ms) + 1)
    window = _window_ms(spread_ms)
    return chance * (min(LONGEST_WAIT_MS, window * 2**doublings) if doublings else window)


def after_opened(attempt: int, held_seconds: float, spread_ms: int) -> int:
    """The number of the next try after a line that opened; one that did not hold makes the waits
    grow."""
    return 0 if held_seconds >= STEADY_SECONDS else max(attempt, _tries_within(spread_ms) - 1)


def _tries_within(spread_ms: int) -> int:
    """A try waits for half of the window on average."""
    return max(FEWEST_TRIES, 2 * PATIENT_MS // _window_ms(spread_ms))


def _window_ms(spread_ms: int) -> int:
    return max(spread_ms, SHORTEST_SPREAD_MS)


class Line:
    """The sockets of one client, one after another. `number` counts those that opened.

    `ended` is why the server does not want the client back, once it does not.
    """

    def __init__(
        self,
        urls: Sequence[str],
        headers: dict[str, str],
        *,
        origin: str | None,
        listener: Listener,
        dice: random.Random,
    ) -> None:
        self.number = 0
        self.is_open = False
        self.ended: int | None = None
        self._addresses = cycle(urls)
        self._headers = headers
        self._origin = Origin(origin) if origin else None
        self._listener = listener
        self._dice = dice
        self._socket: ClientConnection | None = None
        self._spread_ms = FIRST_SPREAD_MS
        self._heartbeat_ms = FIRST_HEARTBEAT_MS
        self._hearing = asyncio.Event()
        self._hearing.set()

    async def keep_up(self) -> None:
        """Until the server does not want this client back, or the task is cancelled."""
        attempt = 0
        while True:
            began = time.monotonic()
            code, opened = await self._live()
            if not comes_back(code):
                self.ended = code
            if opened or self.ended is not None:
                self._listener.lost(code, said=code != LINE_LOST)
            if self.ended is not None:
                return
            if opened:
                held = time.monotonic() - began
                attempt = after_opened(attempt, held, self._spread_ms)
            await asyncio.sleep(wait_ms(attempt, self._spread_ms, self._dice.random()) / 1000)
            attempt += 1

    async def send(self, text: bytes) -> None:
        """Raises Unanswered when the line is down, SentAway when it will not come back."""
        if self.ended is not None:
            raise SentAway(self.ended)
        if self._socket is None or not self.is_open:
            raise Unanswered
        try:
            await self._socket.send(text, text=True)
        except ConnectionClosed:
            # The reader will find out too, a little later: until then nobody must try again.
            self.is_open = False
            raise Unanswered from None

    def drop(self) -> None:
        """The network goes: no goodbye to the server. The client comes back as always."""
        self.is_open = False
        if self._socket is not None:
            self._socket.transport.abort()

    def stop_hearing(self) -> None:
        """Read nothing more from the socket, until `hear_again`."""
        self._hearing.clear()

    def hear_again(self) -> None:
        self._hearing.set()

    async def _live(self) -> tuple[int, bool]:
        """One socket from its handshake to its end: the close code, and whether it opened."""
        try:
            self._socket = await self._connect()
        except InvalidStatus as refused:
            status = refused.response.status_code
            return (status if 400 <= status < 500 and status != 429 else LINE_LOST), False
        except (OSError, EOFError, TimeoutError, InvalidHandshake):
            return LINE_LOST, False
        number = self.number
        try:
            await self._listen(self._socket)
        except ConnectionClosed as closed:
            code = closed.rcvd.code if closed.rcvd else LINE_LOST
        except TimeoutError:
            code = LINE_LOST
        finally:
            self.is_open = False
            await self._hang_up(self._socket)
        return code, self.number > number

    async def _connect(self) -> ClientConnection:
        return await connect(
            f"{next(self._addresses).rstrip('/').replace('http', 'ws', 1)}/socket",
            additional_headers=self._headers,
            origin=self._origin,
            compression=None,
            proxy=None,
            open_timeout=WELCOME_SECONDS,
            close_timeout=1,
            max_size=LARGEST_FRAME_BYTES,
        )

    async def _listen(self, socket: ClientConnection) -> None:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(WELCOME_SECONDS) as silence:
            while True:
                await self._hearing.wait()
                frame = _decoder.decode(await socket.recv(decode=False))
                self._take(frame)
                allowed = self._heartbeat_ms * MOST_SILENT_HEARTBEATS / 1000
                silence.reschedule(loop.time() + allowed)

    def _take(self, frame: Frame) -> None:
        if isinstance(frame, frames.Welcome | frames.Heartbeat):
            self._spread_ms = frame.spread_ms
        if isinstance(frame, frames.Welcome):
            self._heartbeat_ms = frame.heartbeat_ms
            self.number += 1
            self.is_open = True
            self._listener.opened(frame)
        else:
            self._listener.received(frame)

    async def _hang_up(self, socket: ClientConnection) -> None:
        try:
            await socket.close()
        finally:
            socket.transport.abort()
            self._socket = None
