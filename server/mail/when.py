"""A moment in a mail, which is read at some other time: the whole day, the time, and the zone in
words. Never "today"."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from babel.dates import format_date, format_time

from server.calendar import zones
from server.calendar.zone_words import in_words
from server.texts import Texts

_DAY = {"en": "EEEE, MMMM d", "es": "EEEE, d 'de' MMMM"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class When:
    day: str
    clock: str
    zone: str


def when(catalogue: Texts, lang: str, zone: str | None, at: int) -> When:
    """`at` in ms since the Unix epoch; in UTC where the zone is not known."""
    place = zones.zone(zone) if zone else None
    local = (_EPOCH + timedelta(milliseconds=at)).astimezone(place or UTC)
    day: str = format_date(local, _DAY[lang], locale=lang)
    # CLDR's narrow no-break space is missing in many fonts.
    clock: str = format_time(local, "short", locale=lang).replace("\u202f", " ")
    if (local.hour, local.minute) == (0, 0):
        clock = catalogue.t(lang, "dropin-midnight", clock=clock)
    if (local.hour, local.minute) == (12, 0):
        clock = catalogue.t(lang, "dropin-noon", clock=clock)
    return When(day=day, clock=clock, zone=in_words(lang, place.key if place else "UTC"))
