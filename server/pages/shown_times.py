"""Moments of drop-ins in words, in the reader's language and time zone: today, tomorrow, the day of
the week; midnight and noon spelled out; how long it is until then.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from babel.dates import format_date, format_time

from server.calendar.zone_words import in_words
from server.pages.reader_zone import ReaderZone, Told

MINUTE_MS = 60_000
_HOUR_MINUTES = 60
_DAY_MINUTES = 24 * 60
# Longer than this, minutes say nothing more.
_MOST_MINUTES = 90
_MOST_HOURS = 36

_DAY = {"en": "EEEE, MMMM d", "es": "EEEE, d 'de' MMMM"}


class Says(Protocol):
    """The catalogue, in one language."""

    def __call__(self, key: str, /, **params: str | int) -> str: ...


@dataclass(frozen=True, slots=True)
class ShownTime:
    """A moment. `hour` is that of the clock, for the words around it; `day` is "Today" at best, and
    "today" `within` a sentence."""

    iso: str
    day: str
    within: str
    clock: str
    hour: int
    date: date


@dataclass(frozen=True, slots=True)
class Clock:
    """How one reader is told the time, at `now` (ms, database clock)."""

    says: Says
    lang: str
    zone: ReaderZone
    now: int

    @property
    def zone_words(self) -> str:
        return in_words(self.lang, self.zone.name)

    @property
    def today(self) -> date:
        return self._local(self.now).date()

    def at(self, moment: int) -> ShownTime:
        """A moment in ms since the Unix epoch."""
        local = self._local(moment)
        iso = local.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        day = local.date()
        within = self._within(day)
        return ShownTime(iso, _begun(within), within, self._clock(local), local.hour, day)

    def day(self, day: date) -> str:
        """In a heading or at the beginning of a sentence."""
        return _begun(self._within(day))

    def _within(self, day: date) -> str:
        if day == self.today:
            return self.says("dropin-today")
        if day == self.today + timedelta(days=1):
            return self.says("dropin-tomorrow")
        words: str = format_date(day, _DAY[self.lang], locale=self.lang)
        return words

    def until(self, moment: int) -> str:
        """How long it is until then, in the largest unit that still says something."""
        minutes = max(-(-(moment - self.now) // MINUTE_MS), 0)
        if minutes <= _MOST_MINUTES:
            return self.says("dropin-in-minutes", count=minutes)
        if minutes <= _MOST_HOURS * _HOUR_MINUTES:
            return self.says("dropin-in-hours", count=round(minutes / _HOUR_MINUTES))
        return self.says("dropin-in-days", count=round(minutes / _DAY_MINUTES))

    def minutes_since(self, moment: int) -> int:
        return max((self.now - moment) // MINUTE_MS, 0)

    def _local(self, moment: int) -> datetime:
        return datetime.fromtimestamp(moment / 1000, self.zone.info)

    def _clock(self, local: datetime) -> str:
        # CLDR's narrow no-break space is missing in many fonts.
        shown: str = format_time(local, "short", locale=self.lang).replace("\u202f", "\u00a0")
        if self.zone.told is Told.NOBODY:
            return f"{shown} UTC"
        if (local.hour, local.minute) == (0, 0):
            return self.says("dropin-midnight", clock=shown)
        if (local.hour, local.minute) == (12, 0):
            return self.says("dropin-noon", clock=shown)
        return shown


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]
