"""Sessions that overlap with one host or in one room, or with one second person: found by instants,
so that neither zones nor the night of the change hide them.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, or_, select

from persistence import tables
from persistence.people.shown_names import shown_name
from rooms.dropins.schedule import Clash, Doubled, Who
from rooms.dropins.stages import State
from rooms.ids import AccountId, DropInId, RoomId
from rooms.refusals import Code, Refusal, refuse

_d = tables.drop_in.c


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """A session that is wanted; times in ms."""

    room: RoomId
    host: AccountId
    starts_at: int
    ends_at: int


def clashes(
    connection: Connection, wanted: Sequence[Slot], leaving: Collection[DropInId] = ()
) -> list[Clash]:
    """With what is scheduled or live; `leaving` are rows that will not be where they are now."""
    gone = set(leaving)
    there = [row for row in _around(connection, wanted) if row.id not in gone]
    return [clash for slot in wanted for clash in _of_slot(slot, there)]


def doubled(
    connection: Connection,
    wanted: Sequence[Slot],
    second: AccountId | None,
    leaving: Collection[DropInId] = (),
) -> list[Doubled]:
    """Where `second`, who would stand beside the host of these, hosts or stands beside somebody in
    another session at that time; or their host stands beside somebody."""
    gone = set(leaving)
    there = [row for row in _beside(connection, wanted, second) if row.id not in gone]
    return [each for slot in wanted for each in _doubled_in(slot, second, there)]


def refusal(found: Sequence[Clash]) -> Refusal | None:
    """The first of them."""
    if not found:
        return None
    return refuse(Code.CLASH, who=found[0].who.value, at=found[0].at)


def _of_slot(slot: Slot, there: Sequence[Any]) -> Iterator[Clash]:
    for row in there:
        if row.starts_at >= slot.ends_at or row.ends_at <= slot.starts_at:
            continue
        yield Clash(
            who=Who.HOST if row.host_id == slot.host else Who.ROOM,
            starts_at=slot.starts_at,
            at=row.starts_at,
            drop_in=row.id,
            room=row.room_id,
            host_name=row.host_name,
        )


def _doubled_in(slot: Slot, second: AccountId | None, there: Sequence[Any]) -> Iterator[Doubled]:
    for row in there:
        if row.starts_at >= slot.ends_at or row.ends_at <= slot.starts_at:
            continue
        as_host = second is not None and row.host_id == second
        if as_host or row.second_id in (second, slot.host):
            yield Doubled(
                name=row.host_name if as_host else row.second_name,
                starts_at=slot.starts_at,
                at=row.starts_at,
                drop_in=row.id,
                room=row.room_id,
            )


def _around(connection: Connection, wanted: Sequence[Slot]) -> list[Any]:
    """All sessions of these hosts and rooms, from the first to the last time."""
    hosts, rooms = {slot.host for slot in wanted}, {slot.room for slot in wanted}
    return _between(connection, wanted, or_(_d.host_id.in_(hosts), _d.room_id.in_(rooms)))


def _beside(connection: Connection, wanted: Sequence[Slot], second: AccountId | None) -> list[Any]:
    seconds = {slot.host for slot in wanted} | ({second} if second else set())
    return _between(connection, wanted, or_(_d.host_id == second, _d.second_id.in_(seconds)))


def _between(
    connection: Connection, wanted: Sequence[Slot], whose: ColumnElement[bool]
) -> list[Any]:
    if not wanted:
        return []
    asked = select(
        *(_d.id, _d.room_id, _d.host_id, _d.second_id, _d.starts_at, _d.ends_at),
        shown_name(_d.host_id, _d.room_id).label("host_name"),
        shown_name(_d.second_id, _d.room_id).label("second_name"),
    ).where(
        _d.state.in_((State.SCHEDULED.value, State.LIVE.value)),
        _d.ends_at > min(slot.starts_at for slot in wanted),
        _d.starts_at < max(slot.ends_at for slot in wanted),
        whose,
    )
    return list(connection.execute(asked.order_by(_d.starts_at)))
