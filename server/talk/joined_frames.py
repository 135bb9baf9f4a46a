"""Entries as listeners may see them: encoded once a listener class, joined, ready to be written.

The only place where an entry becomes bytes for a person; it asks the permission table each time.
"""

from collections.abc import Sequence

from rooms.ids import MemberId
from rooms.permissions import TURNING, ListenerClass, person_concerned, sees
from rooms.transcript import Entry
from server.talk import frames
from server.talk.frames import Frame
from server.wires.outlet import prepare


class JoinedFrames:
    """Entries of one flush, encoded and joined once for each listener class that asks."""

    __slots__ = ("_classes", "concerned", "entries", "first", "last")

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self.first = entries[0].seq
        self.last = entries[-1].seq
        self._classes: dict[ListenerClass, bytes] = {}
        concerned = {person_concerned(e.event) for e in entries if type(e.event) in TURNING}
        self.concerned = concerned - {None} if concerned else concerned
        """Who is spoken of: their bytes are not their class's."""

    def prepared(self, listener: ListenerClass, member: MemberId | None) -> bytes:
        """The bytes for one listener: their class's, or their own where they are spoken of."""
        if member in self.concerned and listener is not ListenerClass.STAFF:
            return prepare_entries(self.entries, listener, member)
        return self.shared(listener)

    def shared(self, listener: ListenerClass) -> bytes:
        """The bytes for everybody of a class who is not spoken of."""
        known = self._classes.get(listener)
        if known is None:
            known = self._classes[listener] = prepare_entries(self.entries, listener, None)
        return known


def up_to_turning(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Up to and with the first change of what listeners may do: it must be in force for what
    follows."""
    for index, entry in enumerate(entries):
        if type(entry.event) in TURNING:
            return entries[: index + 1]
    return entries


def prepare_entries(
    entries: Sequence[Entry], listener: ListenerClass, member: MemberId | None
) -> bytes:
    """The frames of these entries as one listener may see them, joined."""
    return b"".join([prepare(frames.encode(_frame(e, listener, member))) for e in entries])


def _frame(entry: Entry, listener: ListenerClass, member: MemberId | None) -> Frame:
    if sees(listener, entry.event) or (
        member is not None and person_concerned(entry.event) == member
    ):
        return frames.Entry(room=entry.room, seq=entry.seq, at=entry.at, event=entry.event)
    return frames.Void(room=entry.room, seq=entry.seq)
