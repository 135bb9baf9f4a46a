"""The newest messages of several rooms, read at once: the same that a page of each would show."""

import pytest

from persistence.reading import newest, read_markers, transcripts
from persistence.reading.newest import PAGE, Newest
from rooms import commands
from rooms.actor import Actor, Role
from rooms.commands import Reaction, Reason
from rooms.ids import PublicId, RoomId, new_public_id
from rooms.transcript import UNKNOWN_HEAD, Page
from tests.persistence.community import Community, accepted

MINUTE_MS = 60_000


async def read(community: Community, *rooms: RoomId) -> dict[RoomId, Newest]:
    heads = await community.database.read(transcripts.heads, dict.fromkeys(rooms, UNKNOWN_HEAD))
    return await community.database.read(newest.read_newest, heads)


async def page(community: Community, room: RoomId, reader: Actor | None, floor: int) -> Page:
    return await community.database.read(
        transcripts.read_page, room, None, PAGE, reader.account if reader else None, floor=floor
    )


async def say(community: Community, author: Actor, room: RoomId, count: int) -> list[PublicId]:
    said = []
    for number in range(count):
        community.shift.ms += MINUTE_MS
        said.append(await community.say(author, room, f"{number}"))
    return said


def react(room: RoomId, message: PublicId, reaction: Reaction) -> commands.React:
    return commands.React(room=room, command_id=new_public_id(), message=message, reaction=reaction)


@pytest.mark.parametrize("count", [3, PAGE, PAGE + 3])
async def test_they_are_what_a_page_shows_to_each_reader(community: Community, count: int) -> None:
    ana, ben = await community.person("Ana"), await community.person("Ben")
    room = community.garden
    said = await say(community, ana, room, count)
    accepted(await community.do(ben, react(room, said[-1], Reaction.HUG)))
    accepted(await community.do(ana, react(room, said[-1], Reaction.HUG)))
    accepted(await community.do(ana, react(room, said[-2], Reaction.HOPE)))
    found = (await read(community, room))[room]
    for reader in (ana, ben, None):
        for floor in (0, 2, found.head - 1, found.head + 1):
            account = reader.account if reader else None
            assert found.page(account, floor) == await page(community, room, reader, floor)


async def test_what_was_edited_taken_down_and_put_back_is_told_as_it_is_now(
    community: Community,
) -> None:
    ana, room = await community.person("Ana"), community.garden
    mod = await community.staff("Carla", Role.MODERATOR, room)
    edited, retracted, removed, restored, plain = await say(community, ana, room, 5)
    acts: list[tuple[Actor, commands.Writing]] = [
        (
            ana,
            commands.EditMessage(room=room, command_id=new_public_id(), message=edited, body="!"),
        ),
        (ana, commands.RetractMessage(room=room, command_id=new_public_id(), message=retracted)),
        *(
            (
                mod,
                commands.RemoveMessage(
                    room=room, command_id=new_public_id(), message=each, reason=Reason.UNKIND
                ),
            )
            for each in (removed, restored)
        ),
        (mod, commands.RestoreMessage(room=room, command_id=new_public_id(), message=restored)),
        (
            ana,
            commands.PostMessage(room=room, command_id=new_public_id(), body="re", reply_to=plain),
        ),
    ]
    for actor, command in acts:
        community.shift.ms += MINUTE_MS
        accepted(await community.do(actor, command))
    found = (await read(community, room))[room]
    assert [message.body for message in found.messages] == ["!", None, None, "3", "4", "re"]
    assert found.page(None, 0) == await page(community, room, None, 0)


async def test_several_taken_down_at_once_are_gone(community: Community) -> None:
    ana, room = await community.person("Ana"), community.garden
    mod = await community.staff("Carla", Role.MODERATOR, room)
    await say(community, mod, room, 1)
    await say(community, ana, room, 3)
    taking = commands.RemoveRecent(
        room=room,
        command_id=new_public_id(),
        member=community.member(ana, room),
        reason=Reason.UNKIND,
    )
    accepted(await community.do(mod, taking))
    found = (await read(community, room))[room]
    assert [message.body for message in found.messages] == ["0", None, None, None]
    assert found.page(None, 0) == await page(community, room, None, 0)


async def test_each_room_has_its_own_and_a_silent_one_has_none(community: Community) -> None:
    ana = await community.person("Ana")
    await say(community, ana, community.garden, 2)
    found = await read(community, community.garden, community.porch)
    assert [message.body for message in found[community.garden].messages] == ["0", "1"]
    assert found[community.porch] == Newest(0, (), {}, frozenset())


async def test_markers_of_many_are_those_of_each(community: Community) -> None:
    ana, ben = await community.person("Ana"), await community.person("Ben")
    await say(community, ana, community.garden, 4)
    await community.database.write(read_markers.advance, ben.account, community.garden, 1, 5)
    asked = [(who.account, community.garden) for who in (ana, ben)]
    found = await community.database.read(read_markers.positions, asked)
    assert found == {(ben.account, community.garden): (1, 3)}
