"""Texts that members no longer see, opened by staff for a reason that is written down."""

import msgspec
from sqlalchemy import Connection, or_, select

from persistence import audit, tables
from persistence.safety.reports import is_reported
from persistence.sealing import SEALED_FOR_MS
from rooms.ids import AccountId, PublicId, RoomId

_e = tables.entry.c


class SealedText(msgspec.Struct, frozen=True):
    """What stood at `seq`, written at `at` (ms)."""

    seq: int
    at: int
    body: str


def sealed_texts(
    connection: Connection,
    room: RoomId,
    message: PublicId,
    actor: AccountId,
    reason: str,
    now: int,
) -> list[SealedText]:
    """The texts of a message sealed within the last 72 hours, oldest first; all that are left
    while a report of it is open.

    Needs a writing transaction: that they were asked for is recorded with them, found or not.
    Whether the actor may is the caller's question.
    """
    found = connection.execute(
        select(_e.seq, _e.at, _e.body, _e.actor_id)
        .where(_e.room_id == room, _e.message_id == message, _e.body.is_not(None))
        .where(or_(_e.sealed_at > now - SEALED_FOR_MS, is_reported()), _e.sealed_at.is_not(None))
        .order_by(_e.seq)
    ).all()
    audit.record(
        connection,
        audit.AuditRecord(
            at=now,
            actor_id=actor,
            action="sealed_opened",
            room_id=room,
            target_account=AccountId(found[0].actor_id) if found else None,
            target_seq=found[0].seq if found else None,
            reason=reason,
        ),
    )
    return [SealedText(row.seq, row.at, row.body) for row in found]
