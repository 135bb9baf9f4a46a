"""Calls for a moderator: made once however many processes see why, taken on, closed, and closed by
the house when what they were about is over. Hosts of the live session and staff alone see them.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from persistence import clock, tables
from persistence.engines.sqlite import empty_log_after
from persistence.people.notices import NoticeKind
from persistence.people.shown_names import shown_name
from rooms.actor import HOUSE
from rooms.dropins.stages import CALL_TAKEN_MS, WELL_ANSWER_MS, State
from rooms.dropins.views import Called, CallKind
from rooms.ids import AccountId, DropInId, RoomId, member_id, new_opaque_id

UNANSWERED_MS = WELL_ANSWER_MS
"""A call that nobody took for so long says so, to whoever called."""
ERASED_AFTER_MS = 7 * 24 * 3_600_000
MOST = 100

_h = tables.help_call.c
_d = tables.drop_in.c

# Made once: to put it together takes longer than to ask it.
_OPEN_IN = (
    select(
        *(_h.id, _h.kind, _h.at, _h.account_id, _h.note, _h.taken_by, _h.taken_at),
        shown_name(_h.account_id, _h.room_id).label("name"),
        shown_name(_h.taken_by, _h.room_id).label("taker"),
    )
    .where(_h.room_id == bindparam("room"), _h.closed_at.is_(None))
    .order_by(_h.at)
    .limit(MOST)
)

GRAVEST_FIRST = {kind.value: rank for rank, kind in enumerate(CallKind)}


def call(
    connection: Connection,
    kind: CallKind,
    room: RoomId,
    *,
    key: str,
    drop_in: DropInId | None = None,
    account: AccountId | None = None,
    note: str | None = None,
) -> bool:
    """Call a moderator; False when `key` has called before. `account`: who calls, or whom it is
    about. Tell those who watch after the commit."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    made = connection.execute(
        dialect.insert(tables.help_call)
        .values(
            id=new_opaque_id(),
            key=key,
            kind=kind.value,
            room_id=room,
            drop_in_id=drop_in,
            account_id=account,
            note=note,
            at=clock.now_ms(connection),
        )
        .on_conflict_do_nothing(index_elements=[_h.key])
    )
    return bool(made.rowcount)


def open_in(connection: Connection, secret: bytes, room: RoomId, now: int) -> tuple[Called, ...]:
    """The calls of a room that are not closed, the gravest first, then the oldest."""
    found = connection.execute(_OPEN_IN, {"room": room})
    calls = [
        Called(
            call=row.id,
            kind=CallKind(row.kind),
            at=row.at,
            name=row.name,
            member=member_id(secret, room, row.account_id) if row.account_id else None,
            note=row.note or "",
            taken_by="" if _waits_since(row, now) is not None else row.taker,
            unanswered=(_waits_since(row, now) or now) <= now - UNANSWERED_MS,
        )
        for row in found
    ]
    return tuple(sorted(calls, key=lambda each: GRAVEST_FIRST[each.kind.value]))


def _waits_since(row: Row[Any], now: int) -> int | None:
    """Since when nobody sees to it; None while somebody does. Who took it on and did not end it
    has it no longer."""
    if row.taken_by is None:
        return int(row.at)
    until = int(row.taken_at) + CALL_TAKEN_MS
    return until if until <= now else None


def tell_unanswered(connection: Connection) -> list[AccountId]:
    """Tell those whose call for help nobody has taken for three minutes, each once; who they are,
    for their open pages."""
    now = clock.now_ms(connection)
    n = tables.notice.c
    told = exists().where(n.id == _h.id)
    waiting = connection.execute(
        select(_h.id, _h.account_id)
        .where(_h.kind == CallKind.HELP_NOW.value, _h.account_id.is_not(None), ~told)
        .where(_h.closed_at.is_(None), _h.taken_by.is_(None), _h.at <= now - UNANSWERED_MS)
    ).all()
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    for call in waiting:
        # By the call's own id: whichever process is first, it is told once.
        connection.execute(
            dialect.insert(tables.notice)
            .values(
                id=call.id,
                account_id=call.account_id,
                kind=NoticeKind.HELP_UNANSWERED.value,
                at=now,
            )
            .on_conflict_do_nothing()
        )
    return [AccountId(call.account_id) for call in waiting]


def overtaken(connection: Connection, led: Collection[RoomId]) -> list[RoomId]:
    """The rooms with a call that is over by itself; `led`: those whose session has its host."""
    asked = select(_h.room_id).where(_h.closed_at.is_(None), _over(led)).distinct()
    return list(connection.execute(asked).scalars())


def close_overtaken(connection: Connection, led: Collection[RoomId]) -> None:
    """Close what is over by itself: a session that has a second person now, has begun, has its
    host again, or has ended. What a person called for stays until a person closes it."""
    connection.execute(
        update(tables.help_call)
        .where(_h.closed_at.is_(None), _over(led))
        .values(closed_by=HOUSE.account, closed_at=clock.now_ms(connection))
    )


def erase(connection: Connection, now: int) -> int:
    """Who called and what they said, a week after it was seen to; of how many calls."""
    erased = connection.execute(
        update(tables.help_call)
        .where(_h.closed_at <= now - ERASED_AFTER_MS)
        .where(or_(_h.note.is_not(None), _h.account_id.is_not(None)))
        .values(note=None, account_id=None)
    )
    if erased.rowcount:
        empty_log_after(connection)
    return int(erased.rowcount)


def _over(led: Collection[RoomId]) -> ColumnElement[bool]:
    scheduled, live = _d.state == State.SCHEDULED.value, _d.state == State.LIVE.value
    return or_(
        _of(CallKind.UNCOVERED) & ~_of_session(scheduled, _d.second_id.is_(None)),
        _of(CallKind.LATE) & ~_of_session(scheduled),
        _of(CallKind.SILENT, CallKind.AWAY) & ~_of_session(live),
        _of(CallKind.SILENT) & _of_session(_d.well_at > _h.at),
        _of(CallKind.AWAY) & _h.room_id.in_(list(led)),
    )


def _of_session(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(_d.id == _h.drop_in_id, *which)


def _of(*kinds: CallKind) -> ColumnElement[bool]:
    return _h.kind.in_([kind.value for kind in kinds])
