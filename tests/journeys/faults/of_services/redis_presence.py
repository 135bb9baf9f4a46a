"""Redis forgets everything while people are here: who is in a room is told right again soon, with
whoever came in the same moment.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from rooms.ids import RoomId
from server.replay.client import Member
from tests.journeys.faults.finding import Finding
from tests.journeys.faults.of_services.redis_scene import RedisScene
from tests.journeys.faults.quiet.business import QuietBusiness
from tests.journeys.faults.quiet.scene import FULL_QUIET, QuietSize
from tests.journeys.house import Person
from tests.journeys.journey import Journey, on_the_way

NOTICED_SECONDS = 50.0
"""Ten times the five seconds in which presence is exact again."""
LOOK_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class ForgettingSize:
    """`runs` times everything is forgotten; each is watched for `watch_seconds`."""

    runs: int = 1
    people: int = 4
    watch_seconds: float = 3.0
    quiet: QuietSize = field(default_factory=QuietSize)


FULL_FORGETTING = ForgettingSize(runs=20, people=6, watch_seconds=15.0, quiet=FULL_QUIET)
"""Longer than a lease: who was forgotten for good is missing by then."""


async def redis_forgets(scene: RedisScene, size: ForgettingSize) -> Finding:
    """Samples: `exact again`, from the loss until nobody is shown anything else any more."""

    async def forget() -> None:
        scene.redis.command("FLUSHALL")

    return await _forgotten(scene, size, "redis_forgets", forget)


async def redis_begins_anew(scene: RedisScene, size: ForgettingSize) -> Finding:
    """The same, by a kill: it comes back at once, and empty."""

    async def begin_anew() -> None:
        scene.redis.kill()
        scene.redis.begin()
        await asyncio.to_thread(scene.redis.wait_ready)

    return await _forgotten(scene, size, "redis_begins_anew", begin_anew)


async def _forgotten(
    scene: RedisScene, size: ForgettingSize, fault: str, forget: Callable[[], Awaitable[None]]
) -> Finding:
    exact: list[float] = []
    wrong: list[str] = []
    async with QuietBusiness(scene.house, size.quiet) as business:
        async with on_the_way(scene.house) as going:
            for _ in range(size.runs):
                last_wrong, found = await _once(going, size, forget)
                exact.append(last_wrong)
                wrong += found
            await going.settle()
        wrong += await going.violations()
        wrong += await business.violations()
    return Finding(fault, size.runs, tuple(wrong), {"exact again": exact})


async def _once(
    going: Journey, size: ForgettingSize, forget: Callable[[], Awaitable[None]]
) -> tuple[float, list[str]]:
    """For how long somebody was shown anything else, and what was wrong at last."""
    room, wrong = await going.add_room(), list[str]()
    late, *people = await going.house.people(size.people + 1)
    coming = (_comes(going, person, room, at) for at, person in enumerate(people))
    members = [await each for each in coming]
    await _all_see(members, room, people)
    await forget()
    forgotten_at, people = time.monotonic(), [*people, late]
    members.append(await _comes(going, late, room, 0))
    last_wrong = await _last_wrong(members, room, people, size.watch_seconds)
    try:
        await _all_see(members, room, people)
    except TimeoutError:
        wrong.append("who is here was never told right again")
    for member in members:
        await member.leave(room)
    return last_wrong - forgotten_at, wrong


async def _comes(going: Journey, person: Person, room: RoomId, at: int) -> Member:
    """Somebody who is listed, since they said something."""
    member = await going.enter(person, room, at=at)
    await member.post(room, "hello")
    return member


async def _all_see(members: Sequence[Member], room: RoomId, people: Sequence[Person]) -> None:
    async with asyncio.timeout(NOTICED_SECONDS):
        for member in members:
            await member.until(partial(_sees, member, room, people))


async def _last_wrong(
    members: Sequence[Member], room: RoomId, people: Sequence[Person], seconds: float
) -> float:
    """When somebody was last shown anything else, looked at for so long."""
    wrong_at = until = time.monotonic()
    until += seconds
    while time.monotonic() < until:
        if not all(_sees(member, room, people) for member in members):
            wrong_at = time.monotonic()
        await asyncio.sleep(LOOK_SECONDS)
    return wrong_at


def _sees(member: Member, room: RoomId, people: Sequence[Person]) -> bool:
    return member.reading(room).people.keys() == {person.member(room) for person in people}
