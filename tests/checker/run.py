"""A recorded run: the transcript's rows beside what every client saw, read from and written to
JSON lines. Knows nothing of what makes a run right."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from tests.checker.records import HistoryPage, Joined, Record, Row, Shown

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong: the invariant's number (`I1` to `I13`), and a sentence for a person."""

    invariant: str
    what: str


@dataclass(frozen=True, slots=True)
class Run:
    """`rows` as the database gave them, by room and seq; `records` in each client's own order."""

    rows: tuple[Row, ...]
    records: tuple[Record, ...]

    def rooms(self) -> dict[str, list[Row]]:
        """The rows of each room, in the order in which they were read."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.room, []).append(row)
        return found

    def of(self, kind: type[Kind]) -> Iterator[Kind]:
        """The records of one kind."""
        return (record for record in self.records if isinstance(record, kind))

    def readings(self) -> Iterator[tuple[Joined | Shown | HistoryPage, Joined | None]]:
        """Everything that was read, each with the joining (of that client, in that room) by which
        it was read; a joining stands beside itself."""
        joins: dict[tuple[str, str], Joined] = {}
        for record in self.records:
            if isinstance(record, Joined):
                joins[record.client, record.room] = record
            if isinstance(record, Joined | Shown | HistoryPage):
                yield record, joins.get((record.client, record.room))


def write_records(path: Path, records: Iterable[Record]) -> None:
    """Append records to a file, one JSON object a line."""
    with path.open("ab") as file:
        file.writelines(msgspec.json.encode(record) + b"\n" for record in records)


def read_records(*paths: Path) -> tuple[Record, ...]:
    """The records of several files: one client's records must all be in one of them."""
    decoder: msgspec.json.Decoder[Record] = msgspec.json.Decoder(Record)
    return tuple(record for path in paths for record in decoder.decode_lines(path.read_bytes()))
