"""The operator's rooms file: TOML, read whole or refused whole with file, line and reason.

It makes values; storing them is `persistence.rooms`' business, and nothing is ever deleted by it.
"""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from persistence.rooms import RoomSpec
from rooms.ids import TreeId
from rooms.permissions import Readers, RoomState

SLOWEST_PACE_SECONDS = 3600

Key = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}$")]
Name = Annotated[str, Meta(min_length=2, max_length=60)]
Purpose = Annotated[str, Meta(min_length=2, max_length=300)]


class RoomsFileError(Exception):
    """The file cannot be taken; the text names file, line and reason."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path}, line {line}: {reason}")


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name in each language of the service."""

    en: Name
    es: Name


class Purposes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sentence about whom the room is for, in each language of the service."""

    en: Purpose
    es: Purpose


class DeclaredRoom(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One `[[room]]`. `key` is how the operator calls it, never shown; a file that has the same
    key again later changes that room. `languages` are those people write in there."""

    key: Key
    tree: Key
    name: Names
    purpose: Purposes
    languages: Annotated[tuple[Language, ...], Meta(min_length=1)] = ("en",)
    readers: Readers = Readers.GUESTS
    state: RoomState = RoomState.OPEN
    pace_seconds: Annotated[int, Meta(ge=0, le=SLOWEST_PACE_SECONDS)] = 0

    def spec(self, position: int) -> RoomSpec:
        """The room at this place in the file, as it is stored."""
        return RoomSpec(
            key=self.key,
            tree=TreeId(self.tree),
            position=position,
            names=msgspec.structs.asdict(self.name),
            purposes=msgspec.structs.asdict(self.purpose),
            languages=self.languages,
            state=self.state,
            readers=self.readers,
            pace_ms=self.pace_seconds * 1000,
        )


def read(path: Path) -> tuple[RoomSpec, ...]:
    """The rooms in the order of the file. Raises RoomsFileError for the first mistake."""
    try:
        source = path.read_text(encoding="utf-8")
    except OSError as error:
        raise RoomsFileError(path, 1, f"cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError as error:
        raise RoomsFileError(path, 1, f"is not UTF-8 (byte {error.start}).") from None
    tables = _tables(path, source)
    rooms = tuple(_room(path, source, index, table) for index, table in enumerate(tables))
    _refuse_doubles(path, source, rooms)
    return tuple(room.spec(position) for position, room in enumerate(rooms))


def _tables(path: Path, source: str) -> Sequence[object]:
    try:
        document = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else len(source.splitlines()) or 1
        raise RoomsFileError(path, line, f"is not TOML ({error}).") from None
    for name in document:
        if name != "room":
            raise RoomsFileError(path, _line(source, name), f"`{name}` is not known here.")
    tables = document.get("room")
    if not isinstance(tables, list) or not tables:
        raise RoomsFileError(path, 1, "holds no [[room]].")
    return tables


def _room(path: Path, source: str, index: int, table: object) -> DeclaredRoom:
    try:
        return msgspec.convert(table, DeclaredRoom)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at ")
        named = re.search(r"(?:field|unknown field) `(\w+)`", reason)
        inside = re.findall(r"\.(\w+)", place)
        where = ".".join(inside)
        # `name.es = ...` has a line of its own, `name = { es = ... }` has not.
        wanted = [where, *inside[:1], *(named.groups() if named and not inside else ())]
        line = max(_line(source, field, index) for field in wanted)
        raise RoomsFileError(path, line, f"{reason}{f' ({where})' if where else ''}.") from None


def _refuse_doubles(path: Path, source: str, rooms: Sequence[DeclaredRoom]) -> None:
    seen: set[str] = set()
    for index, room in enumerate(rooms):
        if room.key in seen:
            line = _line(source, "key", index)
            raise RoomsFileError(path, line, f"the key `{room.key}` is there twice.")
        seen.add(room.key)


def _line(source: str, field: str, index: int | None = None) -> int:
    """The line of `field` in the file, or in its `index`th room; else that room's first line."""
    lines = source.splitlines()
    heads = [n for n, line in enumerate(lines, 1) if re.match(r"\s*\[\[\s*room\s*\]\]", line)]
    start, stop = 0, len(lines)
    pattern = rf"\s*(\[+\s*)?[\"']?{re.escape(field)}\b" if field else r"(?!)"
    if index is not None and index < len(heads):
        start = heads[index]
        stop = heads[index + 1] - 1 if index + 1 < len(heads) else stop
    for number, line in enumerate(lines[start:stop], start + 1):
        if re.match(pattern, line):
            return number
    return start or 1
