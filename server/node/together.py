"""Questions to the database that are asked together: what is asked while as many reads are under
way as may be is the next read. So a thousand people who come back at once cost little more than a
few, and nobody waits for a database that is away.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from persistence.away import is_away
from server.talk.relay import READ_SECONDS

Ask = TypeVar("Ask")
Answer = TypeVar("Answer")

MOST_TOGETHER = 64
READS_AT_ONCE = 2
"""Of the lines to the database, so that others find one free."""


class Together(Generic[Ask, Answer]):
    """`read` answers several asks in one snapshot, in their order. An ask that cannot be answered
    fails alone: the others of its read are asked again, each by itself. Where the database is away
    they fail together.

    No read has more than `most` asks, or asks that `weigh` more; one that weighs more by itself is
    a read of its own."""

    def __init__(
        self,
        read: Callable[[Sequence[Ask]], Awaitable[Sequence[Answer]]],
        *,
        weigh: Callable[[Ask], int] = lambda _: 1,
        most: int = MOST_TOGETHER,
        reads_at_once: int = READS_AT_ONCE,
    ) -> None:
        self._read = read
        self._weigh = weigh
        self._most = most
        self._reads_at_once = reads_at_once
        self._reads = 0
        self._waiting: deque[tuple[Ask, asyncio.Future[Answer]]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()

    async def ask(self, one: Ask) -> Answer:
        """Sees every commit from before the call. Raises what its read raised, and TimeoutError
        when there is no answer within `READ_SECONDS`."""
        if self._reads < self._reads_at_once:
            return await self._alone(one)
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, answer))
        async with asyncio.timeout(READ_SECONDS):
            await answer
        return answer.result()

    async def _alone(self, one: Ask) -> Answer:
        self._reads += 1
        try:
            (answer,) = await self._in_time([one])
        finally:
            self._reads -= 1
            self._begin()
        return answer

    def _begin(self) -> None:
        while self._reads < self._reads_at_once and (batch := self._next()):
            self._reads += 1
            task = asyncio.create_task(self._answer(batch))
            self._tasks.add(task)
            task.add_done_callback(self._done)

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

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._reads -= 1
        self._begin()

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
