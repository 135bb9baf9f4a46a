"""Who is here and with which roles, for the operator: names and grants, and nothing private."""

import msgspec
from sqlalchemy import Connection, func, select

from persistence import tables
from rooms.actor import Role
from rooms.ids import AccountId

_a = tables.account.c
_g = tables.role_grant.c


class Holding(msgspec.Struct, frozen=True, kw_only=True):
    """A role of somebody. `key` is the operator's key of the room, None for a role everywhere."""

    role: Role
    key: str | None


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody with the name they log in by. Without `holdings` they are a member."""

    name: str
    closed: bool
    holdings: tuple[Holding, ...]


def everybody(connection: Connection) -> list[Listed]:
    """All who have not left, by name."""
    named = tables.screen_name.c
    found = connection.execute(
        select(_a.id, named.name, _a.state)
        .join(tables.screen_name, named.account_id == _a.id)
        .where(named.tree == tables.ANYWHERE)
        .order_by(func.lower(named.name))
    )
    holdings = _holdings(connection)
    return [
        Listed(name=row.name, closed=row.state != "open", holdings=tuple(holdings.get(row.id, ())))
        for row in found
    ]


def of_account(connection: Connection, account: AccountId) -> list[Holding]:
    """One person's roles: the one everywhere first, then by room."""
    return _holdings(connection, account).get(account, [])


def is_held_everywhere(connection: Connection, role: Role) -> bool:
    """Whether any open account has this role in all rooms."""
    asked = (
        select(_a.id)
        .join(tables.role_grant, _g.account_id == _a.id)
        .where(_a.state == "open", _g.room_id == tables.ANYWHERE, _g.role == role.value)
    )
    return connection.execute(asked.limit(1)).first() is not None


def _holdings(
    connection: Connection, account: AccountId | None = None
) -> dict[AccountId, list[Holding]]:
    room = tables.room.c
    asked = (
        select(_g.account_id, _g.role, room.key)
        .outerjoin(tables.room, room.id == _g.room_id)
        .order_by(_g.room_id != tables.ANYWHERE, room.key)
    )
    if account is not None:
        asked = asked.where(_g.account_id == account)
    found: dict[AccountId, list[Holding]] = {}
    for row in connection.execute(asked):
        held = Holding(role=Role(row.role), key=row.key)
        found.setdefault(AccountId(row.account_id), []).append(held)
    return found
