"""Something that one person at a time has taken on: held for a while, then free for others to take
over. Each change is one conditional statement, so that of two who press at once one wins, and is
written down in the same transaction.
"""

from dataclasses import dataclass

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, Table, and_, or_, update

from persistence import audit
from persistence.audit import AuditRecord
from rooms.ids import AccountId, RoomId
from rooms.refusals import Code, Refusal, refuse

Values = dict[str, str | int | None]

REOPEN_MS = 10 * 60_000
"""So long whoever has ended it can put it back: long enough to notice a wrong button."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A row that can be taken. `by` and `at` are where it says by whom and when, `ended` that it is
    over. `name` begins the audit's actions; `room`, `about` and `about_seq` are what it records."""

    name: str
    table: Table
    which: ColumnElement[bool]
    by: "Column[str]"
    at: "Column[int]"
    ended: "Column[int]"
    lasts_ms: int
    room: RoomId | None
    about: AccountId | None = None
    about_seq: int | None = None


@dataclass(frozen=True, slots=True)
class _Change:
    act: str
    by: AccountId
    at: int
    outcome: str | None = None


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """Who has it now, by screen name, and since when; after `until` another may take it over.
    `mine`: the reader has it."""

    by: str
    at: int
    until: int
    mine: bool


def take(connection: Connection, lease: Lease, account: AccountId, now: int) -> Refusal | None:
    """Take it, or begin one's own time anew; `nothing_to_change` when somebody has it or it is
    over."""
    change = _Change("taken", account, now)
    values: Values = {lease.by.name: account, lease.at.name: now}
    return _settle(connection, lease, change, _free_for(lease, account, now), values)


def release(connection: Connection, lease: Lease, account: AccountId, now: int) -> Refusal | None:
    """Give back what is one's own; else `nothing_to_change`."""
    nobody: Values = {lease.by.name: None, lease.at.name: None}
    change = _Change("released", account, now)
    return _settle(connection, lease, change, lease.by == account, nobody)


def finish(
    connection: Connection,
    lease: Lease,
    account: AccountId,
    now: int,
    also: Values,
    outcome: str,
) -> Refusal | None:
    """End it; `nothing_to_change` when it is over, or while somebody else has it. `also`: further
    columns, `outcome` for the audit. It is taken at the same moment: so it says who ended it."""
    change = _Change("done", account, now, outcome)
    mine: Values = {lease.by.name: account, lease.at.name: now}
    values = {lease.ended.name: now, **mine, **also}
    return _settle(connection, lease, change, _free_for(lease, account, now), values)


def reopen(
    connection: Connection, lease: Lease, account: AccountId, now: int, also: Values
) -> Refusal | None:
    """Put back what one has ended oneself within ten minutes, free for anybody to take; else
    `nothing_to_change`. `also`: further columns."""
    change = _Change("reopened", account, now)
    values: Values = {lease.ended.name: None, lease.by.name: None, lease.at.name: None, **also}
    own = and_(lease.by == account, lease.at == lease.ended, lease.ended > now - REOPEN_MS)
    return _change(connection, lease, change, own, values)


def _free_for(lease: Lease, account: AccountId, now: int) -> ColumnElement[bool]:
    return or_(lease.by.is_(None), lease.by == account, lease.at <= now - lease.lasts_ms)


def _settle(
    connection: Connection,
    lease: Lease,
    change: _Change,
    when: ColumnElement[bool],
    values: Values,
) -> Refusal | None:
    return _change(connection, lease, change, and_(lease.ended.is_(None), when), values)


def _change(
    connection: Connection,
    lease: Lease,
    change: _Change,
    when: ColumnElement[bool],
    values: Values,
) -> Refusal | None:
    theirs = and_(lease.which, when)
    if not connection.execute(update(lease.table).where(theirs).values(values)).rowcount:
        return refuse(Code.NOTHING_TO_CHANGE)
    act = AuditRecord(
        at=change.at,
        actor_id=change.by,
        action=f"{lease.name}_{change.act}",
        room_id=lease.room,
        target_account=lease.about,
        target_seq=lease.about_seq,
        reason=change.outcome,
    )
    audit.record(connection, act)
    return None
