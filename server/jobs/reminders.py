"""Puts in the outbox who is to be reminded of a session by now, or that its door is open. Every
process does: one key makes one row of what several find.
"""

import asyncio

import structlog

from persistence.database import Database
from persistence.dropins import reminding

LOOK_EVERY_SECONDS = 3.0
MOST_AT_ONCE = 200

log = structlog.get_logger()


async def run(database: Database) -> None:
    """Look every few seconds, for as long as the process lives."""
    while True:
        try:
            while await remind(database):
                pass
        except Exception as error:
            log.warning("reminders_failed", error=type(error).__name__)
        await asyncio.sleep(LOOK_EVERY_SECONDS)


async def remind(database: Database) -> int:
    """Put in what is due now; how many rows were new."""
    now = await database.now_ms()
    found = await database.read(reminding.due, now, MOST_AT_ONCE)
    return await database.write(reminding.put, found) if found else 0
