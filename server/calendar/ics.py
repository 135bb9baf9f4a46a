"""Sessions as an iCalendar stream (RFC 5545, 7986). The same sessions give the same bytes. What is
said in it is the caller's: it knows neither texts nor people.
"""

import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from icalendar.prop import vDuration

from persistence.dropins.dated import Dated
from server.calendar import vtimezone, zones

CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESHED_EVERY = timedelta(hours=1)
_PRODUCT = "-//Hearthside//Drop-ins//EN"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A session with what a calendar says of it."""

    session: Dated
    summary: str
    description: str
    url: str


def single(shown: Shown) -> bytes:
    """One session, to be kept as a file."""
    return _stream(Calendar(), [shown])


def feed(name: str, shown: Sequence[Shown]) -> bytes:
    """What a calendar program subscribes to, and asks for again every hour."""
    stream = Calendar()
    stream.add("NAME", name)
    stream.add("X-WR-CALNAME", name)
    stream.add("REFRESH-INTERVAL", vDuration(REFRESHED_EVERY), parameters={"VALUE": "DURATION"})
    stream.add("X-PUBLISHED-TTL", vDuration(REFRESHED_EVERY))
    return _stream(stream, shown)


def _stream(stream: Calendar, shown: Sequence[Shown]) -> bytes:
    stream.add("VERSION", "2.0")
    stream.add("PRODID", _PRODUCT)
    stream.add("CALSCALE", "GREGORIAN")
    placed = [(each, _zone_for(each.session)) for each in shown]
    for used in sorted({zone for _, zone in placed if zone}, key=lambda zone: zone.key):
        spans = [_span(each.session) for each, zone in placed if zone is used]
        first, last = min(span[0] for span in spans), max(span[1] for span in spans)
        stream.add_component(vtimezone.component(used, first, last))
    for each, zone in placed:
        stream.add_component(_event(each, zone))
    return bytes(stream.to_ical())


def _event(shown: Shown, zone: ZoneInfo | None) -> Event:
    session = shown.session
    starts, ends = (at.astimezone(zone or UTC) for at in _span(session))
    event = Event()
    event.add("UID", str(uuid.UUID(session.drop_in)))
    event.add("SEQUENCE", session.sequence)
    event.add("DTSTAMP", _moment(session.changed_at))
    event.add("LAST-MODIFIED", _moment(session.changed_at))
    event.add("DTSTART", starts)
    event.add("DTEND", ends)
    event.add("SUMMARY", _text(shown.summary))
    event.add("DESCRIPTION", _text(shown.description))
    event.add("URL", shown.url)
    event.add("CLASS", "PRIVATE")
    event.add("STATUS", "CANCELLED" if session.cancelled else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT" if session.cancelled else "OPAQUE")
    return event


def _text(words: str) -> str:
    """Without what RFC 5545, 3.3.11, has no place for, and what only some programs take for the end
    of a line: what follows would be a property of its own to them. The library escapes the rest."""
    return "".join(" " if _ends_a_line(each) else each for each in words)


def _ends_a_line(character: str) -> bool:
    return character != "\n" and unicodedata.category(character) in ("Cc", "Zl", "Zp")


def _zone_for(session: Dated) -> ZoneInfo | None:
    """The session's own zone; None, for UTC, where that is gone, or where its wall time says two
    instants, or another one: on the night when clocks change."""
    zone = zones.zone(session.zone)
    if zone is None or zone.key == "UTC":
        return None
    plain = all(_is_plain(at.astimezone(zone)) for at in _span(session))
    return zone if plain else None


def _is_plain(shown: datetime) -> bool:
    return shown.replace(fold=0).utcoffset() == shown.replace(fold=1).utcoffset()


def _span(session: Dated) -> tuple[datetime, datetime]:
    return _moment(session.starts_at), _moment(session.ends_at)


def _moment(at: int) -> datetime:
    """To the second, as calendars know it."""
    return _EPOCH + timedelta(seconds=at // 1000)
