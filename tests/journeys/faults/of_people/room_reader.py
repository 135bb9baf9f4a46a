"""Somebody who comes to a room, for the first time or with a cursor, and reads until they have
everything from there to what is said now. Keeps the places it was shown, and says what is missing.
"""

import asyncio
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec

from rooms.ids import RoomId
from tests.journeys.faults.crowd.lean_line import LeanLine

HISTORY_PAGE = 100
PATIENCE_SECONDS = 200.0
"""Ten times the twenty seconds in which everybody who was away has everything."""


class _On(msgspec.Struct, gc=False):
    seq: int


class _Page(msgspec.Struct):
    messages: tuple[_On, ...]
    before: int | None = None


class _Frame(msgspec.Struct):
    type: str
    seq: int = 0
    at: int = 0
    as_of: int = 0
    epoch: str = ""
    code: str = ""
    retry_after: int | None = None
    page: _Page | None = None


_decoder = msgspec.json.Decoder(_Frame)


class RoomReader:
    """`places` are the seqs shown, as if on one long page: entries below, older pages above.
    `entries`: those that have a time, with it (at, seq), in the order in which they came. `head`:
    the last entry; `pages`: how many older ones it took. `wrong` is why it stopped, and `gone_at`
    when its line was lost, by the steady clock."""

    def __init__(
        self, room: RoomId, *, epoch: str = "", after: int | None = None, replay: int = 500
    ) -> None:
        self.room = room
        self.places: list[int] = []
        self.entries: list[tuple[int, int]] = []
        self.as_of = 0
        self.epoch = epoch
        self.pages = 0
        self.wrong = ""
        self.gone_at = 0.0
        self._after = after
        self._replay = replay
        self._line: LeanLine | None = None
        self._joined = False
        self._read_back = False
        self._asked: dict[str, str | int | None] = {}
        self._turned = asyncio.Event()

    @property
    def head(self) -> int:
        return self.places[-1] if self.places else (self._after or 0)

    @property
    def caught_up(self) -> bool:
        """Everything from the cursor (for a newcomer: the page) to the moment of joining."""
        return self._joined and self._read_back and self.head >= self.as_of

    async def come(self, url: str, head: Sequence[str]) -> None:
        """Connect, with these lines in the handshake's head, and ask for the room."""
        where = urlsplit(url)
        request = "\r\n".join([*_upgrade(where.netloc), *head, "", ""]).encode()
        self._line = line = LeanLine(self, request)
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: line, where.hostname or "", where.port or 80)

    async def until(self, seq: int = 0) -> None:
        """Until caught up, and shown everything up to `seq`; or something went wrong: also that
        this took too long."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not self.wrong and not (self.caught_up and self.head >= seq):
                    await self._turned.wait()
                    self._turned.clear()
        except TimeoutError:
            self.wrong = f"not caught up within {PATIENCE_SECONDS:.0f} s"

    async def until_gone(self) -> None:
        """Until the line is lost."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not self.gone_at:
                await self._turned.wait()
                self._turned.clear()

    def violations(self) -> list[str]:
        """What is not contiguous from the cursor, or from the page, to the last entry."""
        if self.wrong:
            return [self.wrong]
        first = self.places[0] if self._after is None and self.places else (self._after or 0) + 1
        if self.places == list(range(first, first + len(self.places))):
            return []
        beside = [
            b for a, b in zip([first - 1, *self.places], self.places, strict=False) if b != a + 1
        ]
        return [f"{len(beside)} places are no continuation, the first of them {beside[0]}"]

    def leave(self) -> None:
        if self._line is not None:
            self._line.abort()

    # What the line says.

    def heard(self, text: bytes) -> None:
        frame = _decoder.decode(text)
        match frame.type:
            case "entry":
                self.entries.append((frame.at, frame.seq))
                self.places.append(frame.seq)
            case "void":
                self.places.append(frame.seq)
            case "welcome":
                self._send(type="join_room", **self._cursor())
            case "joined":
                self._begin(frame)
            case "history" if frame.page is not None:
                self.pages += 1
                self._above(frame.page)
            case "refused" if frame.retry_after is not None:
                # Busy, say: as the client does, the same again a little later.
                loop = asyncio.get_running_loop()
                loop.call_later(frame.retry_after / 1000, self._ask_again)
            case "refused" | "ended" | "reset":
                self.wrong = f"{frame.type} {frame.code}"
        self._turned.set()

    def lost(self, code: int) -> None:
        self.gone_at = time.monotonic()
        self.wrong = self.wrong or f"lost with {code}"
        self._turned.set()

    def _begin(self, joined: _Frame) -> None:
        self._joined, self.as_of, self.epoch = True, joined.as_of, joined.epoch
        if joined.page is None:
            self._read_back = True
        else:
            self._above(joined.page)

    def _above(self, page: _Page) -> None:
        """Older messages, above those that are shown; and the page above them, if it is needed."""
        known = self._after or 0
        self.places[:0] = [each.seq for each in page.messages if each.seq > known]
        if self._after is None or page.before is None or page.before <= known + 1:
            self._read_back = True
        else:
            self._send(type="read_history", before=page.before, limit=HISTORY_PAGE)

    def _cursor(self) -> dict[str, str | int]:
        if self._after is None:
            return {}
        return {"epoch": self.epoch, "after": self._after, "replay": self._replay}

    def _send(self, **fields: str | int | None) -> None:
        assert self._line is not None
        self._asked = fields
        self._line.send(msgspec.json.encode({"ref": 1, "room": self.room, **fields}))

    def _ask_again(self) -> None:
        if not self.gone_at and not self.wrong:
            self._send(**self._asked)


def _upgrade(host: str) -> tuple[str, ...]:
    return (
        "GET /socket HTTP/1.1",
        f"Host: {host}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    )
