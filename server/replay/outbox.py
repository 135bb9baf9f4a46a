"""Sends one person's writing commands until it is known what became of each: one a room is out at
a time, and a repeat keeps its `command_id`, so that it takes effect once. Knows no sockets.
"""

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable

from rooms.commands import PostMessage, Writing
from rooms.ids import RoomId
from rooms.refusals import Code
from server.replay.line import Unanswered
from server.replay.reading import Reading
from server.replay.requests import Answer
from server.replay.tally import Tally
from server.talk import frames

RETRY_MS = 1_000
TRY_AGAIN = frozenset({Code.BUSY, Code.RETRY, Code.RATE_LIMITED, Code.SLOW})
"""Codes about the moment: the same command may succeed a little later."""


class Outbox:
    """`ready(room)` returns when the line is up and the room, if it is read, is caught up on: then
    what was committed before the line went is known."""

    def __init__(
        self,
        *,
        ask: Callable[[Writing], Awaitable[Answer]],
        ready: Callable[[RoomId], Awaitable[None]],
        reading: Callable[[RoomId], Reading | None],
        tally: Tally,
        dice: random.Random,
    ) -> None:
        self._ask = ask
        self._ready = ready
        self._reading = reading
        self._tally = tally
        self._dice = dice
        self._turns: dict[RoomId, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def send(self, command: Writing) -> frames.Receipt | frames.Refused:
        """In the order of calling, a room at a time."""
        async with self._turns[command.room]:
            await self._ready(command.room)
            while True:
                answer = await self._attempt(command)
                if isinstance(answer, frames.Refused) and answer.code in TRY_AGAIN:
                    await pause(answer, self._dice)
                elif answer is not None:
                    return answer
                self._tally.resends += 1
                await self._ready(command.room)
                if found := self._found(command):
                    return found

    async def _attempt(self, command: Writing) -> frames.Receipt | frames.Refused | None:
        began = time.monotonic()
        try:
            answer = await self._ask(command)
        except Unanswered:
            return None
        if isinstance(answer, frames.Receipt):
            self._tally.receipt_seconds.append(time.monotonic() - began)
        assert isinstance(answer, frames.Receipt | frames.Refused)
        return answer

    def _found(self, command: Writing) -> frames.Receipt | None:
        """The place of a message whose receipt was lost with the line."""
        reading = self._reading(command.room)
        place = reading.place_of(command.command_id) if reading else None
        if place is None or not isinstance(command, PostMessage):
            return None
        return frames.Receipt(
            ref=command.ref,
            command_id=command.command_id,
            room=command.room,
            seq=place[0],
            at=place[1],
            repeated=True,
        )


async def pause(refused: frames.Refused, dice: random.Random) -> None:
    """As long as the refusal says, and a quarter more at most, so that not all return at once."""
    wait_ms = RETRY_MS if refused.retry_after is None else refused.retry_after
    await asyncio.sleep(wait_ms / 1000 * (1 + dice.random() / 4))
