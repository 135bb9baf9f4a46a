"""Deletes sealed texts for good once nobody may open them any more. Any process may do it; twice
is the same as once."""

import asyncio

import structlog

from persistence import retention
from persistence.database import Database

LOOK_EVERY_SECONDS = 300.0

log = structlog.get_logger()


async def run(database: Database) -> None:
    """Look every five minutes, for as long as the process lives."""
    while True:
        try:
            now = await database.now_ms()
            await database.write(retention.purge_sealed, now)
        except Exception as error:
            log.warning("purge_failed", error=type(error).__name__)
        await asyncio.sleep(LOOK_EVERY_SECONDS)
