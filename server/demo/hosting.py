"""Stands in for the invented people in their sessions, while no visitor is one of them: the host is
there, who waits is there, "all well?" is answered, and the session that ended is followed by the
next. It does what a person could do, and nothing else.
"""

from collections.abc import Awaitable, Callable

import structlog

from persistence.dropins import due, places, seen
from persistence.dropins.seen import Here
from rooms.dropins import acts
from rooms.dropins.clockwork import Watched
from rooms.dropins.line import Line
from rooms.dropins.stages import WELL_EVERY_MS
from server.demo import guests, hours, past, planning, sessions
from server.demo.acts import Cast
from server.demo.planning import Planned
from server.demo.sessions import DemoSession, When
from server.demo.standing_in import Stage, act
from server.parts import Parts

LOOK_EVERY_SECONDS = 5.0
FOLLOW_EVERY_MS = 60_000
WELL_AFTER_MS = WELL_EVERY_MS + 20_000
BEGAN_MINUTES_AGO = 2
"""A session that follows is planned just before that, and has begun when it is first seen."""

Pause = Callable[[float], Awaitable[None]]

log = structlog.get_logger()


async def keep(parts: Parts, cast: Cast, pause: Pause) -> None:
    """For as long as the process lives; a look that fails is followed by the next."""
    followed_at = 0
    while True:
        try:
            now = await parts.database.now_ms()
            if now - followed_at >= FOLLOW_EVERY_MS:
                await follow(parts, cast)
                followed_at = now
            await look(parts, cast)
        except Exception as error:
            log.warning("demonstration_stands_still", error=type(error).__name__)
        await pause(LOOK_EVERY_SECONDS)


async def look(parts: Parts, cast: Cast) -> None:
    """Be there once, in every session that has begun or is live."""
    looked = await parts.database.read(due.look)
    for watched in looked.sessions:
        found = await parts.database.read(places.line_of, watched.drop_in)
        if found is not None:
            await _be_there(parts, cast, _stage(parts, cast, watched, found, looked.now))


async def follow(parts: Parts, cast: Cast) -> None:
    """A session is live, and another one is there for this evening."""
    now = await parts.database.now_ms()
    for session in sessions.read():
        if session.when is When.OVER or session.when is When.WEEKLY:
            continue
        known = await parts.database.read(planning.on_calendar, session, cast, now)
        if known is None and session.when is When.LIVE:
            await _begin(parts, cast, session)
        elif known is None:
            await planning.plan(parts, session, cast, planning.begins(session, now))


def _stage(parts: Parts, cast: Cast, watched: Watched, found: Line, now: int) -> Stage:
    visitors = {listener.account for listener in parts.hub.listening(watched.room)}
    invented = frozenset(set(cast.people.values()) - visitors)
    scripted = {place.by for each in sessions.read() for place in each.waiting}
    guests_here = invented & {cast.people[name] for name in scripted}
    return Stage(watched, found, invented, guests_here, now)


async def _be_there(parts: Parts, cast: Cast, stage: Stage) -> None:
    waiting = frozenset(place.account for place in stage.line.held)
    here = Here(helpers=stage.invented & {stage.host}, others=stage.guests & waiting)
    rooms = {stage.watched.room: here}
    for room in await parts.database.write(seen.mark, parts.secret, rooms):
        parts.lines.moved(room)
    if _is_asked(stage):
        await act(parts, stage, stage.host, acts.AllWell())
    await guests.play(parts, cast, stage)


def _is_asked(stage: Stage) -> bool:
    """Whether the invented host has been asked for a while if all is well."""
    hosted = stage.watched.hosted
    if hosted is None or hosted.host not in stage.invented:
        return False
    began = max(stage.watched.well_at or 0, hosted.opened_at, hosted.host_since)
    return stage.now - began >= WELL_AFTER_MS


async def _begin(parts: Parts, cast: Cast, session: DemoSession) -> None:
    """The next one, as if it had begun just now; not while its host or its room is busy."""
    async with past.opened(parts) as then:
        then.be(BEGAN_MINUTES_AGO + 1)
        starts_at = await then.today.database.now_ms() - BEGAN_MINUTES_AGO * planning.MINUTE_MS
        planned = await planning.plan(then.parts, session, cast, starts_at)
        if not isinstance(planned, Planned):
            return
        for step in hours.from_the_door(planned, cast, BEGAN_MINUTES_AGO - 1):
            then.be(step.minutes_ago)
            await step.do(then.parts)
    parts.lines.moved(planned.room)
