"""What people are told of a session as the clock goes on: each stage at its minute, as a snapshot
shows it while two processes look, on both databases."""

from persistence.dropins import snapshot
from rooms import commands
from rooms.actor import Actor
from rooms.dropins import acts
from rooms.ids import DropInId, new_public_id
from tests.persistence.community import SECRET, accepted
from tests.persistence.hours import MINUTE_MS, Hour, line_act, planned


async def told_at(hour: Hour, drop_in: DropInId, minute: float) -> str:
    """The stage so many minutes after its planned begin."""
    database = hour.community.database
    asked = f"SELECT starts_at FROM drop_in WHERE id = '{drop_in}'"
    [(starts_at,)] = await hour.community.sql(asked)
    left_ms = starts_at + minute * MINUTE_MS - await database.now_ms()
    await hour.passes(left_ms / MINUTE_MS)
    seen = await database.read(snapshot.snapshot_of, SECRET, drop_in)
    assert seen is not None
    return seen.card.stage.value


async def test_each_stage_of_an_hour_is_told_at_its_minute(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    community = hour.community
    drop_in = await planned(hour, rosa, teo, begins=20)
    assert await told_at(hour, drop_in, -16) == "scheduled"
    assert await told_at(hour, drop_in, -14) == "lobby"
    ana = await community.person("Ana")
    await line_act(hour, ana, drop_in, acts.TakePlace())
    hour.here = {rosa.account, teo.account}
    assert await told_at(hour, drop_in, -1) == "lobby"
    assert await told_at(hour, drop_in, 1) == "live"
    hour.here = {teo.account}
    assert await told_at(hour, drop_in, 2) == "host_away"
    hour.here = {rosa.account, teo.account}
    assert await told_at(hour, drop_in, 3) == "live"
    assert await told_at(hour, drop_in, 54) == "live"
    assert await told_at(hour, drop_in, 56) == "wrapping"
    await line_act(hour, rosa, drop_in, acts.CallNext())
    ids = {"room": community.garden, "drop_in": drop_in}
    accepted(await community.do(ana, commands.TakeFloor(**ids, command_id=new_public_id(), ref=0)))
    assert await told_at(hour, drop_in, 59) == "wrapping"
    assert await told_at(hour, drop_in, 61) == "overrun"
    assert await told_at(hour, drop_in, 73.5) == "overrun"
    assert await told_at(hour, drop_in, 75.5) == "ended"


async def test_host_who_does_not_come_is_told_of_at_five_and_at_fifteen(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    drop_in = await planned(hour, rosa, teo, begins=2)
    for minute, stage in ((-1, "lobby"), (4, "lobby"), (6, "late"), (14, "late"), (16, "unhosted")):
        assert await told_at(hour, drop_in, minute) == stage
