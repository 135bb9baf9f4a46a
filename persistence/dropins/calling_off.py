"""Sessions that will not be: one, one and all after it, all ahead; or a series that an admin ends.
Those who said they would come are told, once.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, update

from persistence import audit, clock, locks, tables
from persistence.audit import AuditRecord
from persistence.dropins import coming, found, line, series, session_rows, single
from persistence.dropins.casting import held_room
from persistence.dropins.series import Series
from persistence.dropins.session_rows import Row
from persistence.outbox import Kind
from rooms.actor import HOUSE, Actor
from rooms.dropins.schedule import Saved
from rooms.dropins.stages import State
from rooms.ids import AccountId, DropInId, SeriesId
from rooms.permissions import Action
from rooms.refusals import Code, Refusal, refuse

_s = tables.drop_in_series.c


def cancel_one(
    connection: Connection, secret: bytes, actor: Actor, drop_in: DropInId, version: int
) -> Saved | Refusal:
    """This one alone, until it begins. Refused by the permission table, and with `unknown_drop_in`,
    `edited_meanwhile`, `series_stopped`, `bad_schedule` (`past`) once it is live or over."""
    before = session_rows.row_of(connection, drop_in)
    owner = None if before is None else series.owner(connection, before.series_id)
    if before is None or owner is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    if refused := held_room(connection, secret, actor, before.room_id, before.host_id, owner):
        return refused
    row = single.held_row(connection, drop_in, version)
    if isinstance(row, Refusal):
        return row
    if row.state is not State.SCHEDULED:
        return refuse(Code.BAD_SCHEDULE, why="past")
    _call_off(connection, [row], actor.account, Kind.CANCELLED)
    series.touch(connection, row.series_id)
    return Saved(series=row.series_id, version=row.version + 1, room=row.room_id, cancelled=1)


def cancel(
    connection: Connection,
    secret: bytes,
    actor: Actor,
    which: SeriesId,
    version: int,
    rule_before: str,
    since: DropInId | None = None,
) -> Saved | Refusal:
    """All that are ahead, or those from `since` on, apart or not; `rule_before` is the rule that is
    left. Refused as `cancel_one`."""
    before = series.by_id(connection, which)
    if before is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    if refused := held_room(connection, secret, actor, before.room_id, before.host_id):
        return refused
    held = series.held_series(connection, which, version)
    if isinstance(held, Refusal):
        return held
    rows = session_rows.rows_of(connection, which)
    if since is not None and since not in {row.id for row in rows}:
        return refuse(Code.UNKNOWN_DROP_IN)
    first = next((row.date for row in rows if row.id == since), "")
    ahead = [row for row in rows if row.state is State.SCHEDULED and row.date >= first]
    if not ahead:
        return refuse(Code.NOTHING_TO_CHANGE)
    _call_off(connection, ahead, actor.account, Kind.CANCELLED)
    later = series.keep_rule(connection, held, rule_before)
    return Saved(series=which, version=later, room=held.room_id, cancelled=len(ahead))


def stop(connection: Connection, secret: bytes, actor: Actor, which: SeriesId) -> Saved | Refusal:
    """An admin ends the series: "These sessions have stopped", and nothing else is said of them.
    A live session of it is closed by the timekeepers. Refused by the permission table, and with
    `unknown_drop_in`, `series_stopped`."""
    before = series.by_id(connection, which)
    if before is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    locks.hold(connection, locks.account_key(actor.account))
    locks.hold_room(connection, before.room_id)
    person = found.person_who_may(connection, secret, actor, before.room_id, Action.STOP_SERIES)
    if isinstance(person, Refusal):
        return person
    held = series.by_id(connection, which)
    if held is None or held.stopped_at is not None:
        return refuse(Code.SERIES_STOPPED)
    return _stop(connection, actor, held)


def stop_by_house(connection: Connection, which: SeriesId, reason: str) -> Saved | Refusal:
    """The same by the operator's hand; the reason is kept in the audit and told to nobody. Refused
    with `unknown_drop_in`, `series_stopped`."""
    before = series.by_id(connection, which)
    if before is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    locks.hold_room(connection, before.room_id)
    held = series.by_id(connection, which)
    if held is None or held.stopped_at is not None:
        return refuse(Code.SERIES_STOPPED)
    return _stop(connection, HOUSE, held, reason)


def _stop(connection: Connection, actor: Actor, held: Series, reason: str | None = None) -> Saved:
    now = clock.now_ms(connection)
    rows = session_rows.rows_of(connection, held.id)
    ahead = [row for row in rows if row.state is State.SCHEDULED]
    _call_off(connection, ahead, actor.account, None)
    _tell_stopped(connection, held, ahead, now)
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
    return Saved(series=held.id, version=held.version + 1, room=held.room_id, cancelled=len(ahead))


def _call_off(
    connection: Connection, rows: Sequence[Row], by: AccountId, kind: Kind | None
) -> None:
    """What is left of a line is closed up with its session."""
    now = clock.now_ms(connection)
    for row in rows:
        session_rows.call_off(connection, row, by, now, apart=True, kind=kind)
        line.close_up(connection, row.id)


def _tell_stopped(connection: Connection, held: Series, rows: Sequence[Row], now: int) -> None:
    """Once each person, however many sessions they would have come to."""
    for row in rows:
        for account in coming.everybody(connection, row.id):
            payload = {"starts_at": row.starts_at}
            session_rows.tell_one(
                connection, row, Kind.STOPPED, account, payload, now, f"series:{held.id}"
            )
