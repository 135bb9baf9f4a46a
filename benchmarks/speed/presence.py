"""What it costs that people come and go in a large room: the server's CPU a second over that of the
same room at rest, by the size of the room and by how many come and go."""

import asyncio
import time
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import msgspec
import uvloop

from benchmarks import family, machine
from benchmarks.benchmark import Benchmark, Effort, Progress
from benchmarks.contestants.contestant import Place
from benchmarks.contestants.processes import on_cores
from benchmarks.ground.lean_lines import LeanLines, WayIn
from benchmarks.ground.settled import community, served
from benchmarks.results import Result
from benchmarks.rounds import interleaved, ratio_of_ours
from benchmarks.targets import at_most, rows
from tests.services.process_table import cpu_seconds

PEOPLE_PER_SECOND: Final = 50
REST_SECONDS: Final = 5.0
COST: Final = "CPU, ms a second"
MEANS: Final = (
    "Everybody in the room is listed. So many people a second come, are listed and leave again; the"
    " figure is the CPU a second that this adds, of which a part is their own coming in. With five"
    " times the room everybody there is told the same once a second: five times and a little is"
    " growth with the room, twenty-five times would be with its square."
)


@dataclass(frozen=True, slots=True)
class Room:
    """`people` in it, and `coming` a second."""

    name: str
    people: int
    coming: int


SMALL: Final = Room("1,000 there, 50 a second", 1_000, PEOPLE_PER_SECOND)
LARGE: Final = Room("5,000 there, 50 a second", 5_000, PEOPLE_PER_SECOND)
CALM: Final = Room("5,000 there, 10 a second", 5_000, PEOPLE_PER_SECOND // 5)
TARGETS: Final = (
    (7.5, "five times the room", LARGE, SMALL),
    (5.5, "five times the coming and going", LARGE, CALM),
)


class Presence:
    """A `Benchmark`."""

    name = "presence"
    title = "People who come and go"

    def run(self, effort: Effort, progress: Progress) -> Result:
        progress.steps(effort.rounds * 3)
        scale = 10 if effort.quick else 1
        found = interleaved(
            (SMALL, LARGE, CALM),
            effort.rounds,
            lambda room: _measure(room, room.people // scale, effort.seconds),
            progress,
            disturbed=family.disturbed,
        )
        return Result(
            name=self.name,
            title=self.title,
            means=MEANS,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            machine=machine.description(),
            runs=effort.rounds,
            targets=tuple(
                at_most(limit, what, ratio_of_ours(found.of(COST), more.name, less.name))
                for limit, what, more, less in TARGETS
            ),
            rows=rows(found, {}),
            remarks=tuple(found.remarks),
        )


def _measure(room: Room, people: int, seconds: float) -> Mapping[str, float]:
    cores = machine.cores()
    comers = int(room.coming * seconds)
    with (
        community(rooms=1, lines=people + comers, said=0, cores=cores.server) as within,
        served(within, cores=cores.server) as house,
        on_cores(cores.load),
    ):
        (web,) = house.webs
        return uvloop.run(_come_and_go(web.pid, web.port, within.places, people, room.coming))


async def _come_and_go(
    pid: int, port: int, places: Sequence[Place], people: int, coming: int
) -> Mapping[str, float]:
    there, passing = LeanLines(), LeanLines()
    await there.open([port], [_way(place) for place in places[:people]])
    await asyncio.sleep(REST_SECONDS)
    rest = await _used(pid, asyncio.sleep(REST_SECONDS))
    busy = await _used(pid, _pass_through(passing, port, places[people:], coming))
    there.cut()
    return {
        COST: (busy - rest) * 1000,
        "at rest": rest * 1000,
        "longest way in, ms": max(passing.seconds) * 1000,
    }


async def _pass_through(
    passing: LeanLines, port: int, places: Sequence[Place], coming: int
) -> None:
    """Each comes at its time and stays for a second."""
    async with asyncio.TaskGroup() as group:
        for place in places:
            group.create_task(_visit(passing, port, place))
            await asyncio.sleep(1 / coming)


async def _visit(passing: LeanLines, port: int, place: Place) -> None:
    line = await passing.bring_in(0, port, _way(place))
    await asyncio.sleep(1)
    line.transport.abort()


async def _used(pid: int, during: Awaitable[None]) -> float:
    """CPU seconds a second."""
    before, began = sum(cpu_seconds(pid)), time.perf_counter()
    await during
    return (sum(cpu_seconds(pid)) - before) / (time.perf_counter() - began)


def _way(place: Place) -> WayIn:
    join = {"type": "join_room", "ref": 1, "room": place.room}
    listed = {"type": "be_listed", "ref": 2, "room": place.room, "listed": True}
    said = [msgspec.json.encode(each) for each in (join, listed)]
    return WayIn("/socket", said, [b'"welcome"', b'"type":"joined"', b'"done"'], place.token)


PRESENCE: Final[Benchmark] = Presence()
