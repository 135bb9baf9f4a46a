"""Roles above member, as they were given. They change through the journal alone."""

import msgspec
from sqlalchemy import Connection, select

from persistence import tables
from rooms.actor import Role
from rooms.ids import AccountId

_g = tables.role_grant.c


class RoleGrant(msgspec.Struct, frozen=True):
    """`room` is None for a role everywhere; a room's own grant counts before that one."""

    account: AccountId
    room: str | None
    role: Role


def of_account(connection: Connection, account: AccountId) -> list[RoleGrant]:
    found = connection.execute(
        select(_g.room_id, _g.role).where(_g.account_id == account).order_by(_g.room_id)
    )
    return [
        RoleGrant(account, None if row.room_id == tables.ANYWHERE else row.room_id, Role(row.role))
        for row in found
    ]
