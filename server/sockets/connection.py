"""One socket's way in: decodes what is asked and hands it on.

`received` runs inside the read of the socket and never waits: writing commands go to the desk,
whatever reads the database becomes a task, a few at most. Knows neither SQL nor the broker.
"""

import asyncio
from collections.abc import Coroutine
from functools import partial

import msgspec
import structlog

from persistence.database import DatabaseCrowded
from persistence.journal import Accepted, Outcome
from persistence.standing import Standing
from rooms import commands
from rooms.actor import Actor
from rooms.ids import RoomId
from rooms.limits import Rate, charged, wait_ms
from rooms.refusals import Code, Refusal, refuse
from server.parts import Parts
from server.sockets import asks
from server.sockets.caller import Caller
from server.sockets.listening import Listening
from server.talk import frames
from server.wires.close_codes import CloseCode
from server.wires.outlet import Line

GUARD = Rate(period_ms=50, burst=100)
"""A guard against a runaway client, in front of the limits that the append keeps."""
MOST_ASKS_AT_ONCE = 8
BUSY_RETRY_MS = 500

log = structlog.get_logger()


class Connection:
    """A socket while it lives: who calls, what they listen to, and what they are waiting for."""

    def __init__(self, line: Line, actor: Actor | None, parts: Parts) -> None:
        self.line = line
        self.actor = actor
        self.caller = Caller(line, actor, parts)
        self._parts = parts
        self._tasks = asyncio.TaskGroup()
        self._listening = Listening(self.caller, self._tasks)
        self._asking = 0
        self._arrival = self._heard_ms = 0
        # A steady clock: the wall's may be set back, and everyone would be too fast for an hour.
        self._steady_seconds = asyncio.get_running_loop().time

    async def serve(self) -> None:
        """Live until the socket is lost; leave nothing behind."""
        try:
            async with self._tasks:
                try:
                    self.line.on_message(self.received)
                    await self.line.lost()
                finally:
                    # Ended from this side: the hub must find a closed line, not a closed group.
                    self.line.close(CloseCode.RESTARTING)
        finally:
            self._listening.lost()
            self._parts.attention.forget(self)

    def stand_again(self, room: RoomId, here: Standing | None) -> None:
        """What the database says now of this listener's standing in a room listened to."""
        self._listening.stand_again(room, here)

    def rooms(self) -> tuple[RoomId, ...]:
        """The rooms listened to now."""
        return self._listening.rooms()

    def end(self, code: CloseCode) -> None:
        """Send nothing more and take nothing more; the line closes, or is aborted."""
        self._listening.end_all()
        self.line.close(code)

    def received(self, text: str | bytes) -> None:
        """One message from the client. What is no command is refused, what is no JSON ends the
        socket: it is no client of ours."""
        if isinstance(text, bytes):
            self.end(CloseCode.BAD_FRAME)
            return
        if refusal := self._guard():
            self.caller.refuse_unread(frames.addressed(text), refusal)
            return
        try:
            command = frames.decode(text)
        except msgspec.ValidationError:
            self.caller.refuse_unread(frames.addressed(text), refuse(Code.BAD_REQUEST))
        except (msgspec.DecodeError, RecursionError, UnicodeError):
            self._not_decoded(text)
        else:
            self._dispatch(command)

    def _not_decoded(self, text: str) -> None:
        ref = frames.ref_beside_half_characters(text)
        if ref is None:
            self.end(CloseCode.BAD_FRAME)
        else:
            self.caller.refuse(ref, refuse(Code.BAD_TEXT))

    def _guard(self) -> Refusal | None:
        now = self._heard_ms = int(self._steady_seconds() * 1000)
        if wait := wait_ms(GUARD, self._arrival, now):
            return refuse(Code.RATE_LIMITED, retry_after=wait)
        self._arrival = charged(GUARD, self._arrival, now)
        return None

    def _dispatch(self, command: commands.Command) -> None:
        match command:
            case commands.PostMessage():  # nearly everything is one: the others are not tried first
                self._write(command)
            case commands.JoinRoom():
                self._ask(command, self._listening.join(command))
            case commands.ReadHistory():
                self._ask(command, asks.read_history(self.caller, command))
            case commands.CountRecent():
                self._ask(command, asks.count_recent(self.caller, command))
            case commands.WatchAttention():
                self._ask(command, asks.watch_attention(self.caller, self, command))
            case commands.OpenSealed():
                self._ask(command, asks.open_sealed(self.caller, command))
            case commands.LeaveRoom():
                self._listening.leave(command)
            case commands.MarkRead():
                asks.mark_read(self.caller, self._listening, command)
            case commands.Typing():
                asks.typing(self.caller, self._listening, command)
            case commands.BeListed():
                self._ask(command, asks.be_listed(self.caller, self._listening, command))
            case _:
                self._write(command)

    def _write(self, command: commands.Writing) -> None:
        if self.actor is None:
            self.caller.answer(command, refuse(Code.NOT_SIGNED_IN))
            return
        if isinstance(command, commands.Confirmed):
            self.caller.answer(command, refuse(Code.NOT_ALLOWED))
            return
        answer = partial(self._answer, command, self._heard_ms)
        self._parts.desk.submit(self.actor, command, answer)

    def _answer(self, command: commands.Writing, heard_ms: int, outcome: Outcome) -> None:
        took_ms = int(self._steady_seconds() * 1000) - heard_ms
        self._parts.metrics.answered(outcome, took_ms)
        self.caller.answer(command, outcome)
        if isinstance(outcome, Accepted) and isinstance(command, commands.PostMessage):
            self._listening.show(command.room)

    def _ask(self, command: commands.Ask, asked: Coroutine[None, None, None]) -> None:
        if self._asking >= MOST_ASKS_AT_ONCE:
            asked.close()
            busy = refuse(Code.BUSY, retry_after=BUSY_RETRY_MS)
            self.caller.refuse(command.ref, busy, _room(command))
            return
        self._asking += 1
        self._tasks.create_task(self._asked(command, asked))

    async def _asked(self, command: commands.Ask, asked: Coroutine[None, None, None]) -> None:
        busy = refuse(Code.BUSY, retry_after=BUSY_RETRY_MS)
        try:
            await asked
        except (DatabaseCrowded, TimeoutError):
            self.caller.refuse(command.ref, busy, _room(command))
        except Exception as error:
            log.error("ask_failed", ask=type(command).__name__, error=type(error).__name__)
            self.caller.refuse(command.ref, busy, _room(command))
        finally:
            self._asking -= 1


def _room(command: commands.Ask) -> RoomId | None:
    return None if isinstance(command, commands.WatchAttention) else command.room
