"""The houses in which faults happen at full size: services whose disk is waited for, and processes
without haste. Knows no fault.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from pathlib import Path

from benchmarks.contestants.services import Services
from benchmarks.contestants.services import services as services_on
from tests.journeys.faults.unhurried import unhurried_house
from tests.journeys.house import House
from tests.services import PostgresServer


def services() -> AbstractContextManager[Services]:
    """On all cores, as what they serve."""
    return services_on(sorted(os.sched_getaffinity(0)))


@asynccontextmanager
async def database() -> AsyncIterator[str]:
    """An empty one."""
    with PostgresServer() as postgres:
        yield await asyncio.to_thread(postgres.create_database, "faults")


@contextmanager
def pair(folder: Path) -> Iterator[House]:
    """Two processes on the services."""
    with (
        services() as found,
        unhurried_house(
            folder, database=found.database, redis=found.redis.url, processes=2
        ) as house,
    ):
        yield house


@contextmanager
def alone(folder: Path) -> Iterator[House]:
    """One process, on SQLite."""
    with unhurried_house(folder) as house:
        yield house
