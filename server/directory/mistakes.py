"""A mistake in a rooms file, in plain words, and the line of the file that it stands on."""

import re
from dataclasses import dataclass

import msgspec

from server.directory.declared import RULES


@dataclass(frozen=True, slots=True)
class Place:
    """The `index`th table of a kind (`theme` or `room`), and which of its fields; "" for all."""

    table: str
    index: int
    field: str = ""


class Mistake(Exception):
    """The file cannot be taken, because of what stands at `place`."""

    def __init__(self, place: Place, reason: str) -> None:
        super().__init__(reason)
        self.place = place
        self.reason = reason


def in_plain_words(error: msgspec.ValidationError, table: str, index: int) -> Mistake:
    """What the decoder found, said for somebody who does not know that there is one."""
    found, _, path = str(error).partition(" - at ")
    inside = re.findall(r"\.(\w+)", path)
    if missing := re.search(r"missing required field `(\w+)`", found):
        field = ".".join([*inside, missing[1]])
        every = ": every text must be there in en and in es" if inside else ""
        return Mistake(Place(table, index, ".".join(inside)), f"`{field}` is missing{every}.")
    if unknown := re.search(r"unknown field `(.*)`", found):
        field = ".".join([*inside, unknown[1]])
        return Mistake(Place(table, index, field), f"`{field}` is not known in a [[{table}]].")
    rule = RULES[inside[0]] if inside else f"a [[{table}]] holds fields, each on its line"
    return Mistake(Place(table, index, ".".join(inside)), f"{rule}.")


def line_of(source: str, place: Place) -> int:
    """The line of the field, or the nearest above it that is there: its table's first at worst."""
    lines = source.splitlines()
    heads = [
        (number, found[1])
        for number, line in enumerate(lines, 1)
        if (found := re.match(r"\s*\[\[\s*(\w+)\s*\]\]", line))
    ]
    own = [at for at, (_, table) in enumerate(heads) if table == place.table]
    if place.index >= len(own):
        return _table_line(lines, place.table)
    at = own[place.index]
    start = heads[at][0]
    stop = heads[at + 1][0] - 1 if at + 1 < len(heads) else len(lines)
    # `name.es = ...` has a line of its own, `name = { es = ... }` has not.
    wanted = (place.field, place.field.split(".")[-1], place.field.split(".")[0])
    below = (_field_line(lines[start:stop], field) for field in wanted if field)
    return start + next((line for line in below if line), 0)


def _table_line(lines: list[str], table: str) -> int:
    """The line of a table that is not written as one of a list; the first when it is not there."""
    above = next((at for at, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    bracket = rf"\s*\[+\s*[\"']?{re.escape(table)}\b"
    written = (number for number, line in enumerate(lines, 1) if re.match(bracket, line))
    return next(written, 0) or _field_line(lines[:above], table) or 1


def _field_line(lines: list[str], field: str) -> int:
    """The line that begins with the field, counted from 1; 0 when there is none."""
    pattern = rf"\s*(\[+\s*)?[\"']?{re.escape(field)}[\"']?\s*[.=\]]"
    return next((number for number, line in enumerate(lines, 1) if re.match(pattern, line)), 0)
