"""Keeps schedules going: rules without an end get their next sessions, and a newer tzdata has its
say on those ahead. Any process may do it; the room's lock lets one win.
"""

import asyncio

import structlog

from persistence.dropins import going_on
from persistence.dropins.laying import Worked
from persistence.dropins.series import Series
from rooms.dropins.times import Times
from rooms.ids import RoomId
from server.calendar import occurrences, zones
from server.parts import Parts

LOOK_EVERY_SECONDS = 24 * 3_600.0
AFTER_FAILURE_SECONDS = 60.0

log = structlog.get_logger()


async def run(parts: Parts) -> None:
    """At the start and then once a day, for as long as the process lives."""
    while True:
        try:
            await resolve_anew(parts)
            await top_up(parts)
            pause = LOOK_EVERY_SECONDS
        except Exception as error:
            log.warning("schedules_failed", error=type(error).__name__)
            pause = AFTER_FAILURE_SECONDS
        await asyncio.sleep(pause)


async def resolve_anew(parts: Parts) -> int:
    """How many sessions begin at another instant by this tzdata."""
    moved = 0
    for series in await parts.database.read(going_on.older, zones.VERSION):
        done = await parts.database.write(
            going_on.resolve_anew, series, zones.VERSION, zones.instant
        )
        if done is None:
            continue
        moved += done.moved
        for zone in done.gone:
            log.warning("zone_gone", zone=zone, tzdata=zones.VERSION)
        _tell(parts, done.room, done.moved)
    return moved


async def top_up(parts: Parts) -> int:
    """How many sessions were made."""
    made = 0
    for series in await parts.database.read(going_on.going_on):
        worked = _worked(series, await parts.database.now_ms())
        if worked is None:
            continue
        new = await parts.database.write(going_on.top_up, parts.secret, series.id, worked)
        _tell(parts, series.room_id, new)
        made += new
    return made


def _worked(series: Series, now: int) -> Worked | None:
    """None for a rule that has an end: it was made whole."""
    times = occurrences.expand(series.plan, now)
    if not isinstance(times, Times) or not times.open_ended:
        return None
    return Worked(plan=series.plan, times=times, tzdata=zones.VERSION)


def _tell(parts: Parts, room: RoomId, changed: int) -> None:
    if changed:
        parts.lines.moved(room)
