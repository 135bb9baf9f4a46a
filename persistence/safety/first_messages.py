"""First messages that nobody has answered yet, for those who welcome people. The append writes them
down, and notes the first answer; here they are read, and taken on.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, select

from persistence import tables
from persistence.people.shown_names import shown_name
from persistence.safety.leases import Lease, Taken
from persistence.safety.waiting import Item, Kind, quoted
from rooms.ids import AccountId, PublicId, RoomId

CLAIM_MS = 10 * 60_000
"""Long enough to write a welcome; then another mentor sees that nobody has."""
MOST = 100

_f = tables.first_message.c
_a = tables.account.c
_WAITS = (
    _f.answered_at.is_(None),
    exists().where(_a.id == _f.account_id, _a.state == "open"),
)


def unanswered(connection: Connection, room: RoomId) -> list[PublicId]:
    """The ids of a room's first messages that still wait, oldest first."""
    asked = select(_f.message_id).where(_f.room_id == room, *_WAITS)
    return list(connection.execute(asked.order_by(_f.at).limit(MOST)).scalars())


def waiting(
    connection: Connection, rooms: Collection[RoomId], reader: AccountId, before: int
) -> list[Item]:
    """Those written no later than `before` (ms) in these rooms. One that is gone waits no more, nor
    does anybody whose account is closed."""
    columns = (_f.room_id, _f.message_id, _f.at, _f.claimed_by, _f.claimed_at)
    found = connection.execute(
        select(*columns, shown_name(_f.claimed_by, _f.room_id).label("claimer"))
        .where(_f.room_id.in_(rooms), *_WAITS, _f.at <= before)
        .order_by(_f.at)
        .limit(MOST)
    )
    items = [_item(connection, row, reader) for row in found]
    return [item for item in items if item.quoted is not None and item.quoted.gone is None]


def item_id(room: RoomId, message: PublicId) -> str:
    """A message's id is its author's choice, so it names one only together with its room."""
    return f"{room}.{message}"


def lease(connection: Connection, room: RoomId, message: PublicId) -> Lease | None:
    """For saying "I will answer", and that it needs no other answer; None for no first message."""
    asked = select(_f.account_id).where(_f.room_id == room, _f.message_id == message)
    author = connection.execute(asked).scalar_one_or_none()
    if author is None:
        return None
    return Lease(
        name="first_message",
        table=tables.first_message,
        which=and_(_f.room_id == room, _f.message_id == message),
        by=_f.claimed_by,
        at=_f.claimed_at,
        ended=_f.answered_at,
        lasts_ms=CLAIM_MS,
        room=room,
        about=AccountId(author),
    )


def _item(connection: Connection, row: Row[Any], reader: AccountId) -> Item:
    taken = None
    if row.claimed_by is not None:
        taken = Taken(
            by=row.claimer,
            at=row.claimed_at,
            until=row.claimed_at + CLAIM_MS,
            mine=row.claimed_by == reader,
        )
    return Item(
        id=item_id(row.room_id, row.message_id),
        kind=Kind.FIRST_MESSAGE,
        since=row.at,
        room=row.room_id,
        message=row.message_id,
        quoted=quoted(connection, row.room_id, row.message_id),
        taken=taken,
    )
