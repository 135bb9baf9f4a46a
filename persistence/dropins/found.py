"""A session as what is asked, felt and said of it needs it: its row, who hosts it, and whether
somebody may do something in its room. The line and the floor are not known here.
"""

from typing import Any

import msgspec
from sqlalchemy import Connection, select, update

from persistence import locks, standing, tables
from rooms.actor import Actor
from rooms.decide import gate
from rooms.dropins.hosted import Hosted
from rooms.dropins.stages import State
from rooms.facts import Person
from rooms.ids import AccountId, DropInId, RoomId
from rooms.permissions import Action
from rooms.refusals import Code, Refusal, refuse

_d = tables.drop_in.c
_hosted = msgspec.json.Decoder(Hosted)


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """`hosts`: who hosts it now, or did at its end, or was to; the second person too.
    `over_at`: when it ended, or when it is to end while it has not."""

    drop_in: DropInId
    room: RoomId
    hosts: frozenset[AccountId]
    state: State
    over_at: int


def session(connection: Connection, drop_in: DropInId) -> Session | None:
    """None for one that does not exist."""
    columns = (_d.id, _d.room_id, _d.host_id, _d.second_id, _d.state, _d.ends_at, _d.ended_at)
    found = connection.execute(
        select(*columns, tables.room.c.hosting, _d.last_hosting)
        .join(tables.room, tables.room.c.id == _d.room_id)
        .where(_d.id == drop_in)
    ).one_or_none()
    return _session(found) if found else None


def held_session(connection: Connection, drop_in: DropInId) -> Session | None:
    """The same, read once its room's row is held until the transaction ends."""
    first = session(connection, drop_in)
    if first is None:
        return None
    locks.hold_room(connection, first.room)
    return session(connection, drop_in)


def person_who_may(
    connection: Connection, secret: bytes, actor: Actor, room: RoomId, action: Action
) -> Person | Refusal:
    """Who this is in the room, if they may do this there; else why not, as `rooms.decide.gate`
    has it."""
    sessions = (actor.session,) if actor.session else ()
    here = standing.standing(connection, secret, room, actor.account, sessions)
    if here is None or here.person is None:
        return refuse(Code.UNKNOWN_ROOM if here is None else Code.SIGNED_OUT)
    refused = gate(here.facts, here.person, actor, action, here.now)
    return refused if refused else here.person


def moved(connection: Connection, drop_in: DropInId) -> None:
    """Somebody sees the session otherwise now: its snapshots get the next version."""
    connection.execute(
        update(tables.drop_in).where(_d.id == drop_in).values(line_version=_d.line_version + 1)
    )


def _session(row: Any) -> Session:
    hosts = {row.host_id, row.second_id} - {None}
    for led in (row.hosting, row.last_hosting):
        known = _hosted.decode(led) if led else None
        if known is not None and known.drop_in == row.id:
            hosts |= known.hosts
    return Session(
        drop_in=row.id,
        room=row.room_id,
        hosts=frozenset(hosts),
        state=State(row.state),
        over_at=row.ends_at if row.ended_at is None else row.ended_at,
    )
