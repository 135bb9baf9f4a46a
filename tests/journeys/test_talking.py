"""Talking, embedded and through one process and two: the same promises in all three houses."""

import asyncio

import httpx2
import pytest
from msgspec.structs import replace

from rooms import commands
from rooms.commands import Reaction
from rooms.ids import RoomId
from rooms.permissions import Readers
from rooms.refusals import Code
from rooms.transcript import Gone
from server.replay.client import Refusal
from server.talk import frames
from tests.journeys.house import House
from tests.journeys.journey import Load, by, journey

MARKER_SECONDS = 5
REFUSED_TEXTS = (
    ("a" * 2001, Code.TOO_LONG),
    ("q\u0301" * 1001, Code.TOO_LONG),
    ("", Code.EMPTY),
    (" \u200b\u3000\n", Code.EMPTY),
    ("bell \x07", Code.BAD_TEXT),
    ("nul \x00", Code.BAD_TEXT),
    ("next line \x85", Code.BAD_TEXT),
)


async def test_everybody_sees_every_message_once_in_one_order(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        members = await going.company(4, room)
        load = Load(members, [room], each=5)
        await load.run()
        await going.settle()
        posted = [receipt.command_id for receipt in sorted(load.receipts, key=_seq)]
        for member in members:
            assert [message.message for message in member.messages(room)] == posted
            assert member.reading(room).doubles == 0


async def test_who_comes_in_while_others_talk_misses_nothing(house: House) -> None:
    async with journey(house) as going:
        rooms = await going.add_rooms(2)
        members = await going.company(5, *rooms)
        load = Load(members, rooms, each=9)
        talking = asyncio.create_task(load.run())
        for count in range(1, 90, 6):
            await load.reached(count)
            await going.enter(None, *rooms, at=count)
            await members[0].join(rooms[0])
        await talking


async def test_what_was_lived_through_is_what_a_newcomer_reads(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        ana, ben = await going.company(2, room)
        first, second, third = [await ana.post(room, f"from Ana {n}") for n in range(3)]
        answer = await ben.post(room, "to the first", reply_to=first.command_id)
        message = first.command_id
        for member, command in (
            (ana, commands.EditMessage(**by(room), message=message, body="better said")),
            (ana, commands.RetractMessage(**by(room), message=second.command_id)),
            (ben, commands.React(**by(room), message=message, reaction=Reaction.HUG)),
            (ana, commands.React(**by(room), message=message, reaction=Reaction.HUG)),
            (ben, commands.React(**by(room), message=message, reaction=Reaction.HUG, on=False)),
        ):
            assert isinstance(await member.write(command), frames.Receipt)
        await going.settle()
        guest = await going.enter(None, room)
        read = {each.message: each for each in guest.messages(room)}
        assert read[message].body == "better said"
        assert read[message].reactions == {Reaction.HUG: 1}
        assert (read[second.command_id].body, read[second.command_id].gone) == (
            None,
            Gone.RETRACTED,
        )
        assert read[answer.command_id].reply_to == message
        assert read[third.command_id].edited_at is None
        for member in (ana, ben):
            assert [replace(each, mine=()) for each in member.messages(room)] == [*read.values()]


async def test_history_comes_by_whole_pages_without_a_hole(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        writers = await going.company(13, room)
        load = Load(writers, [room], each=9)
        await load.run()
        reader = await going.enter(None, room)
        while await reader.read_earlier(room):
            pass
        assert [each.seq for each in reader.messages(room)] == list(range(1, 118))


async def test_a_message_has_an_address_of_its_own(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        (ana,) = await going.company(1, room)
        receipt = await ana.post(room, "keep this")
        path = f"/api/rooms/{room}/messages/{receipt.command_id}"
        async with httpx2.AsyncClient(base_url=house.urls[-1]) as browser:
            found = (await browser.get(path)).json()
        assert [each["body"] for each in found["messages"]] == ["keep this"]


async def test_a_resend_by_any_door_gets_the_first_answer(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        person = await house.person()
        phone, laptop = [await going.enter(person, room, at=at) for at in range(2)]
        command = commands.PostMessage(**by(room), body="once")
        first = await phone.ask(command)
        again = await laptop.ask(command)
        assert isinstance(first, frames.Receipt)
        assert isinstance(again, frames.Receipt)
        assert (again.seq, again.at, again.repeated) == (first.seq, first.at, True)


async def test_the_same_id_with_another_body_is_a_conflict(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        person = await house.person()
        phone, laptop = [await going.enter(person, room, at=at) for at in range(2)]
        command = commands.PostMessage(**by(room), body="once")
        await phone.ask(command)
        answer = await laptop.ask(replace(command, body="twice"))
        assert isinstance(answer, frames.Refused)
        assert answer.code is Code.IDEMPOTENCY_CONFLICT


async def test_text_that_cannot_be_taken_is_refused(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        (ana,) = await going.company(1, room)
        for body, code in REFUSED_TEXTS:
            with pytest.raises(Refusal) as refused:
                await ana.post(room, body)
            assert refused.value.code is code


async def test_text_at_the_limit_arrives_as_it_was_written(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        ana, ben = await going.company(2, room)
        body = "line\nline\u00e9\U0001f49b" * 181 + "twentyonecharacters!!"[:9]
        receipt = await ana.post(room, body)
        await ben.reach(room, receipt.seq)
        assert len(body) == 2000
        assert ben.messages(room)[-1].body == body


async def test_who_writes_too_often_is_told_when_to_go_on(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        (ana,) = await going.company(1, room)
        asked = [commands.PostMessage(**by(room), body=f"fast {n}") for n in range(14)]
        answers = await asyncio.gather(*(ana.ask(command) for command in asked))
        refused = [answer for answer in answers if isinstance(answer, frames.Refused)]
        assert refused
        assert {answer.code for answer in refused} == {Code.RATE_LIMITED}
        assert all((answer.retry_after or 0) > 0 for answer in refused)


async def test_a_guest_reads_and_never_writes(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        (ana,) = await going.company(1, room)
        guest = await going.enter(None, room, at=1)
        receipt = await ana.post(room, "for all to read")
        await guest.reach(room, receipt.seq)
        message = receipt.command_id
        for command in (
            commands.PostMessage(**by(room), body="hello"),
            commands.EditMessage(**by(room), message=message, body="mine now"),
            commands.RetractMessage(**by(room), message=message),
            commands.React(**by(room), message=message, reaction=Reaction.HUG),
            commands.MarkRead(room=room, seq=1),
        ):
            answer = await guest.ask(command)
            assert isinstance(answer, frames.Refused)
            assert answer.code is Code.NOT_SIGNED_IN


async def test_a_room_for_members_lets_no_guest_in(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room(Readers.MEMBERS)
        (ana,) = await going.company(1, room)
        await ana.post(room, "among ourselves")
        guest = await going.enter(None)
        with pytest.raises(Refusal) as refused:
            await guest.join(room)
        assert refused.value.code is Code.NOT_SIGNED_IN
        async with httpx2.AsyncClient(base_url=house.urls[0]) as browser:
            answer = await browser.get(f"/api/rooms/{room}/messages")
        assert answer.status_code == 401


async def test_unread_counts_the_messages_after_where_one_has_read(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        (ana,) = await going.company(1, room)
        person = await house.person()
        ben = await going.enter(person, room)
        first, *_, last = [await ana.post(room, f"news {n}") for n in range(3)]
        edit = commands.EditMessage(**by(room), message=last.command_id, body="more news")
        await ana.write(edit)
        await ben.ask(commands.MarkRead(room=room, seq=first.seq))
        headers = {"Authorization": f"Bearer {person.token}"}
        async with (
            asyncio.timeout(MARKER_SECONDS * 10),
            httpx2.AsyncClient(base_url=house.urls[-1], headers=headers) as browser,
        ):
            while await _unread(browser, room) != 2:  # noqa: ASYNC110  markers are written late
                await asyncio.sleep(0.1)


async def _unread(browser: httpx2.AsyncClient, room: RoomId) -> int:
    found = (await browser.get("/api/rooms")).json()["rooms"]
    (unread,) = [each["unread"] for each in found if each["room"] == room]
    return int(unread)


def _seq(receipt: frames.Receipt) -> int:
    return receipt.seq
