"""Submits what the clock has decided: mutes and removals that have run out, and what drop-ins ask.

Every process submits them; the room's lock lets one win, and the others change nothing.
"""

import asyncio
from functools import partial

import structlog

from persistence.database import Database
from persistence.safety import sanctions
from rooms.actor import HOUSE
from rooms.commands import EndSanction
from rooms.ids import new_public_id
from server.jobs.drop_ins import DropIns
from server.talk.desk import Desk

LOOK_EVERY_SECONDS = 1.0
MOST_AT_ONCE = 100

log = structlog.get_logger()


async def run(database: Database, desk: Desk, drop_ins: DropIns) -> None:
    """Look once a second, for as long as the process lives; one that fails stops no other."""
    while True:
        await asyncio.sleep(LOOK_EVERY_SECONDS)
        for look in (partial(end_sanctions, database, desk), drop_ins.look):
            try:
                await look()
            except Exception as error:
                log.warning("timekeeper_failed", error=type(error).__name__)


async def end_sanctions(database: Database, desk: Desk) -> None:
    """Submit the end of each sanction whose time has passed."""
    now = await database.now_ms()
    for due in await database.read(sanctions.due, now, MOST_AT_ONCE):
        command = EndSanction(
            command_id=new_public_id(), room=due.room, member=due.member, sanction=due.sanction
        )
        await desk.carry_out(HOUSE, command)
