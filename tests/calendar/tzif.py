"""Zones read without zoneinfo: TZif files (RFC 9636) and the rule in their footer, written out up
to a year. For comparing with; it looks minutes up instead of calculating them.
"""

import re
import struct
from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_NAME = r"(?:[A-Za-z]+|<[^>]+>)"
_TIME = r"[+-]?\d+(?::\d+){0,2}"
_FOOTER = re.compile(
    rf"({_NAME})({_TIME})(?:({_NAME})({_TIME})?,([^,/]+)(?:/({_TIME}))?,([^,/]+)(?:/({_TIME}))?)?"
)


@dataclass(frozen=True)
class Change:
    """From `at` on (s since the epoch) clocks are `offset` seconds before UTC."""

    at: int
    offset: int


def changes(raw: bytes, last_year: int) -> list[Change]:
    """All of a zone's changes of offset, in order; the first one is at the beginning of time."""
    second = raw.index(b"TZif", 4)
    counts = struct.unpack_from(">6I", raw, second + 20)
    body = second + 44
    _, _, _, times, kinds, letters = counts
    moments = struct.unpack_from(f">{times}q", raw, body)
    which = raw[body + 8 * times : body + 9 * times]
    table = body + 9 * times
    offsets = [struct.unpack_from(">i", raw, table + 6 * kind)[0] for kind in range(kinds)]
    del letters
    found = [Change(-(2**40), offsets[0])]
    found += [Change(at, offsets[kind]) for at, kind in zip(moments, which, strict=True)]
    footer = raw.rstrip(b"\n").rpartition(b"\n")[2].decode()
    found += _by_footer(footer, found[-1].at, last_year)
    return _real(found)


def _real(found: list[Change]) -> list[Change]:
    """Without those that change a name alone."""
    kept = found[:1]
    for change in found[1:]:
        if change.offset != kept[-1].offset:
            kept.append(change)
    return kept


def _by_footer(footer: str, after: int, last_year: int) -> list[Change]:
    said = _FOOTER.fullmatch(footer)
    if said is None or said[3] is None:
        return []
    usual = -_seconds(said[2])
    summer = -_seconds(said[4]) if said[4] else usual + 3600
    first_year = max(datetime.fromtimestamp(max(after, 0), UTC).year, 1970)
    found = []
    for year in range(first_year, last_year + 1):
        begins = _midnight(_day(said[5], year)) + _seconds(said[6] or "2") - usual
        ends = _midnight(_day(said[7], year)) + _seconds(said[8] or "2") - summer
        found += [Change(begins, summer), Change(ends, usual)]
    return sorted((each for each in found if each.at > after), key=lambda each: each.at)


def _seconds(text: str) -> int:
    sign = -1 if text.startswith("-") else 1
    parts = [int(part) for part in text.lstrip("+-").split(":")] + [0, 0]
    return sign * (parts[0] * 3600 + parts[1] * 60 + parts[2])


def _day(text: str, year: int) -> date:
    if text.startswith("M"):
        month, week, weekday = (int(part) for part in text[1:].split("."))
        days = [date(year, month, 1) + timedelta(days=number) for number in range(31)]
        there = [day for day in days if day.month == month and day.isoweekday() % 7 == weekday]
        return there[-1] if week == 5 else there[week - 1]
    number = int(text.lstrip("J"))
    first = date(year, 1, 1)
    if not text.startswith("J"):
        return first + timedelta(days=number)
    leap = date(year, 12, 31).timetuple().tm_yday == 366
    return first + timedelta(days=number - 1 + (leap and number >= 60))


def _midnight(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def offset_at(found: list[Change], at: int) -> int:
    return found[bisect_right(found, at, key=lambda change: change.at) - 1].offset


def walked(found: list[Change], wall: int) -> tuple[int, int]:
    """The instant at which the clock first shows `wall` (both in s, the wall as if it were UTC),
    and what it shows then. Where it never does, the clock shows as much more as was left out."""
    near = sorted({offset_at(found, wall + hours * 3600) for hours in (-26, -1, 0, 1, 26)})
    shows = [wall - offset for offset in near if offset_at(found, wall - offset) == offset]
    if shows:
        return min(shows), wall
    # Left out by one change: what the clocks had shown before it goes on for so long.
    before = offset_at(found, wall - max(near) - 1)
    at = wall - before
    return at, at + offset_at(found, at)
