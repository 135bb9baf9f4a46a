"""One journey through a house: who comes in by which door, what they all do, and at its end the
checker, over what every client saw and the transcript read by a connection of the test's own.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TypedDict

from rooms.ids import PublicId, RoomId, new_public_id
from rooms.permissions import Readers
from server.replay.client import Member
from server.talk.frames import Receipt
from tests.checker.records import Record, RoomReadBy, Row, Settled
from tests.checker.transcript import read_transcript
from tests.journeys.house import PUBLIC_URL, House, Person
from tests.journeys.recording import Chronicle, assert_sound, violations

SETTLE_SECONDS = 30.0
POLL_SECONDS = 0.02


@dataclass
class Journey:
    """`rooms` are this journey's own; the checker looks at them alone."""

    house: House
    chronicle: Chronicle
    _stack: AsyncExitStack
    rooms: list[RoomId] = field(default_factory=list)
    _clients: dict[str, Member] = field(default_factory=dict)

    async def add_rooms(self, count: int, readers: Readers = Readers.GUESTS) -> list[RoomId]:
        added = await self.house.rooms(count, readers)
        self.rooms += added
        self.chronicle.records += [
            RoomReadBy(client="operator", room=room, readers=readers.value) for room in added
        ]
        return added

    async def add_room(self, readers: Readers = Readers.GUESTS) -> RoomId:
        (room,) = await self.add_rooms(1, readers)
        return room

    async def enter(
        self,
        person: Person | None,
        *rooms: RoomId,
        at: int = 0,
        urls: Sequence[str] | None = None,
    ) -> Member:
        """A client of the person, or of a guest, that has joined the rooms. `at` counts the doors
        of the house, round and round; `urls` are other ways in."""
        doors = self.house.urls
        turn = at % len(doors)
        client = f"client-{len(self._clients)}"
        member = Member(
            *(urls or [*doors[turn:], *doors[:turn]]),
            token=person.token if person else None,
            origin=None if person else PUBLIC_URL,
            watch=self.chronicle.watcher(client, person.account if person else None),
            dice=random.Random(client),
        )
        await self._stack.enter_async_context(member)
        self._clients[client] = member
        await member.until(lambda: member.is_open or member.sent_away is not None)
        assert member.sent_away is None
        for room in rooms:
            await member.join(room)
        return member

    async def company(self, count: int, *rooms: RoomId) -> list[Member]:
        """People who have joined the rooms, through all doors in turn."""
        people = await self.house.people(count)
        return list(
            await asyncio.gather(
                *(self.enter(person, *rooms, at=at) for at, person in enumerate(people))
            )
        )

    async def transcript(self) -> list[Row]:
        rows = await read_transcript(self.house.database)
        return [row for row in rows if row.room in self.rooms]

    async def violations(self) -> list[str]:
        """Everything that the checker finds. Settle first, and ask when everybody has left."""
        return violations(await self.transcript(), self.chronicle.records)

    async def settle(self) -> None:
        """Returns when everybody who is still reading has shown everything, and nothing has come
        meanwhile: a command without an answer may still have been on its way."""
        reached, heads = None, await self._heads()
        while reached != heads:
            for _, member, room in self._readers():
                await member.reach(room, heads.get(room, 0), within_seconds=SETTLE_SECONDS)
            reached, heads = heads, await self._heads()
        for client, member, room in self._readers():
            self._record(Settled(client=client, t=member.server_now(), room=room))

    async def _heads(self) -> dict[str, int]:
        return {row.room: row.seq for row in await self.transcript()}

    def _readers(self) -> Iterator[tuple[str, Member, RoomId]]:
        for client, member in self._clients.items():
            if member.sent_away is None:
                for room in sorted(self.chronicle.reading[client]):
                    yield client, member, room

    def client_of(self, member: Member) -> str:
        return next(name for name, each in self._clients.items() if each is member)

    def _record(self, record: Record) -> None:
        self.chronicle.records.append(record)


@asynccontextmanager
async def journey(house: House) -> AsyncIterator[Journey]:
    """At the end of the block, unless it raised: everybody settles and leaves, and the run must be
    sound. The transcript is read last: what a client showed a moment ago is in it."""
    async with on_the_way(house) as going:
        yield going
        await going.settle()
    assert_sound(await going.transcript(), going.chronicle.records)


@asynccontextmanager
async def on_the_way(house: House) -> AsyncIterator[Journey]:
    """A journey whose end is not looked at: `violations` is asked after it."""
    async with AsyncExitStack() as stack:
        yield Journey(house, Chronicle(), stack)


class Writing(TypedDict):
    """What every writing command carries."""

    room: RoomId
    command_id: PublicId


def by(room: RoomId) -> Writing:
    """The fields of a new command."""
    return Writing(room=room, command_id=new_public_id())


class Load:
    """Messages of every member in every room: `each` of them, one after the other in one room."""

    def __init__(self, members: Sequence[Member], rooms: Sequence[RoomId], each: int) -> None:
        self._turns = [(member, room) for member in members for room in rooms]
        self._each = each
        self._counted = asyncio.Condition()
        self.receipts: list[Receipt] = []

    async def run(self) -> None:
        """Returns when every message is acknowledged."""
        async with asyncio.TaskGroup() as tasks:
            for member, room in self._turns:
                tasks.create_task(self._talk(member, room))

    async def reached(self, count: int) -> None:
        """Returns when so many messages are acknowledged."""
        async with asyncio.timeout(SETTLE_SECONDS), self._counted:
            await self._counted.wait_for(lambda: len(self.receipts) >= count)

    async def _talk(self, member: Member, room: RoomId) -> None:
        for number in range(self._each):
            receipt = await member.post(room, f"word {number}")
            async with self._counted:
                self.receipts.append(receipt)
                self._counted.notify_all()


async def everybody_sees(
    members: Iterable[Member], room: RoomId, receipts: Iterable[Receipt], *, within_seconds: float
) -> None:
    """Returns when each of them shows the room up to the last of the receipts in it."""
    last = max(receipt.seq for receipt in receipts if receipt.room == room)
    await asyncio.gather(
        *(member.reach(room, last, within_seconds=within_seconds) for member in members)
    )


async def true_soon(question: Callable[[], bool], *, within_seconds: float) -> None:
    """Returns once the answer is yes; asked in a thread, for what blocks while it is asked."""
    async with asyncio.timeout(within_seconds):
        while not await asyncio.to_thread(question):  # noqa: ASYNC110  nothing to await there
            await asyncio.sleep(POLL_SECONDS)
