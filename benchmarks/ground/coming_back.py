"""Thousands of people in rooms lose their lines at the same moment and return with their cursors.
Whether each of them is shown exactly what they missed."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import uvloop

from benchmarks.contestants.contestant import Place
from benchmarks.contestants.processes import on_cores, other_cores
from benchmarks.ground.inhabitants import make_talk
from benchmarks.ground.lean_lines import LeanLines, WayIn
from benchmarks.ground.settled import AUTHORS, Community, community, served
from persistence.database import Database
from tests.journeys.house import SECRET

MISSED = 5
AT_ONCE = 256
PER_ROOM = 10
SETTLE_SECONDS = 1.0
"""What was missed follows its join within milliseconds."""


class Joined(msgspec.Struct):
    """Of the answer to a join, what a client resumes by."""

    room: str
    epoch: str
    as_of: int
    page: object | None


@dataclass(frozen=True, slots=True)
class Resumed:
    resumed: int
    seconds: float


def come_back(lines: int, cores: Sequence[int]) -> Resumed:
    rooms = max(1, lines // PER_ROOM)
    with (
        community(rooms=rooms, lines=lines, said=MISSED, cores=cores) as within,
        served(within, cores=cores) as house,
        on_cores(other_cores(cores)),
    ):
        return uvloop.run(_cut_and_return(within, [web.port for web in house.webs]))


async def _cut_and_return(within: Community, ports: Sequence[int]) -> Resumed:
    there, back = LeanLines(), LeanLines()
    await there.open(ports, [way(place) for place in within.places])
    cursors = {joined.room: joined for joined in map(_joined, there.said)}
    there.cut()
    async with Database.open(within.database) as database:
        for room in within.rooms:
            await make_talk(database, SECRET.encode(), room, within.people[:AUTHORS], MISSED)
    began = time.perf_counter()
    ways = [way(place, cursors[place.room]) for place in within.places]
    await back.open(ports, ways, at_once=AT_ONCE)
    took = time.perf_counter() - began
    await asyncio.sleep(SETTLE_SECONDS)
    resumed = sum(
        _goes_on(_joined(said), cursors) and line.entries == MISSED
        for line, said in zip(back.lines, back.said, strict=True)
    )
    back.cut()
    return Resumed(resumed, took)


def way(place: Place, cursor: Joined | None = None) -> WayIn:
    join: dict[str, object] = {"type": "join_room", "ref": 1, "room": place.room}
    last = b'"type":"joined"'
    if cursor is not None:
        join |= {"epoch": cursor.epoch, "after": cursor.as_of}
    return WayIn("/socket", [msgspec.json.encode(join)], [b'"welcome"', last], place.token)


def _joined(said: bytes) -> Joined:
    return msgspec.json.decode(said, type=Joined)


def _goes_on(joined: Joined, cursors: dict[str, Joined]) -> bool:
    before = cursors[joined.room]
    return joined.page is None and (joined.epoch, joined.as_of) == (
        before.epoch,
        before.as_of + MISSED,
    )
