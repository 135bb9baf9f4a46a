"""Pairs of people, one who writes and one who reads, and a room whose commits are made to wait.

Every message is followed from being sent over its receipt to being shown.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

import asyncpg

from persistence.engines.postgres import driver_url
from rooms.ids import RoomId
from server.replay.client import Member
from tests.journeys.house import House, Person

HOLD = "SELECT id FROM room WHERE id = $1 FOR UPDATE"


@dataclass(frozen=True, slots=True)
class Waited:
    """From sent to receipt, and from there until the other had it; 0 when that came first."""

    committed_seconds: float
    shown_seconds: float


async def talking(
    house: House, rooms: Sequence[RoomId], per_second: float, seconds: float
) -> list[Waited]:
    """A pair in each room, all together at this pace."""
    people = await house.people(2 * len(rooms))
    every_seconds = len(rooms) / per_second
    async with AsyncExitStack() as stack:
        pairs = [
            await _pair(stack, house, room, people[2 * at : 2 * at + 2])
            for at, room in enumerate(rooms)
        ]
        waits = await asyncio.gather(
            *(
                _talk(*pair, room, seconds, every_seconds, at * every_seconds / len(rooms))
                for at, (pair, room) in enumerate(zip(pairs, rooms, strict=True))
            )
        )
    return [wait for each in waits for wait in each]


async def held_commits(
    house: House,
    room: RoomId,
    until: asyncio.Task[list[Waited]],
    held_seconds: float,
    rest_seconds: float,
) -> list[float]:
    """One commit after the other in the room, each kept waiting by a lock on its row: how long each
    took from sent to receipt."""
    waits: list[float] = []
    connection = await asyncpg.connect(driver_url(house.database))
    try:
        async with Member(house.urls[0], token=(await house.person()).token) as member:
            await member.join(room)
            while not until.done():
                waits.append(await _held(connection, member, room, held_seconds))
                await asyncio.sleep(rest_seconds)
    finally:
        await connection.close()
    return waits


async def _pair(
    stack: AsyncExitStack, house: House, room: RoomId, people: Sequence[Person]
) -> tuple[Member, Member]:
    speaker, listener = (Member(house.urls[0], token=person.token) for person in people)
    for member in (speaker, listener):
        await stack.enter_async_context(member)
        await member.join(room)
    return speaker, listener


async def _talk(
    speaker: Member,
    listener: Member,
    room: RoomId,
    seconds: float,
    every_seconds: float,
    first_after_seconds: float,
) -> list[Waited]:
    """One message at a time: the next is due at its time, or as soon as this one was shown."""
    waits: list[Waited] = []
    due = time.perf_counter() + first_after_seconds
    end = due + seconds
    while due < end:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        sent = time.perf_counter()
        receipt = await speaker.post(room, "of about the length that people write to one another")
        committed = time.perf_counter()
        await listener.reach(room, receipt.seq)
        waits.append(Waited(committed - sent, time.perf_counter() - committed))
        due = max(due + every_seconds, sent)
    return waits


async def _held(
    connection: asyncpg.Connection, member: Member, room: RoomId, held_seconds: float
) -> float:
    async with connection.transaction():
        await connection.execute(HOLD, room)
        sent = time.perf_counter()
        posting = asyncio.create_task(member.post(room, "this one takes its time"))
        await asyncio.sleep(held_seconds)
    await posting
    return time.perf_counter() - sent
