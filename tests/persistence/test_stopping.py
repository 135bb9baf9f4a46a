"""Everything that one host has is ended in one act: told once, and nothing follows it."""

import asyncio

import msgspec
import pytest

from persistence.dropins import due, reminding, session_rows, stopping
from rooms.actor import HOUSE, Actor, Role
from rooms.commands import CloseDropIn, OpenDropIn
from rooms.dropins.clockwork import calls_due, commands_due
from rooms.dropins.schedule import Saved, Stopped
from rooms.dropins.stages import LATE_MS
from rooms.ids import new_public_id
from rooms.refusals import Code, Refusal
from tests.persistence.community import Community, Process, accepted
from tests.persistence.schedules import DAY_MS, Office, saved, why


@pytest.fixture
async def office(community: Community) -> Office:
    office = await Office.open(community)
    await office.helps(office.rosa, community.kitchen)
    return office


@pytest.fixture
async def vera(office: Office) -> Actor:
    return await office.community.staff(
        "Vera", Role.ADMIN, office.community.garden, everywhere=True
    )


def stopped(outcome: Stopped | Refusal) -> Stopped:
    assert isinstance(outcome, Stopped), outcome
    return outcome


async def in_two_rooms(office: Office) -> tuple[Saved, Saved]:
    kitchen = office.community.kitchen
    there = await office.made(room=kitchen, starts=await office.wall(days=1), second=None)
    return await office.made(), there


async def test_all_that_a_host_has_is_ended_in_every_room_and_told_once(
    office: Office, vera: Actor
) -> None:
    here, there = await in_two_rooms(office)
    teos = saved(await office.create(await office.plan(starts=await office.wall(5)), office.teo))
    luz = await office.community.person("Luz")
    first, *_ = rows = [*await office.rows(there), *await office.rows(here)]
    for row in (rows[-1], *rows):
        await office.comes(luz, row.id)
    assert why(await office.stop_all(here, office.sam)) == ("not_allowed", {})
    done = stopped(await office.stop_all(here, vera))
    assert (done.series, done.cancelled, done.guest) == (2, 16, 0)
    assert set(done.rooms) == {office.community.garden, office.community.kitchen}
    assert await office.told(luz) == [("stopped", first.id)]
    assert [await office.ahead(each) for each in (here, there)] == [[], []]
    assert len(await office.ahead(teos)) == 8
    assert why(await office.stop_all(there, vera)) == ("nothing_to_change", {})
    plan = await office.plan(about="After all")
    edited = await office.edit(msgspec.structs.replace(here, version=2), plan)
    assert why(edited)[0] == "series_stopped"


async def test_what_is_live_closes_and_nobody_is_called_for_the_others(
    office: Office, vera: Actor
) -> None:
    here, there = await in_two_rooms(office)
    (live, *_), (soon, *_) = await office.rows(there), await office.rows(here)
    community, database = office.community, office.community.database
    luz = await community.person("Luz")
    for drop_in in (live.id, soon.id):
        await office.comes(luz, drop_in)
    community.shift.ms += live.starts_at - await office.now()
    opens = OpenDropIn(room=live.room_id, command_id=new_public_id(), drop_in=live.id)
    accepted(await community.do(office.rosa, opens))
    assert stopped(await office.stop_all(here, vera)).cancelled == 15
    (watched,) = (await database.read(due.look)).sessions
    (close,) = commands_due(watched, await office.now(), new_public_id)
    assert isinstance(close, CloseDropIn)
    accepted(await community.do(HOUSE, close))
    community.shift.ms += soon.starts_at - DAY_MS - await office.now()
    assert await database.read(reminding.due, await office.now(), 100) == []
    community.shift.ms += DAY_MS + LATE_MS
    looked = await database.read(due.look)
    assert [calls_due(each, looked.now) for each in looked.sessions] == []
    assert (await office.told(luz))[-1:] == [("stopped", soon.id)]
    assert [kind for kind, _ in await office.told(luz)].count("stopped") == 1


async def test_a_guest_in_somebody_elses_series_is_named_and_left(
    office: Office, vera: Actor
) -> None:
    here, _ = await in_two_rooms(office)
    teos = saved(await office.create(await office.plan(starts=await office.wall(5)), office.teo))
    (row, *_) = await office.rows(teos)
    rosa = office.community.member(office.rosa, office.community.garden)
    plan = msgspec.structs.replace(session_rows.plan_of(row), host=rosa)
    saved(await office.change(row, office.sam, **msgspec.structs.asdict(plan)))
    assert stopped(await office.stop_all(here, vera)).guest == 1


async def test_of_two_who_end_it_at_once_one_does_and_a_new_series_is_no_half_of_it(
    office: Office, vera: Actor, other_process: Process
) -> None:
    ends: list[str] = []
    for trial in range(10):
        here = await office.made(starts=await office.wall(days=3 + trial), rule="")
        plan = await office.plan(starts=await office.wall(days=40 + trial), rule="", second=None)
        there = msgspec.structs.replace(plan, room=office.community.kitchen)
        one, other, new = await asyncio.gather(
            office.stop_all(here, vera),
            other_process.database.write(
                stopping.stop_all_by_house, office.rosa.account, "left the house"
            ),
            office.create(there, process=other_process),
        )
        ends += [each.code for each in (one, other) if isinstance(each, Refusal)]
        half = await office.community.sql(
            "SELECT d.id FROM drop_in d JOIN drop_in_series s ON s.id = d.series_id"
            " WHERE d.state = 'scheduled' AND s.stopped_at IS NOT NULL"
        )
        assert half == []
        assert isinstance(new, Saved)
    assert set(ends) <= {Code.NOTHING_TO_CHANGE}
    assert len(ends) <= 10
