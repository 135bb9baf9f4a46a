"""Reads for holes are joined: few transactions, everybody their own entries and failures."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from persistence.database import Database
from rooms.ids import RoomId
from server.node.joined_reads import MOST_AT_ONCE, JoinedReads

Asked = tuple[RoomId, int, int]


@dataclass
class Reading:
    """Instead of a database: answers each ask with the ask itself; remembers the transactions."""

    batches: list[Sequence[Asked]] = field(default_factory=list)
    unreadable: set[RoomId] = field(default_factory=set)
    away: bool = False

    async def read(self, ask: Callable[..., Any], asked: Sequence[Asked]) -> list[list[Asked]]:
        del ask
        self.batches.append(asked)
        await asyncio.sleep(0)
        if self.away:
            raise ConnectionError
        if any(room in self.unreadable for room, _, _ in asked):
            raise ValueError
        return [[each] for each in asked]


def joined(reading: Reading) -> Any:
    return JoinedReads(cast(Database, reading))


async def test_rooms_that_are_asked_for_meanwhile_share_a_transaction() -> None:
    reading = Reading()
    reads = joined(reading)
    asked = [(RoomId(f"room-{number}"), number, 10) for number in range(40)]
    found = await asyncio.gather(*(reads.entries(*each) for each in asked))
    assert found == [[each] for each in asked]
    assert [len(batch) for batch in reading.batches] == [1, 39]


async def test_no_more_is_read_at_once_than_others_can_wait_for() -> None:
    reading = Reading()
    reads = joined(reading)
    asked = [(RoomId(f"room-{number}"), 0, MOST_AT_ONCE // 2) for number in range(5)]
    await asyncio.gather(*(reads.entries(*each) for each in asked))
    assert [len(batch) for batch in reading.batches] == [1, 2, 2]


async def test_an_unreadable_room_keeps_no_other_from_being_read() -> None:
    reading = Reading(unreadable={RoomId("room-2")})
    reads = joined(reading)
    asked = [(RoomId(f"room-{number}"), 0, 10) for number in range(5)]
    found = await asyncio.gather(*(reads.entries(*each) for each in asked), return_exceptions=True)
    assert isinstance(found.pop(2), ValueError)
    asked.pop(2)
    assert found == [[each] for each in asked]


async def test_a_database_that_is_away_is_told_to_all_and_the_next_read_works() -> None:
    reading = Reading(away=True)
    reads = joined(reading)
    asked = [(RoomId(f"room-{number}"), 0, 10) for number in range(5)]
    failed = await asyncio.gather(*(reads.entries(*each) for each in asked), return_exceptions=True)
    assert [type(each) for each in failed] == [ConnectionError] * 5
    assert [len(batch) for batch in reading.batches] == [1, 4]
    reading.away = False
    assert await reads.entries(*asked[0]) == [asked[0]]


async def test_nothing_is_read_for_who_waits_no_longer() -> None:
    reading = Reading()
    reads = joined(reading)
    one, gone, other = (
        asyncio.create_task(reads.entries(RoomId(name), 0, 10)) for name in ("one", "gone", "other")
    )
    await asyncio.sleep(0)
    gone.cancel()
    assert [await one, await other] == [[("one", 0, 10)], [("other", 0, 10)]]
    assert reading.batches == [[("one", 0, 10)], [("other", 0, 10)]]
