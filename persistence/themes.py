"""The branches of the directory, as the operator's data file describes them.

An import never deletes one. Which rooms hang on a branch is the rooms' to say.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from persistence import tables
from rooms.ids import TreeId

_t = tables.theme.c


class ThemeSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A theme as imported and as stored. `key` is the operator's; `tree` is its root's key;
    `names` are by language."""

    key: str
    parent: str | None = None
    tree: TreeId
    position: int
    names: dict[str, str]


def upsert(connection: Connection, specs: Iterable[ThemeSpec]) -> None:
    """New themes are added; known ones, by key, get the file's values."""
    known = set(connection.execute(select(_t.key)).scalars())
    for spec in specs:
        values = _values(spec)
        if spec.key in known:
            connection.execute(update(tables.theme).where(_t.key == spec.key).values(values))
        else:
            connection.execute(insert(tables.theme).values(values))


def everything(connection: Connection) -> list[ThemeSpec]:
    """All themes, by their place in the file."""
    found = connection.execute(select(tables.theme).order_by(_t.position, _t.key))
    return [
        ThemeSpec(
            key=row.key,
            parent=row.parent,
            tree=TreeId(row.tree),
            position=row.position,
            names=msgspec.json.decode(row.names, type=dict[str, str]),
        )
        for row in found
    ]


def _values(spec: ThemeSpec) -> dict[str, Any]:
    return msgspec.structs.asdict(spec) | {"names": msgspec.json.encode(spec.names).decode()}
