"""Calendars that we write, read by two programs that are not ours: every session begins and ends
when we say it does, all over the world, over two years of clocks going back and forth.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from persistence.dropins.dated import Dated
from server import texts
from server.calendar import ics, vtimezone, zones
from server.calendar.feed import Calendar, entity_tag, is_known
from server.calendar.ics import Shown

HOUR_MS = 3_600_000
WEEK_MS = 7 * 24 * HOUR_MS
ZONES = (
    *("UTC", "Europe/Warsaw", "Europe/Dublin", "Europe/London", "Europe/Lisbon", "Atlantic/Azores"),
    *("America/Chicago", "America/New_York", "America/St_Johns", "America/Vancouver"),
    *("America/Mexico_City", "America/Bogota", "America/Santiago", "America/Sao_Paulo"),
    *("America/Havana", "America/Scoresbysund", "Africa/Casablanca", "Africa/Cairo"),
    *("Africa/Lagos", "Asia/Beirut", "Asia/Gaza", "Asia/Tehran", "Asia/Kolkata"),
    *("Asia/Kathmandu", "Asia/Tokyo", "Australia/Lord_Howe", "Australia/Adelaide"),
    *("Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Norfolk", "US/Central", "Nowhere/Gone"),
)
YEARS = (2026, 2033)


def session(number: int, starts_at: int, zone: str, *, cancelled: bool = False) -> Dated:
    return Dated(
        drop_in=f"{number:032x}",
        starts_at=starts_at,
        ends_at=starts_at + HOUR_MS,
        zone=zone,
        sequence=number % 5,
        changed_at=starts_at - WEEK_MS,
        cancelled=cancelled,
        host="Rosa",
        room_names={"en": "Ostomy", "es": "Ostomía"},
    )


def over_two_years(zone: str, year: int) -> list[Dated]:
    """Every week at another hour; and every half hour of the nights on which clocks change."""
    place = zones.zone(zone) or ZoneInfo("UTC")
    begin, end = datetime(year, 11, 2, tzinfo=UTC), datetime(year + 2, 11, 2, tzinfo=UTC)
    first = zones.milliseconds(begin)
    times = [first + week * WEEK_MS + (week % 24) * HOUR_MS for week in range(105)]
    for onset in vtimezone.onsets(place, begin, end):
        changed = zones.milliseconds(onset.at)
        times += [changed + half * HOUR_MS // 2 for half in range(-5, 6)]
    return [session(number, at, zone) for number, at in enumerate(sorted(times))]


def written(sessions: list[Dated]) -> bytes:
    shown = [
        Shown(session=each, summary="Online meeting", description="Words", url="https://h.example")
        for each in sessions
    ]
    return ics.feed("Online meetings", shown)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("zone", ZONES)
def test_other_programs_find_every_session_at_its_instant(zone: str, year: int) -> None:
    sessions = over_two_years(zone, year)
    stream = written(sessions)
    ours = [(each.starts_at, each.ends_at) for each in sessions]
    theirs = [
        (_at(event.start), _at(event.end)) for event in icalendar.Calendar.from_ical(stream).events
    ]
    assert theirs == ours
    # It keeps the first zone of a name that it was ever given.
    vobject.icalendar.registerTzid(zone, None)
    events = vobject.readOne(stream.decode()).vevent_list
    theirs = [(_at(each.dtstart.value), _at(each.dtend.value)) for each in events]
    assert theirs == ours


@pytest.mark.parametrize("zone", ZONES)
def test_onsets_are_in_the_time_before_them(zone: str) -> None:
    """RFC 5545, 3.6.5: read strictly, each is an instant at which that zone's clocks did change
    from the one offset to the other; and none is missing."""
    sessions = over_two_years(zone, 2026)
    found = icalendar.Calendar.from_ical(written(sessions)).walk("VTIMEZONE")
    if zones.zone(zone) is None or zone == "UTC":
        assert not found
        return
    place = ZoneInfo(zone)
    given: set[datetime] = set()
    for part in found[0].subcomponents:
        assert isinstance(part, icalendar.TimezoneStandard | icalendar.TimezoneDaylight)
        before, after = part.TZOFFSETFROM, part.TZOFFSETTO
        starts = {part.DTSTART, *(each for each, _ in part.rdates)}
        if before == after and starts == {datetime(1970, 1, 1)}:
            continue
        for start in starts:
            assert isinstance(start, datetime)
            at = (start - before).replace(tzinfo=UTC)
            assert (at - timedelta(seconds=1)).astimezone(place).utcoffset() == before
            assert at.astimezone(place).utcoffset() == after
            given.add(at)
    begin, end = (
        datetime.fromtimestamp(at / 1000, UTC)
        for at in (sessions[0].starts_at, sessions[-1].ends_at)
    )
    needed = {onset.at for onset in vtimezone.onsets(place, begin, end)}
    assert needed <= given


def test_only_the_years_that_are_needed_are_written() -> None:
    stream = written(over_two_years("Europe/Warsaw", 2033)).decode()
    years = {int(line[-15:-11]) for line in stream.splitlines() if line.startswith("RDATE")}
    assert years - {1970} <= set(range(2032, 2037))


def test_same_sessions_are_the_same_bytes_and_known_by_their_tag() -> None:
    first, second = (written(over_two_years("Europe/Warsaw", 2026)) for _ in range(2))
    assert first == second
    tag = entity_tag(first)
    other = entity_tag(first + b" ")
    assert all(is_known(asked, tag) for asked in (tag, f"W/{tag}", f"{other}, {tag}", "*"))
    assert not any(is_known(asked, tag) for asked in (None, "", other))


def test_called_off_session_is_said_to_be() -> None:
    event = icalendar.Calendar.from_ical(
        written([session(7, 1_800_000_000_000, "Europe/Warsaw", cancelled=True)])
    ).events[0]
    assert event["STATUS"] == "CANCELLED"
    assert event["UID"] == "00000000-0000-0000-0000-000000000007"
    assert event["SEQUENCE"] == 2
    assert not event.walk("VALARM")


@pytest.mark.parametrize("lang", ["en", "es"])
def test_lines_are_short_and_come_back_whole(lang: str) -> None:
    """RFC 5545, 3.1: 75 octets, and no letter cut in two."""
    calendar = Calendar(texts.load(), "https://house.example", lang)
    stream = calendar.file(session(1, 1_800_000_000_000, "Europe/Madrid"))
    lines = stream.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)
    said = texts.load().t(lang, "calendar-event-file", link=f"https://house.example/d/{1:032x}")
    assert str(icalendar.Calendar.from_ical(stream).events[0]["DESCRIPTION"]) == said
    assert vobject.readOne(stream.decode()).vevent.description.value == said


@pytest.mark.parametrize("lang", ["en", "es"])
def test_titles_say_nothing_unless_that_was_asked_for(lang: str) -> None:
    sessions = [session(1, 1_800_000_000_000, "Europe/Madrid")]
    discreet = Calendar(texts.load(), "https://house.example", lang)
    for stream in (discreet.feed(sessions), discreet.file(sessions[0])):
        assert not any(word in stream for word in (b"Ostom", b"Rosa"))
    plain = Calendar(texts.load(), "https://house.example", lang, plain_titles=True)
    title = str(icalendar.Calendar.from_ical(plain.feed(sessions)).events[0]["SUMMARY"])
    assert "Rosa" in title
    assert sessions[0].room_names[lang] in title


def _at(moment: date) -> int:
    assert isinstance(moment, datetime)
    return zones.milliseconds(moment)


@pytest.mark.parametrize(
    "end", ["\r\n", "\r", "\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]
)
def test_no_word_is_ever_a_property_of_its_own(end: str) -> None:
    """Whichever characters the reading program takes for the end of a line."""
    hostile = f"Tea\x00{end}ATTENDEE:mailto:eve@example.org{end}END:VEVENT{end}\u202e{'x' * 500}"
    shown = Shown(
        session=session(1, 1_800_000_000_000, "UTC"),
        summary=hostile,
        description=hostile,
        url="https://h.example",
    )
    written = ics.feed("Meetings", [shown]).decode()
    assert "\x00" not in written
    begun = [line.partition(":")[0] for line in written.splitlines()]
    assert (begun.count("ATTENDEE"), begun.count("END")) == (0, 2)
    (event,) = icalendar.Calendar.from_ical(written).events
    assert "ATTENDEE" not in event
    assert not hasattr(vobject.readOne(written).vevent, "attendee")
