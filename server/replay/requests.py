"""Matches answers to what was asked, by `ref`. An expected no is an answer, not an error."""

import asyncio
from collections.abc import Awaitable, Callable

import msgspec
from msgspec.structs import replace

from rooms.commands import Command
from server.replay.line import Unanswered
from server.talk import frames

Answer = (
    frames.Receipt
    | frames.Refused
    | frames.Joined
    | frames.Left
    | frames.Done
    | frames.History
    | frames.Sealed
    | frames.Counted
)

_encoder = msgspec.json.Encoder()


class Requests:
    """What one client has asked and not been answered yet, on one line."""

    def __init__(self, send: Callable[[bytes], Awaitable[None]]) -> None:
        self._send = send
        self._waiting: dict[int, tuple[Command, asyncio.Future[Answer]]] = {}
        self._ref = 0

    def number(self, command: Command) -> Command:
        """The command with a `ref` of its own."""
        self._ref += 1
        return replace(command, ref=self._ref)

    async def answer(self, command: Command, *, within_seconds: float) -> Answer:
        """Send a numbered command; raises Unanswered when the line is or goes down, or no answer
        comes in time."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[command.ref] = (command, future)
        try:
            async with asyncio.timeout(within_seconds):
                await self._send(_encoder.encode(command))
                return await future
        except TimeoutError:
            raise Unanswered from None
        finally:
            self._waiting.pop(command.ref, None)
            future.cancel()

    def command_of(self, ref: int) -> Command | None:
        """What the answer with this `ref` answers; None once nobody waits for it any more."""
        waiting = self._waiting.get(ref)
        return waiting[0] if waiting else None

    def settle(self, answer: Answer) -> None:
        waiting = self._waiting.get(answer.ref)
        if waiting is not None and not waiting[1].done():
            waiting[1].set_result(answer)

    def lost(self) -> None:
        """The line went down: nothing that is out will be answered."""
        for _, future in self._waiting.values():
            if not future.done():
                future.set_exception(Unanswered())
