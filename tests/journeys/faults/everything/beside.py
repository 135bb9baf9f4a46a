"""Who lives in one room of the house beside the crowd while everything breaks: members who talk and
show each other as here, a moderator who pauses, lifts, takes down and puts back, newcomers, and
somebody who now and then stops reading. Breaks nothing; its journey has records for the checker.
"""

import asyncio
import random
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Self

from rooms import commands
from rooms.commands import Reason
from rooms.ids import PublicId, RoomId
from rooms.refusals import Code
from server.replay.client import Member, Refusal
from server.talk import frames
from tests.journeys.house import House, Person
from tests.journeys.journey import Journey, by, on_the_way

TALKERS = 4
PATIENCE_SECONDS = 120.0
PAUSED_SECONDS = 600
LONGEST_PAUSE_SECONDS = 1.0
LONGEST_DEAFNESS_SECONDS = 25.0
"""Beyond the twenty after which somebody who does not read is let go."""
KNOWN_MESSAGES = 50


@dataclass
class Beside:
    """`counts` are of what was carried out, `wrong` of what should have been and was not."""

    going: Journey
    room: RoomId
    people: Sequence[Person]
    members: Sequence[Member]
    moderator: Member
    reader: Member
    dice: random.Random
    wrong: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    _said: deque[PublicId] = field(default_factory=lambda: deque(maxlen=KNOWN_MESSAGES))
    _ending: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    @asynccontextmanager
    async def come(cls, house: House, dice: random.Random) -> AsyncIterator[Self]:
        """Everybody is in the room, has spoken, and is shown as here."""
        async with on_the_way(house) as going:
            room = await going.add_room()
            people = await house.people(TALKERS)
            members = [await going.enter(who, room, at=at) for at, who in enumerate(people)]
            for member in members:
                await member.ask(commands.BeListed(room=room, listed=True))
                await member.post(room, "here I am")
            moderator = await going.enter(await house.staff(room), room)
            reader = await going.enter(await house.person(), room, at=1)
            yield cls(going, room, people, members, moderator, reader, dice)

    @asynccontextmanager
    async def living(
        self, newcomers: Sequence[Person | None], seconds: float
    ) -> AsyncIterator[None]:
        """All of it goes on until the block is left; the newcomers have come by then, spread over
        these seconds. What was begun is ended."""
        self._ending.clear()
        acts = [self._pause_and_lift, self._take_down_and_put_back, self._stop_reading]
        async with asyncio.TaskGroup() as tasks:
            for each in self.members:
                tasks.create_task(self._talk(each))
            for act in acts:
                tasks.create_task(self._again_and_again(act))
            tasks.create_task(self._come_in(newcomers, seconds))
            yield
            self._ending.set()

    def drop_somebody(self) -> None:
        """The network of one of them goes."""
        self.dice.choice([*self.members, self.moderator]).drop()

    async def violations(self) -> list[str]:
        """Everybody settles; then everything that the checker finds."""
        try:
            await self.going.settle()
        except TimeoutError:
            self.wrong.append("unsettled: not everybody beside the crowd shows everything")
        return [*self.wrong, *await self.going.violations()]

    # What they do.

    async def _talk(self, member: Member) -> None:
        while not await self._ends_within(self.dice.uniform(0.05, 0.3)):
            post = commands.PostMessage(**by(self.room), body="how are you all?")
            if await self._done(member, post, allowing=Code.MUTED):
                self._said.append(post.command_id)

    async def _pause_and_lift(self) -> None:
        member = self.dice.choice(self.people).member(self.room)
        mute = commands.MuteMember(
            **by(self.room), member=member, seconds=PAUSED_SECONDS, reason=Reason.OTHER
        )
        if await self._done(self.moderator, mute):
            await self._ends_within(self.dice.uniform(0.2, LONGEST_PAUSE_SECONDS))
            lift = commands.LiftSanction(**by(self.room), member=member, sanction=mute.command_id)
            await self._done(self.moderator, lift)

    async def _take_down_and_put_back(self) -> None:
        if not self._said:
            return
        message = self._said.popleft()
        down = commands.RemoveMessage(**by(self.room), message=message, reason=Reason.UNKIND)
        if await self._done(self.moderator, down) and self.dice.random() < 0.5:
            await self._done(
                self.moderator, commands.RestoreMessage(**by(self.room), message=message)
            )

    async def _stop_reading(self) -> None:
        self.reader.stop_hearing()
        await self._ends_within(self.dice.uniform(1, LONGEST_DEAFNESS_SECONDS))
        self.reader.hear_again()

    async def _come_in(self, newcomers: Sequence[Person | None], seconds: float) -> None:
        for number, person in enumerate(newcomers):
            await self._ends_within(seconds / len(newcomers))
            try:
                await self.going.enter(person, self.room, at=number)
            except (TimeoutError, Refusal) as error:
                self.wrong.append(f"a newcomer did not come in: {error!r}")

    # How they do it.

    async def _again_and_again(self, act: Callable[[], Awaitable[None]]) -> None:
        while not await self._ends_within(self.dice.uniform(0.1, LONGEST_PAUSE_SECONDS)):
            await act()

    async def _ends_within(self, seconds: float) -> bool:
        """Wait so long, or until it is over; whether it is."""
        try:
            await asyncio.wait_for(self._ending.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def _done(
        self, member: Member, command: commands.Writing, *, allowing: Code | None = None
    ) -> bool:
        """Whether it was carried out; why not is wrong, but for this code."""
        name = type(command).__name__
        try:
            answer = await member.write(command, within_seconds=PATIENCE_SECONDS)
        except TimeoutError:
            self.wrong.append(f"{name} was not answered within {PATIENCE_SECONDS:.0f} s")
            return False
        if isinstance(answer, frames.Refused):
            if answer.code is not allowing:
                self.wrong.append(f"{name} was refused: {answer.code}")
            return False
        self.counts[name] = self.counts.get(name, 0) + 1
        return True
