"""How the costs grow: with the listeners of a room, with rooms, with what was ever said in one, and
with processes. Curves, and of history the promise that it costs nothing."""

import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Final

import httpx2
import uvloop

from benchmarks import machine
from benchmarks.benchmark import Benchmark, Effort, Progress
from benchmarks.contestants.contestant import Place, Running
from benchmarks.contestants.hearthside import DIALECT
from benchmarks.load import client
from benchmarks.load.plan import Load
from benchmarks.results import Bound, Curve, Result
from benchmarks.speed.coming_back import way
from benchmarks.speed.ground import make_talk
from benchmarks.speed.lean_lines import LeanLines
from benchmarks.speed.settled import AUTHORS, Community, analysed, community, served
from benchmarks.targets import of_samples
from persistence.database import Database
from tests.journeys.house import SECRET, House

LISTENERS: Final = (100, 1_000, 5_000, 15_000)
ROOMS: Final = (1, 100, 500, 2_000)
PER_ROOM: Final = 5
ENTRIES: Final = (1_000, 10_000, 100_000, 1_000_000)
TRIES: Final = 30
FLAT: Final = 1.5
"""The largest history's time over the smallest's: a walk through it would be a thousand."""
MEANS: Final = (
    "CPU a delivery by listeners and by rooms, p99 by processes, and the time to join a room, to"
    " read a page out of the middle of it and to search the directory by the length of its history."
)
Points = list[tuple[float, float]]


class Growth:
    """A `Benchmark`."""

    name = "growth"
    title = "How costs grow"

    def run(self, effort: Effort, progress: Progress) -> Result:
        few = 2 if effort.quick else 4
        progress.steps(4)
        progress.step(f"up to {LISTENERS[few - 1]:,} listeners of a room")
        listeners = _by_listeners(LISTENERS[:few], effort.seconds)
        progress.step(f"up to {ROOMS[few - 1]:,} rooms")
        rooms = _by_rooms(ROOMS[:few], effort.seconds)
        progress.step("one process, and two")
        processes = _by_processes(effort.seconds)
        progress.step(f"up to {ENTRIES[few - 1]:,} entries in a room")
        history = _by_history(ENTRIES[:few])
        return Result(
            name=self.name,
            title=self.title,
            means=MEANS,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            machine=machine.description(),
            runs=1,
            targets=tuple(
                of_samples(
                    f"{what}: {ENTRIES[few - 1]:,} entries / {ENTRIES[0]:,}",
                    *(Bound.AT_MOST, FLAT, "x", [points[-1][1] / points[0][1]]),
                )
                for what, points in history.items()
            ),
            curves=(
                _curve("Listeners of one room", "listeners", "CPU, µs a delivery", listeners),
                _curve("Rooms of five", "rooms", "CPU, µs a delivery", rooms),
                _curve("Processes", "processes", "p99, ms", processes, logarithmic=False),
                _curve("What was ever said in a room", "entries", "ms", history),
            ),
        )


def _curve(
    title: str, x: str, y: str, points: dict[str, Points], *, logarithmic: bool = True
) -> Curve:
    return Curve(title=title, x=x, y=y, points=points, logarithmic=logarithmic)


def _by_listeners(sizes: Sequence[int], seconds: float) -> dict[str, Points]:
    cores = machine.cores()
    with community(rooms=1, lines=sizes[-1], said=0, cores=cores.server) as within:
        return {
            "20 messages a second": [
                (size, _cpu(within, 1, within.places[:size], 20, seconds)) for size in sizes
            ]
        }


def _by_rooms(sizes: Sequence[int], seconds: float) -> dict[str, Points]:
    cores, most = machine.cores(), sizes[-1]
    with community(rooms=most, lines=most * PER_ROOM, said=0, cores=cores.server) as within:
        return {
            "500 messages a second": [
                (size, _cpu(within, size, _in_first(within, size, most), 500, seconds))
                for size in sizes
            ]
        }


def _in_first(within: Community, rooms: int, most: int) -> list[Place]:
    """The lines of the first rooms, room by room in turn."""
    return [
        within.places[place * most + room] for place in range(PER_ROOM) for room in range(rooms)
    ]


def _cpu(
    within: Community, rooms: int, places: Sequence[Place], per_second: float, seconds: float
) -> float:
    with served(within, cores=machine.cores().server) as house:
        return client.measured(_loaded(house, rooms, places, per_second, seconds)).cpu_us


def _by_processes(seconds: float) -> dict[str, Points]:
    cores, points = machine.cores(), []
    with community(rooms=100, lines=1_000, said=0, cores=cores.server) as within:
        for count in (1, 2):
            with served(within, cores=cores.server, processes=count) as house:
                found = _loaded(house, 100, within.places, 500, seconds)
            points.append((float(count), found.p99_ms))
    return {"500 messages a second in 100 rooms of 10": points}


def _loaded(
    house: House, rooms: int, places: Sequence[Place], per_second: float, seconds: float
) -> client.Report:
    running = Running([web.pid for web in house.webs], [web.port for web in house.webs], places)
    load = Load(
        rooms=rooms,
        lines=len(places),
        senders=min(len(places), 100),
        per_second=per_second,
        seconds=seconds,
    )
    return client.report(load, DIALECT, running, cores=machine.cores().load)


def _by_history(sizes: Sequence[int]) -> dict[str, Points]:
    cores = machine.cores()
    with (
        community(rooms=len(sizes), lines=len(sizes) * TRIES, said=0, cores=cores.server) as within,
        served(within, cores=cores.server) as house,
    ):
        return uvloop.run(_through_history(within, house, sizes))


async def _through_history(
    within: Community, house: House, sizes: Sequence[int]
) -> dict[str, Points]:
    async with Database.open(within.database) as database:
        for room, size in zip(within.rooms, sizes, strict=True):
            await make_talk(database, SECRET.encode(), room, within.people[:AUTHORS], size)
    await analysed(within.database)
    found: dict[str, Points] = {"join": [], "page": [], "search": []}
    for number, size in enumerate(sizes):
        places = within.places[number :: len(sizes)]
        lines = LeanLines()
        await lines.open([house.webs[0].port], [way(place) for place in places], at_once=1)
        found["join"].append((size, statistics.median(lines.seconds) * 1000))
        lines.cut()
        async with _http(house, places[0]) as http:
            page = f"/api/rooms/{within.rooms[number]}/messages?before={size // 2}"
            found["page"].append((size, await _median_ms(partial(http.get, page))))
            search = partial(http.post, "/api/rooms/search", json={"words": "room"})
            found["search"].append((size, await _median_ms(search)))
    return found


def _http(house: House, place: Place) -> httpx2.AsyncClient:
    headers = {"Authorization": f"Bearer {place.token}"}
    return httpx2.AsyncClient(base_url=house.urls[0], headers=headers)


async def _median_ms(ask: Callable[[], Awaitable[httpx2.Response]]) -> float:
    took = []
    for _ in range(TRIES):
        began = time.perf_counter()
        (await ask()).raise_for_status()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


GROWTH: Final[Benchmark] = Growth()
