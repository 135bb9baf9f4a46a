"""What becomes of a session whose people are sent away, leave or lose their powers."""

from typing import Any

import pytest

from rooms import commands
from rooms.actor import HOUSE
from rooms.commands import Reason
from rooms.dropins.stages import GRACE_MS
from rooms.ids import new_public_id
from rooms.refusals import Code
from tests.persistence.community import (
    Community,
    Process,
    codes,
    submit,
)
from tests.persistence.hour import Hour, an_hour


@pytest.fixture
async def hour(community: Community) -> Hour:
    return await an_hour(community)


@pytest.mark.parametrize("act", ["close", "leave", "step_out", "mute"])
async def test_speaker_who_is_sent_away_gives_the_floor_back_in_the_same_append(
    hour: Hour, act: str
) -> None:
    await hour.open()
    await hour.do(hour.ana, commands.TakeFloor(**hour.ids()))
    # From another room: whatever ends an account is told wherever it belongs.
    elsewhere = hour.community.porch
    await hour.community.say(hour.ana, elsewhere, "hello")
    away: dict[str, Any] = {"room": elsewhere, "command_id": new_public_id()}
    ana = hour.community.member(hour.ana, elsewhere)
    out = {**hour.here, "member": hour.member(hour.ana), "reason": Reason.UNKIND}
    match act:
        case "close":
            await hour.community.belongs(hour.mona, elsewhere)
            close = commands.CloseAccount(**away, member=ana, reason=Reason.SELLING)
            await hour.do(hour.mona, close)
        case "leave":
            await hour.do(hour.ana, commands.LeaveCommunity(**away))
        case "step_out":
            await hour.do(hour.mona, commands.RemoveMember(**out, seconds=60))
        case _:
            await hour.do(hour.mona, commands.MuteMember(**out, seconds=60))
    assert (await hour.kinds())[-1] == "floor_freed"
    if act == "leave":
        kept = f"SELECT 1 FROM drop_in_place WHERE account_id = '{hour.ana.account}'"
        assert await hour.community.sql(kept) == [], "who has left for good leaves no place behind"
    else:
        assert await hour.place(hour.ana) == ("done", True, True, None)
    [(hosting,)] = await hour.community.sql(
        f"SELECT hosting FROM room WHERE id = '{hour.community.garden}'"
    )
    assert hour.ana.account not in hosting


async def test_powers_taken_in_another_room_pass_the_session_on(hour: Hour) -> None:
    await hour.open()
    porch = hour.community.porch
    for who in (hour.mia, hour.mona):
        await hour.community.belongs(who, porch)
    suspend = commands.SuspendPowers(
        room=porch,
        command_id=new_public_id(),
        member=hour.community.member(hour.mia, porch),
        reason=Reason.UNKIND,
    )
    await hour.do(hour.mona, suspend)
    assert (await hour.kinds())[-2:] == ["powers_suspended", "hosts_changed"]
    await hour.do(hour.max, commands.FreezeFloor(**hour.ids()))


async def test_without_anybody_to_go_on_a_moderator_is_called(hour: Hour) -> None:
    await hour.open()
    hour.community.shift.ms += GRACE_MS
    close = commands.CloseAccount(**hour.here, member=hour.member(hour.mia), reason=Reason.SELLING)
    await hour.do(hour.mona, close)
    assert (await hour.kinds())[-2:] == ["account_closed", "floor_frozen"]
    calls = await hour.community.sql("SELECT kind, account_id FROM help_call")
    assert calls == [("away", hour.mia.account)]


async def test_absent_host_is_followed_by_the_second_once(
    hour: Hour, other_process: Process
) -> None:
    await hour.open()
    hour.community.shift.ms += GRACE_MS + 1
    passing = [submit(HOUSE, commands.PassHosting(**hour.ids())) for _ in range(6)]
    assert codes(await other_process.journal.append(passing)) == [Code.NOTHING_TO_CHANGE] * 6
    await hour.seen(hour.max)
    outcomes = await other_process.journal.append(passing)
    assert codes(outcomes).count(None) == 1
    assert (await hour.kinds())[-1] == "hosts_changed"


async def test_waiting_place_of_who_is_sent_away_is_over(hour: Hour) -> None:
    step_out = commands.RemoveMember(
        **hour.here, member=hour.member(hour.ana), seconds=60, reason=Reason.UNKIND
    )
    await hour.do(hour.mona, step_out)
    assert await hour.place(hour.ana) == ("left", False, True, None)
    assert await hour.row("line_version") == (1,)
