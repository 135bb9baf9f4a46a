"""One statement for many keys at once, written once for both databases. What is asked is not known
here.

`EACH` stands for the keys, `FIRST` and `SECOND` for the parts of one, `LOOKUP table t: on;` for a
join by key in that order, and `CLOCK` for what `clock.as_stated` is told.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, CursorResult

from persistence.clock import POSTGRES_MS

_LOOKUP = re.compile(r"LOOKUP (\w+) (\w+): ([^;]*);")


class Lookups:
    """A statement over keys, each a pair of texts."""

    def __init__(self, statement: str) -> None:
        self.postgres = _postgres(statement)
        self.sqlite = _sqlite(statement)

    def run(self, connection: Connection, keys: Iterable[tuple[str, str]]) -> CursorResult[Any]:
        is_postgres = connection.dialect.name == "postgresql"
        statement = self.postgres if is_postgres else self.sqlite
        return connection.exec_driver_sql(statement, (msgspec.json.encode(list(keys)).decode(),))

    def plain_rows(
        self, connection: Connection, keys: Iterable[tuple[str, str]]
    ) -> Sequence[Sequence[Any]]:
        """The rows as the driver has them, by the places of their columns alone. For hundreds of
        them: SQLAlchemy's cost 0.9 µs each before anybody has looked at one."""
        found = self.run(connection, keys)
        assert found.cursor is not None
        rows = found.cursor.fetchall()
        found.close()
        return rows


def _postgres(statement: str) -> str:
    """Lateral, so that the planner cannot read whole tables (see `append.facts_sql`)."""
    lateral = r"JOIN LATERAL (SELECT * FROM \1 \2 WHERE \3 OFFSET 0) AS \2 ON true"
    asked = statement.replace("FIRST", "asked.value->>0").replace("SECOND", "asked.value->>1")
    asked = asked.replace("CLOCK", POSTGRES_MS)
    return _LOOKUP.sub(lateral, asked).replace("EACH", "json_array_elements($1::json) AS asked")


def _sqlite(statement: str) -> str:
    asked = statement.replace("FIRST", "json_extract(asked.value, '$[0]')")
    asked = asked.replace("SECOND", "json_extract(asked.value, '$[1]')").replace("CLOCK", "0")
    # CROSS keeps the order; a left join keeps it by itself.
    joined = _LOOKUP.sub(r"CROSS JOIN \1 \2 ON \3", asked).replace("LEFT CROSS", "LEFT")
    return joined.replace("EACH", "json_each(?1) AS asked")
