"""Whatever is done to a series in whatever order, its sessions are what the plan and the exceptions
say, as a calendar of paper would have them.
"""

import random
from dataclasses import dataclass, field

import msgspec
import pytest

from persistence.dropins import series
from persistence.dropins.session_rows import Row
from rooms.dropins.plan import Plan
from rooms.dropins.schedule import Saved
from rooms.dropins.times import Times
from rooms.ids import SeriesId
from rooms.refusals import Refusal
from server.calendar import occurrences
from tests.persistence.community import Community
from tests.persistence.schedules import Office, saved

SEQUENCES = 12
STEPS = 14
RULES = (
    *("FREQ=WEEKLY;COUNT=6", "FREQ=WEEKLY;INTERVAL=2;COUNT=5", "FREQ=DAILY;COUNT=9"),
    *("FREQ=WEEKLY;BYDAY=MO,TH;COUNT=8", "FREQ=MONTHLY;COUNT=3"),
)


@dataclass
class Paper:
    """One series by hand: by date on the wall its time there, and the id that it was seen with."""

    version: int
    days: dict[str, str] = field(default_factory=dict)
    apart: dict[str, str] = field(default_factory=dict)
    off: set[str] = field(default_factory=set)
    ids: dict[str, str] = field(default_factory=dict)

    def lay(self, walls: list[str], first: str = "") -> None:
        kept = {date: wall for date, wall in self.days.items() if date < first}
        laid = {wall[:10]: wall for wall in walls if wall[:10] >= first}
        fixed = self.apart.keys() | self.off
        self.days = kept | {date: wall for date, wall in laid.items() if date not in fixed}


@pytest.fixture
async def office(community: Community) -> Office:
    return await Office.open(community)


async def walls(office: Office, plan: Plan) -> list[str]:
    times = occurrences.expand(plan, await office.now())
    assert isinstance(times, Times), times
    return [time.wall for time in times.times]


async def check(office: Office, shelf: dict[SeriesId, Paper]) -> None:
    for which, paper in shelf.items():
        rows = await office.ahead(which)
        assert {row.date: row.starts for row in rows} == paper.days | paper.apart
        assert len(rows) == len({row.date for row in rows})
        for row in rows:
            assert paper.ids.setdefault(row.date, row.id) == row.id, "an id was not kept"
            assert row.apart == (row.date in paper.apart)
        gone = paper.ids.keys() - {row.date for row in rows}
        paper.ids = {date: each for date, each in paper.ids.items() if date not in gone}
        held = await office.community.database.read(series.by_id, which)
        assert held is not None
        assert held.version == paper.version


async def step(office: Office, dice: random.Random, shelf: dict[SeriesId, Paper]) -> None:
    which = dice.choice(sorted(shelf))
    paper, rows = shelf[which], await office.ahead(which)
    token = Saved(series=which, version=paper.version, room=office.community.garden)
    if not rows:
        return
    row = dice.choice(rows)
    match dice.choice(("edit", "edit", "follow", "follow", "move", "drop", "end")):
        case "edit":
            await edit(office, dice, paper, token, rows[0])
        case "follow":
            await follow(office, dice, shelf, token, row)
        case "move":
            starts = f"{row.starts[:11]}{dice.randrange(6, 23):02}:15"
            if not isinstance(await office.change(row, starts=starts), Refusal):
                paper.days.pop(row.date, None)
                paper.apart[row.date] = starts
                paper.version += 1
        case "drop":
            saved(await office.cancel_one(row))
            drop(paper, row)
            paper.version += 1
        case "end":
            saved(await office.cancel(token, since=row))
            for each in rows:
                if each.date >= row.date:
                    drop(paper, each)
            paper.version += 1


def drop(paper: Paper, row: Row) -> None:
    paper.days.pop(row.date, None)
    paper.apart.pop(row.date, None)
    paper.off.add(row.date)


async def drawn(office: Office, dice: random.Random, row: Row) -> Plan:
    starts = f"{row.date}T{dice.randrange(6, 23):02}:00"
    return await office.plan(starts=starts, rule=dice.choice(RULES))


async def edit(office: Office, dice: random.Random, paper: Paper, token: Saved, row: Row) -> None:
    plan = await drawn(office, dice, row)
    if not isinstance(await office.edit(token, plan), Refusal):
        paper.lay(await walls(office, plan))
        paper.version += 1


async def follow(
    office: Office, dice: random.Random, shelf: dict[SeriesId, Paper], token: Saved, row: Row
) -> None:
    paper, plan = shelf[token.series], await drawn(office, dice, row)
    split = await office.edit(token, plan, since=row)
    if isinstance(split, Refusal):
        return
    paper.version += 1
    if split.series == token.series:
        paper.lay(await walls(office, plan), row.date)
        return
    other = Paper(version=1)
    for name in ("days", "apart", "ids"):
        mine = getattr(paper, name)
        setattr(other, name, {date: each for date, each in mine.items() if date >= row.date})
        setattr(paper, name, {date: each for date, each in mine.items() if date < row.date})
    other.off = {date for date in paper.off if date >= row.date}
    paper.off -= other.off
    other.lay(await walls(office, plan))
    shelf[split.series] = other


@pytest.mark.parametrize("seed", range(SEQUENCES))
async def test_sessions_are_what_plan_and_exceptions_say(office: Office, seed: int) -> None:
    dice = random.Random(seed)
    plan = await office.plan(rule=dice.choice(RULES))
    made = saved(await office.create(plan))
    shelf = {made.series: Paper(version=1)}
    shelf[made.series].lay(await walls(office, plan))
    await check(office, shelf)
    for _ in range(STEPS):
        await step(office, dice, shelf)
        await check(office, shelf)


async def test_every_version_is_used_once(office: Office) -> None:
    made = await office.made()
    plan = await office.plan(about="Words")
    second = saved(await office.edit(made, plan))
    assert isinstance(await office.edit(made, plan), Refusal)
    third = saved(await office.edit(second, msgspec.structs.replace(plan, about="Others")))
    assert [made.version, second.version, third.version] == [1, 2, 3]
