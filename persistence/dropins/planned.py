"""What somebody has scheduled, for those who may change it: series and sessions as they were
planned, with what stands in their way by now.
"""

import enum
from collections.abc import Iterator, Sequence

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from persistence import clock, tables
from persistence.dropins import casting, clashes, found, load, series, session_rows
from persistence.dropins.casting import HelperHere
from persistence.dropins.clashes import Slot
from persistence.dropins.load import Heavy
from persistence.dropins.room_people import RoomPeople, room_people
from persistence.dropins.series import Series
from persistence.dropins.session_rows import Row
from rooms.actor import Actor
from rooms.dropins.plan import Plan
from rooms.dropins.schedule import Who
from rooms.dropins.stages import State
from rooms.ids import AccountId, DropInId, RoomId, SeriesId, member_id
from rooms.permissions import Action, RoomState
from rooms.refusals import Code, Refusal, refuse

_d = tables.drop_in.c
_s = tables.drop_in_series.c


class Trouble(enum.StrEnum):
    """Why a session may not be held as planned."""

    HOST_ROLE = "host_role"
    """Its host does not help in this room any more."""
    CLASH_HOST = "clash_host"
    CLASH_ROOM = "clash_room"
    UNCOVERED = "uncovered"
    EXPERT = "expert"
    """The host's record will have run out."""
    ROOM_LOCKED = "room_locked"


class PlannedSession(msgspec.Struct, frozen=True, kw_only=True):
    """`plan` is what an edit of this one begins from. `apart`: changed by itself."""

    drop_in: DropInId
    series: SeriesId
    version: int
    state: State
    starts_at: int
    ends_at: int
    apart: bool
    yours: bool
    """The reader is its host."""
    host_name: str
    second_name: str = ""
    plan: Plan
    troubles: tuple[Trouble, ...] = ()


class PlannedSeries(msgspec.Struct, frozen=True, kw_only=True):
    """`sessions`: those ahead, soonest first. `tzdata`: which rules of clocks its times follow."""

    series: SeriesId
    version: int
    yours: bool
    host_name: str
    plan: Plan
    tzdata: str
    stopped: bool
    may_stop: bool = False
    sessions: tuple[PlannedSession, ...] = ()


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """All of somebody's series that have something ahead, and in how much they are too much."""

    series: tuple[PlannedSeries, ...]
    heavy: tuple[Heavy, ...] = ()


def of_account(connection: Connection, secret: bytes, actor: Actor) -> Planned:
    """What the actor hosts, also as a guest in somebody else's series."""
    mine = select(_d.series_id).where(_d.host_id == actor.account, _is_ahead(connection))
    asked = select(_s.id).where(or_(_s.host_id == actor.account, _s.id.in_(mine)))
    return _planned(connection, secret, actor, asked)


def of_rooms(
    connection: Connection, secret: bytes, actor: Actor, rooms: Sequence[RoomId]
) -> Planned:
    """What others host in these rooms, for staff there."""
    asked = select(_s.id).where(_s.room_id.in_(rooms), _s.host_id != actor.account)
    return _planned(connection, secret, actor, asked)


def one(
    connection: Connection, secret: bytes, actor: Actor, which: SeriesId
) -> PlannedSeries | Refusal:
    """For who may change it. Refused with `unknown_drop_in`, and by the permission table."""
    held = series.by_id(connection, which)
    if held is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    refused = _may_see(connection, secret, actor, held)
    return refused or _series(connection, secret, actor, held)


def session(
    connection: Connection, secret: bytes, actor: Actor, drop_in: DropInId
) -> PlannedSession | Refusal:
    """The same for one session, also one that is over."""
    row = session_rows.row_of(connection, drop_in)
    held = None if row is None else series.by_id(connection, row.series_id)
    if row is None or held is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    if row.host_id != actor.account and (refused := _may_see(connection, secret, actor, held)):
        return refused
    return _sessions(connection, secret, actor, [row])[0]


def helpers(connection: Connection, secret: bytes, room: RoomId) -> list[HelperHere]:
    """Who could host, or stand beside a host, in a room."""
    return casting.helpers(connection, secret, room)


def _may_see(connection: Connection, secret: bytes, actor: Actor, held: Series) -> Refusal | None:
    person = found.person_who_may(connection, secret, actor, held.room_id, Action.SCHEDULE)
    if isinstance(person, Refusal):
        return person
    if held.host_id == actor.account or person.role.is_staff:
        return None
    return refuse(Code.NOT_ALLOWED)


def _planned(connection: Connection, secret: bytes, actor: Actor, asked: Select[str]) -> Planned:
    held = [series.by_id(connection, which) for which in connection.execute(asked).scalars()]
    known = [_series(connection, secret, actor, each) for each in held if each is not None]
    ahead = [each for each in known if each.sessions]
    hours = [(one.plan.starts[:10], 0) for each in ahead for one in each.sessions if one.yours]
    return Planned(
        series=tuple(sorted(ahead, key=lambda each: each.sessions[0].starts_at)),
        heavy=tuple(load.heavy(connection, actor.account, hours)),
    )


def _series(connection: Connection, secret: bytes, actor: Actor, held: Series) -> PlannedSeries:
    now = clock.now_ms(connection)
    rows = [
        row
        for row in session_rows.rows_of(connection, held.id)
        if row.state in (State.SCHEDULED, State.LIVE) and row.ends_at > now
    ]
    sessions = _sessions(connection, secret, actor, rows)
    people = room_people(connection, [(held.room_id, held.host_id)])
    stops = found.person_who_may(connection, secret, actor, held.room_id, Action.STOP_SERIES)
    return PlannedSeries(
        series=held.id,
        version=held.version,
        yours=held.host_id == actor.account,
        host_name=people.name(held.room_id, held.host_id),
        plan=_with_people(secret, held.plan, held.host_id, held.second_id),
        tzdata=held.tzdata,
        stopped=held.stopped_at is not None,
        may_stop=not isinstance(stops, Refusal),
        sessions=tuple(sorted(sessions, key=lambda each: each.starts_at)),
    )


def _sessions(
    connection: Connection, secret: bytes, actor: Actor, rows: Sequence[Row]
) -> list[PlannedSession]:
    """Of one room, in a few statements however many they are."""
    room = rows[0].room_id if rows else ""
    hosts = {row.host_id for row in rows} | {row.second_id for row in rows if row.second_id}
    people = room_people(connection, [(room, account) for account in hosts])
    ground = _Ground(
        people=people,
        records=_records(connection, hosts),
        locked=_is_locked(connection, room),
        clashing=_clashing(connection, rows),
    )
    return [_planned_session(secret, actor, row, ground) for row in rows]


class _Ground(msgspec.Struct, frozen=True, kw_only=True):
    people: RoomPeople
    records: dict[AccountId, int]
    locked: bool
    clashing: dict[DropInId, set[Who]]


def _planned_session(secret: bytes, actor: Actor, row: Row, ground: _Ground) -> PlannedSession:
    named, second = ground.people, row.second_id
    return PlannedSession(
        drop_in=row.id,
        series=row.series_id,
        version=row.version,
        state=row.state,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        apart=row.apart,
        yours=row.host_id == actor.account,
        host_name=named.name(row.room_id, row.host_id),
        second_name=named.name(row.room_id, second) if second else "",
        plan=_with_people(secret, session_rows.plan_of(row), row.host_id, second),
        troubles=tuple(_troubles(row, ground)),
    )


def _troubles(row: Row, ground: _Ground) -> Iterator[Trouble]:
    if row.state is not State.SCHEDULED:
        return
    clashing = ground.clashing.get(row.id, set())
    if not ground.people.may_host(row.room_id, row.host_id):
        yield Trouble.HOST_ROLE
    if Who.HOST in clashing:
        yield Trouble.CLASH_HOST
    if Who.ROOM in clashing:
        yield Trouble.CLASH_ROOM
    if row.second_id is None or not ground.people.may_host(row.room_id, row.second_id):
        yield Trouble.UNCOVERED
    if row.expert and ground.records.get(row.host_id, 0) < row.ends_at:
        yield Trouble.EXPERT
    if ground.locked:
        yield Trouble.ROOM_LOCKED


def _clashing(connection: Connection, rows: Sequence[Row]) -> dict[DropInId, set[Who]]:
    """They may have come by a newer tzdata, or a hand-over."""
    ahead = [row for row in rows if row.state is State.SCHEDULED]
    slots = [
        Slot(room=row.room_id, host=row.host_id, starts_at=row.starts_at, ends_at=row.ends_at)
        for row in ahead
    ]
    by_start = {row.starts_at: row.id for row in ahead}
    met: dict[DropInId, set[Who]] = {}
    for clash in clashes.clashes(connection, slots):
        mine = by_start[clash.starts_at]
        if clash.drop_in != mine:
            met.setdefault(mine, set()).add(clash.who)
    return met


def _records(connection: Connection, accounts: set[AccountId]) -> dict[AccountId, int]:
    record = tables.expert_record.c
    asked = select(record.account_id, record.expires_at).where(record.account_id.in_(accounts))
    return {AccountId(row.account_id): row.expires_at for row in connection.execute(asked)}


def _is_locked(connection: Connection, room: RoomId) -> bool:
    asked = select(tables.room.c.state).where(tables.room.c.id == room)
    return connection.execute(asked).scalar_one_or_none() == RoomState.LOCKED.value


def _with_people(secret: bytes, plan: Plan, host: AccountId, second: AccountId | None) -> Plan:
    """As somebody may be shown it: people by their ids in the room."""
    return msgspec.structs.replace(
        plan,
        host=member_id(secret, plan.room, host),
        second=member_id(secret, plan.room, second) if second else None,
    )


def _is_ahead(connection: Connection) -> ColumnElement[bool]:
    open_ = _d.state.in_((State.SCHEDULED.value, State.LIVE.value))
    return and_(open_, _d.ends_at > clock.now_ms(connection))
