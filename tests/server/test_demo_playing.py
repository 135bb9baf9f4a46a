"""The script of the demonstration: it goes on where somebody reads, and is silent for visitors."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from persistence.journal import Accepted
from rooms.actor import Actor
from rooms.commands import PostMessage
from rooms.ids import RoomId, new_public_id
from rooms.refusals import Refusal
from server.demo import community, playing
from server.demo.community import message_id
from server.parts import Parts
from server.settings import load
from server.talk.subscription import Subscription
from tests.server.demo_house import Seeded, account_of, copied, room_of, rows, running, seeded
from tests.server.node import Line

SCRIPTED = {talk.room: talk for talk in community.read().talk if talk.later}
ENGLISH, SPANISH = sorted(SCRIPTED, key="scoliosis".__ne__)
PATIENCE = 20
"""More pauses than there are lines for any room."""


class Reader:
    """Somebody who has a room open, and to whom nothing else happens."""

    def lagging(self, subscription: Subscription) -> None: ...
    def ended(self, subscription: Subscription, refusal: Refusal) -> None: ...
    def banned(self) -> None: ...
    def signed_out(self) -> None: ...


class Clock:
    """Lets time pass at once, in each room so often and no more."""

    def __init__(self) -> None:
        self._paused = Counter[str]()

    async def pause(self, seconds: float) -> None:
        assert 40 <= seconds <= 90
        task = asyncio.current_task()
        assert task is not None
        self._paused[task.get_name()] += 1
        if self._paused[task.get_name()] > PATIENCE:
            # Ends this room's part alone: a task group lets the others go on.
            raise asyncio.CancelledError
        await asyncio.sleep(0)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Seeded:
    return asyncio.run(seeded(tmp_path_factory.mktemp("demo")))


@pytest.fixture
async def parts(first: Seeded, tmp_path: Path) -> AsyncIterator[Parts]:
    async with running(copied(first, tmp_path / "house")) as parts:
        yield parts


async def read_by_somebody(parts: Parts, key: str) -> RoomId:
    room = await room_of(parts, key)
    parts.hub.enter(Subscription(room, Line(), Reader()))
    return room


async def lines_said(parts: Parts, key: str) -> Sequence[str]:
    """The lines of the script that were said in a room, in their order there."""
    ids = {message_id(key, line.id): line.id for line in SCRIPTED[key].later}
    room = await room_of(parts, key)
    asked = f"SELECT message_id FROM entry WHERE room_id = '{room}' ORDER BY seq"
    return [ids[str(message)] for (message,) in await rows(parts.database, asked) if message in ids]


async def visitor_writes(parts: Parts, room: RoomId, name: str) -> None:
    """A visitor came in by a door, and so is one of the invented people."""
    post = PostMessage(command_id=new_public_id(), room=room, body="Is anybody here?")
    outcome = await parts.desk.carry_out(Actor(account=await account_of(parts, name)), post)
    assert isinstance(outcome, Accepted)


async def test_the_script_is_said_once_and_then_it_is_over(parts: Parts) -> None:
    for key in SCRIPTED:
        await read_by_somebody(parts, key)
    await playing.play(parts, Clock().pause)
    await playing.play(parts, Clock().pause)
    for key, talk in SCRIPTED.items():
        assert await lines_said(parts, key) == [line.id for line in talk.later]


async def test_nothing_is_said_where_nobody_reads(parts: Parts) -> None:
    await read_by_somebody(parts, SPANISH)
    await playing.play(parts, Clock().pause)
    assert await lines_said(parts, ENGLISH) == []
    assert len(await lines_said(parts, SPANISH)) == len(SCRIPTED[SPANISH].later)


async def test_invented_people_fall_silent_where_a_visitor_has_written(parts: Parts) -> None:
    room = await read_by_somebody(parts, ENGLISH)
    await read_by_somebody(parts, SPANISH)
    await visitor_writes(parts, room, "Marigold")
    await playing.play(parts, Clock().pause)
    assert await lines_said(parts, ENGLISH) == []
    assert len(await lines_said(parts, SPANISH)) == len(SCRIPTED[SPANISH].later)


async def test_they_go_on_half_an_hour_after_the_visitors_last_words(parts: Parts) -> None:
    room = await read_by_somebody(parts, ENGLISH)
    await visitor_writes(parts, room, "Marigold")
    older = f"UPDATE entry SET at = at - {playing.SILENT_MS} WHERE room_id = '{room}'"
    await parts.database.write(lambda connection: connection.exec_driver_sql(older))
    await playing.play(parts, Clock().pause)
    assert len(await lines_said(parts, ENGLISH)) == len(SCRIPTED[ENGLISH].later)


async def test_nobody_plays_in_production_or_without_the_demonstration() -> None:
    assert playing.may_play(load())
    assert not playing.may_play(load(demo=False))
    assert not playing.may_play(load(workers=2, redis_url="redis://h"))
    assert not playing.may_play(load(database_url="postgresql://h/d"))
    production = load(environment="production", database_url="sqlite:///d", secret_key="s" * 40)
    assert not playing.may_play(production)
