"""What people are told of a session as the clock goes on: each stage at its minute, as a snapshot
shows it while two processes look, on both databases."""

from persistence.dropins import snapshot
from rooms import commands
from rooms.actor import Actor
from rooms.dropins import acts
from rooms.ids import DropInId, new_public_id
from tests.persistence.community import SECRET, accepted
from tests.persistence.hours import Hour, line_act, planned


async def told(hour: Hour, drop_in: DropInId) -> str:
    seen = await hour.community.database.read(snapshot.snapshot_of, SECRET, drop_in)
    assert seen is not None
    return seen.card.stage.value


async def test_each_stage_of_an_hour_is_told_at_its_minute(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    community = hour.community
    drop_in = await planned(hour, rosa, teo, begins=20)
    for minutes, stage in ((4.8, "scheduled"), (0.4, "lobby"), (14.6, "lobby")):
        await hour.passes(minutes)
        assert await told(hour, drop_in) == stage
    hour.here = {rosa.account, teo.account}
    ana = await community.person("Ana")
    await line_act(hour, ana, drop_in, acts.TakePlace())
    await hour.passes(0.4)
    assert await told(hour, drop_in) == "live"
    hour.here = {teo.account}
    await hour.passes(0.8)
    assert await told(hour, drop_in) == "host_away"
    hour.here = {rosa.account, teo.account}
    for minutes, stage in ((0.4, "live"), (53.4, "live"), (0.4, "wrapping")):
        await hour.passes(minutes)
        assert await told(hour, drop_in) == stage
    await line_act(hour, rosa, drop_in, acts.CallNext())
    ids = {"room": community.garden, "drop_in": drop_in}
    accepted(await community.do(ana, commands.TakeFloor(**ids, command_id=new_public_id(), ref=0)))
    for minutes, stage in ((4.6, "wrapping"), (0.4, "overrun"), (14.6, "overrun"), (0.6, "ended")):
        await hour.passes(minutes)
        assert await told(hour, drop_in) == stage


async def test_host_who_does_not_come_is_told_of_at_five_and_at_fifteen(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    drop_in = await planned(hour, rosa, teo, begins=1)
    walk = ((0.9, "lobby"), (4.9, "lobby"), (0.4, "late"), (9.6, "late"), (0.4, "unhosted"))
    for minutes, stage in walk:
        await hour.passes(minutes)
        assert await told(hour, drop_in) == stage
