"""The operator's rooms file: TOML, read whole or refused whole with file, line and reason.

It makes values; storing them is `persistence`'s business, and nothing is ever deleted by it.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from persistence.rooms import RoomSpec
from persistence.themes import ThemeSpec
from server.directory import references
from server.directory.declared import DeclaredRoom, DeclaredTheme
from server.directory.mistakes import Mistake, Place, in_plain_words, line_of

SHIPPED = Path(__file__).parent / "rooms.toml"
"""The directory that a new community begins with."""

_TABLES = ("theme", "room")
_Table = TypeVar("_Table", DeclaredTheme, DeclaredRoom)


@dataclass(frozen=True, slots=True)
class RoomsFile:
    """A file that fits together: every theme and room it speaks of is in it."""

    themes: tuple[ThemeSpec, ...]
    rooms: tuple[RoomSpec, ...]


class RoomsFileError(Exception):
    """The file cannot be taken; the text names file, line and reason."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path}, line {line}: {reason}")


def read(path: Path) -> RoomsFile:
    """Themes and rooms in the order of the file. Raises RoomsFileError for the first mistake."""
    source = _text(path)
    document = _document(path, source)
    try:
        return _fitted(document)
    except Mistake as mistake:
        line = line_of(source, mistake.place)
        raise RoomsFileError(path, line, mistake.reason) from None


def _text(path: Path) -> str:
    try:
        # Some editors put a byte order mark at the beginning.
        source = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise RoomsFileError(path, 1, f"the file cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError as error:
        line = bytes(error.object)[: error.start].count(b"\n") + 1
        reason = "a letter here is not in UTF-8: save the file as UTF-8."
        raise RoomsFileError(path, line, reason) from None
    if not source.strip():
        raise RoomsFileError(path, 1, "the file is empty.")
    return source


def _document(path: Path, source: str) -> dict[str, object]:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else len(source.splitlines())
        raise RoomsFileError(path, line, _unreadable(str(error))) from None


def _unreadable(complaint: str) -> str:
    if "overwrite" in complaint:
        return "something here has been given before in the same table."
    return "this is not TOML: look for a missing quote, bracket or comma here, or just above."


def _fitted(document: dict[str, object]) -> RoomsFile:
    for name in document:
        if name not in _TABLES:
            raise Mistake(
                Place(name, 0), f"`{name}` is not known here, only [[theme]] and [[room]]."
            )
    themes = _declared(document, "theme", DeclaredTheme)
    rooms = _declared(document, "room", DeclaredRoom)
    trees = references.trees(themes)
    references.check_rooms(rooms, trees)
    return RoomsFile(
        themes=tuple(one.spec(at, trees[one.key]) for at, one in enumerate(themes)),
        rooms=tuple(one.spec(at, trees[one.theme]) for at, one in enumerate(rooms)),
    )


def _declared(document: dict[str, object], name: str, shape: type[_Table]) -> tuple[_Table, ...]:
    tables = document.get(name, [])
    if not isinstance(tables, list):
        raise Mistake(Place(name, 0), f"`{name}` is written with two brackets: [[{name}]].")
    if not tables:
        raise Mistake(Place(name, 0), f"the file holds no [[{name}]].")
    return tuple(_converted(table, name, index, shape) for index, table in enumerate(tables))


def _converted(table: object, name: str, index: int, shape: type[_Table]) -> _Table:
    try:
        return msgspec.convert(table, shape)
    except msgspec.ValidationError as error:
        raise in_plain_words(error, name, index) from None
