"""Series that go on by themselves: rules without an end get their next sessions, and sessions ahead
their instants by a newer tzdata. Any process may do it; twice is the same as once.
"""

from collections.abc import Callable

import msgspec
from sqlalchemy import Connection, select, update

from persistence import clock, locks, tables
from persistence.dropins import casting, clashes, laying, series, session_rows
from persistence.dropins.casting import Cast
from persistence.dropins.laying import Worked
from persistence.dropins.session_rows import Row
from rooms.dropins.stages import State
from rooms.dropins.times import Time
from rooms.ids import SeriesId

Resolve = Callable[[str, str], int | None]
"""The instant (ms) of a wall time in a zone; None where the zone is gone."""

_s = tables.drop_in_series.c


class Resolved(msgspec.Struct, frozen=True, kw_only=True):
    """`moved`: sessions that begin at another instant now; `gone`: zones that could not be found,
    whose sessions stay where they were."""

    room: str
    moved: int = 0
    gone: tuple[str, ...] = ()


def going_on(connection: Connection) -> list[series.Series]:
    """All series that were not stopped and have a rule."""
    found = connection.execute(select(_s.id).where(_s.stopped_at.is_(None)))
    each = [series.by_id(connection, row.id) for row in found]
    return [one for one in each if one is not None and one.plan.rule]


def older(connection: Connection, tzdata: str) -> list[SeriesId]:
    """Series whose instants were made by an older tzdata. A newer one was used by another process:
    it knows better."""
    found = connection.execute(
        select(_s.id).where(_s.stopped_at.is_(None), _s.tzdata < tzdata).order_by(_s.id)
    )
    return list(found.scalars())


def top_up(connection: Connection, secret: bytes, which: SeriesId, worked: Worked) -> int:
    """Make the sessions that are due to be made, as far as the host can and may; how many. Nothing
    where the series was changed since its times were worked out."""
    before = series.by_id(connection, which)
    if before is None:
        return 0
    locks.hold(connection, locks.account_key(before.host_id))
    locks.hold_room(connection, before.room_id)
    held = series.by_id(connection, which)
    there = {each.account for each in casting.helpers(connection, secret, before.room_id)}
    if held is None or held.stopped_at is not None or held.plan != worked.plan:
        return 0
    if held.host_id != before.host_id or held.host_id not in there:
        return 0
    rows = session_rows.rows_of(connection, which)
    cast = casting.standing_cast(connection, held.host_id, held.second_id)
    return sum(_make(connection, held, cast, time) for time in _missing(worked, rows, cast))


def resolve_anew(
    connection: Connection, which: SeriesId, tzdata: str, resolve: Resolve
) -> Resolved | None:
    """Each session ahead of the series at its time on the wall, as this tzdata has it; those who
    come are told of what moved. None where another process was first."""
    before = series.by_id(connection, which)
    if before is None:
        return None
    locks.hold_room(connection, before.room_id)
    held = series.by_id(connection, which)
    if held is None or held.tzdata >= tzdata:
        return None
    now, moved, gone = clock.now_ms(connection), 0, set()
    for row in session_rows.rows_of(connection, which):
        if row.state is not State.SCHEDULED or row.starts_at <= now:
            continue
        starts_at = resolve(row.starts, row.zone)
        if starts_at is None:
            gone.add(row.zone)
        elif starts_at != row.starts_at:
            session_rows.move_instant(connection, row, starts_at, now)
            moved += 1
    connection.execute(update(tables.drop_in_series).where(_s.id == which).values(tzdata=tzdata))
    return Resolved(room=held.room_id, moved=moved, gone=tuple(sorted(gone)))


def _missing(worked: Worked, rows: list[Row], cast: Cast) -> list[Time]:
    """What was called off by an edit or by itself is not made again."""
    checked = laying.checked_words(worked, cast)
    if not isinstance(checked, Worked):
        return []
    last = max((row.date for row in rows), default="")
    return [time for time in checked.times.times if time.date > last and time.starts_at > cast.now]


def _make(connection: Connection, held: series.Series, cast: Cast, time: Time) -> bool:
    """Not where somebody else was there first: that day is left out."""
    if clashes.clashes(connection, laying.slots(held.plan, cast.host, [time])):
        return False
    hosts = (cast.host, cast.second)
    session_rows.make(connection, held.id, held.plan, hosts, time, cast.now)
    return True
