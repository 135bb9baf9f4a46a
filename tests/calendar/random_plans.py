"""Schedules drawn at random, and their times found day by day: no library, no zoneinfo."""

import random
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache

from rooms.dropins.forms import Form
from rooms.dropins.plan import Plan

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ZONES = (
    *("America/Chicago", "America/New_York", "Europe/Madrid", "Australia/Lord_Howe", "Asia/Tehran"),
    *("America/St_Johns", "Africa/Casablanca", "Pacific/Chatham", "UTC", "America/Santiago"),
)
REACH_DAYS = 3_660
_LONGEST = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}


@dataclass
class Drawn:
    """A rule as its parts; `text` is what a person would have typed."""

    starts: datetime
    zone: str
    frequency: str
    interval: int = 1
    count: int | None = None
    until: int | None = None
    weeks_begin: int = 0
    days: list[tuple[int, int]] = field(default_factory=list)
    month_days: list[int] = field(default_factory=list)
    months: list[int] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        days = [f"{number or ''}{DAYS[day]}" for number, day in self.days]
        until = self.until and datetime.fromtimestamp(self.until, UTC).strftime("%Y%m%dT%H%M%SZ")
        parts = {
            "FREQ": self.frequency,
            "INTERVAL": self.interval if self.interval > 1 else "",
            "COUNT": self.count or "",
            "UNTIL": until or "",
            "WKST": DAYS[self.weeks_begin] if self.weeks_begin else "",
            "BYDAY": ",".join(days),
            "BYMONTHDAY": ",".join(map(str, self.month_days)),
            "BYMONTH": ",".join(map(str, self.months)),
            "BYSETPOS": ",".join(map(str, self.positions)),
        }
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)

    @property
    def plan(self) -> Plan:
        starts = self.starts.strftime("%Y-%m-%dT%H:%M")
        return Plan(
            room="0" * 32,
            form=Form.LINE,
            starts=starts,
            zone=self.zone,
            minutes=60,
            rule=self.text,
        )


def draw(dice: random.Random, after: datetime) -> Drawn:
    starts = after + timedelta(minutes=15 * dice.randrange(4 * 24 * 360))
    drawn = Drawn(
        starts=starts,
        zone=dice.choice(ZONES),
        frequency=dice.choice(("DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY")),
        interval=dice.choice((1, 1, 1, 2, 3, 5)),
        weeks_begin=dice.choice((0, 0, 6)),
    )
    _narrow(dice, drawn)
    match dice.randrange(3):
        case 0:
            drawn.count = dice.randint(1, 30)
        case 1:
            end = starts + timedelta(days=dice.randint(0, 700), minutes=dice.randrange(1440))
            drawn.until = int(end.replace(tzinfo=UTC).timestamp())
    return drawn


def _narrow(dice: random.Random, drawn: Drawn) -> None:
    if drawn.frequency != "WEEKLY" and dice.random() < 0.4:
        drawn.month_days = dice.sample([1, 2, 15, 28, 29, 30, 31, -1, -2, -31], dice.randint(1, 3))
    if dice.random() < 0.6:
        days = dice.sample(range(7), dice.randint(1, 4))
        counts = drawn.frequency in ("MONTHLY", "YEARLY") and not drawn.month_days
        drawn.days = [(dice.choice((0, 1, 2, 4, 5, -1)) if counts else 0, day) for day in days]
    if dice.random() < 0.25:
        drawn.months = dice.sample(range(1, 13), dice.randint(1, 6))
    if (drawn.days or drawn.month_days or drawn.months) and dice.random() < 0.2:
        drawn.positions = dice.sample([1, 2, 3, -1, -2], dice.randint(1, 2))


def walked_days(drawn: Drawn, last: date) -> Iterator[datetime]:
    """Each day from the start on is asked whether the rule means it."""
    first = drawn.starts.date()
    for number in range(REACH_DAYS + 1):
        day = first + timedelta(days=number)
        if day > last:
            return
        if _in_step(drawn, day) and _meant(drawn, day) and _in_position(drawn, day):
            yield datetime.combine(day, drawn.starts.time())


def _week(drawn: Drawn, day: date) -> int:
    return (day.toordinal() - 1 - drawn.weeks_begin) // 7


def _period(drawn: Drawn) -> Callable[[date], int]:
    periods: dict[str, Callable[[date], int]] = {
        "DAILY": lambda day: day.toordinal(),
        "WEEKLY": lambda day: _week(drawn, day),
        "MONTHLY": lambda day: day.year * 12 + day.month,
        "YEARLY": lambda day: day.year,
    }
    return periods[drawn.frequency]


def _in_step(drawn: Drawn, day: date) -> bool:
    period = _period(drawn)
    return (period(day) - period(drawn.starts.date())) % drawn.interval == 0


def _meant(drawn: Drawn, day: date) -> bool:
    start, unsaid = drawn.starts, not drawn.days and not drawn.month_days
    months, month_days = drawn.months, drawn.month_days
    if unsaid and drawn.frequency == "WEEKLY" and day.weekday() != start.weekday():
        return False
    if unsaid and drawn.frequency in ("MONTHLY", "YEARLY"):
        month_days = [start.day]
        if drawn.frequency == "YEARLY" and not months:
            months = [start.month]
    from_end = day.day - monthrange(day.year, day.month)[1] - 1
    return (
        (not months or day.month in months)
        and (not month_days or day.day in month_days or from_end in month_days)
        and (not drawn.days or any(_named(drawn, day, *each) for each in drawn.days))
    )


def _named(drawn: Drawn, day: date, ordinal: int, weekday: int) -> bool:
    if day.weekday() != weekday or not ordinal:
        return day.weekday() == weekday
    by_year = drawn.frequency == "YEARLY" and not drawn.months
    same = _same(day.year, None if by_year else day.month, weekday)
    at = ordinal - 1 if ordinal > 0 else ordinal
    return at in range(-len(same), len(same)) and same[at] == day


@cache
def _same(year: int, month: int | None, weekday: int) -> list[date]:
    """All such weekdays of a year, or of a month of it."""
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(366)]
    return [
        day
        for day in days
        if day.year == year and day.weekday() == weekday and month in (None, day.month)
    ]


def _in_position(drawn: Drawn, day: date) -> bool:
    if not drawn.positions:
        return True
    period, reach = _period(drawn), _LONGEST[drawn.frequency]
    around = [day + timedelta(days=number) for number in range(-reach, reach + 1)]
    mates = [each for each in around if period(each) == period(day) and _meant(drawn, each)]
    place = mates.index(day)
    return place + 1 in drawn.positions or place - len(mates) in drawn.positions
