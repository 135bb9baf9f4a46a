"""From a plan to its times: the rule on the wall first, then each wall time in its zone. Bounded in
number, in reach and in work; stores nothing.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

import msgspec

from rooms.dropins.plan import LONGEST_MINUTES, MOST_TIMES, SHORTEST_MINUTES, Plan
from rooms.dropins.times import Time, Times
from rooms.refusals import Code, Refusal, refuse
from server.calendar import rules, zones
from server.calendar.recurring import Recurrence
from server.calendar.rules import BadRule

AHEAD_DAYS = 366
"""A first time is no farther off, and a rule without an end is worked out no farther."""
REACH_DAYS = 3_660
"""Ten years after its start every rule is over."""
_DAY_MS = 24 * 3_600_000


def expand(plan: Plan, now: int) -> Times | Refusal:
    """All times of the plan, past ones too; `now` in ms. Refused: `bad_schedule` with `why`
    (`zone`, `wall`, `length`, `far`, `rule`, `often`, `until`, `never`), `too_many_times`.

    A rule without an end gives the times of the next 366 days, and at most 366 of them.
    """
    place, starts = zones.zone(plan.zone), _wall(plan.starts)
    if place is None or starts is None:
        return refuse(Code.BAD_SCHEDULE, why="zone" if place is None else "wall")
    if not SHORTEST_MINUTES <= plan.minutes <= LONGEST_MINUTES:
        return refuse(Code.BAD_SCHEDULE, why="length")
    if not 1970 < starts.year < 9000 or _is_too_far(first := zones.resolve(starts, place), now):
        return refuse(Code.BAD_SCHEDULE, why="far")
    if not plan.rule:
        return Times(times=(first,))
    try:
        return _by_rule(plan, rules.read(plan.rule), starts, now)
    except BadRule as bad:
        return refuse(Code.BAD_SCHEDULE, why=bad.why)


def before(plan: Plan, at: int) -> str:
    """The plan's rule, over just before `at` (ms): what is left of it when later sessions go."""
    last = datetime.fromtimestamp(at // 1000 - 1, UTC)
    return rules.ended(plan.rule, last)


def following(plan: Plan, wall: str, now: int) -> Plan:
    """The plan from a time on: another start, and as many times fewer as were before."""
    whole = expand(plan, now)
    if isinstance(whole, Refusal) or not plan.rule:
        return msgspec.structs.replace(plan, starts=wall)
    left = sum(time.date >= wall[:10] for time in whole.times)
    return msgspec.structs.replace(plan, starts=wall, rule=rules.counted(plan.rule, max(left, 1)))


def tidy(plan: Plan) -> Plan:
    """The rule as it is kept: in capitals, without the name of its property."""
    return msgspec.structs.replace(plan, rule=plan.rule.strip().upper().removeprefix("RRULE:"))


def _by_rule(plan: Plan, rule: Recurrence, starts: datetime, now: int) -> Times | Refusal:
    if (rule.count or 0) > MOST_TIMES:
        return refuse(Code.TOO_MANY_TIMES, limit=MOST_TIMES)
    most = MOST_TIMES if rule.open_ended else MOST_TIMES + 1
    found = tuple(islice(_times(plan, rule, starts, now), most))
    if not found:
        return refuse(Code.BAD_SCHEDULE, why="never")
    if len(found) > MOST_TIMES:
        return refuse(Code.TOO_MANY_TIMES, limit=MOST_TIMES)
    if _is_cut_off(rule, starts, len(found)):
        return refuse(Code.BAD_SCHEDULE, why="far")
    return Times(times=found, open_ended=rule.open_ended, skipped=_skipped(rule, found))


def _times(plan: Plan, rule: Recurrence, starts: datetime, now: int) -> Iterator[Time]:
    """Those of a rule without an end only from yesterday on: it may be older than ten years."""
    place = zones.zone(plan.zone)
    assert place is not None, "asked before"
    until = zones.milliseconds(rule.until) if rule.until else None
    reach = starts + timedelta(days=REACH_DAYS)
    if rule.open_ended:
        until = now + AHEAD_DAYS * _DAY_MS
        reach = zones.on_the_wall(until, place) + timedelta(days=1)
    for wall in islice(rule.walls(starts, reach), rule.count):
        time = zones.resolve(wall, place)
        if until is not None and time.starts_at > until:
            return
        if not rule.open_ended or time.starts_at > now - _DAY_MS:
            yield time


def _is_cut_off(rule: Recurrence, starts: datetime, found: int) -> bool:
    """Whether it would go on after ten years."""
    end = (starts + timedelta(days=REACH_DAYS)).replace(tzinfo=UTC)
    return found < (rule.count or 0) or (rule.until is not None and rule.until > end)


def _skipped(rule: Recurrence, found: tuple[Time, ...]) -> tuple[str, ...]:
    """Months or years in the middle that have no 31st, no 29 February, no fifth Friday."""
    if rule.frequency not in ("MONTHLY", "YEARLY"):
        return ()
    first, last = _month(found[0]), _month(found[-1])
    if rule.frequency == "YEARLY":
        had = {time.wall[:4] for time in found}
        years = range(first // 12, last // 12 + 1, rule.interval)
        return tuple(str(year) for year in years if str(year) not in had)
    months = [month for month in range(first, last + 1, rule.interval) if _in_rule(rule, month)]
    named = [f"{month // 12:04}-{month % 12 + 1:02}" for month in months]
    have = {time.wall[:7] for time in found}
    return tuple(name for name in named if name not in have)


def _month(time: Time) -> int:
    return int(time.wall[:4]) * 12 + int(time.wall[5:7]) - 1


def _in_rule(rule: Recurrence, month: int) -> bool:
    return not rule.months or month % 12 + 1 in rule.months


def _wall(text: str) -> datetime | None:
    if not text.isascii():
        return None
    try:
        return datetime.strptime(text, zones.WALL)
    except ValueError:
        return None


def _is_too_far(first: Time, now: int) -> bool:
    return first.starts_at > now + AHEAD_DAYS * _DAY_MS
