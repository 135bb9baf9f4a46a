"""What may become of publications on their way from Redis to a subscriber: every n-th is dropped,
doubled or comes after the next one. Neither side is told, as no side is when it happens.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.journeys.resp import Framer, words

PUBLISHED = (b"message", b"smessage")
FAN = b"hs:fan:"
"""Channels of publications; what a process says to itself (its tick) is let through."""


@dataclass
class Meddler:
    """Asked by every line; 0 is never. The counts are of what it did."""

    drop_every: int = 0
    double_every: int = 0
    swap_every: int = 0
    seen: int = 0
    dropped: int = 0
    doubled: int = 0
    swapped: int = 0

    def let_be(self) -> None:
        """From now on everything passes."""
        self.drop_every = self.double_every = self.swap_every = 0

    def of_a_line(self) -> Callable[[bytes], bytes]:
        """What one line passes on of what it read; a part of a message waits for its rest."""
        framer, late = Framer(), list[bytes]()

        def passed(data: bytes) -> bytes:
            return b"".join(
                out for message in framer.feed(data) for out in self._passed(message, late)
            )

        return passed

    def _passed(self, message: bytes, late: list[bytes]) -> Iterator[bytes]:
        if not is_publication(message):
            yield message
            return
        self.seen += 1
        if self._turn(self.drop_every):
            self.dropped += 1
            return
        if self._turn(self.swap_every) and not late:
            self.swapped += 1
            late.append(message)
            return
        yield message
        if self._turn(self.double_every):
            self.doubled += 1
            yield message
        while late:
            yield late.pop()

    def _turn(self, every: int) -> bool:
        return every > 0 and self.seen % every == 0


def is_publication(message: bytes) -> bool:
    said = words(message)
    return len(said) == 3 and said[0] in PUBLISHED and said[1].startswith(FAN)
