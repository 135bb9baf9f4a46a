"""A background job that fails is run again, and nobody else notices."""

import asyncio
import random
from collections.abc import Callable, Coroutine
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from server.jobs.supervised import LONGEST_PAUSE_SECONDS, running, supervised
from server.parts import Parts
from tests.server.embedded import served
from tests.server.virtual_time import in_virtual_time

DICE = random.Random(1)


class Job:
    """Does what `runs` says, one after the other, and then lives on. `ended` is its clean-up."""

    def __init__(self, *runs: Callable[[], Coroutine[None, None, None]]) -> None:
        self.begun_at: list[float] = []
        self.ended = 0
        self.settled = asyncio.Event()
        self._runs = list(runs)

    async def run(self) -> None:
        self.begun_at.append(asyncio.get_running_loop().time())
        try:
            if self._runs:
                await self._runs.pop(0)()
                return
            self.settled.set()
            await asyncio.Event().wait()
        finally:
            self.ended += 1


async def fails() -> None:
    raise KeyError("words that somebody wrote")


async def fails_in_a_group() -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(fails())


async def returns() -> None:
    pass


async def is_cancelled_by_what_it_waits_for() -> None:
    lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    lost.cancel()
    await lost


@pytest.mark.parametrize(
    ("run", "kind"),
    [
        (fails, "KeyError"),
        (fails_in_a_group, "KeyError"),
        (returns, "returned"),
        (is_cancelled_by_what_it_waits_for, "CancelledError"),
    ],
)
@in_virtual_time
async def test_job_that_ends_is_run_again_and_only_its_errors_kind_is_said(
    run: Callable[[], Coroutine[None, None, None]], kind: str
) -> None:
    job = Job(run, run)
    with capture_logs() as lines:
        async with running({"broker": job.run}, DICE):
            await job.settled.wait()
    assert len(job.begun_at) == 3
    assert [(line["job"], line["error"]) for line in lines] == [("broker", kind)] * 2
    assert "wrote" not in str(lines)


@in_virtual_time
async def test_pauses_grow_to_a_limit_and_differ_between_processes() -> None:
    jobs = [Job(*[fails] * 9) for _ in range(2)]
    for seed, job in enumerate(jobs):
        async with running({"job": job.run}, random.Random(seed)):
            await job.settled.wait()
    pauses = [[b - a for a, b in zip(j.begun_at, j.begun_at[1:], strict=False)] for j in jobs]
    assert pauses[0] != pauses[1]
    for each in pauses:
        assert 0 < each[0] < each[5]
        assert max(each) <= LONGEST_PAUSE_SECONDS


@in_virtual_time
async def test_job_that_lived_long_comes_back_soon() -> None:
    async def lives_long() -> None:
        await asyncio.sleep(3600)
        raise KeyError

    job = Job(*[fails] * 8, lives_long)
    async with running({"job": job.run}, DICE):
        await job.settled.wait()
    assert job.begun_at[-1] - job.begun_at[-2] - 3600 < LONGEST_PAUSE_SECONDS / 4


@in_virtual_time
async def test_cancellation_passes_through_and_lets_the_job_clean_up() -> None:
    job = Job()
    task = asyncio.create_task(supervised("job", job.run, DICE))
    await job.settled.wait()
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    assert (len(job.begun_at), job.ended) == (1, 1)


@in_virtual_time
async def test_job_that_fails_while_it_is_cancelled_is_not_run_again() -> None:
    async def fails_at_its_end() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await fails()

    job = Job(fails_at_its_end)
    task = asyncio.create_task(supervised("job", job.run, DICE))
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    assert len(job.begun_at) == 1


@in_virtual_time
async def test_one_failing_job_leaves_the_others_alone() -> None:
    failing, steady = Job(*[fails] * 5), Job()
    async with running({"failing": failing.run, "steady": steady.run}, DICE):
        await failing.settled.wait()
        assert (len(steady.begun_at), steady.ended) == (1, 0)
    assert steady.ended == 1


def test_process_whose_job_died_goes_on_serving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(tmp_path) as client:
        parts = parts_in(client)
        tick, ticked = parts.tracker.tick, asyncio.Event()

        async def breaks_once() -> None:
            monkeypatch.setattr(parts.tracker, "tick", ticks_again)
            raise ZeroDivisionError

        async def ticks_again() -> None:
            await tick()
            ticked.set()

        monkeypatch.setattr(parts.tracker, "tick", breaks_once)
        assert client.portal is not None
        client.portal.call(asyncio.wait_for, ticked.wait(), 30)
        assert client.get("/readyz").status_code == 200


def parts_in(client: TestClient) -> Parts:
    parts: Parts = client.app_state["parts"]
    return parts
