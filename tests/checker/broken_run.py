"""The means to break a good run in one place."""

from collections.abc import Callable

import msgspec

from tests.checker.recording import Recording
from tests.checker.records import (
    Record,
    Row,
)
from tests.checker.run import Run

Break = Callable[[], Run]
"""Makes a run in which one thing is wrong."""


def entered(*names: str) -> Recording:
    recording = Recording()
    for name in names:
        recording.enter(name, "moderator" if name == "mona" else "member")
    return recording


def changed(run: Run, record: Record, **fields: object) -> Run:
    """The run with one record put right into wrong."""
    wrong = msgspec.structs.replace(record, **fields)
    return Run(run.rows, tuple(wrong if r is record else r for r in run.records))


def with_rows(run: Run, *rows: Row) -> Run:
    return Run(rows, run.records)


def without(run: Run, record: Record) -> Run:
    return Run(run.rows, tuple(r for r in run.records if r is not record))
