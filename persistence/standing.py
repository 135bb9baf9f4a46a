"""Where a person stands in a room now, for joining it and for asks that write nothing.

Read by the same statements as an append's facts, so that both know the same.
"""

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, exists, select

from persistence import clock, tables
from persistence.append.assembly import assemble
from persistence.append.fact_rows import FactRows, decoded
from persistence.append.facts_sql import postgres_facts, sqlite_facts
from persistence.append.needs import Needs
from rooms.actor import Role
from rooms.facts import Person, RoomFacts
from rooms.ids import AccountId, RoomId
from rooms.permissions import Action, RoomState, allowed


class Standing(msgspec.Struct, frozen=True):
    """A room and one person in it; `person` is None for a guest. `now` is the database's clock.

    `floor` is the lowest seq that this reader may read, `kept_from` the lowest that is kept."""

    facts: RoomFacts
    floor: int
    person: Person | None
    now: int
    kept_from: int


def standing(
    connection: Connection,
    secret: bytes,
    room: RoomId,
    account: AccountId | None,
    sessions: Iterable[str] = (),
) -> Standing | None:
    """None for an unknown room. `sessions`: hashes to be found among `person.live_sessions`."""
    needs = Needs(rooms={room}, sessions=set(sessions))
    if account is not None:
        needs.people.add((room, account))
        needs.talkers.add(account)
        needs.granted.add(account)
    rows = read_facts(connection, needs)
    batch = assemble(rows, secret, granted=needs.granted, talking=needs.talkers)
    facts = batch.rooms.get(room)
    if facts is None:
        return None
    person = facts.people.get(account) if account is not None else None
    floor = rows.rooms[0].floor
    return Standing(facts, floor, person, rows.clock, kept_from=floor)


def standings(
    connection: Connection,
    secret: bytes,
    asked: Iterable[tuple[RoomId, AccountId | None]],
    sessions: Iterable[str] = (),
    *,
    whole: bool = False,
) -> dict[tuple[RoomId, AccountId | None], Standing]:
    """The same for many at once, None for a guest; unknown rooms are left out. Not `whole`: without
    the roles in other rooms and what was written there."""
    pairs = set(asked)
    people = {(room, account) for room, account in pairs if account is not None}
    needs = Needs(rooms={room for room, _ in pairs}, people=people, sessions=set(sessions))
    if whole:
        needs.talkers |= {account for _, account in people}
        needs.granted |= {account for _, account in people}
    rows = read_facts(connection, needs)
    rooms = assemble(rows, secret, granted=needs.granted, talking=needs.talkers).rooms
    floors = {row.id: row.floor for row in rows.rooms}
    return {
        (room, account): Standing(
            facts=rooms[room],
            floor=floors[room],
            person=rooms[room].people.get(account) if account is not None else None,
            now=rows.clock,
            kept_from=floors[room],
        )
        for room, account in pairs
        if room in rooms
    }


def helpers(connection: Connection, accounts: Iterable[AccountId]) -> set[AccountId]:
    """Those of the accounts who are mentors or staff anywhere, with their powers, now."""
    account, grant, held = tables.account.c, tables.role_grant.c, tables.suspension.c
    suspended = exists().where(held.account_id == account.id, held.until > clock.now_ms(connection))
    found = connection.execute(
        select(account.id, grant.role)
        .join(tables.role_grant, grant.account_id == account.id)
        .where(account.id.in_(list(accounts)), account.state == "open", ~suspended)
    )
    return {
        AccountId(row.id) for row in found if allowed(Role(row.role), Action.WATCH, RoomState.OPEN)
    }


def read_facts(connection: Connection, needs: Needs) -> FactRows:
    """The facts as of the connection's snapshot."""
    is_postgres = connection.dialect.name == "postgresql"
    asked = postgres_facts(needs) if is_postgres else sqlite_facts(needs)
    rows = decoded(connection.exec_driver_sql(*asked).scalar_one())
    rows.clock = clock.as_stated(connection, rows.clock)
    return rows
