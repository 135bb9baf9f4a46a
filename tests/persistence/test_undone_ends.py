"""An end that is undone while people go on: nobody has two places, nobody loses the newer one."""

import asyncio

import pytest

from persistence import locks
from persistence.dropins import line
from persistence.engines.sqlite import is_sqlite
from rooms.actor import Actor, Role
from rooms.dropins import acts
from rooms.ids import DropInId, RoomId
from rooms.refusals import Refusal
from tests.persistence.community import SECRET, Community
from tests.persistence.drop_in_rows import ends, put_session, reopens
from tests.persistence.other_writer import Execute, holding, someone_waits


async def takes(community: Community, drop_in: DropInId, who: Actor) -> RoomId | Refusal:
    act = acts.TakePlace(question="How long?")
    return await community.database.write(line.act, SECRET, who, drop_in, act)


async def takes_elsewhere(
    community: Community, execute: Execute, who: Actor, drop_in: DropInId
) -> None:
    """As another process does it, under the person's lock."""
    if not is_sqlite(community.url):
        await execute(f"SELECT pg_advisory_xact_lock({locks.account_key(who.account)})")
    await execute(
        "INSERT INTO drop_in_place (id, drop_in_id, account_id, number, turn, state, since,"
        " joined_at, shown, language, in_writing, first_time, position_hidden, moved_down)"
        f" VALUES ('elsewhere', '{drop_in}', '{who.account}', 1, 1, 'waiting', 1, 1, 'no', 'en',"
        " false, false, false, false)"
    )


@pytest.mark.parametrize("by", ["clock", "somebody"])
async def test_newer_place_in_another_room_is_kept(community: Community, by: str) -> None:
    rosa = await community.staff("Rosa", Role.MENTOR, community.garden)
    luz = await community.staff("Luz", Role.MENTOR, community.kitchen)
    drop_in = await put_session(community, rosa)
    elsewhere = await put_session(community, luz, community.kitchen)
    ana, bo = await community.stranger(), await community.stranger()
    await takes(community, drop_in, ana)
    await ends(community, drop_in)
    await community.database.write(line.close_up, drop_in)
    await reopens(community, drop_in, rosa)
    async with holding(community.url, community.kitchen) as execute:
        await takes_elsewhere(community, execute, ana, elsewhere)
        settling = asyncio.create_task(
            community.database.write(line.tick, drop_in)
            if by == "clock"
            else takes(community, drop_in, bo)
        )
        await someone_waits(community.url)
    assert not isinstance(await settling, Refusal)
    found = await community.sql(
        f"SELECT drop_in_id, state FROM drop_in_place WHERE account_id = '{ana.account}'"
    )
    assert set(found) == {(drop_in, "unreached"), (elsewhere, "waiting")}
