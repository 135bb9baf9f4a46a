"""Authority against people who do not stop: pauses and bans, through the other process, while the
person concerned writes, reads, or does not read at all.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import cycle

from rooms import commands
from rooms.actor import Role
from rooms.commands import Reason
from rooms.ids import RoomId
from rooms.refusals import Code
from server.replay.client import Member
from server.talk import frames
from server.wires.close_codes import CloseCode
from tests.journeys.faults.finding import Finding
from tests.journeys.faults.of_people.deaf_socket import DeafSocket
from tests.journeys.faults.of_people.room_reader import RoomReader
from tests.journeys.house import House, Person
from tests.journeys.journey import by, on_the_way, true_soon
from tests.journeys.web import Web
from tests.services import RedisServer

HAMMERS = 8
MODERATORS = 4
HISTORY_PAGES = 12
"""More than the kernel takes for a peer that does not read."""
PATIENCE_SECONDS = 60.0
REACHED_SECONDS = 10.0
"""Ten times the second in which a ban closes every socket."""
REACHED_WITHOUT_REDIS_SECONDS = 150.0
"""Ten times the fifteen in which it does so without Redis."""
TALK_APART_SECONDS = 0.01


class Hammer:
    """A person who writes through many sockets at once, one message out on each, until told to
    rest; counts the answers by their code."""

    def __init__(self, sockets: Sequence[Member], room: RoomId) -> None:
        self.answers: Counter[str] = Counter()
        self._sockets = sockets
        self._room = room
        self._answered = asyncio.Condition()
        self._resting = False

    @asynccontextmanager
    async def swinging(self) -> AsyncIterator[None]:
        """At the end the answers to what is out are still awaited."""
        async with asyncio.TaskGroup() as swings:
            for socket in self._sockets:
                swings.create_task(self._swing(socket))
            yield
            self._resting = True

    async def one_more(self, code: str) -> None:
        """Returns at the next answer with this code."""
        before = self.answers[code]
        async with asyncio.timeout(PATIENCE_SECONDS), self._answered:
            await self._answered.wait_for(lambda: self.answers[code] > before)

    async def _swing(self, socket: Member) -> None:
        while not self._resting:
            answer = await socket.ask(commands.PostMessage(**by(self._room), body="now?"))
            async with self._answered:
                self.answers[answer.code if isinstance(answer, frames.Refused) else "sent"] += 1
                self._answered.notify_all()


async def pauses(house: House, cycles: int) -> Finding:
    """So many times somebody is paused and the pause is lifted again, by the one door, while they
    write without a breath by the other. Of a house without haste."""
    wrong: list[str] = []
    async with on_the_way(house) as going:
        room = await going.add_room()
        person, staff = await house.person(), await house.staff(room)
        moderators = [await going.enter(staff, room, at=at) for at in range(MODERATORS)]
        sockets = [await going.enter(person, room, at=at + 1) for at in range(HAMMERS)]
        hammer = Hammer(sockets, room)
        async with hammer.swinging():
            await hammer.one_more("sent")
            for _, moderator in zip(range(cycles), cycle(moderators), strict=False):
                wrong += await _pause_and_lift(hammer, moderator, person.member(room), room)
                if wrong:
                    break
        await going.settle()
        kinds = Counter(row.kind for row in await going.transcript())
    counts = {kind: kinds[kind] for kind in ("message_posted", "member_muted", "sanction_lifted")}
    counts["refused"] = hammer.answers[Code.MUTED]
    return Finding("pauses", cycles, [*wrong, *await going.violations()], counts=counts)


async def _pause_and_lift(
    hammer: Hammer, moderator: Member, member: str, room: RoomId
) -> list[str]:
    """What was wrong with it: violations."""
    mute = commands.MuteMember(**by(room), member=member, seconds=600, reason=Reason.FLOODING)
    lift = commands.LiftSanction(**by(room), member=member, sanction=mute.command_id)
    for command, then in ((mute, Code.MUTED), (lift, "sent")):
        answer = await moderator.write(command)
        if not isinstance(answer, frames.Receipt):
            return [f"a moderator was refused: {answer.code}"]
        try:
            await hammer.one_more(then)
        except TimeoutError:
            return [f"after {type(command).__name__} nothing was answered with {then}"]
    return []


# Bans.


@dataclass(frozen=True, slots=True)
class Target:
    """Somebody with three sockets: one in the room of the ban, one by another door in another
    room, and one that does not read what it is sent."""

    person: Person
    here: RoomReader
    elsewhere: RoomReader
    deaf: DeafSocket


@dataclass(frozen=True, slots=True)
class Within:
    """`closed_seconds`: each socket, or the run waits no longer. `elsewhere_seconds`: what was said
    so long after the ban in another room is shown to nobody who is closed out."""

    closed_seconds: float = REACHED_SECONDS
    elsewhere_seconds: float = 1.0


WITHIN = Within()
WITHIN_WITHOUT_REDIS = Within(REACHED_WITHOUT_REDIS_SECONDS, 15.0)


async def bans(house: House, runs: int, *, at_once: int = 1, within: Within = WITHIN) -> Finding:
    """So many people, who have all spoken, are closed out while others talk in their rooms; of a
    house without haste. Samples begin before the ban is sent."""
    closed: dict[str, list[float]] = {"closed": [], "closed_deaf": []}
    violations: list[str] = []
    async with on_the_way(house) as going:
        room, other = await going.add_rooms(2)
        admin = await going.enter(await house.staff(room, Role.ADMIN), room)
        people = await house.people(runs)
        for person in people:
            await (await going.enter(person)).post(room, "here I am")
        left = iter(people)

        async def ban_some() -> None:
            for person in left:
                target = await _with_three_sockets(house, person, room, other)
                violations.extend(await _ban(admin, room, target, closed, within))

        async with _talking(await going.company(2, room, other), [room, other]):
            await asyncio.gather(*(ban_some() for _ in range(at_once)))
        await going.settle()
    return Finding("bans", runs, [*violations, *await going.violations()], closed)


async def bans_without_redis(
    house: House, redis: RedisServer, runs: int, within: Within = WITHIN_WITHOUT_REDIS
) -> Finding:
    """The same at one moment, with nothing to carry the news to the other process."""
    redis.kill()
    try:
        for web in house.webs:
            await true_soon(partial(_hears_nobody, web), within_seconds=PATIENCE_SECONDS)
        found = await bans(house, runs, at_once=runs, within=within)
    finally:
        redis.start()
    return replace(found, fault="bans without Redis")


def _hears_nobody(web: Web) -> bool:
    said = web.readiness()
    return said is not None and not said.broker


async def _with_three_sockets(house: House, person: Person, room: RoomId, other: RoomId) -> Target:
    token = [f"Authorization: Bearer {person.token}"]
    first, last = house.urls[0], house.urls[-1]
    here, elsewhere = RoomReader(room), RoomReader(other)
    await here.come(first, token)
    await elsewhere.come(last, token)
    deaf = await DeafSocket.open(last, person.token, room, history_pages=HISTORY_PAGES, small=True)
    await asyncio.gather(here.until(), elsewhere.until())
    return Target(person, here, elsewhere, deaf)


async def _ban(
    admin: Member, room: RoomId, target: Target, closed: dict[str, list[float]], within: Within
) -> list[str]:
    """What was wrong with it: violations."""
    close = commands.CloseAccount(
        **by(room), member=target.person.member(room), reason=Reason.SELLING
    )
    began = time.monotonic()
    receipt = await admin.write(close)
    if not isinstance(receipt, frames.Receipt):
        return [f"an admin was refused: {receipt.code}"]
    try:
        async with asyncio.timeout(within.closed_seconds):
            for reader in (target.here, target.elsewhere):
                await reader.until_gone()
                closed["closed"].append(reader.gone_at - began)
            await target.deaf.ended(within_seconds=within.closed_seconds)
            closed["closed_deaf"].append(time.monotonic() - began)
    except TimeoutError:
        return [f"not all closed within {within.closed_seconds:.0f} s"]
    return _seen_after(target, receipt, within)


def _seen_after(target: Target, ban: frames.Receipt, within: Within) -> list[str]:
    """What was shown to them that was said after they were closed out. In the room of the ban its
    entry is the line; elsewhere there is no order but time."""
    wrong = [
        f"{name} {reader.wrong}"
        for name, reader in (("here", target.here), ("elsewhere", target.elsewhere))
        if reader.wrong != f"lost with {CloseCode.BANNED}"
    ]
    here = (*target.here.places, *target.deaf.look().places)
    if late := [seq for seq in here if seq > ban.seq]:
        wrong.append(f"shown after the ban: {late}")
    until_ms = ban.at + within.elsewhere_seconds * 1000
    if late := [seq for at, seq in target.elsewhere.entries if at > until_ms]:
        wrong.append(f"shown elsewhere after the ban: {late}")
    return wrong


@asynccontextmanager
async def _talking(members: Sequence[Member], rooms: Sequence[RoomId]) -> AsyncIterator[None]:
    """Each of them in each room, a hundred times a second."""

    async def talk(member: Member, room: RoomId) -> None:
        while True:
            await member.post(room, "words that somebody should not be shown any more")
            await asyncio.sleep(TALK_APART_SECONDS)

    talking = [asyncio.create_task(talk(member, room)) for member in members for room in rooms]
    try:
        yield
    finally:
        for each in talking:
            each.cancel()
        await asyncio.gather(*talking, return_exceptions=True)
