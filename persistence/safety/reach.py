"""Which rooms a person looks after now: asked of the same facts, and by the same permission table,
as whatever they do there.
"""

import msgspec
from sqlalchemy import Connection, select

from persistence import locks, tables
from persistence.append.assembly import assemble
from persistence.append.needs import Needs
from persistence.standing import read_facts
from rooms.actor import Actor, Role
from rooms.decide import gate
from rooms.facts import Person, RoomFacts
from rooms.ids import RoomId
from rooms.permissions import Action


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """`moderated`: the rooms in which the actor acts as staff; `hosted`: those in which they
    welcome people, which staff do too. `is_everywhere`: staff by a role that counts everywhere."""

    actor: Actor
    moderated: frozenset[RoomId] = frozenset()
    hosted: frozenset[RoomId] = frozenset()
    is_everywhere: bool = False
    is_admin: bool = False

    @property
    def is_staff(self) -> bool:
        return bool(self.moderated)

    @property
    def is_helper(self) -> bool:
        return bool(self.hosted)


def reach(connection: Connection, secret: bytes, actor: Actor, now: int) -> Reach:
    """As of the connection's snapshot. Empty for members, and while powers are suspended."""
    standings = _standings(connection, secret, actor, now)
    return Reach(
        actor=actor,
        moderated=_where(standings, actor, Action.MODERATE, now),
        hosted=_where(standings, actor, Action.WATCH, now),
        is_everywhere=bool(_where(standings, actor, Action.CLOSE_ACCOUNTS, now)),
        is_admin=_is_admin(standings, actor, now),
    )


def held_reach(connection: Connection, secret: bytes, actor: Actor, now: int) -> Reach:
    """`reach` for an act: until its transaction ends nobody takes the actor's powers away."""
    locks.hold(connection, locks.account_key(actor.account))
    return reach(connection, secret, actor, now)


def _standings(
    connection: Connection, secret: bytes, actor: Actor, now: int
) -> list[tuple[RoomFacts, Person]]:
    rooms = list(connection.execute(select(tables.room.c.id)).scalars())
    needs = Needs(
        rooms=set(rooms),
        people={(room, actor.account) for room in rooms},
        sessions={actor.session} if actor.session else set(),
        granted={actor.account},
    )
    rows = read_facts(connection, needs)
    rows.clock = now
    facts = assemble(rows, secret, needs.granted).rooms.values()
    return [(each, each.people[actor.account]) for each in facts if actor.account in each.people]


def _where(
    standings: list[tuple[RoomFacts, Person]], actor: Actor, action: Action, now: int
) -> frozenset[RoomId]:
    return frozenset(
        facts.room for facts, person in standings if gate(facts, person, actor, action, now) is None
    )


def _is_admin(standings: list[tuple[RoomFacts, Person]], actor: Actor, now: int) -> bool:
    return any(
        person.role_everywhere is Role.ADMIN
        for facts, person in standings
        if gate(facts, person, actor, Action.CHANGE_ROLES, now) is None
    )
