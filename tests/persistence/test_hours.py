"""Sessions that live by themselves: each stage reached by the clock alone, with two processes that
both look, on both databases."""

import asyncio

from rooms import commands
from rooms.actor import HOUSE, Actor, Role
from rooms.commands import Reason
from rooms.dropins import acts
from rooms.ids import new_public_id
from rooms.refusals import Code
from tests.persistence.community import accepted, code
from tests.persistence.hours import Hour, begun, change, hosts, line_act, plan, planned


async def test_it_opens_at_its_time_and_closes_at_its_end_once_each(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    garden = hour.community.garden
    drop_in = await hour.community.database.write(
        plan, garden, rosa.account, 20, second_id=teo.account
    )
    hour.here = {rosa.account}
    await hour.passes(19.5)
    assert (await hour.state(drop_in), await hour.entries()) == ("scheduled", [])
    await hour.passes(0.6)
    assert (await hour.state(drop_in), await hour.entries()) == ("live", ["drop_in_opened"])
    await hour.passes(59)
    assert await hour.state(drop_in) == "live"
    await hour.passes(1.5)
    assert await hour.state(drop_in) == "ended"
    assert await hour.entries() == ["drop_in_opened", "drop_in_closed"]


async def test_host_who_does_not_come_is_late_at_five_and_the_room_is_ordinary_at_fifteen(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    community = hour.community
    drop_in = await planned(hour, rosa, teo, begins=1)
    await hour.passes(5.9)
    assert await hour.open_calls() == []
    await hour.passes(0.2)
    assert await hour.open_calls() == ["late"]
    await hour.passes(9.8)
    assert (await hour.open_calls(), await hour.state(drop_in)) == (["late"], "scheduled")
    await hour.passes(0.5)
    assert (await hour.open_calls(), await hour.state(drop_in)) == ([], "unhosted")
    assert await community.sql("SELECT count(*) FROM help_call") == [(1,)]
    await community.say(await community.person("Ana"), community.garden, "Still here")


async def test_host_who_comes_late_opens_and_nobody_is_called_any_more(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    drop_in = await planned(hour, rosa, teo, begins=1)
    await hour.passes(8)
    hour.here = {rosa.account}
    await hour.passes(0.5)
    assert (await hour.open_calls(), await hour.state(drop_in)) == ([], "live")


async def test_second_person_who_is_there_goes_on_after_three_minutes(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    await begun(hour, rosa, teo)
    hour.here = {teo.account}
    await hour.passes(2.8)
    assert await hour.entries() == ["drop_in_opened"]
    await hour.passes(0.5)
    assert await hour.entries() == ["drop_in_opened", "hosts_changed"]
    assert await hosts(hour) == (teo.account, rosa.account)
    assert await hour.open_calls() == []


async def test_network_that_blinked_changes_nothing(hour: Hour, rosa: Actor, teo: Actor) -> None:
    await begun(hour, rosa, teo)
    for _ in range(3):
        hour.here = {teo.account}
        await hour.passes(2.5)
        hour.here = {teo.account, rosa.account}
        await hour.passes(0.5)
    assert await hour.entries() == ["drop_in_opened"]
    assert await hosts(hour) == (rosa.account, teo.account)


async def test_where_nobody_goes_on_a_moderator_is_called_and_at_fifteen_it_is_over(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    drop_in = await begun(hour, rosa, teo)
    hour.here = set()
    await hour.passes(2.8)
    assert await hour.open_calls() == []
    await hour.passes(0.5)
    assert await hour.open_calls() == ["away"]
    await hour.passes(11.2)
    assert await hour.state(drop_in) == "live"
    await hour.passes(1)
    assert (await hour.state(drop_in), await hour.open_calls()) == ("unhosted", [])


async def test_host_who_does_not_say_that_all_is_well_is_looked_after(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    drop_in = await begun(hour, rosa, teo)
    await hour.passes(17.5)
    assert await hour.open_calls() == []
    await line_act(hour, rosa, drop_in, acts.AllWell())
    await hour.passes(10)
    assert await hour.open_calls() == []
    await hour.passes(8.5)
    assert await hour.open_calls() == ["silent"]
    await hour.passes(5)
    assert await hour.open_calls() == ["silent"]
    await line_act(hour, rosa, drop_in, acts.AllWell())
    await hour.passes(1)
    assert await hour.open_calls() == []


async def test_host_who_is_back_needs_nobody_any_more(hour: Hour, rosa: Actor) -> None:
    await begun(hour, rosa, None)
    hour.here = set()
    await hour.passes(4)
    assert await hour.open_calls() == ["away"]
    hour.here = {rosa.account}
    await hour.passes(1)
    assert (await hour.open_calls(), await hour.entries()) == ([], ["drop_in_opened"])


async def test_hand_over_that_is_not_accepted_lapses_and_the_host_goes_on(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    community = hour.community
    drop_in = await begun(hour, rosa, None)
    member = await community.belongs(teo, community.garden)
    await line_act(hour, rosa, drop_in, acts.OfferHosting(member=member, note="Two wait."))
    await hour.passes(0.8)
    assert await community.sql("SELECT offered_to FROM drop_in") == [(teo.account,)]
    await hour.passes(0.5)
    assert await community.sql("SELECT offered_to FROM drop_in") == [(None,)]
    take = commands.TakeHosting(room=community.garden, command_id=new_public_id(), drop_in=drop_in)
    assert code(await community.do(teo, take)) is Code.NOT_ALLOWED
    assert await hosts(hour) == (rosa.account, None)


async def test_nobody_beside_the_host_is_shown_a_day_before_and_taken_back_once_there_is(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    drop_in = await planned(hour, rosa, None, begins=24 * 60 + 10)
    await hour.passes(9)
    assert await hour.open_calls() == []
    await hour.passes(2)
    assert await hour.open_calls() == ["uncovered"]
    await change(hour, f"UPDATE drop_in SET second_id = '{teo.account}' WHERE id = '{drop_in}'")
    await hour.passes(1)
    assert await hour.open_calls() == []


async def test_session_in_a_closed_room_waits_for_it_to_open(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    community = hour.community
    sam = await community.staff("Sam", Role.MODERATOR, community.garden)
    drop_in = await planned(hour, rosa, teo, begins=1)
    lock = commands.LockRoom(room=community.garden, command_id=new_public_id(), reason=Reason.OTHER)
    accepted(await community.do(sam, lock))
    hour.here = {rosa.account}
    await hour.passes(6.5)
    assert (await hour.state(drop_in), await hour.open_calls()) == ("scheduled", ["late"])
    unlock = commands.UnlockRoom(room=community.garden, command_id=new_public_id())
    accepted(await community.do(sam, unlock))
    await hour.passes(0.3)
    assert await hour.state(drop_in) == "live"


async def test_host_without_the_role_opens_nothing_and_the_second_person_does(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    community = hour.community
    drop_in = await planned(hour, rosa, teo, begins=1)
    change = commands.ChangeRole(
        room=community.garden,
        command_id=new_public_id(),
        member=community.member(rosa, community.garden),
        role=Role.MEMBER,
    )
    accepted(await community.do(HOUSE, change))
    hour.here = {rosa.account}
    await hour.passes(3)
    assert await hour.state(drop_in) == "scheduled"
    hour.here = {rosa.account, teo.account}
    await hour.passes(0.3)
    assert await hour.state(drop_in) == "live"
    assert await hosts(hour) == (teo.account, None)


async def test_second_person_who_takes_over_while_the_clock_does_so_too_hosts_once(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    community = hour.community
    drop_in = await begun(hour, rosa, teo)
    hour.here = {teo.account}
    await hour.passes(2.9)
    community.shift.ms += 20_000
    await hour.seen()
    take = commands.TakeHosting(room=community.garden, command_id=new_public_id(), drop_in=drop_in)
    await asyncio.gather(hour.look(), community.do(teo, take))
    assert await hour.entries() == ["drop_in_opened", "hosts_changed"]
    assert await hosts(hour) == (teo.account, rosa.account)


async def test_new_host_who_loses_the_line_is_followed_by_the_one_before(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    await begun(hour, rosa, teo)
    hour.here = {teo.account}
    await hour.passes(3.5)
    assert await hosts(hour) == (teo.account, rosa.account)
    hour.here = {rosa.account}
    await hour.passes(3.5)
    assert await hosts(hour) == (rosa.account, teo.account)


async def test_of_two_sessions_at_one_time_in_a_room_one_opens_and_the_other_is_given_up(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    first, other = await planned(hour, rosa, None, 1), await planned(hour, teo, None, 1)
    hour.here = {rosa.account, teo.account}
    await hour.passes(2)
    assert sorted([await hour.state(first), await hour.state(other)]) == ["live", "scheduled"]
    await hour.passes(15)
    assert sorted([await hour.state(first), await hour.state(other)]) == ["live", "unhosted"]


async def test_session_whose_host_was_paused_waits_for_a_moderator_and_the_call_stays(
    hour: Hour, rosa: Actor
) -> None:
    community = hour.community
    sam = await community.staff("Sam", Role.MODERATOR, community.garden)
    drop_in = await begun(hour, rosa, None)
    await community.mute(sam, rosa, community.garden)
    await hour.passes(1)
    assert await hour.open_calls() == ["away"]
    for command in (commands.TakeHosting, commands.ThawFloor):
        ids = new_public_id()
        done = command(room=community.garden, command_id=ids, drop_in=drop_in)
        accepted(await community.do(sam, done))
    hour.here = {sam.account}
    await hour.passes(1)
    assert (await hour.open_calls(), await hosts(hour)) == ([], (sam.account, None))
