"""Heads of rooms: who asks at the same time is answered by the same read, each for themselves."""

import asyncio
from pathlib import Path

from persistence import migrations
from rooms.ids import new_opaque_id
from rooms.transcript import UNKNOWN_HEAD
from server.node.heads import heads_reader
from server.node.told_time import ToldTime
from tests.persistence.community import Community, Process, Shift


async def test_everybody_who_asks_at_once_finds_their_room(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/hearthside.db"
    migrations.upgrade(url)
    shift, nowhere = Shift(), new_opaque_id()
    async with Process.start(url, shift) as process:
        community = await Community(url, process, shift).build()
        ana = await community.person("Ana")
        await community.say(ana, community.garden, "Hello")
        told = ToldTime(lambda: 0)
        read_heads = heads_reader(community.database, told)
        rooms = [community.garden, community.porch, nowhere] * 4
        found = await asyncio.gather(*(read_heads({room: UNKNOWN_HEAD}) for room in rooms))
    stored = {community.garden: 1, community.porch: 0}
    for room, heads in zip(rooms, found, strict=True):
        assert heads.by_room.get(room) == stored.get(room)
    assert len({heads.epoch for heads in found}) == 1
    assert told.now_ms() > 0
