"""The time zone that a reader's times are shown in: their account's, or what this browser chose or
told, else UTC, which the page then says. Resolves no wall times.
"""

import enum
import functools
from dataclasses import dataclass
from importlib import resources
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from server.calendar import zones
from server.calendar.zone_words import city
from server.pages.choices import ONE_YEAR_SECONDS
from server.pages.visitor import visitor_of
from server.settings import Settings

CHOSEN_COOKIE = "zone"
DEVICE_COOKIE = "device-zone"
"""Set by the client to what the device says; a session's, so that it goes along on journeys."""

_CONTINENTS = (
    *("Africa", "America", "Antarctica", "Asia", "Atlantic"),
    *("Australia", "Europe", "Indian", "Pacific"),
)


class Told(enum.StrEnum):
    """Who said which zone it is."""

    ACCOUNT = "account"
    CHOSEN = "chosen"
    DEVICE = "device"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class ReaderZone:
    """`name` is an IANA name that this tzdata knows."""

    name: str
    told: Told

    @property
    def info(self) -> ZoneInfo:
        return ZoneInfo(self.name)


UTC = ReaderZone("UTC", Told.NOBODY)


def zone_of(request: Request) -> ReaderZone:
    """The first of them that is a zone; UTC, told by nobody, when none is."""
    told = (
        (visitor_of(request).zone, Told.ACCOUNT),
        (request.cookies.get(CHOSEN_COOKIE), Told.CHOSEN),
        (request.cookies.get(DEVICE_COOKIE), Told.DEVICE),
    )
    return next((ReaderZone(name, by) for name, by in told if name and is_zone(name)), UTC)


def is_zone(name: str) -> bool:
    """Whether tzdata has rules for it, under this name or an older one."""
    return zones.zone(name) is not None


def keep(response: Response, zone: str, settings: Settings) -> None:
    """Have the browser remember a zone that was chosen."""
    response.set_cookie(
        CHOSEN_COOKIE,
        zone,
        max_age=ONE_YEAR_SECONDS,
        path="/",
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )


@functools.cache
def choices(lang: str) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """By continent: each zone's name and its city, in the order of `lang`."""
    found: dict[str, list[tuple[str, str]]] = {}
    for zone in _zones():
        continent = zone.partition("/")[0]
        if continent in _CONTINENTS:
            found.setdefault(continent, []).append((zone, city(lang, zone)))
    return tuple(
        (continent, tuple(sorted(zones, key=lambda each: each[1])))
        for continent, zones in sorted(found.items())
    )


@functools.cache
def _zones() -> tuple[str, ...]:
    """Those that tzdata lists by country: the names in use, without the old ones."""
    table = (resources.files("tzdata.zoneinfo") / "zone.tab").read_text("utf-8")
    return tuple(line.split("\t")[2] for line in table.splitlines() if not line.startswith("#"))
