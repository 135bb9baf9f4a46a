"""Deletes for good what is past its time: sealed texts that nobody may open any more, what was
said around drop-ins a week ago, and rows that are of no more use. Any process may do it; twice is
the same as once."""

import asyncio

import structlog

from persistence import retention
from persistence.database import Database
from persistence.dropins import calls, erasing

LOOK_EVERY_SECONDS = 300.0

log = structlog.get_logger()


async def run(database: Database, audit_days: int) -> None:
    """Look every five minutes, for as long as the process lives."""
    while True:
        try:
            now = await database.now_ms()
            await database.write(retention.purge_sealed, now)
            await database.write(retention.purge_aged, now, audit_days=audit_days)
            await database.write(erasing.erase_due, now)
            await database.write(calls.erase, now)
        except Exception as error:
            log.warning("purge_failed", error=type(error).__name__)
        await asyncio.sleep(LOOK_EVERY_SECONDS)
