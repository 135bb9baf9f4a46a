"""Messages that somebody told the moderators of. While a report is open, what was taken away stays
sealed for longer, so that whoever judges it can still read it. Who reports, and why, comes later.
"""

from sqlalchemy import ColumnElement, Connection, exists, insert, update

from persistence import tables
from rooms.ids import PublicId, RoomId

_r = tables.report.c


def open_report(
    connection: Connection, report: PublicId, room: RoomId, message: PublicId, now: int
) -> None:
    connection.execute(
        insert(tables.report).values(id=report, room_id=room, message_id=message, opened_at=now)
    )


def close_report(connection: Connection, report: PublicId, now: int) -> None:
    """It was seen to. One that is closed stays as it was."""
    still_open = (_r.id == report, _r.closed_at.is_(None))
    connection.execute(update(tables.report).where(*still_open).values(closed_at=now))


def is_reported() -> ColumnElement[bool]:
    """For a statement over `entry`: whether a report of its message is open."""
    e = tables.entry.c
    return exists().where(
        _r.room_id == e.room_id, _r.message_id == e.message_id, _r.closed_at.is_(None)
    )
