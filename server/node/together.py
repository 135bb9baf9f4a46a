"""Questions to the database that are asked together: what is asked while two reads are under way is
the next read. So a thousand people who come back at once cost little more than a few.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from persistence.database import DatabaseCrowded

Ask = TypeVar("Ask")
Answer = TypeVar("Answer")

MOST_TOGETHER = 64
READS_AT_ONCE = 2
"""Of the lines to the database, so that others find one free."""


class Together(Generic[Ask, Answer]):
    """`read` answers several asks in one snapshot, in their order. An ask that cannot be answered
    fails alone: the others of its read are asked again, each by itself."""

    def __init__(self, read: Callable[[Sequence[Ask]], Awaitable[Sequence[Answer]]]) -> None:
        self._read = read
        self._reads = 0
        self._waiting: list[tuple[Ask, asyncio.Future[Answer]]] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def ask(self, one: Ask) -> Answer:
        """Sees every commit from before the call. Raises what its read raised."""
        if self._reads < READS_AT_ONCE:
            return await self._alone(one)
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, answer))
        return await answer

    async def _alone(self, one: Ask) -> Answer:
        self._reads += 1
        try:
            (answer,) = await self._read([one])
        finally:
            self._reads -= 1
            self._begin()
        return answer

    def _begin(self) -> None:
        while self._waiting and self._reads < READS_AT_ONCE:
            batch = [each for each in self._waiting[:MOST_TOGETHER] if not each[1].done()]
            del self._waiting[:MOST_TOGETHER]
            if batch:
                self._reads += 1
                task = asyncio.create_task(self._answer(batch))
                self._tasks.add(task)
                task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._reads -= 1
        self._begin()

    async def _answer(self, batch: Sequence[tuple[Ask, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._read([one for one, _ in batch])
        except (DatabaseCrowded, TimeoutError) as error:
            _fail(batch, error)
        except Exception as error:
            if len(batch) == 1:
                _fail(batch, error)
            for each in batch if len(batch) > 1 else ():
                await self._answer([each])
        else:
            for (_, waiting), answer in zip(batch, answers, strict=True):
                if not waiting.done():
                    waiting.set_result(answer)


def _fail(batch: Sequence[tuple[Ask, asyncio.Future[Answer]]], error: Exception) -> None:
    for _, waiting in batch:
        if not waiting.done():
            waiting.set_exception(error)
