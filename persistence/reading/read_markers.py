"""How far a person has read in a room. Outside the room's lock: it concerns nobody else."""

from collections.abc import Iterable

from sqlalchemy import Connection, func, select, text

from persistence import tables
from persistence.lookups import Lookups
from rooms.ids import AccountId, RoomId

_ADVANCE = text("""
INSERT INTO read_marker (account_id, room_id, seq, at)
SELECT :account, room.id, CASE WHEN room.head < :seq THEN room.head ELSE :seq END, :now
FROM room WHERE room.id = :room
ON CONFLICT (account_id, room_id) DO UPDATE SET seq = excluded.seq, at = excluded.at
WHERE excluded.seq > read_marker.seq""")
_MOST_COUNTED = 1_000
MARKED = Lookups(f"""
SELECT m.account_id, m.room_id, m.seq, (SELECT count(*) FROM
 (SELECT 1 FROM entry e WHERE e.room_id = m.room_id AND e.seq > m.seq AND e.kind = 'message_posted'
  AND e.seq > 0 AND e.actor_id <> m.account_id LIMIT {_MOST_COUNTED}) AS later) AS unread
FROM EACH LOOKUP read_marker m: m.account_id = FIRST AND m.room_id = SECOND;""")


def advance(connection: Connection, account: AccountId, room: RoomId, seq: int, now: int) -> None:
    """Move the marker on, never back, never past the head; an unknown room changes nothing."""
    connection.execute(_ADVANCE, {"account": account, "room": room, "seq": seq, "now": now})


def position(connection: Connection, account: AccountId, room: RoomId) -> int | None:
    """The seq read up to, or None when the person has never marked this room."""
    r = tables.read_marker.c
    found = select(r.seq).where(r.account_id == account, r.room_id == room)
    return connection.execute(found).scalar_one_or_none()


def unread(connection: Connection, account: AccountId, room: RoomId) -> int:
    """Messages of others after the marker, at most 1,000; 0 for who has never read here."""
    read = position(connection, account, room)
    return 0 if read is None else _written_since(connection, account, room, read)


def positions(
    connection: Connection, asked: Iterable[tuple[AccountId, RoomId]]
) -> dict[tuple[AccountId, RoomId], tuple[int, int]]:
    """`position` and `unread` of many at once; who has never marked the room is left out."""
    found = MARKED.run(connection, asked)
    return {(AccountId(row.account_id), row.room_id): (row.seq, row.unread) for row in found}


def unread_anywhere(connection: Connection, account: AccountId) -> dict[RoomId, int]:
    """The same of each room with something after the marker; the other rooms have 0."""
    r, room = tables.read_marker.c, tables.room.c
    found = (
        select(r.room_id, r.seq)
        .join(tables.room, room.id == r.room_id)
        .where(r.account_id == account, room.head > r.seq)
    )
    marked = connection.execute(found).all()
    return {
        row.room_id: _written_since(connection, account, row.room_id, row.seq) for row in marked
    }


def _written_since(connection: Connection, account: AccountId, room: RoomId, seq: int) -> int:
    e = tables.entry.c
    later = (
        select(e.seq)
        .where(e.room_id == room, e.seq > seq, text("kind = 'message_posted' AND seq > 0"))
        .where(e.actor_id != account)
        .limit(_MOST_COUNTED)
        .subquery()
    )
    return int(connection.execute(select(func.count()).select_from(later)).scalar_one())
