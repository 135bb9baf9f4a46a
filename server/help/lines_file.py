"""The operator's file of help lines: read whole or refused whole with file, line and reason."""

import datetime
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from server.directory.mistakes import Mistake, Place, line_of
from server.help.declared import Country, HelpLines, Line

_Table = TypeVar("_Table", Country, Line)


class LinesFileError(Exception):
    """The file cannot be taken; the text names file, line and reason."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path}, line {line}: {reason}")


def read(path: Path) -> HelpLines:
    """Countries and lines in the order of the file. Raises LinesFileError for the first mistake."""
    try:
        source = path.read_text(encoding="utf-8-sig")
        document = tomllib.loads(source)
    except OSError as error:
        raise LinesFileError(path, 1, f"the file cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise LinesFileError(path, 1, "the file is not in UTF-8: save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else len(source.splitlines()) or 1
        raise LinesFileError(path, line, f"this is not TOML ({error}).") from None
    try:
        return _fitted(document)
    except Mistake as mistake:
        raise LinesFileError(path, line_of(source, mistake.place), mistake.reason) from None


def _fitted(document: dict[str, object]) -> HelpLines:
    for name in document:
        if name not in ("country", "line", "from_copies"):
            reason = f"`{name}` is not known here, only from_copies, [[country]] and [[line]]."
            raise Mistake(Place(name, 0), reason)
    countries = _tables(document, "country", Country)
    lines = _tables(document, "line", Line)
    _refuse_doubles(countries)
    _refuse_unreachable(lines, {country.code for country in countries})
    from_copies = document.get("from_copies", False)
    if not isinstance(from_copies, bool):
        raise Mistake(Place("from_copies", 0), "`from_copies` is true or false.")
    return HelpLines(countries=countries, lines=lines, from_copies=from_copies)


def _tables(document: dict[str, object], name: str, shape: type[_Table]) -> tuple[_Table, ...]:
    tables = document.get(name)
    if not isinstance(tables, list) or not tables:
        raise Mistake(Place(name, 0), f"the file holds no [[{name}]].")
    return tuple(_converted(table, name, index, shape) for index, table in enumerate(tables))


def _converted(table: object, name: str, index: int, shape: type[_Table]) -> _Table:
    try:
        # A date in quotes is a text: whoever writes one has not read what the file asks for.
        return msgspec.convert(table, shape, builtin_types=(datetime.date,))
    except msgspec.ValidationError as error:
        found, _, where = str(error).partition(" - at ")
        field = ".".join(re.findall(r"\.(\w+)", where) + re.findall(r"field `(\w+)`", found))
        reason = f"`{field}` in this [[{name}]]: {found[0].lower()}{found[1:]}."
        raise Mistake(Place(name, index, field), reason) from None


def _refuse_doubles(countries: Sequence[Country]) -> None:
    seen: set[str] = set()
    for index, country in enumerate(countries):
        if country.code in seen:
            place = Place("country", index, "code")
            raise Mistake(place, f"the country {country.code} is there twice.")
        seen.add(country.code)


def _refuse_unreachable(lines: Sequence[Line], known: set[str]) -> None:
    for index, line in enumerate(lines):
        if line.country not in known:
            place = Place("line", index, "country")
            raise Mistake(place, f"there is no [[country]] with the code {line.country}.")
        if not (line.call or line.text or line.chat):
            raise Mistake(Place("line", index), "a line needs `call`, `text` or `chat`.")
