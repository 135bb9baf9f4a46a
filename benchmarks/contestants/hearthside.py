"""This server, as an operator runs it: durable append, presence and permissions on; of the limits,
the rates alone are far away (`tests/journeys/faults/unhurried.py`). Its lines are members' lines.
"""

import asyncio
import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from platform import python_version

from benchmarks.contestants.contestant import Dialect, Hear, Place, Running, Say
from benchmarks.contestants.processes import folder, on_cores, other_cores
from benchmarks.contestants.services import services
from tests.journeys.faults.unhurried import UnhurriedWeb
from tests.journeys.house import House, embedded_house, service_house

DIALECT = Dialect(
    path="/socket",
    headers=("Authorization: Bearer {token}",),
    way_in=(
        Hear('"type":"welcome"'),
        Say('{"type":"join_room","ref":1,"room":"{room}"}'),
        Hear('"type":"joined"'),
    ),
    message='{"type":"post_message","ref":2,"room":"{room}","command_id":"{id}","body":"{payload}"}',
    refusal='"type":"refused"',
)


class InMemoryWeb(UnhurriedWeb):
    """A process that keeps the transcript in memory."""

    app = "benchmarks.contestants.hearthside_in_memory:app"


@dataclass(frozen=True, slots=True)
class Hearthside:
    """On SQLite in one process, or with `on_services` on PostgreSQL and Redis, which then run where
    the load does; their ids are no part of `pids`."""

    name: str
    on_services: bool = False
    processes: int = 1
    kind: type[UnhurriedWeb] = UnhurriedWeb
    dialect: Dialect = DIALECT

    def version(self) -> str:
        parts = ("uvicorn", "uvloop", "msgspec")
        on = " ".join(f"{part} {version(part)}" for part in parts)
        return f"Python {python_version()} {on}"

    @contextlib.contextmanager
    def running(
        self, *, rooms: int, lines: int, senders: int, cores: Sequence[int]
    ) -> Iterator[Running]:
        del senders
        with folder() as place, self._house(place, cores) as house:
            places = asyncio.run(_places(house, rooms, lines))
            yield Running(
                pids=[web.pid for web in house.webs],
                ports=[web.port for web in house.webs],
                places=places,
            )

    @contextlib.contextmanager
    def _house(self, place: Path, cores: Sequence[int]) -> Iterator[House]:
        with contextlib.ExitStack() as stack:
            if self.on_services:
                beside = stack.enter_context(services(other_cores(cores)))
                served = service_house(
                    place,
                    database=beside.database,
                    redis=beside.redis.url,
                    processes=self.processes,
                    kind=self.kind,
                )
            else:
                served = embedded_house(place, self.kind)
            with on_cores(cores):
                house = stack.enter_context(served)
            yield house


async def _places(house: House, rooms: int, lines: int) -> Sequence[Place]:
    """Every line is somebody else's."""
    made = await house.rooms(rooms)
    people = await house.people(lines)
    return [Place(made[line % rooms], person.token) for line, person in enumerate(people)]


EMBEDDED = Hearthside("Hearthside")
IN_MEMORY = Hearthside("Hearthside, in memory", kind=InMemoryWeb)
ON_SERVICES = Hearthside("Hearthside, PostgreSQL", on_services=True)
TWO_PROCESSES = Hearthside("Hearthside, two processes", on_services=True, processes=2)
