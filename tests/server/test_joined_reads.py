"""Reads for holes are joined: few transactions, everybody their own entries, one failure no end."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from persistence.database import Database
from rooms.ids import RoomId
from server.node.joined_reads import MOST_AT_ONCE, JoinedReads

Asked = tuple[RoomId, int, int]


@dataclass
class Reading:
    """Instead of a database: answers each ask with the ask itself; remembers the transactions."""

    batches: list[Sequence[Asked]] = field(default_factory=list)
    failing: bool = False

    async def read(self, ask: Callable[..., Any], asked: Sequence[Asked]) -> list[list[Asked]]:
        del ask
        self.batches.append(asked)
        await asyncio.sleep(0)
        if self.failing:
            raise ConnectionError
        return [[each] for each in asked]


def joined(reading: Reading) -> Any:
    return JoinedReads(cast(Database, reading))


async def test_rooms_that_are_read_at_once_share_a_transaction() -> None:
    reading = Reading()
    reads = joined(reading)
    asked = [(RoomId(f"room-{number}"), number, 10) for number in range(40)]
    found = await asyncio.gather(*(reads.entries(*each) for each in asked))
    assert found == [[each] for each in asked]
    assert len(reading.batches) == 1


async def test_no_more_is_read_at_once_than_others_can_wait_for() -> None:
    reading = Reading()
    reads = joined(reading)
    asked = [(RoomId(f"room-{number}"), 0, MOST_AT_ONCE // 2) for number in range(5)]
    await asyncio.gather(*(reads.entries(*each) for each in asked))
    assert [len(batch) for batch in reading.batches] == [2, 2, 1]


async def test_a_read_that_fails_is_told_to_all_and_the_next_one_works() -> None:
    reading = Reading(failing=True)
    reads = joined(reading)
    asked = [(RoomId(f"room-{number}"), 0, 10) for number in range(2)]
    failed = await asyncio.gather(*(reads.entries(*each) for each in asked), return_exceptions=True)
    assert [type(each) for each in failed] == [ConnectionError] * 2
    reading.failing = False
    assert await reads.entries(*asked[0]) == [asked[0]]


async def test_who_waits_no_longer_takes_nothing_from_the_others() -> None:
    reading = Reading()
    reads = joined(reading)
    one, other = (
        asyncio.create_task(reads.entries(RoomId(name), 0, 10)) for name in ("one", "other")
    )
    await asyncio.sleep(0)
    one.cancel()
    with pytest.raises(asyncio.CancelledError):
        await one
    assert await other == [("other", 0, 10)]
