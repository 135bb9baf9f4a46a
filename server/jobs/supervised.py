"""Keeps background jobs running: one that ended for good would leave the process up as a shell.

Knows nothing of what the jobs do. Of an error only its kind is said: its text may quote somebody.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager

import structlog

Job = Callable[[], Awaitable[None]]

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 15.0
STEADY_SECONDS = 60.0
"""A job that ran for so long fails for another reason than the last time."""

log = structlog.get_logger()


@asynccontextmanager
async def running(jobs: Mapping[str, Job], dice: random.Random) -> AsyncIterator[None]:
    """The jobs by their names, each supervised, until the context is left and they have ended."""
    async with asyncio.TaskGroup() as tasks:
        started = [tasks.create_task(supervised(name, job, dice)) for name, job in jobs.items()]
        try:
            yield
        finally:
            for task in started:
                task.cancel()


async def supervised(name: str, job: Job, dice: random.Random) -> None:
    """Run the job until cancelled, and again after a pause whenever it ends before that.

    The pauses double, and differ between processes, so that not all return at once to what broke.
    """
    loop = asyncio.get_running_loop()
    pause_seconds = FIRST_PAUSE_SECONDS
    while True:
        began = loop.time()
        kind = await _ended(job)
        if loop.time() - began >= STEADY_SECONDS:
            pause_seconds = FIRST_PAUSE_SECONDS
        log.error("job_failed", job=name, error=kind)
        await asyncio.sleep(pause_seconds * dice.uniform(0.5, 1))
        pause_seconds = min(pause_seconds * 2, LONGEST_PAUSE_SECONDS)


async def _ended(job: Job) -> str:
    """Why the job ended by itself. Raises CancelledError when it was told to."""
    try:
        await job()
    except asyncio.CancelledError as error:
        if _told_to_end():
            raise
        return _kinds(error)
    except Exception as error:
        if _told_to_end():
            # A failure in the middle of a clean-up is no reason to begin again.
            log.error("job_ended_badly", error=_kinds(error))
            raise asyncio.CancelledError from error
        return _kinds(error)
    return "returned"


def _told_to_end() -> bool:
    """Whether somebody cancelled this task; else it was something that the job awaited."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _kinds(error: BaseException) -> str:
    return ", ".join(sorted({type(each).__name__ for each in _innermost(error)}))


def _innermost(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from _innermost(each)
    else:
        yield error
