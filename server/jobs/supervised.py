"""Keeps background jobs running: one that ended for good would leave the process up as a shell.

Knows nothing of what the jobs do. Of an error only its kind is said: its text may quote somebody.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from contextlib import asynccontextmanager

import structlog

Job = Callable[[], Coroutine[None, None, None]]

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
    """Why the job ended by itself. Each run has a task of its own: on Python 3.11 a TaskGroup that
    fails leaves a mark of cancellation on the task it ran in."""
    run = asyncio.create_task(job())
    try:
        await asyncio.wait([run])
    except asyncio.CancelledError:
        run.cancel()
        await asyncio.wait([run])
        raise
    finally:
        error = None if run.cancelled() or not run.done() else run.exception()
    if run.cancelled():
        return "CancelledError"
    return "returned" if error is None else _kinds(error)


def _kinds(error: BaseException) -> str:
    return ", ".join(sorted({type(each).__name__ for each in _innermost(error)}))


def _innermost(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from _innermost(each)
    else:
        yield error
