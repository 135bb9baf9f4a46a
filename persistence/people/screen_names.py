"""The names of one person: the one taken at joining, and those of the trees where another holds.

In a tree where somebody has written, a name changes through the journal; the one taken at joining,
by which they log in, changes here.
"""

import msgspec
from sqlalchemy import Connection, select

from persistence import locks, tables
from persistence.append.statements import Statement
from persistence.people import accounts
from persistence.people.held_names import HELD_FOR_MS, MOST_HELD
from persistence.people.written import write
from rooms.ids import AccountId, RoomId, TreeId
from rooms.names import clean_name, skeleton
from rooms.refusals import Code, Refusal, refuse

_n = tables.screen_name.c


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A tree in which the person has written. `room`: one they belong to there; `own`: whether
    their name was settled for this tree, and does not follow the one taken at joining."""

    tree: TreeId
    room: RoomId
    name: str
    own: bool


def at_joining(connection: Connection, account: AccountId) -> str:
    """The name by which they log in; empty for who has left."""
    asked = select(_n.name).where(_n.account_id == account, _n.tree == tables.ANYWHERE)
    return connection.execute(asked).scalar_one_or_none() or ""


def by_tree(connection: Connection, account: AccountId) -> list[Named]:
    """What the person is called in each tree in which they have written."""
    room, belongs = tables.room.c, tables.membership.c
    general = at_joining(connection, account)
    found = connection.execute(
        select(room.tree, room.id, _n.name)
        .join(tables.membership, belongs.room_id == room.id)
        .outerjoin(
            tables.screen_name, (_n.account_id == belongs.account_id) & (_n.tree == room.tree)
        )
        .where(belongs.account_id == account)
        .order_by(room.tree, room.position.desc())
    )
    trees = {
        row.tree: Named(
            tree=TreeId(row.tree), room=row.id, name=row.name or general, own=row.name is not None
        )
        for row in found
    }
    return list(trees.values())


def change_at_joining(
    connection: Connection, account: AccountId, name: str, now: int
) -> Refusal | None:
    """Another name to log in by, and in all trees that have none of their own. The old one is kept
    from others for 90 days.

    Refused with `name_invalid`, `name_taken` or `nothing_to_change`.
    """
    shown = clean_name(name)
    if isinstance(shown, Refusal):
        return shown
    old, look = at_joining(connection, account), skeleton(shown)
    if shown == old:
        return refuse(Code.NOTHING_TO_CHANGE)
    locks.hold(
        connection, locks.account_key(account), *map(locks.skeleton_key, {look, skeleton(old)})
    )
    if accounts.is_taken(connection, shown, now, by_other_than=account):
        return refuse(Code.NAME_TAKEN)
    write(
        connection,
        (
            (Statement.HOLD_NAME, (account, tables.ANYWHERE, look, now + HELD_FOR_MS)),
            (Statement.TAKE_BACK_NAME, (look,)),
            (Statement.HOLD_NO_MORE, (account, MOST_HELD)),
            (Statement.NAME, (account, tables.ANYWHERE, shown, look, now)),
        ),
    )
    return None
