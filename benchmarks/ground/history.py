"""How long it takes to join a room and to read a page out of its middle, by what was ever said in
it. Each history is in a database and before a process of its own, all of them there at once."""

import statistics
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Final

import httpx2
import uvloop

from benchmarks import machine
from benchmarks.contestants.contestant import Place
from benchmarks.contestants.processes import on_cores
from benchmarks.ground.coming_back import way
from benchmarks.ground.inhabitants import make_talk
from benchmarks.ground.lean_lines import LeanLines
from benchmarks.ground.settled import AUTHORS, Community, analysed, community, served
from benchmarks.rounds import Figures
from persistence.database import Database
from tests.journeys.house import SECRET, House

TRIES: Final = 30
"""Each by somebody else."""
JOIN, PAGE, SEARCH = "join, ms", "page, ms", "search of rooms, ms"


@dataclass(frozen=True, slots=True)
class Past:
    """One contestant: a room in which so much was said, and the process that serves it."""

    entries: int
    within: Community
    house: House

    @property
    def name(self) -> str:
        return f"{self.entries:,} entries"

    def measure(self, cores: Sequence[int]) -> Figures:
        """Medians of the tries, asked from these cores."""
        with on_cores(cores):
            return uvloop.run(self._measured())

    async def _measured(self) -> Figures:
        (room,) = self.within.rooms
        middle = self.entries // 2
        async with Database.open(self.within.database) as database:
            joins = [await self._joined(database, place) for place in self.within.places]
        async with httpx2.AsyncClient(base_url=self.house.urls[0]) as http:
            pages = await self._each(
                lambda number, headers: http.get(
                    f"/api/rooms/{room}/messages?before={middle - number}", headers=headers
                )
            )
            searches = await self._each(
                lambda _, headers: http.post(
                    "/api/rooms/search", json={"words": "room"}, headers=headers
                )
            )
        return {JOIN: _median_ms(joins), PAGE: _median_ms(pages), SEARCH: _median_ms(searches)}

    async def _joined(self, database: Database, place: Place) -> float:
        """Something new is said before, or the process still had what it showed to the last."""
        await make_talk(database, SECRET.encode(), place.room, self.within.people[:AUTHORS], 1)
        lines = LeanLines()
        await lines.open([self.house.webs[0].port], [way(place)])
        lines.cut()
        return lines.seconds[0]

    async def _each(
        self, ask: Callable[[int, dict[str, str]], Awaitable[httpx2.Response]]
    ) -> list[float]:
        took = []
        for number, place in enumerate(self.within.places):
            began = time.perf_counter()
            answer = await ask(number, {"Authorization": f"Bearer {place.token}"})
            answer.raise_for_status()
            took.append(time.perf_counter() - began)
        return took


@contextmanager
def pasts(sizes: Sequence[int]) -> Iterator[list[Past]]:
    """One for each size, filled and served."""
    cores = machine.cores()
    with ExitStack() as stack:
        yield [_past(stack, size, cores.server, cores.load) for size in sizes]


def _past(stack: ExitStack, size: int, server: Sequence[int], load: Sequence[int]) -> Past:
    within = stack.enter_context(community(rooms=1, lines=TRIES, said=0, cores=server))
    with on_cores(load):
        uvloop.run(_fill(within, size))
    return Past(size, within, stack.enter_context(served(within, cores=server)))


async def _fill(within: Community, size: int) -> None:
    async with Database.open(within.database) as database:
        (room,) = within.rooms
        await make_talk(database, SECRET.encode(), room, within.people[:AUTHORS], size)
    await analysed(within.database)


def _median_ms(seconds: Sequence[float]) -> float:
    return statistics.median(seconds) * 1000
