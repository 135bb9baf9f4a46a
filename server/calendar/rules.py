"""A recurrence rule (RFC 5545, 3.3.10), read strictly: what a weekly hour may need, and nothing by
which it could fall more than once a day or be worked on without end. Walls alone; knows no zones.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from server.calendar.recurring import Recurrence, Weekday

FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_UNTIL = "%Y%m%dT%H%M%SZ"
_DAY = re.compile(r"([+-]?[1-9][0-9]?)?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBER = re.compile(r"[+-]?[0-9]{1,6}")


class BadRule(Exception):
    """`why` is one of the reasons of `bad_schedule`: `rule`, `often` or `until`."""

    def __init__(self, why: str = "rule") -> None:
        super().__init__(why)
        self.why = why


def read(text: str) -> Recurrence:
    """Raises BadRule: for what RFC 5545 does not allow, and for what is more than once a day."""
    parts = _parts(text)
    frequency = parts.pop("FREQ", "")
    if frequency in _OFTEN or parts.keys() & {"BYHOUR", "BYMINUTE", "BYSECOND"}:
        raise BadRule("often")
    if frequency not in FREQUENCIES or parts.keys() - _READERS.keys():
        raise BadRule
    said = {_NAMES[name]: _READERS[name](value) for name, value in parts.items()}
    rule = Recurrence(frequency=frequency, **said)
    _refuse_senseless(rule)
    return rule


def ended(text: str, until: datetime) -> str:
    """The rule with another end: the last time is at `until` (aware) or before."""
    kept = [part for part in text.split(";") if not part.startswith(("COUNT=", "UNTIL="))]
    return ";".join([*kept, f"UNTIL={until.astimezone(UTC).strftime(_UNTIL)}"])


def counted(text: str, count: int) -> str:
    """The rule with another `COUNT`."""
    return ";".join(
        f"COUNT={count}" if part.startswith("COUNT=") else part for part in text.split(";")
    )


def _parts(text: str) -> dict[str, str]:
    pairs = [part.partition("=")[::2] for part in text.split(";")]
    parts = dict(pairs)
    if len(parts) != len(pairs) or not all(name and value for name, value in pairs):
        raise BadRule
    return parts


def _refuse_senseless(rule: Recurrence) -> None:
    numbered = any(ordinal for ordinal, _ in rule.days)
    if rule.count is not None and rule.until is not None:
        raise BadRule
    if numbered and rule.frequency not in ("MONTHLY", "YEARLY"):
        raise BadRule
    if rule.month_days and (rule.frequency == "WEEKLY" or numbered):
        raise BadRule
    if rule.positions and not (rule.days or rule.month_days or rule.months):
        raise BadRule


def _number(lowest: int, highest: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not _NUMBER.fullmatch(text) or not lowest <= int(text) <= highest:
            raise BadRule
        return int(text)

    return number


def _numbers(lowest: int, highest: int) -> Callable[[str], tuple[int, ...]]:
    """0 is never among them."""
    number = _number(lowest, highest)

    def numbers(text: str) -> tuple[int, ...]:
        found = tuple(number(each) for each in text.split(","))
        if 0 in found:
            raise BadRule
        return found

    return numbers


def _until(text: str) -> datetime:
    """In UTC, as RFC 5545 wants it where the start has a zone."""
    if not re.fullmatch(r"[0-9]{8}T[0-9]{6}Z", text):
        raise BadRule("until")
    try:
        return datetime.strptime(text, _UNTIL).replace(tzinfo=UTC)
    except ValueError:
        raise BadRule("until") from None


def _days(text: str) -> tuple[Weekday, ...]:
    return tuple(_day(each) for each in text.split(","))


def _day(text: str) -> Weekday:
    said = _DAY.fullmatch(text)
    if said is None or abs(ordinal := int(said[1] or 0)) > 53:
        raise BadRule
    return ordinal, DAYS.index(said[2])


def _week_day(text: str) -> int:
    if text not in DAYS:
        raise BadRule
    return DAYS.index(text)


_READERS: dict[str, Callable[[str], Any]] = {
    "INTERVAL": _number(1, 400),
    "COUNT": _number(1, 999_999),
    "UNTIL": _until,
    "WKST": _week_day,
    "BYDAY": _days,
    "BYMONTHDAY": _numbers(-31, 31),
    "BYMONTH": _numbers(1, 12),
    "BYSETPOS": _numbers(-366, 366),
}
_NAMES = {
    "INTERVAL": "interval",
    "COUNT": "count",
    "UNTIL": "until",
    "WKST": "weeks_begin",
    "BYDAY": "days",
    "BYMONTHDAY": "month_days",
    "BYMONTH": "months",
    "BYSETPOS": "positions",
}
