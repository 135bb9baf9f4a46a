"""What the commands of the command line share: the settings from the flags, an open database."""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from persistence.database import Database
from server.settings import Settings, load


def settings_of(asked: argparse.Namespace) -> Settings:
    """The effective settings. Raises SettingsError."""
    return load(data_dir=getattr(asked, "data", None))


@asynccontextmanager
async def migrated_database(settings: Settings) -> AsyncIterator[Database]:
    """The database, at this release's schema. Raises DatabaseUnreachable or MigrationPending."""
    async with Database.open(settings.database) as database:
        await database.check_migrated()
        yield database
