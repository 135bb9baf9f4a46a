"""The application with the whole directory that ships, and nobody in it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.testclient import TestClient

from persistence import migrations
from persistence.database import Database
from server.app import create_app
from server.directory import importing, rooms_file
from server.settings import Settings, load
from tests.server.embedded import HERE


@contextmanager
def stocked(folder: Path) -> Iterator[TestClient]:
    """A browser in front of it."""
    settings = load(data_dir=folder, demo=False)
    asyncio.run(_prepared(settings))
    with TestClient(
        create_app(settings),
        base_url=settings.address,
        headers={"origin": settings.address},
        client=HERE,
    ) as client:
        yield client


async def _prepared(settings: Settings) -> None:
    await asyncio.to_thread(migrations.upgrade, settings.database)
    async with Database.open(settings.database) as database:
        await database.write(importing.store, rooms_file.read(rooms_file.SHIPPED))
