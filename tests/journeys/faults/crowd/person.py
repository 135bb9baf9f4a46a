"""One person of a crowd: in one room, on one line at a time, who says what they are told to and
keeps what they saw. Comes back as the product's clients do. Mends nothing: what a line brings is
shown as it came, so that the server alone has to be right.
"""

import asyncio
import random
from collections import Counter, deque
from collections.abc import Callable, Sequence
from itertools import cycle
from urllib.parse import urlsplit

from rooms.ids import RoomId, new_public_id
from server.replay.line import (
    FIRST_HEARTBEAT_MS,
    FIRST_SPREAD_MS,
    MOST_SILENT_HEARTBEATS,
    WELCOME_SECONDS,
    after_opened,
    comes_back,
    wait_ms,
)
from server.replay.outbox import RETRY_MS, TRY_AGAIN
from tests.journeys.faults.crowd.frames import Decoder, Heard, Placed, encode
from tests.journeys.faults.crowd.lean_line import LINE_LOST, LeanLine
from tests.journeys.faults.crowd.log import Asked, Began, Log, Lost, Opened, Saying, Settled
from tests.journeys.house import Person

ANSWER_SECONDS = 10.0
Sample = tuple[float, float]
"""When it began, by the event loop's clock, and how many seconds it took."""


class CrowdPerson:
    """`live`: everything up to the moment of joining is shown. `back` and `receipts` are samples;
    `refusals` are the final ones; `gone` is why this person does not come back, or why their
    reading ended; `spread_ms` is the window in which they were last told to come back.
    `lost_cause` is what the test knows of a line that goes without a word."""

    def __init__(
        self,
        person: Person,
        room: RoomId,
        doors: Sequence[str],
        decoder: Decoder,
        *,
        acknowledged: Callable[[], None],
        dice: random.Random,
    ) -> None:
        self.person = person
        self.room = room
        self.log: Log = []
        self.back: list[Sample] = []
        self.receipts: list[Sample] = []
        self.refusals: Counter[str] = Counter()
        self.sayings: dict[str, Saying] = {}
        self.live = False
        self.gone: int | str | None = None
        self.cursor: int | None = None
        self.lost_cause = "dropped"
        self.door = ""
        self._doors = cycle(doors)
        self._decoder = decoder
        self._acknowledged = acknowledged
        self._dice = dice
        self._loop = asyncio.get_running_loop()
        self._line: LeanLine | None = None
        self._opened = False
        self.spread_ms = FIRST_SPREAD_MS
        self._heartbeat_ms = FIRST_HEARTBEAT_MS
        self._heard_at = self._asked_at = self._lost_at = self._loop.time()
        self._epoch = ""
        self._as_of = 0
        self._ref = 0
        self._join_ref = 0
        self._join_after: int | None = None
        self._waiting: deque[Saying] = deque()
        self._out: Saying | None = None

    @property
    def quiet(self) -> bool:
        """Nothing is unanswered or still to be said."""
        return self._out is None and not self._waiting

    @property
    def behind(self) -> bool:
        """Something waits for an earlier message's receipt."""
        return bool(self._waiting)

    def say(self, body: bytes, due: float) -> None:
        """After everything said before: one message is out at a time. `body`: plain ASCII."""
        saying = Saying(len(self.sayings), new_public_id(), body, due, self.person.account)
        self.sayings[saying.command_id] = saying
        self._waiting.append(saying)
        self._say_next()

    def settled(self) -> None:
        """The run is over; kept for the checker."""
        self.log.append((self._loop.time(), Settled()))

    def drop(self) -> None:
        """The network goes; the person comes back as always."""
        if self._line is not None:
            self._line.abort()

    async def keep_up(self) -> None:
        """Until the server does not want this person back, or the task is cancelled."""
        attempt = 0
        while self.gone is None:
            began = self._loop.time()
            code = await self._live()
            if not comes_back(code):
                self.gone = code
                return
            if self._opened:
                held = self._loop.time() - began
                attempt = after_opened(attempt, held, self.spread_ms)
            await asyncio.sleep(wait_ms(attempt, self.spread_ms, self._dice.random()) / 1000)
            attempt += 1

    def look(self, now: float) -> None:
        """Once a second or so: what should have come long ago is asked for again."""
        if self._line is None:
            return
        allowed = self._heartbeat_ms * MOST_SILENT_HEARTBEATS / 1000
        if now - self._heard_at > (allowed if self._opened else WELCOME_SECONDS):
            self._line.abort()
        elif self._opened and self._join_ref and now - self._asked_at > ANSWER_SECONDS:
            self._join()
        elif self.live and self._out and now - self._out.sent_at > ANSWER_SECONDS:
            self._send(self._out)

    # What the line says.

    def heard(self, text: bytes) -> None:
        now = self._heard_at = self._loop.time()
        said = self._decoder.decode(text)
        if isinstance(said, Placed):
            self.log.append((now, said))
            self.cursor = said.seq
            if not self.live:
                self._check_live(now)
        elif said.type == "receipt":
            self._receipt(said, now)
        else:
            self._told(said, now)

    def lost(self, code: int) -> None:
        now = self._loop.time()
        if self._opened:
            cause = self.lost_cause if code == LINE_LOST else "closed"
            self.log.append((now, Lost(cause, code)))
        if self.live:
            self._lost_at = now
        self._line, self.live, self._join_ref = None, False, 0

    async def _live(self) -> int:
        """One line from its handshake to its end."""
        self.door = next(self._doors)
        where = urlsplit(self.door)
        self._opened = False
        self._heard_at = self._loop.time()
        self._line = line = LeanLine(self, _handshake(where.netloc, self.person.token))
        try:
            async with asyncio.timeout(WELCOME_SECONDS):
                await self._loop.create_connection(
                    lambda: line, where.hostname or "", where.port or 80
                )
            return await line.gone
        except (OSError, TimeoutError):
            return LINE_LOST
        finally:
            self._line = None
            line.abort()

    def _told(self, said: Heard, now: float) -> None:
        match said.type:
            case "welcome":
                self._opened = True
                self.spread_ms, self._heartbeat_ms = said.spread_ms, said.heartbeat_ms
                self.log.append((now, Opened(self.door)))
                self._join()
            case "heartbeat":
                self.spread_ms = said.spread_ms
            case "joined" if said.ref == self._join_ref:
                self._joined(said, now)
            case "refused":
                self._refused(said, now)
            case "reset":
                self.cursor = None
                self._join()
            case "ended":
                self.live, self.gone = False, said.code

    def _join(self) -> None:
        if self.live:
            self.live, self._lost_at = False, self._heard_at
        self._ref += 1
        self._join_ref, self._asked_at, self._join_after = self._ref, self._heard_at, self.cursor
        place = {} if self.cursor is None else {"epoch": self._epoch, "after": self.cursor}
        if self._line is not None:
            self._line.send(encode(type="join_room", room=self.room, ref=self._ref, **place))

    def _joined(self, joined: Heard, now: float) -> None:
        self._join_ref = 0
        self._epoch, self._as_of = joined.epoch, joined.as_of
        self.log.append((now, Began(joined, self._join_after)))
        if joined.page is not None:
            self.cursor = joined.as_of
        self._check_live(now)

    def _check_live(self, now: float) -> None:
        if self._join_ref or self.cursor is None or self.cursor < self._as_of:
            return
        self.live = True
        self.back.append((self._lost_at, now - self._lost_at))
        if self._out is not None:
            self._send(self._out)
        else:
            self._say_next()

    def _say_next(self) -> None:
        if self.live and self._out is None and self._waiting:
            self._out = self._waiting.popleft()
            self._send(self._out)

    def _send(self, saying: Saying) -> None:
        if self._line is None:
            return
        saying.sent_at = self._loop.time()
        saying.at_door = self.door
        self.log.append((saying.sent_at, Asked(saying)))
        self._line.send(
            b'{"type":"post_message","room":"%b","command_id":"%b","body":"%b"}'
            % (self.room.encode(), saying.command_id.encode(), saying.body)
        )

    def _receipt(self, receipt: Heard, now: float) -> None:
        self.log.append((now, receipt))
        out = self._out
        if out is not None and out.command_id == receipt.command_id:
            self.receipts.append((out.due, now - out.due))
            self._acknowledged()
            self._out = None
            self._say_next()

    def _refused(self, no: Heard, now: float) -> None:
        about_moment = no.code in TRY_AGAIN
        wait_seconds = (no.retry_after or RETRY_MS) / 1000 * (1 + self._dice.random() / 4)
        if no.command_id is None:
            if about_moment:
                self._loop.call_later(wait_seconds, self._join_again, no.ref)
            elif no.ref == self._join_ref:
                self.gone = no.code
            return
        self.log.append((now, no))
        out = self._out
        if out is None or out.command_id != no.command_id:
            return
        if about_moment:
            self._loop.call_later(wait_seconds, self._send_again, out, self._line)
        else:
            self.refusals[no.code] += 1
            self._out = None
            self._say_next()

    def _join_again(self, ref: int) -> None:
        if ref == self._join_ref:
            self._join()

    def _send_again(self, saying: Saying, line: LeanLine | None) -> None:
        if self.live and self._out is saying and self._line is line:
            self._send(saying)


def _handshake(host: str, token: str) -> bytes:
    return (
        f"GET /socket HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
        f"Authorization: Bearer {token}\r\n\r\n"
    ).encode()
