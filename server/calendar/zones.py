"""The one tzdata: the `tzdata` package, whatever the machine has, so that all processes of all
hosts agree. Wall time to instant and back; knows no rules and no sessions.
"""

import importlib.resources
import zoneinfo
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import tzdata

from rooms.dropins.times import Note, Time
from server.failure import Failure

# From here on zoneinfo looks nowhere else in this process, for libraries as well.
zoneinfo.reset_tzpath(to=())
ZoneInfo.clear_cache()

VERSION: str = tzdata.IANA_VERSION
"""Of the rules, as IANA calls it: `2026a`. Later ones sort later."""

WALL = "%Y-%m-%dT%H:%M"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NO_PLACES = frozenset({"Factory", "localtime", "posixrules"})


@cache
def names() -> frozenset[str]:
    """Every zone that there is, those by an older name as well."""
    listed = importlib.resources.files("tzdata").joinpath("zones").read_text("utf-8").split()
    return frozenset(listed) - _NO_PLACES


def zone(name: str) -> ZoneInfo | None:
    """None for a name that this tzdata does not have, or has no longer."""
    return ZoneInfo(name) if name in names() else None


def resolve(wall: datetime, place: ZoneInfo) -> Time:
    """What a time on the wall means. In a gap it is as much later as the clocks are put forward
    (02:30 becomes 03:30); of two it is the first."""
    first, second = (wall.replace(tzinfo=place, fold=fold).utcoffset() for fold in (0, 1))
    assert first is not None, "a zone has an offset at every time"
    assert second is not None, "a zone has an offset at every time"
    at = (wall - first).replace(tzinfo=UTC)
    shown = at.astimezone(place)
    note = Note.NONE if first == second else Note.GAP if first < second else Note.FOLD
    return Time(
        wall=wall.strftime(WALL),
        shown=shown.strftime(WALL),
        starts_at=milliseconds(at),
        note=note,
    )


def instant(wall: str, name: str) -> int | None:
    """The same in ms for texts as they are stored; None for a zone that is gone."""
    place = zone(name)
    return None if place is None else resolve(datetime.strptime(wall, WALL), place).starts_at


def on_the_wall(at: int, place: ZoneInfo) -> datetime:
    """What the clock shows there at an instant in ms."""
    return (_EPOCH + timedelta(milliseconds=at)).astimezone(place).replace(tzinfo=None, fold=0)


def milliseconds(at: datetime) -> int:
    """Since the Unix epoch."""
    return (at - _EPOCH) // timedelta(milliseconds=1)


def check() -> None:
    """Raises Failure when zones are not taken from the package, or it lacks them."""
    if zoneinfo.TZPATH:
        raise Failure(
            "Zones are read from this machine instead of the tzdata package: unset PYTHONTZPATH."
        )
    if zone("America/Chicago") is None:
        raise Failure("The tzdata package has no zones: install the locked requirements again.")
