"""The days of a recurrence rule, period by period (RFC 5545, 3.3.10): work in proportion to the
days looked at, whether or not any of them matches. On the wall; knows no zones and no texts.
"""

import calendar
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec

Weekday = tuple[int, int]
"""An ordinal, 0 for every one, and the day: 0 is Monday."""

_ONE_DAY = timedelta(days=1)


class Recurrence(msgspec.Struct, frozen=True, kw_only=True):
    """A rule's parts. `count` and `until` (in UTC) are its end; with neither it has none.
    `weeks_begin`: 0 is Monday."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    weeks_begin: int = 0
    days: tuple[Weekday, ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()

    @property
    def open_ended(self) -> bool:
        return self.count is None and self.until is None

    def walls(self, starts: datetime, last: datetime) -> Iterator[datetime]:
        """Its times from `starts` to `last`; `count` and `until` are the caller's."""
        rule = _from_start(self, starts.date())
        for period in _periods(rule, starts.date(), last.date()):
            for day in _placed(rule, [day for day in period if _matches(rule, day)]):
                wall = datetime.combine(day, starts.time())
                if starts <= wall <= last:
                    yield wall


def _from_start(rule: Recurrence, start: date) -> Recurrence:
    """What a rule does not say it takes from its start."""
    if rule.days or rule.month_days or rule.frequency == "DAILY":
        return rule
    if rule.frequency == "WEEKLY":
        return msgspec.structs.replace(rule, days=((0, start.weekday()),))
    months = rule.months
    if rule.frequency == "YEARLY" and not months:
        months = (start.month,)
    return msgspec.structs.replace(rule, month_days=(start.day,), months=months)


def _periods(rule: Recurrence, first: date, last: date) -> Iterator[list[date]]:
    """The days of every period that the rule looks at, whole."""
    begin = _beginning(rule, first)
    while begin <= last:
        after = _later(rule, begin, 1)
        yield [begin + _ONE_DAY * number for number in range((after - begin).days)]
        begin = _later(rule, begin, rule.interval)


def _beginning(rule: Recurrence, day: date) -> date:
    match rule.frequency:
        case "WEEKLY":
            return day - _ONE_DAY * ((day.weekday() - rule.weeks_begin) % 7)
        case "MONTHLY":
            return day.replace(day=1)
        case "YEARLY":
            return day.replace(month=1, day=1)
    return day


def _later(rule: Recurrence, begin: date, periods: int) -> date:
    match rule.frequency:
        case "MONTHLY":
            years, month = divmod(begin.month - 1 + periods, 12)
            return date(begin.year + years, month + 1, 1)
        case "YEARLY":
            return date(begin.year + periods, 1, 1)
        case "WEEKLY":
            return begin + _ONE_DAY * 7 * periods
    return begin + _ONE_DAY * periods


def _matches(rule: Recurrence, day: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    length = calendar.monthrange(day.year, day.month)[1]
    if rule.month_days and not {day.day, day.day - length - 1} & set(rule.month_days):
        return False
    return not rule.days or any(_is_day(rule, day, each) for each in rule.days)


def _is_day(rule: Recurrence, day: date, named: Weekday) -> bool:
    """The third Tuesday is counted in its month, or in its year where the rule names no month."""
    ordinal, weekday = named
    if day.weekday() != weekday or not ordinal:
        return day.weekday() == weekday
    if rule.frequency == "YEARLY" and not rule.months:
        number, length = day.timetuple().tm_yday, 366 if calendar.isleap(day.year) else 365
    else:
        number, length = day.day, calendar.monthrange(day.year, day.month)[1]
    return ordinal in ((number - 1) // 7 + 1, -((length - number) // 7 + 1))


def _placed(rule: Recurrence, days: list[date]) -> list[date]:
    """Of a period's days those that the rule names by their position, from either end."""
    if not rule.positions:
        return days
    there = range(-len(days), len(days) + 1)
    chosen = {days[at - 1 if at > 0 else at] for at in rule.positions if at in there}
    return sorted(chosen)
