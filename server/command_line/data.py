"""Commands about what is stored: the schema, the rooms, the demonstration, backups."""

import argparse
import asyncio
from collections.abc import Sequence

from persistence import backups, migrations
from persistence import rooms as stored_rooms
from persistence.database import Database
from persistence.rooms import Room
from server.command_line.options import check_there, migrated_database, settings_of
from server.command_line.preflight import check_redis
from server.compose import compose
from server.demo import seeding
from server.directory import importing, rooms_file
from server.failure import Failure
from server.settings import Settings


def migrate(asked: argparse.Namespace) -> None:
    """Bring the database to this release's schema; nothing happens when it is there."""
    asyncio.run(upgrade(settings_of(asked)))
    print(f"The database is at this release's schema ({migrations.head()}).")


async def upgrade(settings: Settings) -> None:
    """Migrate, unless the schema is this release's already. Raises DatabaseUnreachable."""
    if settings.embedded_database:
        _make_folder(settings)
    async with Database.open(settings.database) as database:
        before = await database.read(migrations.current)
    if before != migrations.head():
        await asyncio.to_thread(migrations.upgrade, settings.database)


def seed(asked: argparse.Namespace) -> None:
    """Put the demonstration in, in development only; what is there already stays as it is. As at
    a start, the database is made when there is none."""
    settings = settings_of(asked)
    if settings.production:
        raise Failure("The demonstration is not for production: these people are invented.")
    accounts = asyncio.run(_seed(settings))
    for one in accounts:
        print(f"{one.name:<14} {one.password}   {one.role}")
    print(f"The demonstration is there ({len(accounts)} new accounts).")


async def _seed(settings: Settings) -> list[seeding.NewAccount]:
    await check_redis(settings)
    await upgrade(settings)
    async with compose(settings, jobs=seeding.in_peace) as parts:
        return await seeding.seed(parts)


def import_rooms(asked: argparse.Namespace) -> None:
    """Take over the rooms of a file, whole or not at all."""
    file = rooms_file.read(asked.file)
    stored = asyncio.run(_store(settings_of(asked), file))
    counts = f"{len(file.rooms)} rooms under {len(file.themes)} themes"
    print(f"{counts} are up to date; nothing was deleted.")
    if left_out := _left_out(stored, file):
        print(left_out)


async def _store(settings: Settings, file: rooms_file.RoomsFile) -> list[Room]:
    async with migrated_database(settings) as database:
        await database.write(importing.store, file)
        return await database.read(stored_rooms.everything)


def _left_out(stored: Sequence[Room], file: rooms_file.RoomsFile) -> str | None:
    """The rooms that an operator may think gone, because the file no longer has them."""
    in_file = {spec.key for spec in file.rooms}
    keys = [room.key for room in stored if room.key not in in_file and room.moved_to is None]
    if not keys:
        return None
    count = "1 room is" if len(keys) == 1 else f"{len(keys)} rooms are"
    return (
        f"{count} in the house but not in this file: {', '.join(keys)}. What is not in the file"
        " stays as it was; `moved_to` in the file retires a room."
    )


def backup(asked: argparse.Namespace) -> None:
    """Write a copy of the database while it may be in use."""
    settings = _embedded(asked)
    check_there(settings)
    if not asked.file.parent.is_dir():
        raise Failure(f"There is no folder {asked.file.parent}: make it, or name another one.")
    if asked.file.exists():
        raise Failure(f"{asked.file} is there already: name a file that is not.")
    backups.backup(settings.database, asked.file)
    print(f"The copy is in {asked.file}. The secret in {settings.data_dir} belongs to it.")


def restore(asked: argparse.Namespace) -> None:
    """Go back to a copy; clients that saw more than it holds start afresh (a new epoch)."""
    if not asked.file.is_file():
        raise Failure(f"There is no file {asked.file}.")
    settings = _embedded(asked)
    _make_folder(settings)
    backups.restore(settings.database, asked.file)
    print("The database is as it was in the copy; everybody has to log in again.")
    print(f"secret.key in {settings.data_dir} must be the one that belongs to the copy.")


def restored(asked: argparse.Namespace) -> None:
    """After PostgreSQL's own tools put a copy back: a new epoch, and no session lives on."""
    asyncio.run(_renew(settings_of(asked)))
    print("Clients will read everything anew; everybody has to log in again.")


async def _renew(settings: Settings) -> None:
    async with migrated_database(settings) as database:
        await database.write(backups.renew)


def _make_folder(settings: Settings) -> None:
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Failure(f"{settings.data_dir} cannot be the data folder: {error.strerror}.") from None


def _embedded(asked: argparse.Namespace) -> Settings:
    settings = settings_of(asked)
    if not settings.embedded_database:
        raise Failure("This is for the embedded database: use pg_dump and pg_restore here.")
    return settings
