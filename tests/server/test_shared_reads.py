"""Many who catch up at once are one reader to the database, wherever each of them began."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

from rooms.transcript import Entry
from server.node.shared_reads import PAGE, SharedReads
from tests.server.memory_transcript import GARDEN, entries_of, said


class CountedReads:
    """A database of a thousand entries, which keeps what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []
        self._entries = entries_of(GARDEN, *(said() for _ in range(2 * PAGE)))

    async def read(
        self, _: Callable[..., list[Entry]], room: str, after: int, most: int
    ) -> list[Entry]:
        assert room == GARDEN
        self.asked.append((after, most))
        await asyncio.sleep(0)
        return self._entries[after : after + most]


async def test_who_began_at_different_places_soon_reads_the_same_pages() -> None:
    database = CountedReads()
    reads = SharedReads(cast(Any, database))

    async def catch_up(after: int) -> list[int]:
        seen: list[int] = []
        while entries := await reads.entries(GARDEN, after):
            seen += [entry.seq for entry in entries]
            after = seen[-1]
        return seen

    begun = (0, 10, 20, 20)
    everything = await asyncio.gather(*(catch_up(after) for after in begun))
    assert everything == [list(range(after + 1, 2 * PAGE + 1)) for after in begun]
    first = {(0, PAGE), (10, PAGE - 10), (20, PAGE - 20)}
    assert sorted(database.asked) == sorted([*first, (PAGE, PAGE), (2 * PAGE, PAGE)])
