"""How much one person hosts, by the day and week on the wall of each session: more than somebody
can carry is said, and never refused.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, timedelta

import msgspec
from sqlalchemy import Connection, select

from persistence import tables
from rooms.dropins.stages import State
from rooms.ids import AccountId, DropInId

MOST_DAY_MINUTES = 3 * 60
MOST_WEEK_MINUTES = 8 * 60

_COUNTS = (State.SCHEDULED.value, State.LIVE.value, State.ENDED.value)
_d = tables.drop_in.c

Hour = tuple[str, int]
"""The date on the wall, and how many minutes."""


class Heavy(msgspec.Struct, frozen=True, kw_only=True):
    """A day (`2026-11-24`), or a week by its Monday, with more hosting than is good for anybody."""

    date: str
    is_week: bool
    minutes: int


def heavy(
    connection: Connection,
    host: AccountId,
    wanted: Collection[Hour],
    leaving: Collection[DropInId] = (),
) -> list[Heavy]:
    """Of the days and weeks of `wanted` those that are too much, with all that the host has in any
    room by then; `leaving` are rows that will not count."""
    if not wanted:
        return []
    have = _had(connection, host, wanted, set(leaving))
    days, weeks = _summed([*have, *wanted])
    asked = {on for on, _ in wanted}
    mondays = {_monday(on) for on in asked}
    found = [(on, False, days[on]) for on in asked if days[on] > MOST_DAY_MINUTES]
    found += [(on, True, weeks[on]) for on in mondays if weeks[on] > MOST_WEEK_MINUTES]
    return [Heavy(date=on, is_week=week, minutes=sum_) for on, week, sum_ in sorted(found)]


def _had(
    connection: Connection, host: AccountId, wanted: Collection[Hour], gone: set[DropInId]
) -> list[Hour]:
    first = _monday(min(on for on, _ in wanted))
    last = date.fromisoformat(max(on for on, _ in wanted)) + timedelta(days=7)
    asked = select(_d.id, _d.starts, _d.minutes).where(
        _d.host_id == host,
        _d.state.in_(_COUNTS),
        _d.starts >= first,
        _d.starts < last.isoformat(),
    )
    return [
        (row.starts[:10], row.minutes) for row in connection.execute(asked) if row.id not in gone
    ]


def _summed(hours: Iterable[Hour]) -> tuple[Counter[str], Counter[str]]:
    days: Counter[str] = Counter()
    weeks: Counter[str] = Counter()
    for on, minutes in hours:
        days[on] += minutes
        weeks[_monday(on)] += minutes
    return days, weeks


def _monday(on: str) -> str:
    day = date.fromisoformat(on)
    return (day - timedelta(days=day.weekday())).isoformat()
