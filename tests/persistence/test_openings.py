"""What people find who come in together: each their own room, as it is at that moment."""

import asyncio

from rooms import commands
from rooms.actor import Actor
from rooms.commands import JoinRoom
from rooms.ids import RoomId, new_opaque_id, new_public_id
from rooms.refusals import Code, Refusal
from server.node.joining import Ask, Opening, Openings
from server.sockets.openings import openings_of
from tests.persistence.community import SECRET, Community, accepted


async def found(openings: Openings, room: RoomId, who: Actor) -> list[str | None]:
    """The words on the page that somebody is shown."""
    opening = await openings.ask(Ask(JoinRoom(room=room), who))
    assert isinstance(opening, Opening)
    assert opening.page is not None
    assert opening.page.as_of == opening.here.facts.head
    return [message.body for message in opening.page.messages]


async def test_a_page_that_was_read_is_read_again_when_the_room_has_moved(
    community: Community,
) -> None:
    ana, ben = await community.person("Ana"), await community.person("Ben")
    room = community.garden
    openings = openings_of(community.database, SECRET)
    said = await community.say(ana, room, "first")
    assert await found(openings, room, ben) == await found(openings, room, ana) == ["first"]
    taking = commands.RetractMessage(room=room, command_id=new_public_id(), message=said)
    accepted(await community.do(ana, taking))
    assert await found(openings, room, ben) == await found(openings, room, ana) == [None]


async def test_who_comes_together_finds_each_their_own(community: Community) -> None:
    ana, ben = await community.person("Ana"), await community.person("Ben")
    await community.say(ana, community.garden, "in the garden")
    await community.say(ben, community.porch, "on the porch")
    openings = openings_of(community.database, SECRET)
    nowhere = openings.ask(Ask(JoinRoom(room=new_opaque_id()), ana))
    *pages, refused = await asyncio.gather(
        found(openings, community.garden, ana),
        found(openings, community.porch, ben),
        found(openings, community.porch, ana),
        found(openings, community.garden, ben),
        nowhere,
    )
    garden, porch = ["in the garden"], ["on the porch"]
    assert pages == [garden, porch, porch, garden]
    assert isinstance(refused, Refusal)
    assert refused.code is Code.UNKNOWN_ROOM


async def test_who_returns_with_a_cursor_gets_what_was_missed(community: Community) -> None:
    ana, room = await community.person("Ana"), community.garden
    for number in range(3):
        await community.say(ana, room, f"{number}")
    openings = openings_of(community.database, SECRET)
    first = await openings.ask(Ask(JoinRoom(room=room), ana))
    assert isinstance(first, Opening)
    again = await openings.ask(Ask(JoinRoom(room=room, epoch=first.epoch, after=1), ana))
    assert isinstance(again, Opening)
    assert (again.page, [entry.seq for entry in again.missed]) == (None, [2, 3])
