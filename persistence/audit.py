"""Who did what to whom, and why. The journal writes its own rows; this is for the other acts."""

import msgspec
from sqlalchemy import Connection, insert, select

from persistence import tables
from rooms.ids import AccountId, RoomId


class AuditRecord(msgspec.Struct, frozen=True, kw_only=True):
    """`at` in ms since the epoch, database clock; `target_seq` is of the message spoken of."""

    at: int
    actor_id: AccountId
    action: str
    room_id: RoomId | None = None
    target_account: AccountId | None = None
    target_seq: int | None = None
    reason: str | None = None


def record(connection: Connection, act: AuditRecord) -> None:
    """Call it in the transaction of the act itself."""
    connection.execute(insert(tables.audit).values(msgspec.structs.asdict(act)))


def recent(connection: Connection, limit: int = 100) -> list[AuditRecord]:
    """Newest first."""
    columns = [tables.audit.c[name] for name in AuditRecord.__struct_fields__]
    found = connection.execute(select(*columns).order_by(tables.audit.c.id.desc()).limit(limit))
    return [AuditRecord(**row._mapping) for row in found]
