"""A house with the demonstration in it, and what it holds: a stage for the tests of it."""

import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, text

from persistence import rooms as stored_rooms
from persistence.database import Database
from persistence.people import accounts
from persistence.people.accounts import Credentials
from rooms.ids import AccountId, RoomId
from server.command_line.data import upgrade
from server.compose import compose
from server.demo import seeding
from server.parts import Parts
from server.settings import Settings, load


@dataclass(frozen=True)
class Seeded:
    """Where it is, and between which moments (ms) it was put in."""

    settings: Settings
    before: int
    after: int


async def seeded(folder: Path, **flags: object) -> Seeded:
    settings = load(data_dir=folder, **flags)
    await upgrade(settings)
    before = now_ms()
    async with compose(settings, jobs=seeding.in_peace) as parts:
        assert len(await seeding.seed(parts)) == 14
    return Seeded(settings, before, now_ms())


def copied(house: Seeded, folder: Path) -> Seeded:
    """The same house once more, for who changes something in it."""
    shutil.copytree(house.settings.data_dir, folder)
    return replace(house, settings=house.settings.model_copy(update={"data_dir": folder}))


def now_ms() -> int:
    return time.time_ns() // 1_000_000


@asynccontextmanager
async def running(house: Seeded) -> AsyncIterator[Parts]:
    async with compose(house.settings) as parts:
        yield parts


async def rows(database: Database, question: str) -> list[tuple[object, ...]]:
    """What the database answers, row by row."""

    def ask(connection: Connection) -> list[tuple[object, ...]]:
        return [tuple(row) for row in connection.execute(text(question))]

    return await database.read(ask)


async def account_of(parts: Parts, name: str) -> AccountId:
    known: Credentials | None = await parts.database.read(accounts.by_name, name)
    assert known is not None
    return known.account


async def room_of(parts: Parts, key: str) -> RoomId:
    found = await parts.database.read(stored_rooms.everything)
    return next(room.id for room in found if room.key == key)
