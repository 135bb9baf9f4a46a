"""Who is here: listed by their own doing, once however many devices, and gone soon after."""

from collections.abc import Sequence

from presence.presence import GONE_AFTER_LEAVE_SECONDS
from rooms import commands
from rooms.commands import Reaction
from rooms.ids import MemberId, RoomId
from server.replay.client import Member
from server.talk import frames
from tests.checker.records import PresenceSeen
from tests.journeys.house import House, Person
from tests.journeys.journey import Journey, by, journey
from tests.journeys.proxy import Proxy

GONE_SECONDS = GONE_AFTER_LEAVE_SECONDS * 10


async def test_nobody_is_listed_before_they_write(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        quiet, talking = await house.people(2)
        reader = await going.enter(quiet, room)
        writer = await going.enter(talking, room, at=1)
        await going.enter(None, room)
        await writer.post(room, "hello")
        for member in (reader, writer):
            await _sees(member, room, talking)
        assert (await going.enter(None, room)).reading(room).people.keys() == {talking.member(room)}


async def test_who_wishes_is_listed_and_unlisted(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        shy, other = await house.people(2)
        reader = await going.enter(shy, room, at=1)
        watcher = await going.enter(other, room)
        await reader.ask(commands.BeListed(room=room, listed=True))
        await _sees(watcher, room, shy)
        await reader.ask(commands.BeListed(room=room, listed=False))
        await _sees(watcher, room)


async def test_who_wishes_not_to_be_seen_is_hidden_on_all_their_devices(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        person, other = await house.people(2)
        watcher = await going.enter(other, room)
        phone, laptop = [await going.enter(person, room, at=at) for at in range(2)]
        for device in (phone, laptop):
            await device.post(room, "hello")
        await _sees(watcher, room, person)
        await phone.ask(commands.BeListed(room=room, listed=False))
        await _sees(watcher, room)


async def test_a_hug_does_not_list_who_reads_quietly(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        quiet, talking = await house.people(2)
        reader = await going.enter(quiet, room)
        writer = await going.enter(talking, room, at=1)
        receipt = await writer.post(room, "hello")
        await reader.reach(room, receipt.seq)
        [message] = reader.messages(room)
        hug = commands.React(**by(room), message=message.message, reaction=Reaction.HUG)
        assert isinstance(await reader.write(hug), frames.Receipt)
        await _newcomer_is_seen(going, writer, room, talking)


async def test_a_person_is_here_until_the_last_device_has_left(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        person, other = await house.people(2)
        watcher = await going.enter(other, room)
        phone, laptop = [await going.enter(person, room, at=at) for at in range(2)]
        await phone.post(room, "from the phone")
        await laptop.post(room, "from the laptop")
        await _sees(watcher, room, person)
        await phone.leave(room)
        newcomer = await _newcomer_is_seen(going, watcher, room, person)
        assert _never_seen_to_go(going, watcher, person.member(room))
        await laptop.leave(room)
        await _sees(watcher, room, newcomer)


async def test_who_drops_and_comes_back_was_never_seen_to_go(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        person, other = await house.people(2)
        watcher = await going.enter(other, room)
        mobile = await going.enter(person, room, at=1)
        await mobile.post(room, "on the train")
        await _sees(watcher, room, person)
        mobile.drop()
        await mobile.until(lambda: mobile.connection == 2)
        await mobile.join(room)
        async with Proxy.to(house.webs[0].port) as proxy:
            await _newcomer_is_seen(going, watcher, room, person, urls=[proxy.url])
            proxy.cut()
            # They went later than the first did: by now the first one's grace is over, too.
            await _sees(watcher, room, person)
            proxy.flow()
            assert _never_seen_to_go(going, watcher, person.member(room))
            await going.settle()


async def _newcomer_is_seen(
    going: Journey,
    watcher: Member,
    room: RoomId,
    *others: Person,
    urls: Sequence[str] | None = None,
) -> Person:
    """Somebody comes in and is listed: a later round of presence than all that happened before."""
    newcomer = await going.house.person()
    member = await going.enter(newcomer, room, urls=urls)
    await member.post(room, "hello")
    await _sees(watcher, room, newcomer, *others)
    return newcomer


def _never_seen_to_go(going: Journey, watcher: Member, person: MemberId) -> bool:
    """Whether the watcher, from when they first saw the person, saw them in every round."""
    client = going.client_of(watcher)
    seen = [
        person in record.members
        for record in going.chronicle.records
        if isinstance(record, PresenceSeen) and record.client == client
    ]
    return True in seen and all(seen[seen.index(True) :])


async def _sees(member: Member, room: RoomId, *people: Person) -> None:
    """Returns once exactly these people are shown as being here."""
    expected = {person.member(room) for person in people}
    reading = member.reading(room)
    await member.until(lambda: reading.people.keys() == expected, within_seconds=GONE_SECONDS)
