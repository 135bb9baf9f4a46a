"""What the commands of the command line share: the settings from the flags, an open database."""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from persistence.database import Database
from persistence.engines.sqlite import is_sqlite, sqlite_path
from server.command_line.preflight import check_redis
from server.compose import compose
from server.failure import Failure
from server.parts import Parts
from server.settings import Settings, load


def settings_of(asked: argparse.Namespace) -> Settings:
    """The effective settings. Raises SettingsError."""
    return load(data_dir=getattr(asked, "data", None))


def check_there(settings: Settings) -> None:
    """Raise Failure when there is no database file yet, which opening it would make."""
    if not is_sqlite(settings.database) or sqlite_path(settings.database).is_file():
        return
    meant = "did you mean --data" if settings.embedded_database else "is DATABASE_URL right"
    raise Failure(
        f"There is no database in {sqlite_path(settings.database).parent}: {meant}?"
        " A new one is made by `python3 -m server migrate`."
    )


@asynccontextmanager
async def migrated_database(settings: Settings) -> AsyncIterator[Database]:
    """The database, at this release's schema.

    Raises Failure when there is none, DatabaseUnreachable or MigrationPending.
    """
    check_there(settings)
    async with Database.open(settings.database) as database:
        await database.check_migrated()
        yield database


@asynccontextmanager
async def own_process(settings: Settings) -> AsyncIterator[Parts]:
    """A process for this one command, heard by those that serve. Raises what `compose` raises, and
    Failure when Redis does not answer or there is no database."""
    await check_redis(settings)
    check_there(settings)
    async with compose(settings) as parts:
        yield parts
