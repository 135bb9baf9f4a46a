"""The rows of single sessions, as a schedule makes, changes and calls them off; and telling those
who said they would come, or wait in line. Who may do so, and which sessions, is decided above.
"""

from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from persistence import outbox, tables
from persistence.dropins import coming, line, places
from persistence.outbox import Channel, Kind
from rooms.dropins.forms import Form
from rooms.dropins.plan import Plan
from rooms.dropins.stages import State
from rooms.dropins.times import Time
from rooms.ids import AccountId, DropInId, SeriesId, new_opaque_id

_MINUTE_MS = 60_000
_languages = msgspec.json.Decoder(tuple[str, ...])

_d = tables.drop_in.c
_FRESH = {
    "apart": False,
    "version": 1,
    "sequence": 0,
    "state": State.SCHEDULED.value,
    "line_open": True,
    "line_version": 0,
    "last_number": 0,
}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A session as far as its schedule is concerned."""

    id: DropInId
    series_id: SeriesId
    room_id: str
    host_id: AccountId
    second_id: AccountId | None
    original: str
    starts: str
    zone: str
    minutes: int
    starts_at: int
    ends_at: int
    form: str
    languages: str
    about: str
    capacity: int
    turn_minutes: int
    first_timers_first: bool
    position_hidden: bool
    expert: bool
    apart: bool
    version: int
    sequence: int
    state: State

    @property
    def date(self) -> str:
        """On the wall: by this the series knows it."""
        return self.original[:10]


def rows_of(connection: Connection, series: SeriesId) -> list[Row]:
    """All sessions of a series, in its order."""
    return _rows(connection, _d.series_id == series)


def row_of(connection: Connection, drop_in: DropInId) -> Row | None:
    return next(iter(_rows(connection, _d.id == drop_in)), None)


def plan_of(row: Row) -> Plan:
    """The session as a plan of one time, without its people."""
    return Plan(
        room=row.room_id,
        form=Form(row.form),
        starts=row.starts,
        zone=row.zone,
        minutes=row.minutes,
        languages=_languages.decode(row.languages),
        about=row.about,
        capacity=row.capacity,
        turn_minutes=row.turn_minutes,
        first_timers_first=row.first_timers_first,
        position_hidden=row.position_hidden,
        expert=row.expert,
    )


def ends_at(time: Time, plan: Plan) -> int:
    """A session lasts as long as it was planned, whatever clocks do meanwhile."""
    return time.starts_at + plan.minutes * _MINUTE_MS


def make(
    connection: Connection,
    series: SeriesId,
    plan: Plan,
    hosts: tuple[AccountId, AccountId | None],
    time: Time,
    now: int,
) -> DropInId:
    drop_in = new_opaque_id()
    values = _FRESH | _values(plan, hosts, time)
    values |= {"id": drop_in, "series_id": series, "original": time.wall, "changed_at": now}
    connection.execute(insert(tables.drop_in).values(values))
    return drop_in


def change(
    connection: Connection,
    row: Row,
    plan: Plan,
    hosts: tuple[AccountId, AccountId | None],
    time: Time,
    now: int,
    **more: str | bool,
) -> bool:
    """Under the same id, so that calendars and those who come keep it; `more` are other columns.
    Whether it begins at another time, of which they are told."""
    values = {**_values(plan, hosts, time), **more}
    if all(getattr(row, name) == value for name, value in values.items()):
        return False
    _update(connection, row, now, **values)
    if row.starts_at == time.starts_at:
        return False
    _told_of_move(connection, row, time.starts_at, now)
    return True


def move_instant(connection: Connection, row: Row, starts_at: int, now: int) -> None:
    """The same time on the wall is another instant by a newer tzdata."""
    ends = starts_at + row.minutes * _MINUTE_MS
    _update(connection, row, now, starts_at=starts_at, ends_at=ends)
    _told_of_move(connection, row, starts_at, now)


def call_off(
    connection: Connection, row: Row, by: AccountId, now: int, *, apart: bool, kind: Kind | None
) -> None:
    """`apart`: this one by itself, so that an edit of the series does not bring it back. `kind`:
    what those who come are told; None for nothing."""
    values = {"state": State.CANCELLED.value, "ended_at": now, "ended_by": by}
    _update(connection, row, now, apart=row.apart or apart, **values)
    outbox.void(connection, row.id)
    if kind is not None:
        tell(connection, row, kind, {"starts_at": row.starts_at}, now)


def tell(connection: Connection, row: Row, kind: Kind, payload: dict[str, int], now: int) -> None:
    """Those who come, and those in line. Whatever waits about this session is overtaken."""
    outbox.void(connection, row.id)
    waiting = places.waiting_in(connection, row.id)
    for account in sorted({*coming.everybody(connection, row.id), *waiting}):
        tell_one(connection, row, kind, account, payload, now, f"{row.id}:{row.sequence}")


def tell_one(
    connection: Connection,
    row: Row,
    kind: Kind,
    account: AccountId,
    payload: dict[str, int],
    now: int,
    once: str,
) -> None:
    """`once`: what is told once."""
    outbox.put(
        connection,
        key=f"{kind}:{once}:{account}:{Channel.PAGE}",
        kind=kind,
        channel=Channel.PAGE,
        account=account,
        subject=row.id,
        payload=payload,
        due_at=now,
    )


def to_series(connection: Connection, row: Row, series: SeriesId) -> None:
    """The session goes on as one of another series."""
    connection.execute(update(tables.drop_in).where(_d.id == row.id).values(series_id=series))


def _told_of_move(connection: Connection, row: Row, starts_at: int, now: int) -> None:
    """Who waited in its lobby is told, and free to wait elsewhere."""
    payload = {"starts_at": starts_at, "was_at": row.starts_at}
    tell(connection, row, Kind.MOVED, payload, now)
    if places.with_places(connection, [row.id]):
        line.tick(connection, row.id)


def _update(connection: Connection, row: Row, now: int, **values: Any) -> None:
    connection.execute(
        update(tables.drop_in)
        .where(_d.id == row.id)
        .values(
            version=_d.version + 1,
            sequence=_d.sequence + 1,
            line_version=_d.line_version + 1,
            changed_at=now,
            **values,
        )
    )


def _values(plan: Plan, hosts: tuple[AccountId, AccountId | None], time: Time) -> dict[str, Any]:
    return {
        "room_id": plan.room,
        "host_id": hosts[0],
        "second_id": hosts[1],
        "starts": time.wall,
        "zone": plan.zone,
        "minutes": plan.minutes,
        "starts_at": time.starts_at,
        "ends_at": ends_at(time, plan),
        "form": plan.form.value,
        "languages": msgspec.json.encode(plan.languages).decode(),
        "about": plan.about,
        "capacity": plan.capacity,
        "turn_minutes": plan.turn_minutes,
        "first_timers_first": plan.first_timers_first,
        "position_hidden": plan.position_hidden,
        "expert": plan.expert,
    }


def _rows(connection: Connection, which: Any) -> list[Row]:
    columns = [_d[name] for name in Row.__struct_fields__]
    found = connection.execute(select(*columns).where(which).order_by(_d.original, _d.id))
    return [msgspec.convert(dict(row._mapping), Row) for row in found]
