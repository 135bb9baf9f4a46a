"""A room closed, slowed and calmed is so for whoever reads it next, and the audit knows."""

from typing import Any

from persistence.standing import Standing, standing
from rooms import commands
from rooms.actor import HOUSE, Actor, Role
from rooms.commands import Reason, Writing
from rooms.ids import new_public_id
from rooms.permissions import RoomState
from rooms.refusals import Code
from tests.persistence.community import HOUR_MS, SECRET, Community, accepted, code, post


def here(community: Community) -> dict[str, Any]:
    return {"room": community.garden, "command_id": new_public_id()}


async def read(community: Community, actor: Actor) -> Standing:
    found = await community.database.read(standing, SECRET, community.garden, actor.account)
    assert found is not None
    return found


async def act(community: Community, actor: Actor, *acts: Writing) -> None:
    for command in acts:
        accepted(await community.do(actor, command))


async def audited(community: Community) -> list[tuple[Any, ...]]:
    """The acts on the room, without those on a person."""
    return await community.sql(
        "SELECT action, reason FROM audit WHERE target_account IS NULL ORDER BY id"
    )


async def test_closed_room_is_closed_for_members_until_it_is_opened(community: Community) -> None:
    ana = await community.person("Ana")
    mona = await community.staff("Mona", Role.MODERATOR, community.garden)
    await act(community, mona, commands.LockRoom(**here(community), reason=Reason.NO_COVER))
    facts = (await read(community, ana)).facts
    assert (facts.state, facts.lock_reason) == (RoomState.LOCKED, Reason.NO_COVER)
    assert code(await community.do(ana, post(community.garden, "hello"))) is Code.ROOM_LOCKED
    await community.say(ana, community.porch, "other rooms are open")
    await act(community, mona, commands.UnlockRoom(**here(community)))
    facts = (await read(community, ana)).facts
    assert (facts.state, facts.lock_reason) == (RoomState.OPEN, None)
    await community.say(ana, community.garden, "hello")
    assert await audited(community) == [("room_locked", "no_cover"), ("room_unlocked", None)]


async def test_live_pace_comes_before_the_usual_until_it_is_taken_back(
    community: Community,
) -> None:
    ana = await community.person("Ana")
    await act(community, HOUSE, commands.SetPace(**here(community), pace_seconds=20))
    assert (await read(community, ana)).facts.pace_now_ms == 20_000
    await community.say(ana, community.garden, "one")
    assert code(await community.do(ana, post(community.garden, "two"))) is Code.SLOW
    await act(community, HOUSE, commands.SetPace(**here(community), pace_seconds=None))
    assert (await read(community, ana)).facts.live_pace_ms is None
    await community.say(ana, community.garden, "two")
    assert await audited(community) == [("pace_changed", "20"), ("pace_changed", "usual")]


async def test_calm_ends_by_the_clock_without_an_entry(community: Community) -> None:
    ana, nina = await community.person("Ana"), await community.newcomer("Nina")
    await act(community, HOUSE, commands.CalmRoom(**here(community)))
    await community.say(ana, community.garden, "one")
    assert code(await community.do(ana, post(community.garden, "two"))) is Code.SLOW
    assert code(await community.do(nina, post(community.garden, "hello"))) is Code.CALM
    community.shift.ms += HOUR_MS // 2
    await community.say(ana, community.garden, "two")
    await community.say(ana, community.garden, "three")
    await community.say(nina, community.garden, "hello")
    await act(community, HOUSE, commands.CalmRoom(**here(community)))
    await act(community, HOUSE, commands.EndCalm(**here(community)))
    await community.say(ana, community.garden, "four")
    assert [action for action, _ in await audited(community)] == [
        "room_calmed",
        "room_calmed",
        "calm_ended",
    ]
