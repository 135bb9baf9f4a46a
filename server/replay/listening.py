"""The rooms that one client reads: joins them on every line, has their entries shown in order, and
asks again for what should have come long ago. Writes nothing.
"""

import asyncio
import random
from collections.abc import Callable, Coroutine

from rooms.commands import Command, JoinRoom, ReadHistory
from rooms.ids import RoomId
from server.replay import sightings
from server.replay.line import Line, SentAway, Unanswered
from server.replay.outbox import TRY_AGAIN, pause
from server.replay.reading import Placed, Reading
from server.replay.requests import Requests
from server.replay.tally import Tally
from server.talk import frames
from server.wires.close_codes import CloseCode

ANSWER_SECONDS = 10.0
"""How long one attempt waits; a repeat under the same `command_id` is harmless."""
TAIL_SECONDS = 2.0
"""A hole, or a head that a heartbeat promised, older than this is asked for again."""

Told = frames.Entry | frames.Void | frames.PresenceChanged | frames.Reset | frames.Ended


class Listening:
    """One client's readings, by room. `run` starts work that ends with the client, `now` is the
    server's clock beside the number of the line."""

    def __init__(
        self,
        line: Line,
        requests: Requests,
        *,
        run: Callable[[Coroutine[None, None, None]], None],
        now: Callable[[], tuple[int, int]],
        ring: Callable[[], None],
        watch: sightings.Watcher,
        tally: Tally,
        dice: random.Random,
    ) -> None:
        self.readings: dict[RoomId, Reading] = {}
        self._line = line
        self._requests = requests
        self._run = run
        self._now = now
        self._ring = ring
        self._watch = watch
        self._tally = tally
        self._dice = dice

    def begin(self, room: RoomId) -> Reading:
        """Read a room from now on; what is known of it already is gone on from."""
        reading = self.readings.setdefault(room, Reading(room))
        reading.ended, reading.joined = None, None
        if self._line.is_open:
            self._run(self._join(reading))
        return reading

    def opened(self) -> None:
        for reading in self.readings.values():
            if reading.ended is None:
                self._run(self._join(reading))

    def lost(self, code: int) -> None:
        for reading in self.readings.values():
            reading.lost()
            if code == CloseCode.OUT_OF_STEP:
                reading.forget()

    def told(self, frame: Told) -> None:
        """A frame about one room that answers nothing; rooms that are not read are passed over."""
        reading = self.readings.get(frame.room)
        if reading is None:
            return
        match frame:
            case frames.Entry() | frames.Void():
                self._placed(reading, frame)
            case frames.PresenceChanged():
                reading.presence(frame)
                self._people_seen(reading)
            case frames.Reset():
                reading.forget()
                self._join_again(reading)
            case frames.Ended():
                reading.end(frame)
                self._watch(sightings.RoomLeft(*self._now(), frame.room, frame))

    def joined(self, joined: frames.Joined, command: Command | None) -> None:
        reading = self.readings.get(joined.room)
        if reading is None:
            return
        after = command.after if isinstance(command, JoinRoom) else None
        reading.begin(joined)
        self._tally.pages += joined.page is not None
        self._watch(sightings.Began(*self._now(), joined, after))
        self._people_seen(reading)

    def page_read(self, history: frames.History, command: Command | None) -> None:
        """Shown when it still belongs right above what is shown."""
        reading = self.readings.get(history.room)
        if reading is None or reading.talk is None or not isinstance(command, ReadHistory):
            return
        if reading.talk.before == command.before:
            reading.prepend(history)
            self._watch(sightings.PageRead(*self._now(), history, command.before))

    def compare_heads(self, beat: frames.Heartbeat) -> None:
        """Where a heartbeat promises more than came, look again in a moment."""
        for room, head in beat.heads.items():
            reading = self.readings.get(room)
            if reading is not None and reading.caught_up and reading.read_to < head:
                self._check_later(reading, head)

    def _placed(self, reading: Reading, placed: Placed) -> None:
        for shown in reading.accept(placed):
            self._tally.shown += 1
            self._watch(sightings.Showed(*self._now(), shown))
        if reading.has_hole:
            self._check_later(reading, placed.seq)

    def _people_seen(self, reading: Reading) -> None:
        seen = sightings.PeopleSeen(*self._now(), reading.room, tuple(reading.people))
        self._watch(seen)

    def _check_later(self, reading: Reading, seq: int) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(TAIL_SECONDS, self._check, reading, seq, self._line.number)

    def _check(self, reading: Reading, seq: int, line: int) -> None:
        same_line = self._line.is_open and self._line.number == line
        if same_line and reading.caught_up and reading.read_to < seq:
            self._tally.gaps += 1
            self._join_again(reading)

    def _join_again(self, reading: Reading) -> None:
        reading.lost()
        self._run(self._join(reading))

    async def _join(self, reading: Reading) -> None:
        """Go on asking while the no is about the moment; ends with the line."""
        line = self._line.number
        while self._line.number == line and self.readings.get(reading.room) is reading:
            join = self._requests.number(reading.ask())
            try:
                answer = await self._requests.answer(join, within_seconds=ANSWER_SECONDS)
            except SentAway:
                return
            except Unanswered:
                if not self._line.is_open:
                    return
                continue
            if not isinstance(answer, frames.Refused):
                return
            if answer.code not in TRY_AGAIN:
                reading.end(answer)
                self._ring()
                return
            await pause(answer, self._dice)
