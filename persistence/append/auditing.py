"""The row of the audit log that an entry writes. Pure."""

from persistence.append.entry_rows import kind_of
from persistence.append.recorded import Recorded
from persistence.append.statements import Statement, Write
from rooms import events

_OF_THE_ROOM = (
    events.RoomLocked
    | events.RoomUnlocked
    | events.PaceChanged
    | events.RoomCalmed
    | events.CalmEnded
    | events.DropInClosed
    | events.FloorFrozen
    | events.FloorThawed
)
"""Acts on nobody in particular."""


def audit(recorded: Recorded, reason: str | None = None) -> Write:
    """`reason` is from a closed list, with a number where there is one; never anybody's words."""
    entry = recorded.entry
    return Statement.AUDIT, (
        entry.at,
        recorded.actor,
        kind_of(entry.event),
        entry.room,
        None if isinstance(entry.event, _OF_THE_ROOM) else recorded.target,
        recorded.target_seq,
        reason,
    )
