"""Puts the entries of one room into order: early ones wait, doubles vanish, holes are reported.

Pure: it neither reads the transcript nor knows what time it is.
"""

from collections.abc import Iterable

from rooms.transcript import Entry

MAX_HELD = 64
"""A feed that holds more than this is told by `overfull`: waiting longer will not help."""
FARTHEST_AHEAD = 4_096
"""What is farther ahead of what is missing is not kept; a comparison of heads finds it."""


class Feed:
    """The order of one room on this node. `next_seq` is the place that is delivered next."""

    def __init__(self, next_seq: int) -> None:
        self.next_seq = next_seq
        self._held: dict[int, Entry] = {}

    def accept(self, entries: Iterable[Entry]) -> list[Entry]:
        """Take entries in any order, any number of times; return those whose turn has come."""
        ready: list[Entry] = []
        for entry in entries:
            if entry.seq == self.next_seq:
                ready.append(entry)
                self.next_seq += 1
                if self._held:
                    ready += self._contiguous()
            elif self.next_seq < entry.seq < self.next_seq + FARTHEST_AHEAD:
                self._held.setdefault(entry.seq, entry)
        return ready

    def hole(self) -> range | None:
        """The seqs missing before the first entry that waits, or None when nothing waits."""
        return range(self.next_seq, min(self._held)) if self._held else None

    def missing_up_to(self, head: int) -> range | None:
        """The seqs to read when the transcript's head is known to be `head`."""
        hole = self.hole()
        end = head + 1 if hole is None else hole.stop
        return range(self.next_seq, end) if end > self.next_seq else None

    @property
    def overfull(self) -> bool:
        return len(self._held) > MAX_HELD

    def _contiguous(self) -> list[Entry]:
        ready: list[Entry] = []
        while (entry := self._held.pop(self.next_seq, None)) is not None:
            ready.append(entry)
            self.next_seq += 1
        return ready
