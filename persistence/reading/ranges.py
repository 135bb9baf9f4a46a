"""Reads entries of many rooms with few questions: each question waits its turn twice, here and at
the database, which under load is longer than the reading itself.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, or_

from persistence import tables
from persistence.reading.transcripts import in_words, read_entries, stored_entries
from rooms.ids import RoomId
from rooms.transcript import Entry

RANGES_AT_ONCE = 16

Range = tuple[RoomId, int, int]
"""A room, the seq after which it begins, and how many entries at most."""

_e = tables.entry.c
_NOTHING: Range = (RoomId(""), 0, 0)
_ENTRIES = (
    stored_entries()
    .add_columns(_e.room_id)
    .where(
        or_(
            *(
                and_(
                    _e.room_id == bindparam(f"room_{number}"),
                    _e.seq > bindparam(f"after_{number}"),
                    _e.seq <= bindparam(f"upto_{number}"),
                )
                for number in range(RANGES_AT_ONCE)
            )
        )
    )
    .order_by(_e.room_id, _e.seq)
)


def read_ranges(connection: Connection, asked: Sequence[Range]) -> list[list[Entry]]:
    """The entries of each range, in order and without gaps."""
    if len(asked) == 1:
        return [read_entries(connection, *asked[0])]
    found: list[list[Entry]] = []
    for start in range(0, len(asked), RANGES_AT_ONCE):
        found += _read_some(connection, asked[start : start + RANGES_AT_ONCE])
    return found


def _read_some(connection: Connection, asked: Sequence[Range]) -> Iterator[list[Entry]]:
    rows: defaultdict[RoomId, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(_ENTRIES, _values(asked)):
        rows[row.room_id].append(row)
    for room, after, most in asked:
        mine = [row for row in rows[room] if after < row.seq <= after + most]
        yield in_words(connection, room, mine)


def _values(asked: Sequence[Range]) -> dict[str, RoomId | int]:
    """Every place of a room has its entry, so that a range of places is as good as a limit."""
    values: dict[str, RoomId | int] = {}
    padded = zip(range(RANGES_AT_ONCE), chain(asked, repeat(_NOTHING)), strict=False)
    for number, (room, after, most) in padded:
        values[f"room_{number}"] = room
        values[f"after_{number}"] = after
        values[f"upto_{number}"] = after + most
    return values
