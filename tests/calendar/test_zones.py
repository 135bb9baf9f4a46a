"""Wall times mean the instants that the clocks of each zone really show."""

import importlib.resources
import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rooms.dropins.times import Note
from server.calendar import zones
from tests.calendar.tzif import Change, changes

LAST_YEAR = 2035
_EPOCH = datetime(1970, 1, 1)
_DIFFERENT = {"America/Chicago": 2, "America/Phoenix": 0, "Australia/Lord_Howe": 2}


def raw(name: str) -> bytes:
    place = importlib.resources.files("tzdata.zoneinfo")
    return place.joinpath(*name.split("/")).read_bytes()


def distinct() -> dict[bytes, list[str]]:
    """Zones that are the same under several names come once."""
    found: dict[bytes, list[str]] = {}
    for name in sorted(zones.names()):
        found.setdefault(raw(name), []).append(name)
    return found


def seconds(wall: datetime) -> int:
    return (wall - _EPOCH) // timedelta(seconds=1)


def around(before: Change, change: Change, step: int) -> dict[int, list[int]]:
    """When the clock shows what: walked from four hours before a change to four hours after."""
    reach = 4 * 3600 + abs(change.offset - before.offset)
    shown: dict[int, list[int]] = {}
    for at in range(change.at - reach, change.at + reach, step):
        offset = before.offset if at < change.at else change.offset
        shown.setdefault(at + offset, []).append(at)
    return shown


def wrong(place: ZoneInfo, before: Change, change: Change) -> list[str]:
    """Each minute of the wall near a change, against the walk."""
    odd = (before.offset % 60, change.offset % 60, change.at % 60) != (0, 0, 0)
    shown = around(before, change, 1 if odd else 60)
    low, high = sorted((change.at + before.offset, change.at + change.offset))
    found = []
    for wall in range(low // 60 * 60 - 300, high + 300, 60):
        times = shown.get(wall, [])
        later = wall + change.offset - before.offset
        expected = min(times or shown[later])
        note = Note.NONE if len(times) == 1 else Note.FOLD if times else Note.GAP
        got = zones.resolve(_EPOCH + timedelta(seconds=wall), place)
        shows = _EPOCH + timedelta(seconds=wall if times else later)
        if (got.starts_at, got.shown, got.note) != (
            expected * 1000,
            shows.strftime(zones.WALL),
            note,
        ):
            found.append(f"{place.key} {got}, expected {expected} {note}")
    return found


def test_every_minute_near_every_change_of_every_zone_is_right() -> None:
    looked_at = 0
    found: list[str] = []
    for content, names in distinct().items():
        place = ZoneInfo(names[0])
        known = changes(content, LAST_YEAR)
        for before, change in itertools.pairwise(known):
            if 0 < change.at < datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC).timestamp():
                found += wrong(place, before, change)
                looked_at += 1
    assert not found, (len(found), found[:5])
    assert looked_at > 15_000


@pytest.mark.parametrize("name", sorted(_DIFFERENT))
def test_the_walk_itself_knows_next_years_changes(name: str) -> None:
    at = [datetime.fromtimestamp(max(each.at, 0), UTC) for each in changes(raw(name), LAST_YEAR)]
    assert sum(each.year == 2034 for each in at) == _DIFFERENT[name]


@pytest.mark.parametrize(
    ("wall", "name", "shown", "note", "utc"),
    [
        ("2027-03-14T02:30", "America/Chicago", "03:30", Note.GAP, "08:30"),
        ("2027-11-07T01:30", "America/Chicago", "01:30", Note.FOLD, "06:30"),
        ("2027-10-03T02:15", "Australia/Lord_Howe", "02:45", Note.GAP, "15:45"),
        ("2027-04-04T01:45", "Australia/Lord_Howe", "01:45", Note.FOLD, "14:45"),
        ("2027-06-01T18:00", "Asia/Kolkata", "18:00", Note.NONE, "12:30"),
    ],
)
def test_odd_nights_are_said(wall: str, name: str, shown: str, note: Note, utc: str) -> None:
    place = zones.zone(name)
    assert place is not None
    time = zones.resolve(datetime.strptime(wall, zones.WALL), place)
    at = datetime.fromtimestamp(time.starts_at / 1000, UTC)
    assert (time.shown[11:], time.note, at.strftime("%H:%M")) == (shown, note, utc)


def test_older_names_go_on_and_no_other_ones() -> None:
    for old, new in (("US/Central", "America/Chicago"), ("Europe/Kiev", "Europe/Kyiv")):
        assert zones.instant("2027-07-01T18:00", old) == zones.instant("2027-07-01T18:00", new)
    gone = ["Factory", "Mars/Base", "America", "zone.tab", "../etc/passwd", "utc", "", "tzdata.zi"]
    assert [zones.zone(name) for name in gone] == [None] * len(gone)


def test_zones_are_the_packages_and_not_the_machines() -> None:
    zones.check()
    assert {len(zones.VERSION), zones.VERSION[:2]} == {5, "20"}
