"""The schema's history (Alembic): upwards, downwards, and where a database stands."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, column, inspect, select, table, text

from persistence.engines.port import Engine
from persistence.engines.postgres import PostgresEngine
from persistence.engines.sqlite import SqliteEngine, is_sqlite, sqlite_path

# Alembic's own. Made once: as it asks itself, each time is a new statement to be prepared and kept,
# and a probe asks every few seconds.
_VERSION = table("alembic_version", column("version_num"))
_ONE_AT_A_TIME = 0x68656172
"""Key of the advisory lock that lets two release processes migrate one after the other."""


def upgrade(url: str, revision: str = "head") -> None:
    """Brings the schema of the database up; a repeat changes nothing.

    Raises `DatabaseUnreachable`. Blocks, and may be called with or without a running loop.
    """
    _on(url, partial(_migrate, command.upgrade, revision))


def downgrade(url: str, revision: str = "base") -> None:
    """Takes the schema down, and with it what was in its tables."""
    _on(url, partial(_migrate, command.downgrade, revision))


def head() -> str:
    """The revision this release was written for."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    assert revision is not None
    return revision


def current(connection: Connection) -> str | None:
    """The revision a database stands at; None when it is empty."""
    if not inspect(connection).has_table(_VERSION.name):
        return None
    found: str | None = connection.execute(select(_VERSION.c.version_num)).scalar_one_or_none()
    return found


def _migrate(step: Callable[[Config, str], None], revision: str, connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})"))
    step(_config(connection), revision)


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _on(url: str, act: Callable[[Connection], None]) -> None:
    async def once() -> None:
        engine: Engine
        if is_sqlite(url):
            engine = await SqliteEngine.open(sqlite_path(url))
        else:
            # A migration may take long, and so may its wait for another release's.
            engine = await PostgresEngine.open(url, command_seconds=None)
        try:
            await engine.write(act)
        finally:
            await engine.close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(once())).result()
