"""Who schedules, who will host and who stands beside them: asked of the one permission table, under
the locks that keep both from changing and the host from being scheduled twice.
"""

import msgspec
from sqlalchemy import Connection, select

from persistence import clock, locks, tables
from persistence.dropins import found
from persistence.dropins.room_people import room_people
from persistence.people import memberships
from rooms.actor import Actor
from rooms.dropins.plan import Plan
from rooms.ids import AccountId, MemberId, RoomId, member_id
from rooms.permissions import Action
from rooms.refusals import Code, Refusal, refuse

_g = tables.role_grant.c


class Cast(msgspec.Struct, frozen=True, kw_only=True):
    """`expert_until`: how long the host's record holds, 0 without one. `now` in ms, read after the
    locks."""

    host: AccountId
    second: AccountId | None
    expert_until: int
    now: int


class HelperHere(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may host in a room."""

    account: AccountId
    member: MemberId
    name: str


def held_cast(
    connection: Connection,
    secret: bytes,
    actor: Actor,
    plan: Plan,
    before: AccountId | None = None,
    owner: AccountId | None = None,
) -> Cast | Refusal:
    """Until the transaction ends, the room, the actor and the hosts stay as they are.

    `before`: who hosts by now, and goes on where the plan names nobody. `owner`: whose series it
    is, who may leave a guest as the host. Refused as the table says, `not_allowed` for a mentor who
    would schedule somebody else, `bad_schedule` (`host`, `second`) for somebody who does not help
    there.
    """
    there = {each.member: each.account for each in helpers(connection, secret, plan.room)}
    host = there.get(plan.host) if plan.host else before or actor.account
    second = there.get(plan.second) if plan.second else None
    people = {actor.account, host, before, second} - {None}
    locks.hold(connection, *(locks.account_key(each) for each in people if each))
    locks.hold_room(connection, plan.room)
    cast = cast_of(connection, secret, actor, plan, before, owner)
    if isinstance(cast, Cast):
        _seat(connection, secret, plan.room, cast)
    return cast


def _seat(connection: Connection, secret: bytes, room: RoomId, cast: Cast) -> None:
    """They belong to the room: what ends their account, anywhere, holds it too, and so a session
    does not open with who is no host any more."""
    for account in (cast.host, cast.second):
        if account is not None:
            memberships.ensure(connection, secret, room, account, cast.now)


def cast_of(
    connection: Connection,
    secret: bytes,
    actor: Actor,
    plan: Plan,
    before: AccountId | None = None,
    owner: AccountId | None = None,
) -> Cast | Refusal:
    """The same as of this moment, for looking only."""
    there = {each.member: each.account for each in helpers(connection, secret, plan.room)}
    host = there.get(plan.host) if plan.host else before or actor.account
    hosts = {actor.account} | ({before} if owner == actor.account else set())
    if refused := refused_for(connection, secret, actor, plan.room, is_own=host in hosts):
        return refused
    second = there.get(plan.second) if plan.second else None
    if host is None or host not in there.values():
        return refuse(Code.BAD_SCHEDULE, why="host")
    if second == host or (plan.second and second is None):
        return refuse(Code.BAD_SCHEDULE, why="second")
    return standing_cast(connection, host, second)


def standing_cast(connection: Connection, host: AccountId, second: AccountId | None) -> Cast:
    """Those who host as they stand: nothing is asked of them."""
    until = _expert_until(connection, host)
    return Cast(host=host, second=second, expert_until=until, now=clock.now_ms(connection))


def held_room(
    connection: Connection, secret: bytes, actor: Actor, room: RoomId, *hosts: AccountId
) -> Refusal | None:
    """Hold the actor and the room; whether the actor may schedule there, and for these hosts: they
    are one of them, or staff."""
    locks.hold(connection, locks.account_key(actor.account))
    locks.hold_room(connection, room)
    return refused_for(connection, secret, actor, room, is_own=actor.account in hosts)


def refused_for(
    connection: Connection, secret: bytes, actor: Actor, room: RoomId, *, is_own: bool
) -> Refusal | None:
    """Mentors schedule what is their own; staff for others too."""
    person = found.person_who_may(connection, secret, actor, room, Action.SCHEDULE)
    if isinstance(person, Refusal):
        return person
    return None if is_own or person.role.is_staff else refuse(Code.NOT_ALLOWED)


def helpers(connection: Connection, secret: bytes, room: RoomId) -> list[HelperHere]:
    """Everybody who may host in this room now, by name."""
    granted = select(_g.account_id).where(_g.room_id.in_((room, tables.ANYWHERE))).distinct()
    accounts = [AccountId(each) for each in connection.execute(granted).scalars()]
    people = room_people(connection, [(room, account) for account in accounts])
    there = [
        HelperHere(
            account=account,
            member=member_id(secret, room, account),
            name=people.name(room, account),
        )
        for account in accounts
        if room in people.trees and people.may_host(room, account)
    ]
    return sorted(there, key=lambda each: (each.name.casefold(), each.member))


def _expert_until(connection: Connection, account: AccountId) -> int:
    record = tables.expert_record.c
    asked = select(record.expires_at).where(record.account_id == account)
    return connection.execute(asked).scalar_one_or_none() or 0
