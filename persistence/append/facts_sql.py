"""The one statement that reads an append's facts: one row of one column, everything as JSON.

Its parameters are JSON objects (`Needs.parameters`). One row, because each costs a way to the
database and back on PostgreSQL, and on SQLite the interpreter's lock given up and won again.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from persistence.append.fact_rows import ROW_TYPES
from persistence.append.needs import Needs
from persistence.append.sections_sql import GROUND, ON_STAGE, SECTIONS
from persistence.clock import POSTGRES_MS

_LOOKUP = re.compile(r"LOOKUP (\w+) (\w+): ([^;]*);")
_HOSTED = re.compile(r"HOSTED\((\w+), (\w+)\)")
_EACH = re.compile(r"EACH\(\$(\d+)\)")

_OF_TALK = (
    *("rooms", "people", "called", "grants", "suspensions", "sanctions"),
    *("messages", "reactions", "sessions", "answers", "written"),
)
"""What talk needs, and with it every batch; their parameters come first. Each section costs its
start even when nothing is asked of it (measured: the next three a tenth of one message's append),
so the others are read only where a command speaks of what they hold."""
_OF_DROP_INS = ("drop_ins", "seen", "places", "questions")
_USUAL = tuple(name for name in SECTIONS if name not in _OF_DROP_INS)
_READINGS = ((_OF_TALK, GROUND), (_USUAL, GROUND), (tuple(SECTIONS), ON_STAGE))
"""For talk alone, for what moderates or asks, and for what speaks of sessions."""


def _postgres(statement: str) -> str:
    """A lookup is lateral, and OFFSET 0 keeps it so: one index look-up for each key asked for.

    As plain joins the planner reads whole tables that have grown since they were last analysed
    (measured: 2 s instead of 2 ms for a batch of 64 over 4,000 entries).
    """
    lateral = r"JOIN LATERAL (SELECT * FROM \1 \2 WHERE \3 OFFSET 0) AS \2 ON true"
    each = _EACH.sub(r"json_each_text($\1::json)", statement)
    return _LOOKUP.sub(lateral, _HOSTED.sub(r"(\1.hosting::jsonb->>'\2')", each))


def _sqlite(statement: str) -> str:
    each = _EACH.sub(r"json_each(?\1)", statement)
    each = _HOSTED.sub(r"json_extract(\1.hosting, '$.\2')", each)
    # CROSS keeps the order; a left join keeps it by itself.
    return _LOOKUP.sub(r"CROSS JOIN \1 \2 ON \3", each).replace("LEFT CROSS", "LEFT")


def _postgres_list(columns: str) -> str:
    return f"coalesce(json_agg(json_build_array({columns}))::text, '[]')"


def _sqlite_list(columns: str) -> str:
    return f"json_group_array(json_array({columns}))"


def _together(
    names: Iterable[str], ground: Mapping[str, str], rows: Callable[[str], str], clock: str
) -> tuple[str, int]:
    """The statement, and how many parameters it takes: the first of `Needs.parameters`."""
    found = " || ".join(
        f"""',"{name}":' || (SELECT {rows(_columns(name))} FROM ({SECTIONS[name]}) AS found)"""
        for name in names
    )
    begun = ", ".join(f"{name} AS ({statement})" for name, statement in ground.items())
    statement = f"""WITH {begun} SELECT '{{"clock":' || {clock} || {found} || '}}'"""
    return statement, max(int(number) for number in _EACH.findall(statement))


def _columns(name: str) -> str:
    return ", ".join(f"found.{column}" for column in ROW_TYPES[name].__struct_fields__)


_TOGETHER_POSTGRES = [
    (_postgres(statement), count)
    for statement, count in (_together(*each, _postgres_list, POSTGRES_MS) for each in _READINGS)
]
_TOGETHER_SQLITE = [
    (_sqlite(statement), count)
    for statement, count in (_together(*each, _sqlite_list, "0") for each in _READINGS)
]


def postgres_facts(needs: Needs) -> tuple[str, tuple[str, ...]]:
    """The statement and its parameters; what it finds holds the database's clock."""
    statement, count = _TOGETHER_POSTGRES[_reading(needs)]
    return statement, needs.parameters()[:count]


def sqlite_facts(needs: Needs) -> tuple[str, tuple[str, ...]]:
    """The statement and its parameters; the clock in what it finds is 0."""
    statement, count = _TOGETHER_SQLITE[_reading(needs)]
    return statement, needs.parameters()[:count]


def _reading(needs: Needs) -> int:
    if needs.staged:
        return 2
    return 0 if needs.are_of_talk else 1
