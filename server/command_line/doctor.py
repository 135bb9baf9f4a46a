"""Looks at an installation: its settings, and what of it does not work."""

import argparse
import asyncio
import datetime
import json
import platform
from collections.abc import Callable

from persistence.database import DatabaseUnreachable, MigrationPending
from server import texts
from server.calendar import zones
from server.command_line import preflight, standings
from server.command_line import slow_log as cli_redis
from server.command_line.options import migrated_database, settings_of
from server.failure import Failure
from server.help import warning
from server.help.lines import shipped
from server.help.lines_file import LinesFileError
from server.mail.post_office import BadAddress, NotReached, PostOffice
from server.pages import client_assets
from server.settings import Settings, SettingsError
from server.texts import TextMissing
from server.wires import http_wire, wire
from server.wires.wire_check import WireMismatch

WRONG = (
    BadAddress,
    DatabaseUnreachable,
    Failure,
    LinesFileError,
    MigrationPending,
    NotReached,
    TextMissing,
    WireMismatch,
)


def config(asked: argparse.Namespace) -> None:
    """Print the effective settings as JSON, secrets hidden."""
    print(json.dumps(settings_of(asked).redacted(), indent=2))


def doctor(asked: argparse.Namespace) -> int:
    """Print one line a check; 1 when one of them failed."""
    try:
        settings = settings_of(asked)
    except SettingsError as error:
        for mistake in error.mistakes:
            print(f"wrong settings: {mistake}")
        return 1
    print(f"ok    Python {platform.python_version()}, {settings.environment}")
    failed = [name for name, check in CHECKS.items() if not _passes(name, check, settings)]
    for note in _notes(settings):
        print(f"note  {note}")
    return 1 if failed else 0


def _passes(name: str, check: Callable[[Settings], None], settings: Settings) -> bool:
    try:
        check(settings)
    except WRONG as wrong:
        print(f"wrong {name}: {wrong}")
        return False
    print(f"ok    {name}")
    return True


def _database(settings: Settings) -> None:
    asyncio.run(_open(settings))


async def _open(settings: Settings) -> None:
    async with migrated_database(settings):
        pass


def _redis(settings: Settings) -> None:
    asyncio.run(preflight.check_redis(settings))


def _texts(settings: Settings) -> None:
    del settings
    texts.load()


def _zones(settings: Settings) -> None:
    del settings
    zones.check()


def _wires(settings: Settings) -> None:
    del settings
    wire.check()
    http_wire.check()


def _mail(settings: Settings) -> None:
    if settings.smtp is not None:
        asyncio.run(PostOffice.at(settings.smtp).check())


def _help_lines(settings: Settings) -> None:
    del settings
    warning.refuse_unusable(shipped(), datetime.datetime.now(datetime.UTC).date())


def _notes(settings: Settings) -> list[str]:
    notes = []
    if client_assets.load() is None:
        notes.append("the web client was not built: pages can be read, live talk needs it.")
    if settings.production and not settings.https:
        notes.append("PUBLIC_URL is not an https address: cookies are not bound to https.")
    if settings.contact is None:
        notes.append("CONTACT is not set: who lost password and code cannot reach you.")
    if settings.smtp is None:
        notes.append("SMTP_URL is not set: reminders are shown on the pages, and none are mailed.")
    if stale := _stale_lines():
        notes.append(stale)
    if settings.redis is None:
        notes.append("without REDIS_URL one process serves alone.")
    else:
        notes += asyncio.run(cli_redis.notes(settings.redis))
    return notes + asyncio.run(_nobody_there(settings))


async def _nobody_there(settings: Settings) -> list[str]:
    try:
        async with migrated_database(settings) as database:
            missing = await database.read(standings.missing)
            return missing + await database.read(standings.alone)
    except (DatabaseUnreachable, Failure, MigrationPending):
        return []  # The check of the database says so.


def _stale_lines() -> str | None:
    try:
        return warning.of_lines(datetime.datetime.now(datetime.UTC).date())
    except LinesFileError:
        return None  # The check of the file says so.


CHECKS: dict[str, Callable[[Settings], None]] = {
    "database": _database,
    "redis": _redis,
    "texts": _texts,
    f"zones, by tzdata {zones.VERSION}": _zones,
    "mail": _mail,
    "help lines": _help_lines,
    "uvicorn": _wires,
}
