"""Who is verified as an expert, in what, by whom it was issued and until when. Given and ended by
the operator, and audited; what follows for sessions is read where they are shown and opened.
"""

import msgspec
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from persistence import audit, clock, tables
from persistence.audit import AuditRecord
from persistence.dropins import found
from rooms.dropins.stages import State
from rooms.ids import AccountId, RoomId

_x = tables.expert_record.c
_d = tables.drop_in.c


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """`expires_at` in ms: from then on it says nothing."""

    issuer: str
    scope: str
    expires_at: int


class Ahead(msgspec.Struct, frozen=True, kw_only=True):
    """A session ahead that was announced with its host's record."""

    room: RoomId
    ends_at: int


def keep(connection: Connection, account: AccountId, by: AccountId, record: Record) -> None:
    """The one record of this person, in the place of the one before."""
    now = clock.now_ms(connection)
    values = msgspec.structs.asdict(record) | {"verified_by": by, "verified_at": now}
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(
        dialect.insert(tables.expert_record)
        .values(account_id=account, **values)
        .on_conflict_do_update(index_elements=[_x.account_id], set_=values)
    )
    _changed(connection, account, by, "expert_verified", now)


def end(connection: Connection, account: AccountId, by: AccountId) -> bool:
    """From now on the record is not there; False when there was none."""
    gone = connection.execute(delete(tables.expert_record).where(_x.account_id == account))
    if not gone.rowcount:
        return False
    _changed(connection, account, by, "expert_ended", clock.now_ms(connection))
    return True


def of_account(connection: Connection, account: AccountId) -> Record | None:
    """The record as it was given, also one that has run out."""
    asked = select(_x.issuer, _x.scope, _x.expires_at).where(_x.account_id == account)
    row = connection.execute(asked).one_or_none()
    return None if row is None else Record(**row._mapping)


def announced(connection: Connection, account: AccountId) -> list[Ahead]:
    """The sessions ahead and live, by time, that say of their host that a record was checked."""
    rows = connection.execute(
        select(_d.room_id, _d.ends_at)
        .where(_d.host_id == account, _d.expert)
        .where(_d.state.in_((State.SCHEDULED.value, State.LIVE.value)))
        .order_by(_d.starts_at)
    )
    return [Ahead(room=row.room_id, ends_at=row.ends_at) for row in rows]


def _changed(
    connection: Connection, account: AccountId, by: AccountId, action: str, now: int
) -> None:
    """Who sees a session of theirs sees it otherwise."""
    hosts = select(_d.id).where(_d.host_id == account, _d.expert, _d.state != State.ENDED.value)
    for drop_in in connection.execute(hosts).scalars().all():
        found.moved(connection, drop_in)
    act = AuditRecord(at=now, actor_id=by, action=action, target_account=account)
    audit.record(connection, act)
