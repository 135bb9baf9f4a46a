"""Writes down who of a session's people is in its room on this process: every ten seconds, and at
once when somebody comes who may host.
"""

import asyncio

import structlog

from persistence.database import Database
from persistence.dropins import seen
from persistence.dropins.seen import Here
from rooms.actor import Role
from rooms.ids import AccountId, RoomId
from server.node.lines import Lines
from server.talk.hub import Hub

EVERY_SECONDS = 10.0
"""Three times in the half minute after which somebody is taken to be away."""
APART_SECONDS = 0.5

log = structlog.get_logger()


async def run(database: Database, hub: Hub, lines: Lines, secret: bytes) -> None:
    """Look for as long as the process lives."""
    while True:
        try:
            async with asyncio.timeout(EVERY_SECONDS):
                await lines.helper_came.wait()
        except TimeoutError:
            pass
        lines.helper_came.clear()
        try:
            await look(database, hub, lines, secret)
        except Exception as error:
            log.warning("sessions_unseen", error=type(error).__name__)
        await asyncio.sleep(APART_SECONDS)


async def look(database: Database, hub: Hub, lines: Lines, secret: bytes) -> None:
    """Write it down once, and tell the rooms where somebody has come."""
    near = await database.read(seen.rooms_near)
    here = {room: _here(hub, room) for room in near & hub.rooms()}
    here = {room: there for room, there in here.items() if there.helpers or there.others}
    if here:
        for room in await database.write(seen.mark, secret, here):
            lines.moved(room)


def _here(hub: Hub, room: RoomId) -> Here:
    helpers: set[AccountId] = set()
    others: set[AccountId] = set()
    for listener in hub.listening(room):
        if listener.account is not None and listener.standing is not None:
            helps = listener.role.rank >= Role.MENTOR.rank
            (helpers if helps else others).add(listener.account)
    return Here(helpers=frozenset(helpers), others=frozenset(others))
