"""What a time zone is called, by Unicode's CLDR: for pages, and for mail."""

import functools
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_timezone_name


@functools.cache
def in_words(lang: str, zone: str) -> str:
    """«hora central»; the zone's city where CLDR has no such name."""
    if zone in ("UTC", "Etc/UTC"):
        return "UTC"
    named: str = get_timezone_name(ZoneInfo(zone), width="long", locale=lang)
    # CLDR's last resort repeats the identifier in brackets, or says nothing but the difference.
    return city(lang, zone) if "(" in named or "GMT" in named else named


def city(lang: str, zone: str) -> str:
    """The place that the zone is named after."""
    known = Locale.parse(lang).time_zones.get(zone, {})
    found: str = known.get("city") or zone.rpartition("/")[2].replace("_", " ")
    return found
