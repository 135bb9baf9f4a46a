"""People who were away while thousands of messages were said, and people who come in while hundreds
are said each second: what they read has no hole where the old meets the new.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from persistence.database import Database
from persistence.journal import Accepted, Submission
from rooms import commands
from rooms.actor import Actor
from rooms.commands import LONGEST_REPLAY, USUAL_REPLAY
from rooms.ids import RoomId, new_public_id
from server.compose import open_journal
from tests.journeys.faults.crowd.crowd import Crowd
from tests.journeys.faults.finding import PACE, Finding
from tests.journeys.faults.of_people.room_reader import RoomReader
from tests.journeys.house import PUBLIC_URL, SECRET, House, Person

BODY = "what is said while somebody is away, of about the length of such things " * 2
MESSAGES_EACH = 8
"""A person may write ten at once in one room, and some write once more."""
BATCH = 50
SPEAKERS = 25
"""Each has one message out at a time: ten could not say 500 a second with receipts of 20 ms."""
LIVE_ENTRIES = 20
"""A newcomer is content once so many entries have followed the page."""


@dataclass(frozen=True, slots=True)
class Away:
    """So many `readers` each missed so many messages. They ask for all of them, or `by_pages` for
    the newest page, and read back from there."""

    readers: int = 200
    missed: int = 5_000
    by_pages: bool = False


async def back_after(house: House, size: Away) -> Finding:
    """Everybody comes back at the same moment."""
    (room,) = await house.rooms(1)
    people = await house.people(max(size.readers, size.missed // MESSAGES_EACH + 1))
    first = await _write(house, room, people[:1], 1)
    before = RoomReader(room)
    await before.come(house.urls[0], [_as(people[0])])
    await before.until(first)
    before.leave()
    last = await _write(house, room, people, size.missed)
    replay = USUAL_REPLAY if size.by_pages else LONGEST_REPLAY
    readers = [RoomReader(room, epoch=before.epoch, after=first, replay=replay) for _ in people][
        : size.readers
    ]
    violations, seconds = await _all_catch_up(house, readers, people, last)
    counts = {"messages": sum(len(each.places) for each in readers)}
    counts["pages"] = sum(each.pages for each in readers)
    return Finding("back after", size.readers, violations, {"contiguous": seconds}, counts)


async def _all_catch_up(
    house: House, readers: Sequence[RoomReader], people: Sequence[Person], last: int
) -> tuple[list[str], list[float]]:
    """And everybody is shown what is said next, too."""
    began = time.monotonic()
    seconds = []

    async def catch_up(at: int, reader: RoomReader) -> None:
        await reader.come(house.urls[at % len(house.urls)], [_as(people[at])])
        await reader.until(last)
        seconds.append(time.monotonic() - began)

    await asyncio.gather(*(catch_up(at, reader) for at, reader in enumerate(readers)))
    after = await _write(house, readers[0].room, people[-1:], 1)
    await asyncio.gather(*(reader.until(after) for reader in readers))
    return _wrong(readers), seconds


def _wrong(readers: Sequence[RoomReader]) -> list[str]:
    found = Counter(each for reader in readers for each in reader.violations())
    for reader in readers:
        reader.leave()
    return [f"{times} readers: {what}" for what, times in found.items()]


async def _write(house: House, room: RoomId, people: Sequence[Person], count: int) -> int:
    """So many messages by these people in turn, past the desks; the last one's seq."""
    posts = [
        Submission(
            Actor(people[at % len(people)].account),
            commands.PostMessage(room=room, command_id=new_public_id(), body=BODY),
            new_public_id(),
        )
        for at in range(count)
    ]
    last = 0
    async with (
        Database.open(house.database) as database,
        open_journal(database, SECRET.encode()) as journal,
    ):
        for start in range(0, count, BATCH):
            for outcome in await journal.append(posts[start : start + BATCH]):
                assert isinstance(outcome, Accepted), outcome
                last = outcome.seq
    return last


@dataclass(frozen=True, slots=True)
class Joins:
    """So many `joins`, `at_once` of them at a time, while so much is said."""

    joins: int = 2_000
    at_once: int = 20
    per_second: float = 500.0


async def joining_while_others_talk(house: House, size: Joins) -> Finding:
    """Of a house without haste. Every other newcomer is a guest."""
    left = iter(range(size.joins))
    seconds: list[float] = []
    found: list[str] = []
    async with Crowd.gather(house, rooms=1, people_per_room=SPEAKERS) as crowd:

        async def come_and_go() -> None:
            for at in left:
                began = time.monotonic()
                reader = RoomReader(crowd.rooms[0])
                speaker = crowd.people[at % SPEAKERS].person
                await reader.come(
                    house.urls[at % len(house.urls)],
                    [_as(speaker if at % 2 else None)],
                )
                await reader.until()
                await reader.until(reader.as_of + LIVE_ENTRIES)
                seconds.append(time.monotonic() - began)
                found.extend(_wrong([reader]))

        async with crowd.talking(size.per_second):
            await crowd.more(SPEAKERS)
            with crowd.paced():
                await asyncio.gather(*(come_and_go() for _ in range(size.at_once)))
        violations = [*found, *await crowd.violations()]
    counts = {"acknowledged": crowd.acknowledged}
    samples = {"live": seconds, PACE: crowd.paces}
    return Finding("joining", size.joins, violations, samples, counts)


def _as(person: Person | None) -> str:
    """The line of the handshake that says who it is."""
    return f"Authorization: Bearer {person.token}" if person else f"Origin: {PUBLIC_URL}"
