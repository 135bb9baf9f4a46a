"""Sessions as a calendar shows them: one by its id, or all that a person comes to or hosts."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, or_, select

from persistence import clock, tables
from persistence.people.shown_names import shown_name
from rooms.dropins.stages import State
from rooms.ids import AccountId, DropInId

KEPT_MS = 60 * 24 * 3_600_000
"""So long a calendar keeps what is over, and what was called off."""
MOST = 1_000

_d = tables.drop_in.c
_c = tables.drop_in_coming.c


class Dated(msgspec.Struct, frozen=True, kw_only=True):
    """Times in ms, database clock; `zone` is the one it was scheduled in. `host` and `room_names`
    are for those alone who want plain titles."""

    drop_in: DropInId
    starts_at: int
    ends_at: int
    zone: str
    sequence: int
    changed_at: int
    cancelled: bool
    host: str
    room_names: dict[str, str]


def one(connection: Connection, drop_in: DropInId) -> Dated | None:
    """None for one that does not exist."""
    row = connection.execute(_asked().where(_d.id == drop_in)).one_or_none()
    return None if row is None else _dated(row)


def of_account(connection: Connection, account: AccountId) -> list[Dated]:
    """What the person comes to, hosts or is the second person of: of the last 60 days and ahead,
    called off ones as well, by time."""
    since = clock.now_ms(connection) - KEPT_MS
    coming = select(_c.drop_in_id).where(_c.account_id == account)
    mine = or_(_d.id.in_(coming), _d.host_id == account, _d.second_id == account)
    shown = or_(_d.state != State.CANCELLED.value, _d.changed_at > since)
    asked = _asked().where(mine, shown, _d.ends_at > since)
    return [
        _dated(row) for row in connection.execute(asked.order_by(_d.starts_at, _d.id).limit(MOST))
    ]


def _asked() -> Select[Any]:
    columns = (_d.id, _d.starts_at, _d.ends_at, _d.zone, _d.sequence, _d.changed_at, _d.state)
    host = shown_name(_d.host_id, _d.room_id).label("host")
    return select(*columns, host, tables.room.c.names).join(
        tables.room, tables.room.c.id == _d.room_id
    )


def _dated(row: Row[Any]) -> Dated:
    return Dated(
        drop_in=row.id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        zone=row.zone,
        sequence=row.sequence,
        changed_at=row.changed_at,
        cancelled=row.state == State.CANCELLED.value,
        host=row.host,
        room_names=msgspec.json.decode(row.names, type=dict[str, str]),
    )
