"""What several people are called in their rooms, and which of them may host there now: read in two
statements, however many."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import BindParameter, Connection, bindparam, exists, select

from persistence import clock, tables
from rooms.actor import Role
from rooms.ids import AccountId, RoomId
from rooms.permissions import Action, RoomState, allowed

_n = tables.screen_name.c
_r = tables.room.c
_g = tables.role_grant.c
_a = tables.account.c
_s = tables.suspension.c

# Made once: to put them together takes longer than to ask them.
_OF_ACCOUNTS: BindParameter[list[str]] = bindparam("accounts", expanding=True)
_NAMES = select(_n.account_id, _n.tree, _n.name).where(_n.account_id.in_(_OF_ACCOUNTS))
_TREES = select(_r.id, _r.tree).where(_r.id.in_(bindparam("rooms", expanding=True)))
_SUSPENDED = exists().where(_s.account_id == _a.id, _s.until > bindparam("now"))
_ROLES = (
    select(_g.account_id, _g.room_id, _g.role)
    .join(tables.account, _a.id == _g.account_id)
    .where(_g.account_id.in_(_OF_ACCOUNTS), _a.state == "open", ~_SUSPENDED)
)


class RoomPeople(msgspec.Struct, frozen=True, kw_only=True):
    """`trees` by room, `names` by account and tree, `roles` by account and room of who has them."""

    trees: dict[RoomId, str]
    names: dict[tuple[str, str], str]
    roles: dict[tuple[str, str], Role]

    def name(self, room: RoomId, account: AccountId) -> str:
        """The name in the room's tree, else the one taken at joining; empty for who has left."""
        own = self.names.get((account, self.trees[room]))
        return own or self.names.get((account, tables.ANYWHERE), "")

    def role(self, room: RoomId, account: AccountId) -> Role:
        """The role that counts there now."""
        own = self.roles.get((account, room))
        return own or self.roles.get((account, tables.ANYWHERE), Role.MEMBER)

    def may_host(self, room: RoomId, account: AccountId) -> bool:
        return allowed(self.role(room, account), Action.HOST, RoomState.OPEN)


def room_people(connection: Connection, people: Iterable[tuple[RoomId, AccountId]]) -> RoomPeople:
    """Of these people in these rooms."""
    pairs = set(people)
    rooms, accounts = {room for room, _ in pairs}, {account for _, account in pairs}
    names = connection.execute(_NAMES, {"accounts": list(accounts)})
    trees = connection.execute(_TREES, {"rooms": list(rooms)})
    return RoomPeople(
        trees={row.id: row.tree for row in trees},
        names={(row.account_id, row.tree): row.name for row in names},
        roles=_roles(connection, accounts),
    )


def _roles(connection: Connection, accounts: set[AccountId]) -> dict[tuple[str, str], Role]:
    """Without those of closed accounts, and of people whose powers are suspended."""
    asked = {"accounts": list(accounts), "now": clock.now_ms(connection)}
    found = connection.execute(_ROLES, asked)
    return {(row.account_id, row.room_id): Role(row.role) for row in found}
