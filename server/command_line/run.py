"""The server's start, as a person at the terminal sees it: what was set up, where to look, whom to
be for a first visit. Serving itself is `server.serve`'s.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from persistence.database import Database
from persistence.people import accounts
from server import serve
from server.command_line import preflight
from server.command_line.data import upgrade
from server.compose import compose
from server.demo import seeding
from server.demo.seeding import NewAccount
from server.failure import Failure
from server.settings import Settings, load
from server.telemetry import set_up_logging

SUFFIXES = ("", "-wal", "-shm")


def run(asked: argparse.Namespace) -> int:
    """Set up what is due, say where the service is, and serve until told to stop."""
    settings = load(
        port=asked.port,
        host=asked.host,
        workers=asked.workers,
        data_dir=asked.data,
        demo=False if asked.no_demo else None,
    )
    preflight.check_port(settings)
    asyncio.run(preflight.check_redis(settings))
    if asked.reset:
        reset(settings)
    set_up_logging(settings)
    preflight.check_help_lines(settings)
    made = asyncio.run(prepare(settings))
    announce(settings, made)
    return serve.run(settings)


def reset(settings: Settings) -> None:
    """Throw the embedded database away. Raises Failure where that could cost real words."""
    if settings.production:
        raise Failure("--reset is refused in production: it would delete every conversation.")
    if not settings.embedded_database:
        raise Failure("--reset only clears the embedded database: unset DATABASE_URL, or clear it.")
    for suffix in SUFFIXES:
        settings.database_file.with_name(f"hearthside.db{suffix}").unlink(missing_ok=True)


async def prepare(settings: Settings) -> Sequence[NewAccount]:
    """Migrate in development, check the schema in production, seed an empty demonstration.

    Returns the accounts made just now. Raises DatabaseUnreachable, MigrationPending, or Failure.
    """
    if settings.production:
        async with Database.open(settings.database) as database:
            await database.check_migrated()
        return ()
    await upgrade(settings)
    if not settings.demo:
        return ()
    async with Database.open(settings.database) as database:
        if await database.read(accounts.count):
            return ()
    async with compose(settings, jobs=seeding.in_peace) as parts:
        return await seeding.seed(parts)


def announce(settings: Settings, made: Sequence[NewAccount]) -> None:
    """Say where the service is, and the passwords that are kept nowhere."""
    lines = [f"Hearthside is at {settings.address} (stop it with Ctrl-C)."]
    if settings.embedded_database:
        lines.append(f"Its data is in {settings.data_dir.absolute()}.")
    if made:
        lines += ["", "Demonstration. These people are invented. Log in as one of them:"]
        lines += [f"  {one.name:<14} {one.password}   {one.role}" for one in made]
        lines += ["These passwords are shown this once. --reset starts over with new ones."]
    elif settings.demo and not settings.production:
        lines.append(
            "For another account: `python3 -m server people add NAME --role ROLE`,"
            " or --reset to start over with a new demonstration."
        )
    print("\n".join(lines), file=sys.stdout, flush=True)
