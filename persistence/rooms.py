"""The rooms, as the operator's data file describes them. An import never deletes one."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, insert, select, update

from persistence import tables
from rooms.ids import RoomId, TreeId, new_opaque_id
from rooms.permissions import Readers, RoomState

_r = tables.room.c


class RoomSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A room as imported. `key` is the operator's and never shown; texts are by language."""

    key: str
    tree: TreeId
    position: int
    names: dict[str, str]
    purposes: dict[str, str]
    languages: tuple[str, ...] = ("en",)
    state: RoomState = RoomState.OPEN
    readers: Readers = Readers.MEMBERS
    pace_ms: int = 0
    sensitive: bool = False


class Room(RoomSpec, frozen=True, kw_only=True):
    """A room as stored. Cursors below `floor` speak of entries that are no longer kept."""

    id: RoomId
    head: int
    floor: int


def upsert(connection: Connection, specs: Iterable[RoomSpec]) -> list[RoomId]:
    """New rooms get a random id; known ones, by key, get the file's values and keep their log."""
    known = {row.key: row.id for row in connection.execute(_in_lock_order())}
    ids: list[RoomId] = []
    for spec in specs:
        values = _values(spec)
        if spec.key in known:
            room = known[spec.key]
            connection.execute(update(tables.room).where(_r.id == room).values(values))
        else:
            room = new_opaque_id()
            beginning = {"id": room, "head": 0, "floor": 1, "last_at": 0}
            connection.execute(insert(tables.room).values(values | beginning))
        ids.append(room)
    return ids


def everything(connection: Connection) -> list[Room]:
    """All rooms, by tree and place in it."""
    found = connection.execute(select(tables.room).order_by(_r.tree, _r.position, _r.key))
    return [_room(row) for row in found]


def by_id(connection: Connection, room: RoomId) -> Room | None:
    found = connection.execute(select(tables.room).where(_r.id == room)).one_or_none()
    return _room(found) if found else None


def _in_lock_order() -> Any:
    # As the journal locks them: ascending. SQLite has no row locks and ignores this.
    return select(_r.key, _r.id).order_by(_r.id).with_for_update(key_share=True)


def _values(spec: RoomSpec) -> dict[str, Any]:
    return {
        "key": spec.key,
        "tree": spec.tree,
        "position": spec.position,
        "state": spec.state.value,
        "readers": spec.readers.value,
        "pace_ms": spec.pace_ms,
        "sensitive": spec.sensitive,
        "names": _json(spec.names),
        "purposes": _json(spec.purposes),
        "languages": _json(spec.languages),
    }


def _room(row: Row[Any]) -> Room:
    return Room(
        id=row.id,
        key=row.key,
        tree=TreeId(row.tree),
        position=row.position,
        state=RoomState(row.state),
        readers=Readers(row.readers),
        pace_ms=row.pace_ms,
        sensitive=row.sensitive,
        names=msgspec.json.decode(row.names, type=dict[str, str]),
        purposes=msgspec.json.decode(row.purposes, type=dict[str, str]),
        languages=msgspec.json.decode(row.languages, type=tuple[str, ...]),
        head=row.head,
        floor=row.floor,
    )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
