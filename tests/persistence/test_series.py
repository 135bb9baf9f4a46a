"""What mentors schedule: made, moved, split, called off; and nobody's session lost by it."""

import msgspec
import pytest

from persistence.dropins.session_rows import Row
from rooms.actor import Role
from rooms.dropins.forms import Form
from rooms.dropins.stages import State
from server.calendar import zones
from tests.persistence.community import Community
from tests.persistence.schedules import CHICAGO, DAY_MS, Office, saved, why


@pytest.fixture
async def office(community: Community) -> Office:
    return await Office.open(community)


def walls(rows: list[Row]) -> list[str]:
    return [row.starts for row in rows]


async def test_a_rule_makes_a_row_for_every_time(office: Office) -> None:
    made = await office.made()
    rows = await office.rows(made)
    assert (made.made, made.version, len(rows)) == (8, 1, 8)
    assert {row.starts[11:] for row in rows} == {"18:00"}
    assert [zones.instant(row.starts, CHICAGO) for row in rows] == [row.starts_at for row in rows]
    assert {(row.host_id, row.second_id) for row in rows} == {
        (office.rosa.account, office.sam.account)
    }


async def test_mentors_schedule_themselves_and_staff_any_helper(office: Office) -> None:
    community = office.community
    member = await community.person("Luz")
    elsewhere = await community.staff("Bruno", Role.MENTOR, community.kitchen)
    teo = community.member(office.teo, community.garden)
    for actor, host, expected in (
        (member, None, ("not_allowed", {})),
        (elsewhere, None, ("not_allowed", {})),
        (office.rosa, teo, ("not_allowed", {})),
        (office.sam, community.member(member, community.garden), ("bad_schedule", {"why": "host"})),
    ):
        plan = await office.plan(host=host)
        if host != teo and actor is not office.rosa:
            plan = msgspec.structs.replace(plan, second=None)
        assert why(await office.create(plan, actor)) == expected
    given = saved(await office.create(await office.plan(host=teo, second=None), office.sam))
    assert {row.host_id for row in await office.rows(given)} == {office.teo.account}
    plan = await office.plan(starts=await office.wall(hour=12))
    assert why(await office.edit(given, plan, by=office.rosa)) == ("not_allowed", {})


async def test_who_stands_beside_a_host_is_another_helper(office: Office) -> None:
    community = office.community
    member = await community.person("Luz")
    for beside in (member, office.rosa):
        plan = await office.plan(second=community.member(beside, community.garden))
        assert why(await office.create(plan)) == ("bad_schedule", {"why": "second"})


async def test_whoever_is_to_host_belongs_to_the_room_and_so_is_missed_there(
    office: Office,
) -> None:
    community = office.community
    ines = await community.staff("Ines", Role.MODERATOR, community.porch, everywhere=True)
    member = community.member(ines, community.garden)
    saved(await office.create(await office.plan(second=member)))
    belonging = f"SELECT room_id FROM membership WHERE account_id = '{ines.account}'"
    assert {room for (room,) in await community.sql(belonging)} == {
        community.porch,
        community.garden,
    }


async def test_experts_need_a_record_that_holds_until_the_last_time(office: Office) -> None:
    plan = await office.plan(expert=True)
    assert why(await office.create(plan)) == ("not_expert", {})
    until = await office.now() + 30 * DAY_MS
    await office.community.database.write(
        lambda connection: (
            connection.exec_driver_sql(
                "INSERT INTO expert_record VALUES"
                f" ('{office.rosa.account}', 'Board', 'ostomy care', {until}, 'x', 0)"
            ).rowcount
        )
    )
    assert why(await office.create(plan)) == ("not_expert", {})
    endless = await office.plan(expert=True, rule="FREQ=WEEKLY")
    rows = await office.rows(saved(await office.create(endless)))
    assert 3 <= len(rows) <= 5
    assert all(row.ends_at <= until for row in rows)


async def test_nobody_is_scheduled_twice_at_a_time(office: Office) -> None:
    community = office.community
    await office.helps(office.rosa, community.porch)
    made = await office.made()
    starts = (await office.rows(made))[2].starts
    later = starts[:11] + "18:30"
    at = (await office.rows(made))[2].starts_at
    there = await office.plan(room=community.porch, starts=later, rule="", second=None)
    assert why(await office.create(there)) == ("clash", {"who": "host", "at": at})
    plan = await office.plan(starts=later, rule="", second=None)
    assert why(await office.create(plan, office.teo)) == ("clash", {"who": "room", "at": at})
    by_staff = msgspec.structs.replace(plan, host=community.member(office.teo, community.garden))
    assert why(await office.create(by_staff, office.sam))[0] == "clash"
    after = msgspec.structs.replace(plan, starts=starts[:11] + "19:00")
    saved(await office.create(after, office.teo))
    assert why(await office.create(await office.plan()))[0] == "clash"


async def test_a_moved_series_keeps_its_sessions_and_tells_who_comes(office: Office) -> None:
    made = await office.made()
    before = await office.rows(made)
    luz = await office.community.person("Luz")
    await office.comes(luz, before[1].id)
    plan = await office.plan(starts=before[0].starts[:11] + "19:30", about="Bring tea")
    edited = saved(await office.edit(made, plan))
    after = await office.rows(made)
    assert [row.id for row in after] == [row.id for row in before]
    assert {row.starts[11:] for row in after} == {"19:30"}
    assert {(row.sequence, row.about) for row in after} == {(1, "Bring tea")}
    assert (edited.moved, edited.cancelled, edited.made) == (8, 0, 0)
    assert await office.told(luz) == [("moved", before[1].id)]
    assert why(await office.edit(made, plan)) == ("edited_meanwhile", {})


async def test_days_that_a_rule_has_no_more_are_called_off_and_told(office: Office) -> None:
    made = await office.made()
    before = await office.rows(made)
    luz = await office.community.person("Luz")
    for row in before[4:6]:
        await office.comes(luz, row.id)
    plan = await office.plan(rule="FREQ=WEEKLY;INTERVAL=2;COUNT=4")
    edited = saved(await office.edit(made, plan))
    assert edited.cancelled == 4
    assert [row.id for row in await office.ahead(made)] == [row.id for row in before[::2]]
    assert await office.told(luz) == [("cancelled", before[5].id)]
    again = saved(await office.edit(edited, await office.plan()))
    assert (again.made, len(await office.ahead(made))) == (4, 8)


async def test_this_and_following_go_on_as_a_series_of_their_own(office: Office) -> None:
    made = await office.made()
    before = await office.rows(made)
    apart = saved(await office.change(before[5], starts=before[5].starts[:11] + "09:00"))
    assert apart.apart == (before[5].id,)
    held = msgspec.structs.replace(made, version=2)
    starts = before[3].starts[:11] + "20:00"
    plan = await office.plan(starts=starts, rule="FREQ=WEEKLY;COUNT=5")
    split = saved(await office.edit(held, plan, since=before[3]))
    assert split.series != made.series
    assert split.apart == (before[5].id,)
    old, new = await office.ahead(made), await office.ahead(split)
    assert [row.id for row in [*old, *new]] == [row.id for row in before]
    assert [row.starts[11:] for row in new] == ["20:00", "20:00", "09:00", "20:00", "20:00"]
    assert {row.starts[11:] for row in old} == {"18:00"}
    whole = await office.plan(starts=before[0].starts, rule="FREQ=WEEKLY;COUNT=3", about="Still")
    stays = saved(await office.edit(msgspec.structs.replace(made, version=3), whole))
    assert (stays.made, stays.cancelled) == (0, 0)


async def test_one_that_was_changed_by_itself_stays_as_it_is(office: Office) -> None:
    made = await office.made()
    rows = await office.rows(made)
    guest = office.community.member(office.teo, office.community.garden)
    assert why(await office.change(rows[2], host=guest))[0] == "not_allowed"
    saved(await office.change(rows[2], by=office.sam, host=guest))
    saved(await office.cancel_one(rows[4]))
    plan = await office.plan(starts=rows[0].starts[:11] + "17:00")
    edited = saved(await office.edit(msgspec.structs.replace(made, version=3), plan))
    after = await office.rows(made)
    assert edited.apart == (rows[2].id,)
    assert (after[2].starts, after[2].host_id) == (rows[2].starts, office.teo.account)
    assert (after[4].state, len(after)) == (State.CANCELLED, 8)
    assert why(await office.change(rows[2], about="Late save"))[0] == "edited_meanwhile"


async def test_what_is_called_off_is_told_once_and_stays_off(office: Office) -> None:
    made = await office.made()
    rows = await office.rows(made)
    luz = await office.community.person("Luz")
    for row in (rows[1], rows[6]):
        await office.comes(luz, row.id)
    saved(await office.cancel_one(rows[1]))
    assert why(await office.cancel_one(rows[1]))[0] == "edited_meanwhile"
    saved(await office.cancel(made, since=rows[6]))
    assert await office.told(luz) == [("cancelled", rows[1].id), ("cancelled", rows[6].id)]
    assert walls(await office.ahead(made)) == walls([rows[0], *rows[2:6]])
    saved(await office.cancel(made))
    assert await office.ahead(made) == []
    assert why(await office.cancel(made)) == ("nothing_to_change", {})


async def test_only_an_admin_stops_a_series_and_then_nothing_more_is_said(office: Office) -> None:
    made = await office.made()
    rows = await office.rows(made)
    luz = await office.community.person("Luz")
    vera = await office.community.staff(
        "Vera", Role.ADMIN, office.community.garden, everywhere=True
    )
    for row in rows[:3]:
        await office.comes(luz, row.id)
    assert why(await office.stop(made, office.sam)) == ("not_allowed", {})
    saved(await office.stop(made, vera))
    assert await office.ahead(made) == []
    assert await office.told(luz) == [("stopped", rows[0].id)]
    plan = await office.plan(form=Form.CIRCLE)
    assert why(await office.edit(msgspec.structs.replace(made, version=2), plan)) == (
        "series_stopped",
        {},
    )
    assert why(await office.change(rows[3]))[0] == "series_stopped"
    assert why(await office.stop(made, vera))[0] == "series_stopped"


async def test_what_has_begun_is_not_rewritten(office: Office) -> None:
    made = await office.made()
    rows = await office.rows(made)
    office.community.shift.ms = rows[1].starts_at - await office.now() + 60_000
    plan = await office.plan(starts=rows[0].starts[:11] + "12:00", about="New words")
    saved(await office.edit(made, plan))
    after = await office.rows(made)
    assert walls(after[:2]) == walls(rows[:2])
    assert {row.starts[11:] for row in after[2:]} == {"12:00"}
    assert why(await office.change(after[0], starts=await office.wall()))[1] == {"why": "past"}
    plan = await office.plan(starts=rows[0].starts)
    assert why(await office.create(plan)) == ("bad_schedule", {"why": "past"})
