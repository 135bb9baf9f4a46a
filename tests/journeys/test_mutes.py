"""Two hundred mutes against somebody who never stops writing, through the other process: the
transcript alone proves that not one word came in between."""

import asyncio
from collections import Counter
from itertools import cycle

from sqlalchemy import Connection, text

from rooms import commands
from rooms.commands import Reason
from rooms.ids import RoomId
from rooms.refusals import Code
from server.replay.client import Member
from server.talk import frames
from tests.journeys.house import House, Person
from tests.journeys.journey import by, journey

CYCLES_A_PROCESS = 100
SOCKETS = 8
HAMMERS = 2
PATIENCE_SECONDS = 30.0


class Hammer:
    """A person who writes through many sockets in turn, two messages out at a time, until told to
    rest; counts the answers by their code."""

    def __init__(self, sockets: list[Member], room: RoomId) -> None:
        self.answers: Counter[str] = Counter()
        self._sockets = cycle(sockets)
        self._room = room
        self._answered = asyncio.Condition()
        self._resting = False

    def rest(self) -> None:
        """The answers to what is out are still awaited."""
        self._resting = True

    async def swing(self) -> None:
        while not self._resting:
            post = commands.PostMessage(**by(self._room), body="now?")
            answer = await next(self._sockets).ask(post)
            async with self._answered:
                self.answers[answer.code if isinstance(answer, frames.Refused) else "sent"] += 1
                self._answered.notify_all()
            if isinstance(answer, frames.Refused) and answer.code is Code.RATE_LIMITED:
                await asyncio.sleep((answer.retry_after or 0) / 1000 / SOCKETS)

    async def one_more(self, code: str) -> None:
        """Returns at the next answer with this code."""
        before = self.answers[code]
        async with asyncio.timeout(PATIENCE_SECONDS), self._answered:
            await self._answered.wait_for(lambda: self.answers[code] > before)


async def test_nothing_is_said_inside_a_mute(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        person, staff = await house.person(), await house.staff(room)
        moderators = [await going.enter(staff, room) for _ in range(4)]
        sockets = [await going.enter(person, room, at=1) for _ in range(SOCKETS)]
        await sockets[0].post(room, "first of many")
        hammer = Hammer(sockets, room)
        swings = [asyncio.create_task(hammer.swing()) for _ in range(HAMMERS)]
        cycles = CYCLES_A_PROCESS * len(house.webs)
        for _, moderator in zip(range(cycles), cycle(moderators), strict=False):
            await _mute_and_lift(house, hammer, moderator, room, person)
        hammer.rest()
        await asyncio.gather(*swings)
        kinds = Counter(row.kind for row in await going.transcript())
        assert kinds["member_muted"] == kinds["sanction_lifted"] == cycles
        assert kinds["message_posted"] > cycles


async def _mute_and_lift(
    house: House, hammer: Hammer, moderator: Member, room: RoomId, person: Person
) -> None:
    member = person.member(room)
    mute = commands.MuteMember(**by(room), member=member, seconds=600, reason=Reason.FLOODING)
    assert isinstance(await moderator.write(mute), frames.Receipt)
    await hammer.one_more(Code.MUTED)
    await house.write(_forget_the_rate)
    lift = commands.LiftSanction(**by(room), member=member, sanction=mute.command_id)
    assert isinstance(await moderator.write(lift), frames.Receipt)
    await hammer.one_more("sent")


def _forget_the_rate(connection: Connection) -> None:
    """Else the limit on writing would hold the hammer back, and not the mutes."""
    connection.execute(text("UPDATE membership SET arrival = 0"))
