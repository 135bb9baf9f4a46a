"""A zone's rules as RFC 5545 writes them (3.6.5), for the years that are needed and no more. Each
onset is given in the time that was on the wall before it, as the RFC wants it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_BEFORE = timedelta(days=400)
"""So that the rule in force at the first event has its own onset in the component."""
_AFTER = timedelta(days=1)
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_LONG_AGO = datetime(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Observance:
    """What clocks show from an onset on."""

    offset: timedelta
    name: str
    daylight: bool


@dataclass(frozen=True, slots=True)
class Onset:
    at: datetime
    """In UTC."""
    before: Observance
    after: Observance

    @property
    def on_the_wall(self) -> datetime:
        return (self.at + self.before.offset).replace(tzinfo=None)


def component(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """The VTIMEZONE of a zone for events between two instants (aware)."""
    begin = first.astimezone(UTC) - _BEFORE
    made = Timezone()
    made.add("TZID", zone.key)
    base = _observance(zone, begin)
    _add(made, base, base, [_LONG_AGO])
    alike: dict[tuple[Observance, Observance], list[datetime]] = defaultdict(list)
    for onset in onsets(zone, begin, last.astimezone(UTC) + _AFTER):
        alike[onset.before, onset.after].append(onset.on_the_wall)
    for (before, after), starts in alike.items():
        _add(made, before, after, starts)
    return made


def onsets(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[Onset]:
    """Every change of a zone's clocks between two instants in UTC."""
    at, before = begin, _observance(zone, begin)
    while at < end:
        after = _observance(zone, at + _DAY)
        if after != before:
            changed = _when(zone, at, at + _DAY)
            after = _observance(zone, changed)
            yield Onset(changed, before, after)
            before, at = after, changed
        else:
            at += _DAY


def _when(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The second at which what holds at `low` ends."""
    held = _observance(zone, low)
    while high - low > _SECOND:
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        low, high = (middle, high) if _observance(zone, middle) == held else (low, middle)
    return high


def _observance(zone: ZoneInfo, at: datetime) -> Observance:
    here = at.astimezone(zone)
    offset = here.utcoffset()
    assert offset is not None, "a zone has an offset at every time"
    return Observance(offset, here.tzname() or zone.key, bool(here.dst()))


def _add(made: Timezone, before: Observance, after: Observance, starts: list[datetime]) -> None:
    part = TimezoneDaylight() if after.daylight else TimezoneStandard()
    part.add("DTSTART", starts[0])
    part.add("TZOFFSETFROM", before.offset)
    part.add("TZOFFSETTO", after.offset)
    part.add("TZNAME", after.name)
    # A line for each date: of several in one line some readers know the first alone. And at least
    # one, even if it says the beginning again: others make a rule of it, and fail without.
    for each in starts[1:] or starts:
        part.add("RDATE", each)
    made.add_component(part)
