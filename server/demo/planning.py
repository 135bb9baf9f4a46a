"""Puts the invented sessions on the calendar, as their mentors do, and finds those that are there.

A session is known by its room and its words: nothing is written down of what was made.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from persistence.dropins import cards, coming, session_rows
from persistence.dropins.coming import Answer
from rooms.actor import Actor
from rooms.dropins.plan import Plan
from rooms.dropins.stages import LATE_MS, LOBBY_MS
from rooms.dropins.views import Card
from rooms.ids import DropInId, RoomId, member_id
from rooms.refusals import Refusal
from server.calendar import saving, zones
from server.demo.acts import Cast
from server.demo.community import minutes
from server.demo.sessions import DemoSession, When
from server.parts import Parts

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
AHEAD_MS = 20 * HOUR_MS
"""So far ahead is looked for the session of this evening."""
FAR_AHEAD_MS = 30 * DAY_MS

EVENING_HOUR = 20
WEEKLY_HOUR = 18
WEEKLY_IN_DAYS = 2
AT_LEAST_AHEAD = timedelta(minutes=45)


@dataclass(frozen=True, slots=True)
class Planned:
    """An invented session that is on the calendar."""

    session: DemoSession
    drop_in: DropInId
    room: RoomId


async def plan(parts: Parts, session: DemoSession, cast: Cast, starts_at: int) -> Planned | Refusal:
    """Schedule it as its host, by the clock of `parts`; `starts_at` in ms, cut to the minute."""
    room, host = cast.rooms[session.room], cast.people[session.host]
    saved = await saving.create(parts, Actor(host), _plan(session, cast, starts_at))
    if isinstance(saved, Refusal):
        return saved
    rows = await parts.database.read(session_rows.rows_of, saved.series)
    drop_in = rows[0].id
    await parts.database.write(_who_come, session, cast, drop_in)
    return Planned(session, drop_in, room)


def on_calendar(connection: Connection, session: DemoSession, cast: Cast, now: int) -> Card | None:
    """The invented session as it is there: one that is over counts for ever, one of tonight only
    tonight, a live one from its lobby on. `now` in ms."""
    room = cast.rooms[session.room]
    since, until = _span(session.when, now)
    found = cards.cards(connection, cast.secret, since, until, [room])
    return next((card for card in found if _is(card, session) and _counts(card, session)), None)


def begins(session: DemoSession, now: int) -> int:
    """When it begins, or began, where the demonstration is put in now (both in ms)."""
    if session.begins is not None:
        return now - minutes(session.begins) * MINUTE_MS
    return tonight(now) if session.when is When.TONIGHT else weekly(now, session.zone)


def tonight(now: int) -> int:
    """The next evening of this machine, in ms; when that is about to begin, in some hours."""
    here = datetime.fromtimestamp(now / 1000, UTC).astimezone()
    evening = here.replace(hour=EVENING_HOUR, minute=0, second=0, microsecond=0)
    if evening - here < AT_LEAST_AHEAD:
        evening = here.replace(minute=0, second=0, microsecond=0) + timedelta(hours=3)
    return zones.milliseconds(evening.astimezone(UTC))


def weekly(now: int, zone: str) -> int:
    """The hour that comes back every week, for the first time."""
    place = zones.zone(zone)
    assert place is not None, "the zones of sessions.toml exist"
    day = zones.on_the_wall(now, place) + timedelta(days=WEEKLY_IN_DAYS)
    return zones.resolve(day.replace(hour=WEEKLY_HOUR, minute=0), place).starts_at


def _span(when: When, now: int) -> tuple[int, int]:
    match when:
        case When.LIVE:
            return now - LATE_MS, now + LOBBY_MS
        case When.TONIGHT:
            return now, now + AHEAD_MS
    return 0, now + FAR_AHEAD_MS


def _is(card: Card, session: DemoSession) -> bool:
    return card.about == session.about


def _counts(card: Card, session: DemoSession) -> bool:
    """What is over does not go on; what was called off was somebody's wish."""
    over = card.stage in ("ended", "answered", "unhosted", "cancelled")
    return not over if session.when is When.LIVE else True


def _plan(session: DemoSession, cast: Cast, starts_at: int) -> Plan:
    room = cast.rooms[session.room]
    zone, wall = _on_the_wall(session.zone, starts_at)
    return Plan(
        room=room,
        form=session.form,
        starts=wall,
        zone=zone,
        minutes=session.minutes,
        rule="FREQ=WEEKLY" if session.when is When.WEEKLY else "",
        second=member_id(cast.secret, room, cast.people[session.second]),
        languages=session.languages,
        about=session.about,
    )


def _on_the_wall(zone: str, at: int) -> tuple[str, str]:
    """A minute that exists twice on the wall would begin an hour early: UTC has none."""
    minute = at // MINUTE_MS * MINUTE_MS
    for name in (zone, "UTC"):
        place = zones.zone(name)
        assert place is not None, "the zones of sessions.toml exist"
        wall = zones.on_the_wall(minute, place).strftime(zones.WALL)
        if zones.instant(wall, name) == minute:
            return name, wall
    raise AssertionError("every minute exists once in UTC")


def _who_come(connection: Connection, session: DemoSession, cast: Cast, drop_in: DropInId) -> None:
    for name in session.coming:
        coming.say(connection, cast.people[name], drop_in, Answer(coming=True, remind=False))
