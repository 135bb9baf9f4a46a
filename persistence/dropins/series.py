"""What mentors schedule: made, and changed as a whole or from one session on. Under the locks of
the host and the room, and against the version that was read: two saves at once lose nothing.

Times come in worked out (`rooms.dropins.times`); zones and rules are not known here.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from persistence import clock, tables
from persistence.dropins import session_rows
from persistence.dropins.casting import Cast, held_cast
from persistence.dropins.laying import Worked, checked_over, lay_out, note_load
from persistence.dropins.session_rows import Row
from rooms.actor import Actor
from rooms.dropins.plan import Plan
from rooms.dropins.schedule import Saved
from rooms.ids import AccountId, DropInId, RoomId, SeriesId, new_opaque_id
from rooms.refusals import Code, Refusal, refuse

_s = tables.drop_in_series.c


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """As stored: `plan` names neither host nor second, who are accounts here."""

    id: SeriesId
    room_id: RoomId
    host_id: AccountId
    second_id: AccountId | None
    plan: Plan
    version: int
    tzdata: str
    stopped_at: int | None


class Split(msgspec.Struct, frozen=True, kw_only=True):
    """From which session on, and the rule that is left of the series before it."""

    drop_in: DropInId
    rule_before: str


def by_id(connection: Connection, series: SeriesId) -> Series | None:
    found = connection.execute(select(*_columns()).where(_s.id == series)).one_or_none()
    return _series(found) if found else None


def owner(connection: Connection, series: SeriesId) -> AccountId | None:
    """Whose series it is: its host."""
    asked = select(_s.host_id).where(_s.id == series)
    found: AccountId | None = connection.execute(asked).scalar_one_or_none()
    return found


def create(connection: Connection, secret: bytes, actor: Actor, worked: Worked) -> Saved | Refusal:
    """A series, or one session alone. Refused: by the permission table, `bad_schedule` (`past`,
    `host`, `second`), `not_expert`, `clash`, `bad_text`."""
    cast = held_cast(connection, secret, actor, worked.plan)
    if isinstance(cast, Refusal):
        return cast
    if worked.times.times[0].starts_at <= cast.now:
        return refuse(Code.BAD_SCHEDULE, why="past")
    checked = checked_over(connection, worked, cast, ())
    if isinstance(checked, Refusal):
        return checked
    note_load(connection, actor, checked, cast, ())
    series = _insert(connection, actor, checked, cast, None)
    made = lay_out(connection, series, checked, cast, (), actor.account)
    return msgspec.structs.replace(made, version=1)


def edit(
    connection: Connection,
    secret: bytes,
    actor: Actor,
    series: SeriesId,
    version: int,
    worked: Worked,
    split: Split | None = None,
) -> Saved | Refusal:
    """The whole series from now on, or with `split` one session and all after it, which become a
    series of their own. Sessions keep their ids where the date on the wall is the same; those that
    were changed by themselves stay as they are. Refused as `create`, and with `unknown_drop_in`,
    `series_stopped`, `edited_meanwhile`."""
    before = by_id(connection, series)
    if before is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    if worked.plan.room != before.room_id:
        return refuse(Code.BAD_SCHEDULE, why="room")
    cast = held_cast(connection, secret, actor, worked.plan, before.host_id)
    if isinstance(cast, Refusal):
        return cast
    held = held_series(connection, series, version)
    if isinstance(held, Refusal):
        return held
    rows = session_rows.rows_of(connection, series)
    first = _first(rows, split)
    if isinstance(first, Refusal):
        return first
    later = [row for row in rows if row.date >= first]
    worked = _from(worked, first)
    checked = checked_over(connection, worked, cast, later)
    if isinstance(checked, Refusal):
        return checked
    return _rewrite(connection, actor, held, checked, cast, (rows, later), split)


def held_series(connection: Connection, series: SeriesId, version: int) -> Series | Refusal:
    """Read after the room's lock: as it was when the actor read it, or a refusal."""
    held = by_id(connection, series)
    if held is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    if held.stopped_at is not None:
        return refuse(Code.SERIES_STOPPED)
    if held.version != version:
        return refuse(Code.EDITED_MEANWHILE)
    return held


def keep_rule(connection: Connection, series: Series, rule: str) -> int:
    """The series with another rule, under its next version, which is returned."""
    plan = msgspec.structs.replace(series.plan, rule=rule)
    _update(connection, series.id, plan=_stored(plan))
    return series.version + 1


def touch(connection: Connection, series: SeriesId) -> None:
    """Something of it changed: who read it before cannot save over that."""
    _update(connection, series)


def _rewrite(
    connection: Connection,
    actor: Actor,
    held: Series,
    worked: Worked,
    cast: Cast,
    rows: tuple[Sequence[Row], Sequence[Row]],
    split: Split | None,
) -> Saved:
    every, later = rows
    if split is None or len(every) == len(later):
        plan = {"plan": _stored(worked.plan), "tzdata": worked.tzdata}
        hosts = {"host_id": cast.host, "second_id": cast.second}
        _update(connection, held.id, **plan, **hosts)
        series, version = held.id, held.version + 1
    else:
        keep_rule(connection, held, split.rule_before)
        series, version = _insert(connection, actor, worked, cast, held.id), 1
        for row in later:
            session_rows.to_series(connection, row, series)
    note_load(connection, actor, worked, cast, later)
    saved = lay_out(connection, series, worked, cast, later, actor.account)
    return msgspec.structs.replace(saved, version=version)


def _first(rows: Sequence[Row], split: Split | None) -> str | Refusal:
    """The date from which on the series is written anew."""
    if split is None:
        return ""
    found = [row.date for row in rows if row.id == split.drop_in]
    return found[0] if found else refuse(Code.UNKNOWN_DROP_IN)


def _from(worked: Worked, first: str) -> Worked:
    kept = tuple(time for time in worked.times.times if time.date >= first)
    times = msgspec.structs.replace(worked.times, times=kept)
    return msgspec.structs.replace(worked, times=times)


def _insert(
    connection: Connection, actor: Actor, worked: Worked, cast: Cast, split_from: SeriesId | None
) -> SeriesId:
    series = new_opaque_id()
    connection.execute(
        insert(tables.drop_in_series).values(
            id=series,
            room_id=worked.plan.room,
            host_id=cast.host,
            second_id=cast.second,
            plan=_stored(worked.plan),
            version=1,
            tzdata=worked.tzdata,
            created_by=actor.account,
            created_at=clock.now_ms(connection),
            split_from=split_from,
        )
    )
    return series


def _update(connection: Connection, series: SeriesId, **values: Any) -> None:
    connection.execute(
        update(tables.drop_in_series)
        .where(_s.id == series)
        .values(version=_s.version + 1, **values)
    )


def _stored(plan: Plan) -> str:
    return msgspec.json.encode(msgspec.structs.replace(plan, host=None, second=None)).decode()


def _columns() -> list[Any]:
    return [_s[name] for name in Series.__struct_fields__]


def _series(row: Any) -> Series:
    values = dict(row._mapping)
    values["plan"] = msgspec.json.decode(values["plan"], type=Plan)
    return Series(**values)
