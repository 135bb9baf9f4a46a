"""The limits of a new account hold over all rooms, and within one batch."""

import asyncio

from persistence.journal import Accepted
from rooms import commands
from rooms.actor import Actor
from rooms.commands import Reason
from rooms.ids import RoomId, TreeId, new_public_id
from rooms.newcomers import DAY_MS, MOST_ROOMS_A_DAY, PACE_MS
from rooms.refusals import Code, Refusal
from tests.persistence.community import Community, Process, accepted, code, codes, post, submit

LINK = "See https://example.org/tea"


async def writes(community: Community, actor: Actor, room: RoomId, times: int) -> None:
    for number in range(times):
        await community.say(actor, room, f"message {number}")
        community.shift.ms += PACE_MS


async def test_links_wait_for_a_day_and_five_messages_in_all_rooms(community: Community) -> None:
    nina = await community.newcomer("Nina")
    await writes(community, nina, community.garden, 2)
    await writes(community, nina, community.kitchen, 3)
    linked = post(community.porch, LINK)
    assert code(await community.do(nina, linked)) is Code.NEW_ACCOUNT_LINK
    community.shift.ms += DAY_MS
    accepted(await community.do(nina, linked))

    late = await community.newcomer("Late")
    community.shift.ms += DAY_MS
    await writes(community, late, community.garden, 4)
    assert code(await community.do(late, post(community.garden, LINK))) is Code.NEW_ACCOUNT_LINK
    await writes(community, late, community.porch, 1)
    accepted(await community.do(late, post(community.garden, LINK)))


async def test_link_that_is_edited_in_is_refused(community: Community) -> None:
    nina = await community.newcomer("Nina")
    message = await community.say(nina, community.garden, "hello")
    edit = commands.EditMessage(
        room=community.garden, command_id=new_public_id(), message=message, body=LINK
    )
    assert code(await community.do(nina, edit)) is Code.NEW_ACCOUNT_LINK


async def test_new_account_has_a_pace_of_its_own(community: Community) -> None:
    nina = await community.newcomer("Nina")
    await community.say(nina, community.garden, "one")
    assert code(await community.do(nina, post(community.garden, "two"))) is Code.SLOW
    community.shift.ms += PACE_MS
    await community.say(nina, community.garden, "two")


async def test_fourth_room_within_a_day_waits_also_in_one_batch(community: Community) -> None:
    rooms = await community.rooms(5, TreeId("many"))
    nina, other = await community.newcomer("Nina"), await community.newcomer("Olga")
    together = [submit(nina, post(room, "hello")) for room in rooms]
    outcomes = await community.process.journal.append(together)
    limited = Code.NEW_ACCOUNT_ROOMS
    assert codes(outcomes) == [None, None, None, limited, limited]
    for room in rooms[:3]:
        await community.say(other, room, "hello")
    refused = await community.do(other, post(rooms[3], "hello"))
    assert isinstance(refused, Refusal)
    assert refused.code is limited
    community.shift.ms += PACE_MS
    await community.say(other, rooms[0], "where one has begun there is no limit")
    community.shift.ms += DAY_MS
    await community.say(other, rooms[3], "the next day")


async def test_fourth_room_waits_when_all_are_begun_at_once(
    community: Community, other_process: Process
) -> None:
    rooms = await community.rooms(8, TreeId("many"))
    nina = await community.newcomer("Nina")
    journals = [community.process.journal, other_process.journal]
    at_once = [
        journals[place % 2].append([submit(nina, post(room, "hello"))])
        for place, room in enumerate(rooms)
    ]
    began = [
        outcome for [outcome] in await asyncio.gather(*at_once) if isinstance(outcome, Accepted)
    ]
    assert len(began) == MOST_ROOMS_A_DAY


async def test_being_seen_early_in_a_room_is_not_beginning_to_write(community: Community) -> None:
    rooms = await community.rooms(4, TreeId("many"))
    nina = await community.newcomer("Nina")
    for room in rooms:
        await community.belongs(nina, room)
    community.shift.ms += DAY_MS
    for room in rooms[:3]:
        await community.say(nina, room, "hello")
    assert code(await community.do(nina, post(rooms[3], "hello"))) is Code.NEW_ACCOUNT_ROOMS


async def test_messages_are_counted_and_nothing_else(community: Community) -> None:
    ana = await community.person("Ana")
    message = await community.say(ana, community.garden, "one")
    await community.say(ana, community.garden, "two")
    retract = commands.RetractMessage(
        room=community.garden, command_id=new_public_id(), message=message
    )
    refused = commands.RemoveMessage(
        room=community.garden,
        command_id=new_public_id(),
        message=message,
        reason=Reason.OTHER,
    )
    accepted(await community.do(ana, retract))
    assert code(await community.do(ana, refused)) is Code.NOT_ALLOWED
    assert await community.sql("SELECT posts FROM membership WHERE posts > 0") == [(2,)]
