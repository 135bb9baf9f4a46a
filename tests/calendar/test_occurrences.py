"""A plan comes to the times that a person with a wall calendar would have ticked."""

import itertools
import random
import warnings
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from dateutil import rrule

from rooms.dropins.forms import Form
from rooms.dropins.plan import Plan
from rooms.dropins.times import Times
from rooms.ids import RoomId
from rooms.refusals import Code, Refusal
from server.calendar import occurrences
from tests.calendar.random_plans import REACH_DAYS, Drawn, draw, walked_days
from tests.calendar.test_zones import raw
from tests.calendar.tzif import Change, changes, walked

NOW = datetime(2026, 11, 21, 20, 0)
NOW_MS = int(NOW.replace(tzinfo=UTC).timestamp() * 1000)
SCHEDULES = 5_000
_YEAR = timedelta(days=366)


@cache
def zone(name: str) -> list[Change]:
    return changes(raw(name), 2040)


def instant(wall: datetime, name: str) -> int:
    return walked(zone(name), int(wall.replace(tzinfo=UTC).timestamp()))[0]


def expected(drawn: Drawn) -> list[int] | Code:
    """The instants in ms, by walking; or why there are none to give."""
    open_ended = drawn.count is None and drawn.until is None
    end = NOW_MS // 1000 + 366 * 86_400 if open_ended else drawn.until
    last = drawn.starts + timedelta(days=REACH_DAYS)
    if end is not None:
        last = min(last, datetime.fromtimestamp(end, UTC).replace(tzinfo=None) + timedelta(2))
    walls = itertools.islice(walked_days(drawn, last.date()), drawn.count)
    found = [instant(wall, drawn.zone) for wall in walls]
    found = [at * 1000 for at in found if end is None or at <= end]
    if not found:
        return Code.BAD_SCHEDULE
    if drawn.count and len(found) < drawn.count:
        return Code.BAD_SCHEDULE
    if len(found) > 366:
        return found[:366] if open_ended else Code.TOO_MANY_TIMES
    return found


def got(plan: Plan) -> list[int] | Code:
    times = occurrences.expand(plan, NOW_MS)
    if isinstance(times, Refusal):
        return times.code
    return [time.starts_at for time in times.times]


def test_random_schedules_come_to_the_times_found_by_walking() -> None:
    dice = random.Random(4)
    wrong, times = [], 0
    for _ in range(SCHEDULES):
        drawn = draw(dice, NOW)
        right = expected(drawn)
        if got(drawn.plan) != right:
            wrong.append((drawn.plan.starts, drawn.zone, drawn.text))
        times += len(right) if isinstance(right, list) else 0
    assert not wrong, (len(wrong), wrong[:5])
    assert times > 80_000


def test_a_library_finds_the_same_days() -> None:
    """But for two things that dateutil does otherwise than RFC 5545: BYSETPOS in a first week that
    began before the start, and days of which some have an ordinal and others none."""
    dice, compared = random.Random(5), 0
    for _ in range(500):
        drawn = draw(dice, NOW)
        times = occurrences.expand(drawn.plan, NOW_MS)
        mixed = len({ordinal == 0 for ordinal, _ in drawn.days}) > 1
        in_weeks = drawn.positions and drawn.frequency == "WEEKLY"
        if isinstance(times, Refusal) or mixed or in_weeks:
            continue
        kept = [part for part in drawn.text.split(";") if not part.startswith("UNTIL")]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            rule = rrule.rrulestr(";".join(kept), dtstart=drawn.starts)
        days = itertools.islice(rule, len(times.times))
        walls = [f"{day:%Y-%m-%dT%H:%M}" for day in days]
        assert [time.wall for time in times.times] == walls, drawn.text
        compared += 1
    assert compared > 300


def plan(
    starts: str = "2026-11-24T18:00",
    rule: str = "",
    zone: str = "America/Chicago",
    minutes: int = 60,
) -> Plan:
    return Plan(
        room=RoomId("0" * 32),
        form=Form.LINE,
        starts=starts,
        rule=rule,
        zone=zone,
        minutes=minutes,
    )


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (plan(zone="Mars/Base"), "zone"),
        (plan(starts="2026-02-30T18:00"), "wall"),
        (plan(starts="2026-11-24T25:00"), "wall"),
        (plan(minutes=-60), "length"),
        (plan(minutes=0), "length"),
        (plan(minutes=1800), "length"),
        (plan(starts="9999-12-31T23:59", rule="FREQ=WEEKLY"), "far"),
        (plan(starts="0001-01-01T00:00", rule="FREQ=WEEKLY"), "far"),
        (plan(starts="2028-01-01T18:00"), "far"),
        (plan(rule="FREQ=YEARLY;COUNT=20"), "far"),
        (plan(rule="FREQ=MONTHLY;UNTIL=20991231T000000Z"), "far"),
        (plan(rule="FREQ=HOURLY"), "often"),
        (plan(rule="FREQ=DAILY;BYHOUR=9,18"), "often"),
        (plan(rule="FREQ=WEEKLY;UNTIL=20270101"), "until"),
        (plan(rule="FREQ=WEEKLY;UNTIL=20270101T180000"), "until"),
        (plan(rule="FREQ=WEEKLY;UNTIL=20270230T180000Z"), "until"),
        (plan(rule="FREQ=WEEKLY;UNTIL=20200101T180000Z"), "never"),
        (plan(rule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), "never"),
        (plan(rule="FREQ=DAILY;BYSETPOS=40;BYMONTH=2"), "never"),
        (plan(rule="FREQ=MONTHLY;BYSETPOS=366;BYDAY=MO,TU,WE,TH,FR,SA,SU"), "never"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_reason(asked: Plan, why: str) -> None:
    refused = occurrences.expand(asked, NOW_MS)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.params) == (Code.BAD_SCHEDULE, {"why": why})


@pytest.mark.parametrize(
    "rule",
    [
        *("x", "FREQ", "FREQ=", "FREQ=WEEKLY;", "COUNT=3", "FREQ=FORTNIGHTLY", "FREQ=WEEKLY;X=1"),
        *("FREQ=WEEKLY;FREQ=DAILY", "FREQ=WEEKLY;COUNT=0", "FREQ=WEEKLY;COUNT=-1"),
        *("FREQ=WEEKLY;COUNT=1e3", "FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;INTERVAL=99999999999"),
        *("FREQ=WEEKLY;COUNT=3;UNTIL=20270101T000000Z", "FREQ=WEEKLY;BYDAY=1MO"),
        *("FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYMONTHDAY=3", "FREQ=MONTHLY;BYMONTHDAY=0"),
        *("FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYSETPOS=1", "FREQ=YEARLY;BYEASTER=0"),
        *("FREQ=WEEKLY;BYDAY=MO,", "FREQ=WEEKLY\nDTSTART=1", "FREQ=MONTHLY;BYDAY=99MO"),
        *("FREQ=YEARLY;BYWEEKNO=3", "FREQ=WEEKLY;BYDAY=\u0661MO", "FREQ=WEEKLY;COUNT=\u0663"),
    ],
)
def test_no_other_rule_is_understood(rule: str) -> None:
    refused = occurrences.expand(plan(rule=rule), NOW_MS)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.params) == (Code.BAD_SCHEDULE, {"why": "rule"})


def test_more_times_than_a_year_has_days_are_refused() -> None:
    assert len(times("FREQ=WEEKLY;COUNT=366").times) == 366
    for rule in ("FREQ=WEEKLY;COUNT=367", "FREQ=DAILY;UNTIL=20290101T000000Z"):
        assert got(plan(rule=rule)) == Code.TOO_MANY_TIMES
    assert got(plan(rule="FREQ=MONTHLY;COUNT=1000")) == Code.TOO_MANY_TIMES


def times(rule: str, starts: str = "2026-11-24T18:00", now: int = NOW_MS) -> Times:
    found = occurrences.expand(plan(starts=starts, rule=rule), now)
    assert isinstance(found, Times), found
    return found


def test_months_without_the_day_are_named() -> None:
    monthly = times("FREQ=MONTHLY;COUNT=4", "2026-12-31T18:00")
    assert [time.date for time in monthly.times] == [
        *("2026-12-31", "2027-01-31", "2027-03-31", "2027-05-31")
    ]
    assert monthly.skipped == ("2027-02", "2027-04")
    leap = times("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=2")
    assert [time.date for time in leap.times] == ["2028-02-29", "2032-02-29"]
    assert leap.skipped == ("2029", "2030", "2031")


def test_a_rule_without_an_end_goes_a_year_ahead_however_old_it_is() -> None:
    later = NOW_MS + 15 * 366 * 86_400_000
    whole = times("FREQ=DAILY", now=later)
    assert whole.open_ended
    assert len(whole.times) == 366
    assert abs(whole.times[0].starts_at - later) <= 86_400_000


def test_what_follows_a_time_has_as_many_as_were_left() -> None:
    asked = plan(rule="FREQ=WEEKLY;COUNT=10")
    whole = times(asked.rule).times
    rest = occurrences.following(asked, whole[4].wall, NOW_MS)
    old = occurrences.before(asked, whole[4].starts_at)
    assert times(old).times == whole[:4]
    assert times(rest.rule, rest.starts).times == whole[4:]
