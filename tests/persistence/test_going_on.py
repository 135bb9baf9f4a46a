"""Series go on by themselves: topped up while nobody looks, moved with the rules of clocks."""

import asyncio

import msgspec
import pytest

from persistence.dropins import going_on, load, planned
from persistence.dropins.planned import Trouble
from rooms.actor import HOUSE, Role
from rooms.commands import ChangeRole
from rooms.ids import new_public_id
from server.calendar import zones
from tests.persistence.community import SECRET, Community, Process, accepted
from tests.persistence.schedules import DAY_MS, OLD_TZDATA, Office, saved

HOUR_MS = 3_600_000
NEW_TZDATA = "2099a"


@pytest.fixture
async def office(community: Community) -> Office:
    return await Office.open(community)


async def topped_up(office: Office, *processes: Process) -> list[int]:
    (series,) = await office.community.database.read(going_on.going_on)
    worked = await office.worked(series.plan)
    return await asyncio.gather(
        *(
            process.database.write(going_on.top_up, SECRET, series.id, worked)
            for process in processes
        )
    )


async def test_a_rule_without_an_end_is_topped_up_once(
    office: Office, other_process: Process
) -> None:
    plan = await office.plan(rule="FREQ=WEEKLY")
    made = saved(await office.create(plan))
    rows = await office.rows(made)
    saved(await office.cancel_one(rows[-1]))
    office.community.shift.ms += 30 * DAY_MS
    both = (office.community.process, other_process)
    new = await topped_up(office, *both)
    after = await office.rows(made)
    assert sorted(new)[0] == 0
    assert len(after) == len(rows) + sum(new)
    assert sum(new) in (4, 5)
    assert len({row.date for row in after}) == len(after)
    assert [row.id for row in after[: len(rows)]] == [row.id for row in rows]


async def test_nothing_is_made_for_a_host_who_helps_no_more(office: Office) -> None:
    community = office.community
    plan = await office.plan(rule="FREQ=WEEKLY")
    made = saved(await office.create(plan))
    member = community.member(office.rosa, community.garden)
    change = ChangeRole(
        room=community.garden, command_id=new_public_id(), member=member, role=Role.MEMBER
    )
    accepted(await community.do(HOUSE, change))
    community.shift.ms += 30 * DAY_MS
    assert await topped_up(office, community.process) == [0]
    seen = await community.database.read(planned.one, SECRET, office.sam, made.series)
    assert isinstance(seen, planned.PlannedSeries)
    assert {Trouble.HOST_ROLE} == set(seen.sessions[0].troubles)


async def test_a_day_that_somebody_else_has_is_left_out(office: Office) -> None:
    plan = await office.plan(rule="FREQ=WEEKLY")
    whole = saved(await office.create(plan))
    rows = await office.rows(whole)
    zone = zones.zone(plan.zone)
    assert zone is not None
    starts = zones.on_the_wall(rows[-1].starts_at + 7 * DAY_MS, zone)
    office.community.shift.ms += 20 * DAY_MS
    other = await office.plan(starts=f"{starts:%Y-%m-%d}T18:00", rule="", second=None)
    saved(await office.create(other, office.teo))
    (made,) = await topped_up(office, office.community.process)
    dates = [row.date for row in await office.rows(whole)]
    assert made in (1, 2)
    assert f"{starts:%Y-%m-%d}" not in dates


async def test_newer_rules_of_clocks_move_what_is_ahead_and_say_so(
    office: Office, other_process: Process
) -> None:
    made = await office.made()
    before = await office.rows(made)
    luz = await office.community.person("Luz")
    for row in before[3:5]:
        await office.comes(luz, row.id)

    def later(wall: str, zone: str) -> int | None:
        """A tzdata by which clocks are an hour behind from the fifth session on."""
        at = zones.instant(wall, zone)
        assert at is not None
        return at + HOUR_MS if wall >= before[4].starts else at

    assert await office.community.database.read(going_on.older, OLD_TZDATA) == []
    (which,) = await office.community.database.read(going_on.older, NEW_TZDATA)
    done = await asyncio.gather(
        *(
            process.database.write(going_on.resolve_anew, which, NEW_TZDATA, later)
            for process in (office.community.process, other_process)
        )
    )
    moved = [each.moved for each in done if each is not None]
    assert moved == [4]
    after = await office.rows(made)
    assert [row.starts_at - old.starts_at for row, old in zip(after, before, strict=True)] == [
        *(4 * [0]),
        *(4 * [HOUR_MS]),
    ]
    assert [row.starts for row in after] == [row.starts for row in before]
    assert [row.sequence for row in after] == [0, 0, 0, 0, 1, 1, 1, 1]
    assert await office.told(luz) == [("moved", before[4].id)]


async def test_a_zone_that_is_gone_leaves_its_sessions_where_they_are(office: Office) -> None:
    made = await office.made()
    before = await office.rows(made)
    done = await office.community.database.write(
        going_on.resolve_anew, made.series, NEW_TZDATA, lambda wall, zone: None
    )
    assert done is not None
    assert (done.moved, done.gone) == (0, ("America/Chicago",))
    assert await office.rows(made) == before


async def test_much_hosting_is_said_and_noted_and_no_obstacle(office: Office) -> None:
    community = office.community
    await office.helps(office.rosa, community.kitchen)
    for room, hour in ((community.garden, 9), (community.kitchen, 13)):
        starts = await office.wall(hour=hour)
        saved(
            await office.create(
                await office.plan(room=room, starts=starts, minutes=120, rule="", second=None)
            )
        )
    date = (await office.wall())[:10]
    found = await community.database.read(load.heavy, office.rosa.account, [(date, 0)])
    assert found == [load.Heavy(date=date, is_week=False, minutes=240)]
    noted = await community.sql(
        "SELECT target_account FROM audit WHERE action = 'drop_in_over_cap'"
    )
    assert noted == [(office.rosa.account,)]
    daily = await office.plan(
        starts=await office.wall(days=8, hour=18), rule="FREQ=DAILY;COUNT=14", minutes=90
    )
    saved(await office.create(msgspec.structs.replace(daily, second=None)))
    mine = await community.database.read(planned.of_account, SECRET, office.rosa)
    assert {(each.is_week, each.minutes) for each in mine.heavy} >= {(False, 240), (True, 630)}
