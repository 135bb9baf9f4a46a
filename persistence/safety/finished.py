"""What somebody has said was seen to a moment ago, shown to them alone: they can still
put it back.
"""

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, select

from persistence import tables
from persistence.safety import first_messages, open_calls
from persistence.safety.leases import REOPEN_MS
from persistence.safety.reports import Concern, Outcome
from persistence.safety.waiting import Kind
from rooms.ids import AccountId, RoomId

MOST = 20

_r = tables.report.c
_f = tables.first_message.c
_h = tables.help_call.c


class JustDone(msgspec.Struct, frozen=True, kw_only=True):
    """`id` as when it waited, `at` (ms) when it was done; `outcome` is None of a first message and
    of a call."""

    id: str
    kind: Kind
    at: int
    room: RoomId | None
    outcome: Outcome | None = None


def reports(
    connection: Connection, rooms: Collection[RoomId], account: AccountId, now: int
) -> list[JustDone]:
    """Of these rooms; the last done comes first."""
    asked = select(_r.id, _r.concern, _r.closed_at, _r.room_id, _r.outcome).where(
        _r.closed_by == account, _r.closed_at > now - REOPEN_MS, _r.room_id.in_(rooms)
    )
    found = connection.execute(asked.order_by(_r.closed_at.desc()).limit(MOST))
    worried = Concern.WORRIED_ABOUT_SOMEONE.value
    return [
        JustDone(
            id=row.id,
            kind=Kind.WORRY if row.concern == worried else Kind.REPORT,
            at=row.closed_at,
            room=None if row.room_id == tables.ANYWHERE else row.room_id,
            outcome=Outcome(row.outcome),
        )
        for row in found
    ]


def firsts(
    connection: Connection, rooms: Collection[RoomId], account: AccountId, now: int
) -> list[JustDone]:
    """First messages of which they said that they need no other answer; the last comes first."""
    asked = select(_f.room_id, _f.message_id, _f.answered_at).where(
        _f.room_id.in_(rooms),
        _f.claimed_by == account,
        _f.claimed_at == _f.answered_at,
        _f.answered_at > now - REOPEN_MS,
    )
    found = connection.execute(asked.order_by(_f.answered_at.desc()).limit(MOST))
    return [
        JustDone(
            id=first_messages.item_id(row.room_id, row.message_id),
            kind=Kind.FIRST_MESSAGE,
            at=row.answered_at,
            room=row.room_id,
        )
        for row in found
    ]


def calls(
    connection: Connection, rooms: Collection[RoomId], account: AccountId, now: int
) -> list[JustDone]:
    """Calls that they have closed; the last comes first."""
    asked = select(_h.id, _h.room_id, _h.closed_at).where(
        _h.room_id.in_(rooms),
        _h.closed_by == account,
        _h.taken_at == _h.closed_at,
        _h.closed_at > now - REOPEN_MS,
    )
    found = connection.execute(asked.order_by(_h.closed_at.desc()).limit(MOST))
    return [
        JustDone(id=open_calls.item_id(row.id), kind=Kind.CALL, at=row.closed_at, room=row.room_id)
        for row in found
    ]
