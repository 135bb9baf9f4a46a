"""Sessions that an admin or the operator ends for good: those of one series, or all that are one
host's. "These sessions have stopped" is told, once to each person, and nothing else is said; what
is live is closed by the timekeepers.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, func, select, update

from persistence import audit, clock, locks, outbox, tables
from persistence.audit import AuditRecord
from persistence.dropins import calling_off, coming, found, series, session_rows
from persistence.dropins.series import Series
from persistence.dropins.session_rows import Row
from persistence.outbox import Kind
from rooms.actor import HOUSE, Actor
from rooms.dropins.schedule import Saved, Stopped
from rooms.dropins.stages import State
from rooms.ids import AccountId, RoomId, SeriesId
from rooms.permissions import Action
from rooms.refusals import Code, Refusal, refuse

_d = tables.drop_in.c
_s = tables.drop_in_series.c
_OPEN = (State.SCHEDULED.value, State.LIVE.value)


def stop(connection: Connection, secret: bytes, actor: Actor, which: SeriesId) -> Saved | Refusal:
    """An admin ends the series. Refused by the permission table, and with `unknown_drop_in`,
    `series_stopped`."""
    before = series.by_id(connection, which)
    if before is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    locks.hold(connection, locks.account_key(actor.account))
    if refused := _may_stop_in(connection, secret, actor, [before.room_id]):
        return refused
    held = series.by_id(connection, which)
    if held is None or held.stopped_at is not None:
        return refuse(Code.SERIES_STOPPED)
    done = _stop(connection, actor, [held], None)
    return Saved(
        series=which, version=held.version + 1, room=held.room_id, cancelled=done.cancelled
    )


def stop_all(
    connection: Connection, secret: bytes, actor: Actor, which: SeriesId
) -> Stopped | Refusal:
    """An admin ends all that is hosted by whoever hosts this series, in whichever room. Refused by
    the permission table of any of the rooms, and with `unknown_drop_in`, `nothing_to_change`."""
    host = series.owner(connection, which)
    before = series.by_id(connection, which)
    if host is None or before is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    locks.hold(connection, *(locks.account_key(each) for each in {actor.account, host}))
    rooms = sorted({before.room_id, *(each.room_id for each in _going_on(connection, host))})
    if refused := _may_stop_in(connection, secret, actor, rooms):
        return refused
    return _all(connection, actor, host, None)


def stop_all_by_house(connection: Connection, host: AccountId, reason: str) -> Stopped | Refusal:
    """The same by the operator's hand; the reason is kept in the audit and told to nobody. Refused
    with `nothing_to_change`."""
    locks.hold(connection, locks.account_key(host))
    for room in sorted({each.room_id for each in _going_on(connection, host)}):
        locks.hold_room(connection, room)
    return _all(connection, HOUSE, host, reason)


def _may_stop_in(
    connection: Connection, secret: bytes, actor: Actor, rooms: Sequence[RoomId]
) -> Refusal | None:
    """Hold these rooms, which are in order; whether the actor may end sessions in all of them."""
    for room in rooms:
        locks.hold_room(connection, room)
    for room in rooms:
        person = found.person_who_may(connection, secret, actor, room, Action.STOP_SERIES)
        if isinstance(person, Refusal):
            return person
    return None


def _all(
    connection: Connection, actor: Actor, host: AccountId, reason: str | None
) -> Stopped | Refusal:
    # With the host's lock held nothing new of theirs was made since it was looked at.
    going_on = list(_going_on(connection, host))
    if not going_on:
        return refuse(Code.NOTHING_TO_CHANGE)
    return _stop(connection, actor, going_on, reason)


def _going_on(connection: Connection, host: AccountId) -> Iterator[Series]:
    """Not stopped, and something is ahead or live, or would be made by and by."""
    is_open = select(_d.id).where(_d.series_id == _s.id, _d.state.in_(_OPEN)).exists()
    asked = select(_s.id, is_open.label("is_open")).where(
        _s.host_id == host, _s.stopped_at.is_(None)
    )
    for row in connection.execute(asked.order_by(_s.id)).all():
        held = series.by_id(connection, row.id)
        if held is not None and (row.is_open or _has_no_end(held.plan.rule)):
            yield held


def _has_no_end(rule: str) -> bool:
    return bool(rule) and "COUNT" not in rule and "UNTIL" not in rule


def _stop(
    connection: Connection, actor: Actor, ended: Sequence[Series], reason: str | None
) -> Stopped:
    now = clock.now_ms(connection)
    rows = [row for held in ended for row in session_rows.rows_of(connection, held.id)]
    ahead = [row for row in rows if row.state is State.SCHEDULED]
    calling_off.call_off(connection, ahead, actor.account, None)
    for row in rows:
        if row.state is State.LIVE:
            # Nobody is called into what is being closed.
            outbox.void(connection, row.id)
    _tell(connection, sorted(ahead, key=lambda row: row.starts_at), ended[0].id, now)
    for held in ended:
        _mark(connection, actor, held, reason, now)
    return Stopped(
        series=len(ended),
        cancelled=len(ahead),
        guest=_as_guest(connection, ended[0].host_id),
        rooms=tuple(sorted({held.room_id for held in ended})),
    )


def _mark(connection: Connection, actor: Actor, held: Series, reason: str | None, now: int) -> None:
    series.touch(connection, held.id)
    connection.execute(update(tables.drop_in_series).where(_s.id == held.id).values(stopped_at=now))
    act = AuditRecord(
        at=now,
        actor_id=actor.account,
        action="drop_in_series_stopped",
        room_id=held.room_id,
        target_account=held.host_id,
        reason=reason,
    )
    audit.record(connection, act)


def _tell(connection: Connection, rows: Sequence[Row], which: SeriesId, now: int) -> None:
    """Once each person, of the first session that they would have come to. A series ends once, so
    `which` is a name for all that ends with it."""
    for row in rows:
        for account in coming.everybody(connection, row.id):
            payload = {"starts_at": row.starts_at}
            session_rows.tell_one(
                connection, row, Kind.STOPPED, account, payload, now, f"series:{which}"
            )


def _as_guest(connection: Connection, host: AccountId) -> int:
    asked = (
        select(func.count())
        .select_from(tables.drop_in)
        .join(tables.drop_in_series, _s.id == _d.series_id)
        .where(_d.host_id == host, _s.host_id != host, _d.state.in_(_OPEN))
    )
    return int(connection.execute(asked).scalar_one())
