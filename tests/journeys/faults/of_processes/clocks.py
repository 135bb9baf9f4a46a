"""One process whose machine's clock is seven minutes wrong, beside one whose clock is right: order,
the end of a pause, and what people are told of the time. Also that process's application.
"""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from starlette.applications import Starlette

from persistence import clock, migrations
from rooms import commands
from rooms.actor import Role
from rooms.commands import Reason
from rooms.events import SanctionLifted
from rooms.ids import RoomId
from rooms.refusals import Code
from server.app import create_app
from server.compose import Clocks
from server.replay.client import Member
from server.replay.requests import Answer
from server.settings import load
from server.talk import frames
from tests.journeys.faults.finding import Finding
from tests.journeys.faults.unhurried import UnhurriedWeb, lift_limits
from tests.journeys.house import House, Person, service_webs, serving
from tests.journeys.journey import Journey, by, on_the_way

AHEAD_MS = "CLOCK_AHEAD_MS"
"""The environment's name for how far the machine's clock is ahead."""
SEVEN_MINUTES_MS = 7 * 60_000
PAUSE_SECONDS = 3
AGAIN_SECONDS = 0.2
WRONG_FROM_MS = 60_000
"""Seven minutes are seen by it, and no load of the machine is."""
TURNS = 20


@dataclass(frozen=True, slots=True)
class Size:
    """`runs` pauses, each given at one of the doors in turn; the clock is so far `ahead_ms`."""

    runs: int = 4
    ahead_ms: int = SEVEN_MINUTES_MS


class WrongWeb(UnhurriedWeb):
    """A process whose machine has the wrong time."""

    app = "tests.journeys.faults.of_processes.clocks:app"


@contextmanager
def house_of_two_times(
    folder: Path, *, database: str, redis: str, ahead_ms: int
) -> Iterator[House]:
    """The first of its two processes has the wrong time."""
    migrations.upgrade(database)
    services = [(database, redis)]
    (wrong,) = service_webs(folder, services, WrongWeb, {AHEAD_MS: str(ahead_ms)})
    (right,) = service_webs(folder, services, UnhurriedWeb)
    with serving(House(database, [wrong, right])) as house:
        yield house


async def clock_off(house: House, size: Size) -> Finding:
    """People at both doors talk in turns; a pause given at either ends when it is said to; times in
    entries and of the server, as clients know it, are the true ones."""
    wrong: list[str] = []
    counts = {"messages": 0}
    began = clock.machine_ms()
    async with on_the_way(house) as going:
        room = await going.add_room()
        staff = await house.staff(room, Role.MODERATOR)
        scene = _Scene(going, [], [], await house.person())
        for at, url in enumerate(house.urls):
            scene.members.append(await going.enter(scene.paused, room, at=at, urls=[url]))
            scene.moderators.append(await going.enter(staff, room, at=at, urls=[url]))
        for run in range(size.runs):
            counts["messages"] += await _turns(scene)
            wrong += await _a_pause(scene, scene.moderators[run % len(scene.moderators)])
        wrong += _wrong_times(scene, began)
        await going.settle()
    return Finding(
        fault=f"a clock {size.ahead_ms / 60_000:+g} minutes off",
        runs=size.runs,
        violations=[*wrong, *await going.violations()],
        counts=counts,
    )


@dataclass(frozen=True, slots=True)
class _Scene:
    """The same two people by each door."""

    going: Journey
    members: list[Member]
    moderators: list[Member]
    paused: Person


async def _turns(scene: _Scene) -> int:
    """Whoever has read the last message says the next, at another door."""
    (room,) = scene.going.rooms
    for turn in range(TURNS):
        member = scene.members[turn % len(scene.members)]
        receipt = await member.post(room, f"turn {turn}")
        for each in scene.members:
            await each.reach(room, receipt.seq)
    return TURNS


async def _a_pause(scene: _Scene, moderator: Member) -> list[str]:
    """Refused at each door while it lasts, until the moment that was said, and no longer."""
    (room,) = scene.going.rooms
    mute = commands.MuteMember(
        **by(room),
        member=scene.paused.member(room),
        seconds=PAUSE_SECONDS,
        reason=Reason.OTHER,
    )
    given = await moderator.write(mute)
    assert isinstance(given, frames.Receipt), given
    until = given.at + PAUSE_SECONDS * 1000
    wrong = [_wrong_answer(await _asked(member, room), until) for member in scene.members]
    again = await asyncio.wait_for(_writes_again(scene.members[0], room), PAUSE_SECONDS * 10)
    if again.at < until:
        wrong.append("a pause ended too early")
    await moderator.until(partial(_is_lifted, moderator, room, given.seq))
    return [each for each in wrong if each]


def _wrong_answer(answer: Answer, until: int) -> str:
    """What is wrong with the answer to somebody who is paused until then."""
    if isinstance(answer, frames.Receipt):
        return "somebody who was paused could write" if answer.at < until else ""
    if not isinstance(answer, frames.Refused) or answer.code is not Code.MUTED:
        return f"somebody who was paused was told otherwise: {answer}"
    said = int(answer.params["until"])
    return "" if abs(said - until) <= 1 else f"a pause was said to end {said - until} ms off"


def _is_lifted(moderator: Member, room: RoomId, since: int) -> bool:
    """Whether the house has written down the end of the pause that began there."""
    return any(
        isinstance(entry, frames.Entry) and isinstance(entry.event, SanctionLifted)
        for entry in moderator.entries(room)
        if entry.seq > since
    )


async def _asked(member: Member, room: RoomId) -> Answer:
    return await member.ask(commands.PostMessage(**by(room), body="may I?"))


async def _writes_again(member: Member, room: RoomId) -> frames.Receipt:
    while True:
        answer = await _asked(member, room)
        if isinstance(answer, frames.Receipt):
            return answer
        await asyncio.sleep(AGAIN_SECONDS)


def _wrong_times(scene: _Scene, began: int) -> list[str]:
    """The right clock is the test's own, and the database's."""
    (room,) = scene.going.rooms
    now = clock.machine_ms()
    wrong = [
        f"a client believes that the server's clock is {member.server_now() - now} ms off"
        for member in [*scene.members, *scene.moderators]
        if abs(member.server_now() - now) > WRONG_FROM_MS
    ]
    for entry in scene.members[0].entries(room):
        if isinstance(entry, frames.Entry) and not began - WRONG_FROM_MS < entry.at <= now:
            wrong.append(f"an entry's time is {entry.at - began} ms after the beginning")
    return wrong


def app() -> Starlette:
    """For uvicorn, which is told the settings by the environment."""
    lift_limits()
    ahead_ms = int(os.environ[AHEAD_MS])
    return create_app(load(), Clocks(machine_ms=lambda: clock.machine_ms() + ahead_ms))
