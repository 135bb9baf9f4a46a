"""Many who are dealt out evenly into a few shares: what is to be done about each once in a while is
done about one share after the other, since a burst for all would hold up the rooms. Knows neither
who they are nor what is done.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Final, Generic, TypeVar

Who = TypeVar("Who")

SHARES: Final = 38
"""Of 15,000, 400 are in each."""


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
