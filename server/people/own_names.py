"""What a person is called where, as their own page tells it: the names of trees in words."""

from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection

from persistence import rooms as stored_rooms
from persistence import themes
from persistence.people import screen_names
from rooms.ids import AccountId, TreeId


class TreeName(msgspec.Struct, frozen=True, kw_only=True):
    """`called` is the tree in each language, `name` the person there."""

    tree: TreeId
    called: Mapping[str, str]
    name: str


class OwnNames(msgspec.Struct, frozen=True, kw_only=True):
    """`joining` is the name to log in by, which holds wherever no other is settled."""

    joining: str
    trees: tuple[TreeName, ...]


def own_names(connection: Connection, account: AccountId) -> OwnNames:
    """A tree without a theme is called as its first room."""
    called = _trees(connection)
    return OwnNames(
        joining=screen_names.at_joining(connection, account),
        trees=tuple(
            TreeName(tree=each.tree, called=called[each.tree], name=each.name)
            for each in screen_names.by_tree(connection, account)
        ),
    )


def _trees(connection: Connection) -> dict[str, Mapping[str, str]]:
    rooms = sorted(stored_rooms.everything(connection), key=lambda room: -room.position)
    called: dict[str, Mapping[str, str]] = {room.tree: room.names for room in rooms}
    roots = (each for each in themes.everything(connection) if each.parent is None)
    return called | {each.tree: each.names for each in roots}
