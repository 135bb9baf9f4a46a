"""The rooms, as the operator's data file describes them. An import never deletes one.

What moderators set on top of the file (state, live pace, calm) is read here and written elsewhere.
"""

import enum
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, insert, select, update

from persistence import tables
from rooms.commands import Reason
from rooms.ids import RoomId, TreeId, new_opaque_id
from rooms.permissions import Readers, RoomState

_r = tables.room.c
_m = tables.membership.c

Words = dict[str, tuple[str, ...]]
"""Several words or sentences by language."""


class Whom(enum.StrEnum):
    """Whom a room is for: those who live with it, those who care for them, those who grieve."""

    LIVING = "living"
    CARING = "caring"
    BEREAVED = "bereaved"
    ALL = "all"


class RoomSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A room as imported. `key`, `theme`, `caregivers` and `moved_to` are the operator's keys and
    never shown; texts are by language; without `rules` the rules of the house hold."""

    key: str
    theme: str = ""
    tree: TreeId
    position: int
    names: dict[str, str]
    purposes: dict[str, str]
    synonyms: Words = msgspec.field(default_factory=dict)
    rules: Words = msgspec.field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)
    whom: Whom = Whom.ALL
    readers: Readers = Readers.MEMBERS
    pace_ms: int = 0
    sensitive: bool = False
    caregivers: str | None = None
    moved_to: str | None = None


class Room(RoomSpec, frozen=True, kw_only=True):
    """A room as stored. Cursors below `floor` speak of entries that are no longer kept.
    `calm_until` is in milliseconds since the Unix epoch and may be past."""

    id: RoomId
    state: RoomState
    lock_reason: Reason | None
    live_pace_ms: int | None
    calm_until: int
    head: int
    floor: int


class TreeInUse(Exception):
    """Rooms that people have written in would come to another root theme. Screen names are stored
    by root theme, so people would lose theirs. `keys` are the rooms'."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(", ".join(keys))
        self.keys = tuple(keys)


def upsert(connection: Connection, specs: Iterable[RoomSpec]) -> list[RoomId]:
    """New rooms get a random id; known ones, by key, get the file's values and keep their log.

    A room with `moved_to` is locked, and opens again when the file no longer says so, unless a
    moderator has closed it. Raises TreeInUse, and the caller's transaction must then end undone.
    """
    known = {row.key: row for row in connection.execute(_in_lock_order())}
    specs = tuple(specs)
    _refuse_uprooting(connection, specs, known)
    return [_store(connection, spec, known.get(spec.key)) for spec in specs]


def everything(connection: Connection) -> list[Room]:
    """All rooms, by tree and place in it."""
    found = connection.execute(select(tables.room).order_by(_r.tree, _r.position, _r.key))
    return [_room(row) for row in found]


def by_id(connection: Connection, room: RoomId) -> Room | None:
    found = connection.execute(select(tables.room).where(_r.id == room)).one_or_none()
    return _room(found) if found else None


def ids_by_key(connection: Connection, keys: Iterable[str]) -> dict[str, RoomId]:
    """The rooms that have these keys; a key that no room has is left out."""
    found = connection.execute(select(_r.key, _r.id).where(_r.key.in_(tuple(keys))))
    return {row.key: row.id for row in found}


def _in_lock_order() -> Any:
    # As the journal locks them: ascending. SQLite has no row locks and ignores this.
    columns = (_r.key, _r.id, _r.tree, _r.moved_to, _r.lock_reason)
    return select(*columns).order_by(_r.id).with_for_update(key_share=True)


def _refuse_uprooting(
    connection: Connection, specs: Sequence[RoomSpec], known: dict[str, Row[Any]]
) -> None:
    uprooted = {
        known[spec.key].id: spec.key
        for spec in specs
        if spec.key in known and known[spec.key].tree != spec.tree
    }
    written_in = select(_m.room_id).where(_m.room_id.in_(tuple(uprooted))).distinct()
    kept = set(connection.execute(written_in).scalars()) if uprooted else set()
    if kept:
        raise TreeInUse([key for room, key in uprooted.items() if room in kept])


def _store(connection: Connection, spec: RoomSpec, known: Row[Any] | None) -> RoomId:
    values = _values(spec) | _state(spec, known)
    if known is not None:
        connection.execute(update(tables.room).where(_r.id == known.id).values(values))
        return str(known.id)
    room = new_opaque_id()
    beginning = {"id": room, "head": 0, "floor": 1, "last_at": 0, "calm_until": 0}
    connection.execute(insert(tables.room).values(values | beginning))
    return room


def _state(spec: RoomSpec, known: Row[Any] | None) -> dict[str, str]:
    if spec.moved_to is not None:
        return {"state": RoomState.LOCKED.value}
    if known is None or (known.moved_to is not None and known.lock_reason is None):
        return {"state": RoomState.OPEN.value}
    return {}


def _values(spec: RoomSpec) -> dict[str, Any]:
    return {
        "key": spec.key,
        "theme": spec.theme,
        "tree": spec.tree,
        "position": spec.position,
        "readers": spec.readers.value,
        "whom": spec.whom.value,
        "pace_ms": spec.pace_ms,
        "sensitive": spec.sensitive,
        "names": _json(spec.names),
        "purposes": _json(spec.purposes),
        "synonyms": _json(spec.synonyms),
        "rules": _json(spec.rules),
        "languages": _json(spec.languages),
        "caregivers": spec.caregivers,
        "moved_to": spec.moved_to,
    }


def _room(row: Row[Any]) -> Room:
    return Room(
        id=row.id,
        key=row.key,
        theme=row.theme,
        tree=TreeId(row.tree),
        position=row.position,
        state=RoomState(row.state),
        lock_reason=Reason(row.lock_reason) if row.lock_reason else None,
        readers=Readers(row.readers),
        whom=Whom(row.whom),
        pace_ms=row.pace_ms,
        live_pace_ms=row.live_pace_ms,
        calm_until=row.calm_until,
        sensitive=row.sensitive,
        names=msgspec.json.decode(row.names, type=dict[str, str]),
        purposes=msgspec.json.decode(row.purposes, type=dict[str, str]),
        synonyms=msgspec.json.decode(row.synonyms, type=Words),
        rules=msgspec.json.decode(row.rules, type=Words),
        languages=msgspec.json.decode(row.languages, type=tuple[str, ...]),
        caregivers=row.caregivers,
        moved_to=row.moved_to,
        head=row.head,
        floor=row.floor,
    )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
