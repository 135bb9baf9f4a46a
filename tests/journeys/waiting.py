"""Waiting for what has no event to await: it is asked again, with a deadline."""

import asyncio
from collections.abc import Awaitable, Callable

ASKED_EVERY_SECONDS = 0.2


async def answered_soon(
    question: Callable[[], Awaitable[object]],
    answer: object,
    *,
    within_seconds: float,
    every_seconds: float = ASKED_EVERY_SECONDS,
) -> None:
    """Returns once the question has this answer. Raises TimeoutError when it never has."""
    async with asyncio.timeout(within_seconds):
        while await question() != answer:  # noqa: ASYNC110  a database has no event to await
            await asyncio.sleep(every_seconds)
