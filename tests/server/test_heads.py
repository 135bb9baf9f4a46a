"""Heads of rooms: who asks at the same time is answered by the same read, each for themselves."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from persistence import migrations
from rooms.ids import new_opaque_id
from rooms.transcript import UNKNOWN_HEAD
from server.node.heads import heads_reader
from server.node.told_time import ToldTime
from tests.persistence.community import Community, Process, Shift


@pytest.fixture
async def community(tmp_path: Path) -> AsyncIterator[Community]:
    """One message in the garden, none on the porch."""
    url = f"sqlite:///{tmp_path}/hearthside.db"
    migrations.upgrade(url)
    shift = Shift()
    async with Process.start(url, shift) as process:
        community = await Community(url, process, shift).build()
        await community.say(await community.person("Ana"), community.garden, "Hello")
        yield community


@pytest.mark.parametrize("known", [[1, UNKNOWN_HEAD], [UNKNOWN_HEAD, 1]])
async def test_who_begins_to_listen_is_told_beside_one_who_knows_the_head(
    community: Community, known: list[int]
) -> None:
    read_heads = heads_reader(community.database, ToldTime(lambda: 0))
    under_way = read_heads({community.porch: 0})
    together = [read_heads({community.garden: head}) for head in known]
    _, *found = await asyncio.gather(under_way, *together)
    assert [heads.by_room for heads in found] == [{community.garden: 1}] * 2


async def test_everybody_who_asks_at_once_finds_their_room(community: Community) -> None:
    told, nowhere = ToldTime(lambda: 0), new_opaque_id()
    read_heads = heads_reader(community.database, told)
    rooms = [community.garden, community.porch, nowhere] * 4
    found = await asyncio.gather(*(read_heads({room: UNKNOWN_HEAD}) for room in rooms))
    stored = {community.garden: 1, community.porch: 0}
    for room, heads in zip(rooms, found, strict=True):
        assert heads.by_room.get(room) == stored.get(room)
    assert len({heads.epoch for heads in found}) == 1
    assert told.now_ms() > 0
