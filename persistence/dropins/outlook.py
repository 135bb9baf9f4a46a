"""What a plan would do, looked at before it is saved: nothing is held and nothing changed."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from persistence.dropins import casting, clashes, laying, load, series, session_rows
from persistence.dropins.casting import Cast
from persistence.dropins.laying import Worked
from persistence.dropins.load import Heavy
from persistence.dropins.session_rows import Row
from rooms.actor import Actor
from rooms.dropins.schedule import Clash, Doubled
from rooms.dropins.times import Time
from rooms.ids import DropInId, SeriesId
from rooms.refusals import Code, Refusal, refuse

MOST_CLASHES = 10


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """What is edited, if anything: a series, from `since` on; or with `alone` that session."""

    series: SeriesId | None = None
    since: DropInId | None = None
    alone: DropInId | None = None


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """`times`: all that would be laid. `apart`: sessions that would stay as they are, by when they
    begin. `uncovered`: nobody would be beside the host. `heavy` and `doubled`: said, and
    no obstacle."""

    times: tuple[Time, ...]
    clashes: tuple[Clash, ...] = ()
    doubled: tuple[Doubled, ...] = ()
    apart: tuple[int, ...] = ()
    heavy: tuple[Heavy, ...] = ()
    uncovered: bool = False


def outlook(
    connection: Connection, secret: bytes, actor: Actor, worked: Worked, place: Place
) -> Outlook | Refusal:
    """Refused as saving would be, but for clashes, which are named."""
    alone = session_rows.row_of(connection, place.alone) if place.alone else None
    held = series.by_id(connection, place.series) if place.series else None
    before = alone.host_id if alone else held.host_id if held else None
    if (place.alone and alone is None) or (place.series and held is None):
        return refuse(Code.UNKNOWN_DROP_IN)
    owner = series.owner(connection, alone.series_id) if alone else None
    cast = casting.cast_of(connection, secret, actor, worked.plan, before, owner)
    if isinstance(cast, Refusal):
        return cast
    checked = laying.checked_words(worked, cast)
    if isinstance(checked, Refusal):
        return checked
    if alone is not None:
        return _seen(connection, checked, cast, (), checked.times.times, [alone.id])
    rows = session_rows.rows_of(connection, place.series) if place.series else []
    first = next((row.date for row in rows if row.id == place.since), "")
    rows = [row for row in rows if row.date >= first]
    times = laying.to_lay(checked.times.times, rows, cast.now)
    times = [time for time in times if time.date >= first]
    free = [row.id for row in rows if laying.is_free(row, cast.now)]
    return _seen(connection, checked, cast, rows, times, free)


def _seen(
    connection: Connection,
    worked: Worked,
    cast: Cast,
    rows: Sequence[Row],
    times: Sequence[Time],
    leaving: Sequence[DropInId],
) -> Outlook:
    plan = worked.plan
    wanted = laying.slots(plan, cast.host, times)
    hours = [(time.date, plan.minutes) for time in times]
    return Outlook(
        times=tuple(times),
        clashes=tuple(clashes.clashes(connection, wanted, leaving)[:MOST_CLASHES]),
        doubled=tuple(clashes.doubled(connection, wanted, cast.second, leaving)[:MOST_CLASHES]),
        apart=tuple(row.starts_at for row in rows if laying.is_apart(row, cast.now)),
        heavy=tuple(load.heavy(connection, cast.host, hours, leaving)),
        uncovered=cast.second is None,
    )
