"""One person at the wire, as a program: joins rooms, shows what comes, and sends until it knows
what became of it. Comes back when the line is lost; shows nothing twice and forgets nothing that
was acknowledged. Knows neither screens nor databases.
"""

import asyncio
import random
import time
from collections.abc import Callable, Coroutine
from typing import Self

from rooms.commands import Command, LeaveRoom, PostMessage, ReadHistory, Writing
from rooms.ids import PublicId, RoomId, new_public_id
from rooms.refusals import Code
from rooms.transcript import Message
from server.replay import sightings
from server.replay.line import Line, SentAway
from server.replay.listening import ANSWER_SECONDS, Listening
from server.replay.outbox import Outbox
from server.replay.reading import Placed, Reading
from server.replay.requests import Answer, Requests
from server.replay.tally import Tally
from server.talk import frames
from server.talk.frames import Frame

PATIENCE_SECONDS = 60.0
HISTORY_PAGE = 100


class Refusal(Exception):
    """The server's no to what was asked; `frame` is the one that said so."""

    def __init__(self, frame: frames.Refused | frames.Ended) -> None:
        super().__init__(f"refused: {frame.code}")
        self.frame = frame

    @property
    def code(self) -> Code:
        return self.frame.code


class Member:
    """A person, or without `token` and `cookie` a guest, on one line at a time.

    `async with Member(url, token=...) as member:` connects, and comes back by itself until it is
    left; with several `urls` it returns by the next of them. `cookie` is the header's value, which
    needs an `origin` beside it. Every waiting has a deadline: TimeoutError. A client that the
    server does not want back raises SentAway. `watch` is told all that is done and seen.
    """

    def __init__(
        self,
        *urls: str,
        token: str | None = None,
        cookie: str | None = None,
        origin: str | None = None,
        watch: sightings.Watcher = sightings.unwatched,
        dice: random.Random | None = None,
    ) -> None:
        dice = dice or random.Random()
        self.tally = Tally()
        self._watch = watch
        self._line = Line(urls, _headers(token, cookie), origin=origin, listener=self, dice=dice)
        self._requests = Requests(self._line.send)
        self._listening = Listening(
            self._line,
            self._requests,
            run=self._run,
            now=self._now,
            ring=self._ring,
            watch=watch,
            tally=self.tally,
            dice=dice,
        )
        self._outbox = Outbox(
            ask=self.ask,
            ready=self._ready,
            reading=self._listening.readings.get,
            tally=self.tally,
            dice=dice,
        )
        self._orders: dict[PublicId, int] = {}
        self._bell = asyncio.Event()
        self._server_ahead_ms = 0
        self._tasks = asyncio.TaskGroup()
        self._running: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        await self._tasks.__aenter__()
        self._run(self._line.keep_up())
        return self

    async def __aexit__(self, *reason: object) -> None:
        del reason
        for task in tuple(self._running):
            task.cancel()
        # Without the reason: what went wrong in the body is raised as it is, not in a group.
        await self._tasks.__aexit__(None, None, None)

    # What is shown, and how the line is.

    @property
    def is_open(self) -> bool:
        return self._line.is_open

    @property
    def connection(self) -> int:
        """The number of the present or last line; they count from 1."""
        return self._line.number

    @property
    def sent_away(self) -> int | None:
        """The close code (or HTTP status) after which this client does not come back."""
        return self._line.ended

    def reading(self, room: RoomId) -> Reading:
        """What this client knows of a room it has joined: people, `joined.you`, why it ended."""
        return self._listening.readings[room]

    def messages(self, room: RoomId) -> list[Message]:
        """The messages shown, folded, oldest first."""
        return self.reading(room).messages

    def entries(self, room: RoomId) -> list[Placed]:
        """All that took its place since the last page, voids among them, in order."""
        return self.reading(room).entries

    def server_now(self) -> int:
        """The server's clock in ms, as well as it is known."""
        return time.time_ns() // 1_000_000 + self._server_ahead_ms

    async def until(
        self, true: Callable[[], bool], *, within_seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Return once `true()`; it is asked again after every frame and every loss of the line."""
        async with asyncio.timeout(within_seconds):
            while not true():
                await self._bell.wait()

    async def reach(
        self, room: RoomId, seq: int, *, within_seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Return once everything up to `seq` was shown."""
        reading = self.reading(room)
        await self.until(lambda: reading.read_to >= seq, within_seconds=within_seconds)

    # What the person does.

    async def join(
        self, room: RoomId, *, within_seconds: float = PATIENCE_SECONDS
    ) -> frames.Joined:
        """Read a room from now on, over every line, until `leave`; raises Refusal.

        Returns when everything up to the moment of joining is shown. A room that is read already
        is joined again at its cursor.
        """
        reading = self._listening.begin(room)
        async with asyncio.timeout(within_seconds):
            while not reading.caught_up:
                if reading.ended is not None:
                    raise Refusal(reading.ended)
                await self._next_ring()
        assert reading.joined is not None
        return reading.joined

    async def leave(self, room: RoomId) -> None:
        """Stop reading a room; raises Unanswered when the line is down."""
        del self._listening.readings[room]
        await self.ask(LeaveRoom(room=room))
        self._watch(sightings.RoomLeft(*self._now(), room))

    async def post(
        self,
        room: RoomId,
        body: str,
        *,
        reply_to: PublicId | None = None,
        within_seconds: float = PATIENCE_SECONDS,
    ) -> frames.Receipt:
        """Say something, and return when it is committed; raises Refusal."""
        command = PostMessage(room=room, command_id=new_public_id(), body=body, reply_to=reply_to)
        answer = await self.write(command, within_seconds=within_seconds)
        if isinstance(answer, frames.Refused):
            raise Refusal(answer)
        return answer

    async def write(
        self, command: Writing, *, within_seconds: float = PATIENCE_SECONDS
    ) -> frames.Receipt | frames.Refused:
        """Send until it is known what became of it: committed, or an expected no.

        One command a room is out at a time, in the order of calling. What is about the moment
        (`busy`, `retry`, `rate_limited`, `slow`) and what stayed unanswered is sent again under
        the same `command_id`, once the room is caught up on.
        """
        async with asyncio.timeout(within_seconds):
            return await self._outbox.send(command)

    async def ask(self, command: Command, *, within_seconds: float = ANSWER_SECONDS) -> Answer:
        """Send once and return the answer, whichever it is. Raises Unanswered, also when none
        comes in time: the command may have been carried out."""
        numbered = self._requests.number(command)
        if isinstance(command, Writing) and self.is_open:
            order = self._orders.setdefault(command.command_id, len(self._orders) + 1)
            self._watch(sightings.Sent(*self._now(), command, order))
        return await self._requests.answer(numbered, within_seconds=within_seconds)

    async def read_earlier(self, room: RoomId) -> bool:
        """Show the page above; False when there is none. Raises Refusal and Unanswered."""
        talk = self.reading(room).talk
        if talk is None or talk.before is None:
            return False
        answer = await self.ask(ReadHistory(room=room, before=talk.before, limit=HISTORY_PAGE))
        if isinstance(answer, frames.Refused):
            raise Refusal(answer)
        return True

    def drop(self) -> None:
        """The network goes, without a goodbye; the client comes back as always."""
        self._line.drop()

    def stop_hearing(self) -> None:
        """Take nothing more from the socket, as a slow reader does, until `hear_again`."""
        self._line.stop_hearing()

    def hear_again(self) -> None:
        self._line.hear_again()

    # What the line tells.

    def opened(self, welcome: frames.Welcome) -> None:
        self._set_clock(welcome)
        self.tally.connections += 1
        self._listening.opened()
        self._ring()

    def received(self, frame: Frame) -> None:
        match frame:
            case frames.Heartbeat():
                self._set_clock(frame)
                self._listening.compare_heads(frame)
            case frames.TypingNotice():
                self._watch(sightings.TypingSeen(*self._now(), frame))
            case (
                frames.Entry()
                | frames.Void()
                | frames.PresenceChanged()
                | frames.Reset()
                | frames.Ended()
            ):
                self._listening.told(frame)
            case frames.AttentionChanged():
                self.tally.attention += 1
            case frames.Welcome() | frames.LineSnapshot() | frames.NoticesChanged():
                pass
            case _:
                self._answered(frame)
        self._ring()

    def lost(self, code: int, *, said: bool) -> None:
        if self._line.number:
            self._watch(sightings.LineLost(*self._now(), code, said))
        self._listening.lost(code)
        self._requests.lost()
        self._ring()

    def _answered(self, answer: Answer) -> None:
        command = self._requests.command_of(answer.ref)
        match answer:
            case frames.Joined():
                self._listening.joined(answer, command)
            case frames.History():
                self._listening.page_read(answer, command)
            case frames.Receipt() | frames.Refused() if isinstance(command, Writing):
                self._watch(sightings.Answered(*self._now(), command, answer))
        self._requests.settle(answer)

    # How it waits.

    async def _ready(self, room: RoomId) -> None:
        """Until the line is up, and the room caught up on if it is read."""
        while not self._may_send(room):
            await self._next_ring()

    def _may_send(self, room: RoomId) -> bool:
        if self.sent_away is not None:
            raise SentAway(self.sent_away)
        reading = self._listening.readings.get(room)
        settled = reading is None or reading.ended is not None or reading.caught_up
        return self.is_open and settled

    async def _next_ring(self) -> None:
        if self.sent_away is not None:
            raise SentAway(self.sent_away)
        await self._bell.wait()

    def _ring(self) -> None:
        """Have everybody who waits look again."""
        self._bell.set()
        self._bell.clear()

    def _set_clock(self, told: frames.Welcome | frames.Heartbeat) -> None:
        self._server_ahead_ms = told.server_time - time.time_ns() // 1_000_000

    def _now(self) -> tuple[int, int]:
        """When and on which line something is seen."""
        return self.server_now(), self._line.number

    def _run(self, work: Coroutine[None, None, None]) -> None:
        task = self._tasks.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)


def _headers(token: str | None, cookie: str | None) -> dict[str, str]:
    bearer = {"Authorization": f"Bearer {token}"} if token else {}
    return bearer | ({"Cookie": cookie} if cookie else {})
