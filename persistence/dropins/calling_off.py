"""Sessions that will not be: one, one and all after it, or all ahead. Those who said they would
come are told, once.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from persistence import clock
from persistence.dropins import line, places, series, session_rows, single
from persistence.dropins.casting import held_room
from persistence.dropins.session_rows import Row
from persistence.outbox import Kind
from rooms.actor import Actor
from rooms.dropins.schedule import Saved
from rooms.dropins.stages import State
from rooms.ids import AccountId, DropInId, SeriesId
from rooms.refusals import Code, Refusal, refuse


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
    call_off(connection, [row], actor.account, Kind.CANCELLED)
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
    call_off(connection, ahead, actor.account, Kind.CANCELLED)
    later = series.keep_rule(connection, held, rule_before)
    return Saved(series=which, version=later, room=held.room_id, cancelled=len(ahead))


def call_off(connection: Connection, rows: Sequence[Row], by: AccountId, kind: Kind | None) -> None:
    """`kind`: what those who come are told; None for nothing. What is left of a line is closed up
    with its session."""
    now = clock.now_ms(connection)
    # A whole year of days is called off at once: the room must not wait for lines nobody is in.
    waited_for = places.with_places(connection, [row.id for row in rows])
    for row in rows:
        session_rows.call_off(connection, row, by, now, apart=True, kind=kind)
        if row.id in waited_for:
            line.close_up(connection, row.id)
