"""When people last wrote in each room: for the directory, which says so in words."""

from sqlalchemy import Connection, literal_column, select

from persistence import tables
from rooms.ids import RoomId

_e = tables.entry.c
_r = tables.room.c
_POSTED = _e.kind == literal_column("'message_posted'")
_PAGED = _POSTED & (_e.seq > literal_column("0"))


def last_written(connection: Connection) -> dict[RoomId, int]:
    """The time (ms) of each room's newest message; rooms without one are left out."""
    newest = (
        select(_e.at)
        .where(_e.room_id == _r.id, _PAGED)
        .order_by(_e.seq.desc())
        .limit(1)
        .correlate(tables.room)
        .scalar_subquery()
    )
    found = connection.execute(select(_r.id, newest.label("at")))
    return {row.id: row.at for row in found if row.at is not None}
