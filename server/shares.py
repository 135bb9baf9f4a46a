"""Many who are dealt out evenly into a few shares: what is to be done about each once in a while is
done about one share after the other, since a burst for all would hold up the rooms. Knows neither
who they are nor what is done.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from itertools import cycle, islice
from typing import Final, Generic, TypeVar

Who = TypeVar("Who")

SHARES: Final = 38
"""Of 15,000, 400 are in each."""
MADE_UP: Final = 4
"""So many turns a loop that was late makes up for; after a longer stop it goes on from now."""


class Shares(Generic[Who]):
    """`all`: the shares. Each is in one of them, the same one, from when they are added until they
    are removed."""

    def __init__(self) -> None:
        self.all: tuple[set[Who], ...] = tuple(set() for _ in range(SHARES))

    def add(self, who: Who) -> None:
        min(self.all, key=len).add(who)

    def remove(self, who: Who) -> None:
        """Nothing when they are in none."""
        for share in self.all:
            share.discard(who)

    def __bool__(self) -> bool:
        return any(self.all)


def slices(many: Collection[Who], size: int) -> Iterator[Sequence[Who]]:
    """All who are there now, so many at a time, without those who have gone by then."""
    there = iter(tuple(many))
    while some := tuple(islice(there, size)):
        yield tuple([who for who in some if who in many])


def next_due(due: float, apart: float, now: float) -> float:
    """When the turn after the one that was due is due: on time again, however late that one was."""
    return max(due + apart, now - MADE_UP * apart)


async def turns(round_seconds: float) -> AsyncIterator[int]:
    """The numbers of the shares, each when it has its turn, for ever; all in `round_seconds`."""
    loop = asyncio.get_running_loop()
    apart, due = round_seconds / SHARES, loop.time()
    for number in cycle(range(SHARES)):
        due = next_due(due, apart, loop.time())
        await asyncio.sleep(due - loop.time())
        yield number
