"""Questions to the database that are asked together: what is asked while a read is under way is the
next one. So a thousand people who come back at once cost little more than a few, and nobody waits
for a database that is away.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Generic, TypeVar

from persistence.away import is_away
from server.talk.relay import READ_SECONDS

Ask = TypeVar("Ask")
Answer = TypeVar("Answer")

MOST_TOGETHER = 64
READS_AT_ONCE = 2
"""Of the lines to the database, so that others find one free."""
BESIDE_SECONDS = 0.05
"""A read that takes longer has another begun beside it. Two from the start made reads half as large
and the database's share of a crowd's coming in two thirds larger (docs/decisions.md)."""


class Together(Generic[Ask, Answer]):
    """`read` answers several asks in one snapshot, in their order. An ask that cannot be answered
    fails alone: the others of its read are asked again, each by itself. Where the database is away
    they fail together.

    Reads follow each other; beside one that is slow there may be others, `reads_at_once` in all.
    After one for several the next waits `rest_seconds` for more of a crowd. No read has more than
    `most` asks, or asks that `weigh` more; one that weighs more by itself is a read of its own."""

    def __init__(
        self,
        read: Callable[[Sequence[Ask]], Awaitable[Sequence[Answer]]],
        *,
        weigh: Callable[[Ask], int] = lambda _: 1,
        most: int = MOST_TOGETHER,
        reads_at_once: int = READS_AT_ONCE,
        rest_seconds: float = 0.0,
    ) -> None:
        self._read = read
        self._weigh = weigh
        self._most = most
        self._reads_at_once = reads_at_once
        self._rest_seconds = rest_seconds
        self._resting: asyncio.TimerHandle | None = None
        self._under_way: dict[asyncio.TimerHandle, None] = {}
        """The reads, the oldest first, each by the timer that goes off when it is slow."""
        self._waiting: deque[tuple[Ask, asyncio.Future[Answer]]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()

    async def ask(self, one: Ask) -> Answer:
        """Sees every commit from before the call. Raises what its read raised, and TimeoutError
        when there is no answer within `READ_SECONDS`."""
        if self._may_read():
            return await self._alone(one)
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, answer))
        async with asyncio.timeout(READ_SECONDS):
            await answer
        return answer.result()

    def _may_read(self) -> bool:
        """Not beside a read that may be done in a moment: those who wait for it are one read."""
        if self._resting is not None:
            return False
        oldest = next(iter(self._under_way), None)
        if oldest is None:
            return True
        is_slow = oldest.when() <= asyncio.get_running_loop().time()
        return is_slow and len(self._under_way) < self._reads_at_once

    def _begun(self) -> asyncio.TimerHandle:
        slow = asyncio.get_running_loop().call_later(BESIDE_SECONDS, self._read_on)
        self._under_way[slow] = None
        return slow

    def _ended(self, read: asyncio.TimerHandle, asks: int) -> None:
        read.cancel()
        del self._under_way[read]
        if asks > 1 and self._rest_seconds and self._resting is None:
            loop = asyncio.get_running_loop()
            self._resting = loop.call_later(self._rest_seconds, self._rested)
        else:
            self._read_on()

    def _rested(self) -> None:
        self._resting = None
        self._read_on()

    async def _alone(self, one: Ask) -> Answer:
        read = self._begun()
        try:
            (answer,) = await self._in_time([one])
        finally:
            self._ended(read, 1)
        return answer

    def _read_on(self) -> None:
        if self._may_read() and (batch := self._next()):
            read = self._begun()
            task = asyncio.create_task(self._answer(batch))
            self._tasks.add(task)
            task.add_done_callback(partial(self._done, read, len(batch)))

    def _next(self) -> list[tuple[Ask, asyncio.Future[Answer]]]:
        """Those that have waited longest, as many as may be read at once. Nothing is read for who
        has given up."""
        batch: list[tuple[Ask, asyncio.Future[Answer]]] = []
        room_for = self._most
        while self._waiting:
            one, answer = self._waiting[0]
            if not answer.done():
                room_for -= self._weigh(one)
                if batch and room_for < 0:
                    break
                batch.append((one, answer))
            self._waiting.popleft()
        return batch

    def _done(self, read: asyncio.TimerHandle, asks: int, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._ended(read, asks)

    async def _answer(self, batch: Sequence[tuple[Ask, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._in_time([one for one, _ in batch])
        except Exception as error:
            if len(batch) == 1 or is_away(error):
                _fail(batch, error)
                return
            for each in batch:
                if not each[1].done():
                    await self._answer([each])
        else:
            for (_, waiting), answer in zip(batch, answers, strict=True):
                if not waiting.done():
                    waiting.set_result(answer)

    async def _in_time(self, asks: Sequence[Ask]) -> Sequence[Answer]:
        async with asyncio.timeout(READ_SECONDS):
            answers = await self._read(asks)
        return answers


def _fail(batch: Sequence[tuple[Ask, asyncio.Future[Answer]]], error: Exception) -> None:
    for _, waiting in batch:
        if not waiting.done():
            waiting.set_exception(error)
