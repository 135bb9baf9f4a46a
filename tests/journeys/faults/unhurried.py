"""The server with its rate limits far away, for loads that no person could make. They are asked as
always and never say no; nothing else is changed, and no setting of the server's does this.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import server.app
from persistence import migrations
from rooms import limits
from rooms.limits import Rate
from server.sockets import connection
from tests.journeys.faults.mailing import MAIL
from tests.journeys.house import House, embedded_house, service_house, service_webs
from tests.journeys.web import Web

TASKS = "/tasks"
FAR_AWAY = Rate(period_ms=1, burst=10_000_000)


class UnhurriedWeb(Web):
    """A process without haste, otherwise as an operator runs it."""

    app = "tests.journeys.faults.unhurried:app"

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        super().__init__(folder, {**MAIL, **environment})


@contextmanager
def unhurried_house(
    folder: Path, *, database: str | None = None, redis: str = "", processes: int = 1
) -> Iterator[House]:
    """Processes on the services; without a database one process on SQLite."""
    house = (
        embedded_house(folder, UnhurriedWeb)
        if database is None
        else service_house(
            folder, database=database, redis=redis, processes=processes, kind=UnhurriedWeb
        )
    )
    with house as made:
        yield made


@asynccontextmanager
async def carried_house(
    folder: Path, database: str, services: Sequence[tuple[str, str]]
) -> AsyncIterator[House]:
    """A process for each pair of ways, to the database and to Redis. Begun inside the running
    loop, which carries what may be between a process and its services."""
    await asyncio.to_thread(migrations.upgrade, database)
    house = House(database, service_webs(folder, services, UnhurriedWeb))
    try:
        for web in house.webs:
            web.begin()
        for web in house.webs:
            await web.ready()
        yield house
    finally:
        # In a thread: the loop takes what they still open on the ways, which are closed next.
        await asyncio.to_thread(house.close)


def lift_limits() -> None:
    """In this process, from now on."""
    limits.WRITING = FAR_AWAY
    connection.GUARD = FAR_AWAY


async def count_tasks(request: Request) -> Response:
    """How many tasks the process has."""
    del request
    return Response(str(len(asyncio.all_tasks())))


def app() -> Starlette:
    """For uvicorn, which is told the settings by the environment. `TASKS` is one page more."""
    lift_limits()
    made = server.app.app()
    made.router.routes.insert(0, Route(TASKS, count_tasks))
    return made
