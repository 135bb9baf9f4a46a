"""Commands of one batch see each other's effects, in their order."""

from typing import Any

from rooms import commands
from rooms.actor import Actor, Role
from rooms.commands import Reason, Writing
from rooms.ids import RoomId, new_public_id
from rooms.newcomers import PACE_MS
from rooms.refusals import Code
from tests.persistence.community import Community, accepted, codes, post, submit


async def together(community: Community, *given: tuple[Actor, Writing]) -> list[Code | None]:
    outcomes = await community.process.journal.append([submit(*each) for each in given])
    return codes(outcomes)


def lock(room: RoomId) -> Writing:
    return commands.LockRoom(room=room, command_id=new_public_id(), reason=Reason.HEATED)


def unlock(room: RoomId) -> Writing:
    return commands.UnlockRoom(room=room, command_id=new_public_id())


def calm(room: RoomId) -> Writing:
    return commands.CalmRoom(room=room, command_id=new_public_id(), seconds=600)


def leave(room: RoomId) -> Writing:
    return commands.LeaveCommunity(room=room, command_id=new_public_id())


def rename(room: RoomId, name: str) -> Writing:
    return commands.ChangeName(room=room, command_id=new_public_id(), name=name)


async def test_closing_a_room_counts_for_what_comes_after_it(community: Community) -> None:
    garden, ana = community.garden, await community.person("Ana")
    mona = await community.staff("Mona", Role.MODERATOR, garden)
    found = await together(
        community,
        (ana, post(garden, "before")),
        (mona, lock(garden)),
        (ana, post(garden, "closed")),
        (ana, post(community.porch, "not here")),
        (mona, lock(garden)),
        (mona, unlock(garden)),
        (ana, post(garden, "after")),
    )
    assert found == [None, None, Code.ROOM_LOCKED, None, Code.NOTHING_TO_CHANGE, None, None]


async def test_calm_counts_for_new_accounts_and_as_a_pace_for_all(community: Community) -> None:
    garden, ana = community.garden, await community.person("Ana")
    nina = await community.newcomer("Nina")
    mona = await community.staff("Mona", Role.MODERATOR, garden)
    first = post(garden, "one")
    found = await together(
        community,
        (ana, first),
        (mona, calm(garden)),
        (nina, post(garden, "hello")),
        (ana, post(garden, "two")),
        (nina, commands.React(**about(garden, first), reaction=commands.Reaction.HUG)),
        (mona, commands.EndCalm(room=garden, command_id=new_public_id())),
        (ana, post(garden, "three")),
    )
    assert found == [None, None, Code.CALM, Code.SLOW, Code.CALM, None, None]


async def test_who_has_left_does_nothing_more_in_any_room(community: Community) -> None:
    garden, porch, ana = community.garden, community.porch, await community.person("Ana")
    ben = await community.person("Ben")
    found = await together(
        community,
        (ana, post(garden, "one")),
        (ana, leave(garden)),
        (ana, post(garden, "two")),
        (ana, post(porch, "three")),
        (ana, leave(garden)),
        (ben, rename(porch, "Ana")),
    )
    gone = Code.SIGNED_OUT
    assert found == [None, None, gone, gone, gone, Code.NAME_TAKEN]


async def test_new_names_are_taken_for_the_rest_of_the_batch(community: Community) -> None:
    garden, ana = community.garden, await community.person("Ana")
    ben, mona = await community.person("Ben"), await community.stranger(Role.MODERATOR, garden)
    found = await together(
        community,
        (ana, rename(garden, "Willow")),
        (ben, rename(community.porch, "W1llow")),
        (mona, rename(garden, "Juniper")),
        (ben, rename(garden, "Junipers")),
    )
    assert found == [None, Code.NAME_TAKEN, None, Code.NAME_TAKEN]


async def test_refused_and_repeated_messages_are_not_counted(community: Community) -> None:
    garden, nina = community.garden, await community.newcomer("Nina")
    first = post(garden, "one")
    found = await together(
        community, (nina, first), (nina, first), (nina, post(garden, "too soon"))
    )
    assert found == [None, None, Code.SLOW]
    community.shift.ms += PACE_MS
    accepted(await community.do(nina, first))
    assert await community.sql("SELECT posts FROM membership") == [(1,)]


def about(room: RoomId, message: commands.PostMessage) -> dict[str, Any]:
    return {"room": room, "command_id": new_public_id(), "message": message.command_id}
