"""The network of one client, or between a process and its services, goes bad: nobody else's
trouble, and nothing is lost by it."""

import asyncio
from collections.abc import Awaitable

import pytest

from rooms import commands
from rooms.refusals import Code
from server.replay.line import Unanswered
from server.talk import frames
from tests.journeys.house import House
from tests.journeys.journey import Load, by, everybody_sees, journey
from tests.journeys.proxy import Proxy

CATCH_UP_SECONDS = 30.0
# Eight kilobytes on the wire each, so that a stalled listener's buffers are full soon.
LONG_BODY = "\U0001f49b" * 2000


async def test_a_client_that_was_cut_off_catches_up_without_a_gap(house: House) -> None:
    async with Proxy.to(house.webs[0].port) as proxy, journey(house) as going:
        rooms = await going.add_rooms(4)
        members = await going.company(5, *rooms)
        away = await going.enter(await house.person(), *rooms, urls=[proxy.url])
        await Load(members, rooms, each=1).run()
        proxy.cut()
        await away.until(lambda: not away.is_open)
        load = Load(members, rooms, each=9)
        await load.run()
        assert away.reading(rooms[0]).read_to <= 5
        proxy.flow()
        for room in rooms:
            await everybody_sees([away], room, load.receipts, within_seconds=CATCH_UP_SECONDS)
        assert away.tally.pages == len(rooms), "what was missed came as entries, not as pages"


async def test_a_listener_that_stops_reading_delays_nobody_and_misses_nothing(
    house: House,
) -> None:
    async with Proxy.to(house.webs[0].port) as proxy, journey(house) as going:
        room = await going.add_room()
        members = await going.company(8, room)
        stuck = await going.enter(await house.person(), room, urls=[proxy.url])
        proxy.hold_replies()
        for member in members:
            await asyncio.gather(*(member.post(room, f"{n}{LONG_BODY[:1999]}") for n in range(9)))
        assert stuck.reading(room).read_to < 72
        for member in members:
            await member.reach(room, 72)
            assert member.connection == 1
        proxy.flow()
        await stuck.reach(room, 72, within_seconds=CATCH_UP_SECONDS)


async def test_a_message_whose_receipt_was_lost_stands_once(house: House) -> None:
    async with Proxy.to(house.webs[0].port) as proxy, journey(house) as going:
        room = await going.add_room()
        person = await house.person()
        cut_off = await going.enter(person, room, urls=[proxy.url])
        elsewhere = await going.enter(person, room, at=1)
        command = commands.PostMessage(**by(room), body="did it arrive?")
        proxy.hold_replies()
        asked = asyncio.create_task(_unanswered(cut_off.ask(command)))
        await elsewhere.reach(room, 1)
        proxy.cut()
        await asked
        again = await elsewhere.ask(command)
        assert isinstance(again, frames.Receipt)
        assert (again.seq, again.repeated) == (1, True)
        other_body = commands.PostMessage(
            room=room, command_id=command.command_id, body="another one"
        )
        refused = await elsewhere.ask(other_body)
        assert isinstance(refused, frames.Refused)
        assert refused.code is Code.IDEMPOTENCY_CONFLICT
        proxy.flow()


async def test_a_half_closed_line_is_given_up_and_the_client_comes_back(house: House) -> None:
    async with Proxy.to(house.webs[0].port) as proxy, journey(house) as going:
        room = await going.add_room()
        (ana,) = await going.company(1, room)
        half = await going.enter(await house.person(), room, urls=[proxy.url])
        proxy.half_close()
        receipt = await ana.post(room, "are you there?")
        await half.until(lambda: half.connection == 2, within_seconds=100)
        await half.reach(room, receipt.seq, within_seconds=CATCH_UP_SECONDS)


async def _unanswered(asked: Awaitable[object]) -> None:
    with pytest.raises(Unanswered):
        await asked
