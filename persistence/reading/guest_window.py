"""How far back guests read: the last 24 hours or the last 50 messages, whichever is more.

The one place of this rule; pages, history and the socket's first page all ask here.
"""

from sqlalchemy import Connection, literal_column, select

from persistence import tables
from rooms.ids import RoomId

GUEST_HOURS = 24
GUEST_MESSAGES = 50

_e = tables.entry.c
# Literals, so that the partial index over them is used.
_PAGED = (_e.kind == literal_column("'message_posted'")) & (_e.seq > literal_column("0"))


def guest_floor(connection: Connection, room: RoomId, now: int) -> int:
    """The lowest seq that a guest may read. `now`: ms, the database's clock."""
    newest = select(_e.seq).where(_e.room_id == room, _PAGED).order_by(_e.seq.desc())
    counted = connection.execute(newest.offset(GUEST_MESSAGES - 1).limit(1)).scalar_one_or_none()
    if counted is None:
        return 0
    # Times never go back within a room, so all above this one are of the last hours.
    older = newest.where(_e.at < now - GUEST_HOURS * 3_600_000).limit(1)
    before_the_hours = connection.execute(older).scalar_one_or_none() or 0
    return min(int(counted), int(before_the_hours) + 1)
