"""PostgreSQL crashes under load, or its answer to a COMMIT is lost: what was acknowledged stands,
and what nobody knows the outcome of settles to exactly one.
"""

import asyncio
from dataclasses import dataclass, field
from functools import partial

from tests.journeys.faults.crowd.samples import receipts
from tests.journeys.faults.finding import Finding
from tests.journeys.faults.of_services.postgres_scene import AnswersScene, PostgresScene
from tests.journeys.faults.quiet.load import FULL_LOAD, LoadSize, quiet_load
from tests.journeys.proxy import Proxy

COMMIT = b"COMMIT"
LOST_WITHIN_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class CrashSize:
    """`runs` crashes, and so long between them."""

    runs: int = 1
    calm_seconds: float = 0.5
    load: LoadSize = field(default_factory=LoadSize)


@dataclass(frozen=True, slots=True)
class AnswersSize:
    """`runs` answers are lost, and so long between them."""

    runs: int = 5
    apart_seconds: float = 0.1
    load: LoadSize = field(default_factory=LoadSize)


FULL_CRASHES = CrashSize(runs=10, calm_seconds=5.0, load=FULL_LOAD)
FULL_ANSWERS = AnswersSize(runs=100, apart_seconds=0.3, load=FULL_LOAD)


async def postgres_crashes(scene: PostgresScene, size: CrashSize) -> Finding:
    """Samples: `down`, until PostgreSQL takes connections again; `receipts again`, from then until
    somebody's message is acknowledged; `receipt`, all of them."""
    loop = asyncio.get_running_loop()
    async with quiet_load(scene.house, size.load) as load:
        began, _ = await load.goes_on(size.calm_seconds)
        for _ in range(size.runs):
            crashed_at = loop.time()
            await scene.crashes()
            back_at = loop.time()
            await load.crowd.more(1)
            load.keep("down", back_at - crashed_at)
            load.keep("receipts again", loop.time() - back_at)
            _, ended = await load.goes_on(size.calm_seconds)
    load.cut("receipt", receipts(load.crowd.people), [(began, ended)])
    return load.finding("postgres_crashes", size.runs)


async def commit_answers_lost(scene: AnswersScene, size: AnswersSize) -> Finding:
    """PostgreSQL has committed, and who asked never hears of it. Counts: `answers_lost`."""
    proxy, before = scene.proxy, scene.proxy.answers_lost
    async with quiet_load(scene.house, size.load) as load:
        for run in range(1, size.runs + 1):
            proxy.lose_the_answer_to(COMMIT)
            await load.crowd.until(
                partial(_lost, proxy, before + run), within_seconds=LOST_WITHIN_SECONDS
            )
            await load.goes_on(size.apart_seconds)
    load.counts["answers_lost"] = proxy.answers_lost - before
    return load.finding("commit_answers_lost", size.runs)


def _lost(proxy: Proxy, wanted: int) -> bool:
    return proxy.answers_lost >= wanted
