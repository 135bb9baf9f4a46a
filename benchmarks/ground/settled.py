"""A community in which people have been talking for a while, on services of its own, and who comes
into it by which credential. What is measured of it is not known here."""

import asyncio
import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from benchmarks.contestants.contestant import Place
from benchmarks.contestants.processes import folder, on_cores, other_cores
from benchmarks.contestants.services import services
from benchmarks.family import cpu_seconds
from benchmarks.ground.inhabitants import Inhabitant, make_people, make_rooms, make_talk, mark_read
from persistence import migrations
from persistence.database import Database
from persistence.engines.postgres import driver_url
from rooms.ids import RoomId
from tests.journeys.faults.unhurried import UnhurriedWeb
from tests.journeys.house import SECRET, House, service_house

AUTHORS = 20
"""Who wrote what stands in a room."""
UNREAD = 10


@dataclass(frozen=True, slots=True)
class Community:
    """`places` as many as were asked for, room by room in turn. The services' ids are those from
    before anybody came; `services` names them."""

    database: str
    redis: str
    rooms: Sequence[RoomId]
    people: Sequence[Inhabitant]
    places: Sequence[Place]
    services: Mapping[str, int]

    def services_cpu_seconds(self) -> dict[str, float]:
        """Of each service, all its processes, since they were started."""
        return {name: cpu_seconds(root) for name, root in self.services.items()}


@contextlib.contextmanager
def community(
    *, rooms: int, lines: int, said: int, cores: Sequence[int], people: int | None = None
) -> Iterator[Community]:
    """On PostgreSQL and Redis, which run where the load does. `said`: messages in each room, all
    but the last ten of them read. `people`: fewer than lines, when some come by several."""
    with services(other_cores(cores)) as beside:
        migrations.upgrade(beside.database)
        in_rooms, living = asyncio.run(_settle(beside.database, rooms, people or lines, said))
        places = [
            Place(in_rooms[line % rooms], living[line % len(living)].token) for line in range(lines)
        ]
        yield Community(beside.database, beside.redis.url, in_rooms, living, places, beside.pids)


async def _settle(
    url: str, rooms: int, people: int, said: int
) -> tuple[list[RoomId], list[Inhabitant]]:
    async with Database.open(url) as database:
        made = await make_rooms(database, rooms)
        living = await make_people(database, people, secret=SECRET.encode())
        for number, room in enumerate(made if said else ()):
            await make_talk(database, SECRET.encode(), room, living[:AUTHORS], said)
            readers = living[number::rooms]
            await mark_read(database, readers, room, max(said - UNREAD, 0))
        await analysed(url)
    return made, living


async def analysed(url: str) -> None:
    """What the database itself would do within minutes of so many inserts."""
    connection = await asyncpg.connect(driver_url(url))
    try:
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


@contextlib.contextmanager
def served(
    within: Community,
    *,
    cores: Sequence[int],
    processes: int = 1,
    kind: type[UnhurriedWeb] = UnhurriedWeb,
) -> Iterator[House]:
    """This server's processes over the community."""
    with folder() as place, contextlib.ExitStack() as stack:
        with on_cores(cores):
            house = stack.enter_context(
                service_house(
                    Path(place),
                    database=within.database,
                    redis=within.redis,
                    processes=processes,
                    kind=kind,
                )
            )
        yield house
