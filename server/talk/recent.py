"""The newest entries of one room, kept in memory for listeners who catch up.

Holds no text that was taken away: what a later entry removed or replaced is gone from here too.
"""

from collections import deque
from collections.abc import Sequence

import msgspec

from rooms import events
from rooms.transcript import Entry

_TAKE_AWAY: frozenset[type[events.Event]] = frozenset(
    {
        events.MessageEdited,
        events.MessageRetracted,
        events.MessageRemoved,
        events.MessagesRemoved,
    }
)
_Tells = events.MessagePosted | events.MessageEdited | events.MessageRestored


class Recent:
    """At most `most` entries, in order and without gaps; `last` is the newest seq ever kept."""

    def __init__(self, most: int) -> None:
        self.last: int | None = None
        self._kept: deque[Entry] = deque(maxlen=most)

    def keep(self, entries: Sequence[Entry]) -> None:
        """Take what follows the entries kept so far."""
        for entry in entries:
            if type(entry.event) in _TAKE_AWAY:
                self._take_away(entry.event)
            self._kept.append(entry)
            self.last = entry.seq

    def since(self, seq: int) -> list[Entry] | None:
        """What was kept after `seq`; None when part of that is no longer here."""
        if self.last is None or seq >= self.last:
            return []
        if not self._kept or self._kept[0].seq > seq + 1:
            return None
        return [entry for entry in self._kept if entry.seq > seq]

    def _take_away(self, taking: events.Event) -> None:
        taken = events.messages_of(taking)
        for place, entry in enumerate(tuple(self._kept)):
            told = entry.event
            if isinstance(told, _Tells) and told.message in taken:
                silent = msgspec.structs.replace(told, body=None)
                self._kept[place] = msgspec.structs.replace(entry, event=silent)
