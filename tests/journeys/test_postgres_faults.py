"""PostgreSQL crashes under load, or the line to it breaks at the worst moment: what was
acknowledged stands, and what was not known settles to once or never."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from rooms import commands
from rooms.refusals import Code
from server.talk import frames
from tests.journeys.faults.of_services.postgres import (
    AnswersSize,
    CrashSize,
    commit_answers_lost,
    postgres_crashes,
)
from tests.journeys.faults.of_services.postgres_scene import (
    AnswersScene,
    answers_scene,
    postgres_scene,
)
from tests.journeys.journey import by, journey

pytestmark = pytest.mark.asyncio(loop_scope="module")

STALLED_SECONDS = 20.0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(
    tmp_path_factory: pytest.TempPathFactory, module_database: str
) -> AsyncIterator[AnswersScene]:
    async with answers_scene(tmp_path_factory.mktemp("answers"), module_database) as made:
        yield made


async def test_a_crash_of_the_database_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    async with postgres_scene(tmp_path) as crashing:
        assert (await postgres_crashes(crashing, CrashSize())).violations == ()


async def test_an_outcome_nobody_knows_settles_to_once_or_never(scene: AnswersScene) -> None:
    found = await commit_answers_lost(scene, AnswersSize())
    assert found.violations == ()
    assert found.counts["answers_lost"] == found.runs


async def test_a_silent_line_to_the_database_is_answered_and_stops_nobody_else(
    scene: AnswersScene,
) -> None:
    async with journey(scene.house) as going:
        room = await going.add_room()
        cut_off, well = await going.company(2, room)
        scene.proxy.stall()
        hello = commands.PostMessage(**by(room), body="into the silence")
        asking = asyncio.create_task(cut_off.ask(hello, within_seconds=STALLED_SECONDS))
        for number in range(8):
            await well.post(room, f"word {number}", within_seconds=STALLED_SECONDS)
        answer = await asking
        assert isinstance(answer, frames.Refused)
        assert answer.code in (Code.BUSY, Code.RETRY)
        scene.proxy.flow()
        await cut_off.post(room, "the line is back", within_seconds=STALLED_SECONDS)


async def test_a_process_whose_database_is_silent_still_ends_when_it_is_told_to(
    scene: AnswersScene,
) -> None:
    web = scene.house.webs[0]
    async with journey(scene.house) as going:
        room = await going.add_room()
        member = await going.enter(await scene.house.person(), room)
        await member.post(room, "before")
        scene.proxy.stall()
        waiting = asyncio.create_task(member.post(room, "into the silence"))
        await web.stop()
        waiting.cancel()
        scene.proxy.flow()
        await web.begin().ready()
