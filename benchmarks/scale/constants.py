"""The constants of the model, each with the benchmark, the row and the column it is read from.

A benchmark that has not been run in full leaves a stand-in, and the page says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from benchmarks.results import Result


@dataclass(frozen=True, slots=True)
class Source:
    """Where a constant comes from. `stand_in` is an estimate, for want of a measured figure;
    `less` is a row whose figure is taken off (what is common to both)."""

    what: str
    unit: str
    benchmark: str
    row: str
    column: str
    stand_in: float
    less: str = ""


@dataclass(frozen=True, slots=True)
class Constant:
    source: Source
    value: float
    measured: bool


SOURCES: Final = {
    "delivery_us": Source(
        "CPU of a process for a delivery",
        "µs",
        "fan-out-1000",
        "Hearthside",
        "CPU, µs a delivery",
        5.0,
    ),
    "inbound_us": Source(
        "CPU of a process for a message that comes in, without the database",
        "µs",
        "inbound",
        "Hearthside, in memory",
        "CPU, µs a delivery",
        20.0,
    ),
    "append_us": Source(
        "CPU of a process to make a message durable, one at a time",
        "µs",
        "durable-postgres",
        "100 rooms: desk, one message at a time",
        "cpu_us",
        400.0,
    ),
    "postgres_us": Source(
        "CPU of PostgreSQL for that",
        "µs",
        "durable-postgres",
        "100 rooms: desk, one message at a time",
        "service_us",
        430.0,
    ),
    "connect_us": Source(
        "CPU of a process for a connect with join and snapshot",
        "µs",
        "connections",
        "Hearthside, joined",
        "CPU, µs a connect",
        1_500.0,
    ),
    "idle_kib": Source(
        "resident memory of an idle joined connection",
        "KiB",
        "idle-memory",
        "Hearthside, joined",
        "memory, KiB a connection",
        32.0,
    ),
    "publish_us": Source(
        "CPU of a process for a publication",
        "µs",
        "crossing",
        "published, nobody listens",
        "process_us",
        18.0,
    ),
    "hear_us": Source(
        "CPU of a process to hear a publication",
        "µs",
        "crossing",
        "heard, the room is listened to",
        "process_us",
        8.0,
        less="published, nobody listens",
    ),
    "redis_us": Source(
        "CPU of Redis to take a publication",
        "µs",
        "crossing",
        "published, nobody listens",
        "service_us",
        3.0,
    ),
    "redis_hear_us": Source(
        "CPU of Redis to hand it to one more process",
        "µs",
        "crossing",
        "heard, the room is listened to",
        "service_us",
        2.0,
        less="published, nobody listens",
    ),
    "head_us": Source(
        "CPU of a process to compare one room's head",
        "µs",
        "crossing",
        "heads of 1,000 rooms compared",
        "process_us",
        6.0,
    ),
    "postgres_head_us": Source(
        "CPU of PostgreSQL for that",
        "µs",
        "crossing",
        "heads of 1,000 rooms compared",
        "service_us",
        1.0,
    ),
}


def constants(results: Iterable[Result]) -> dict[str, Constant]:
    """By the names of `SOURCES`."""
    figures = {
        (result.name, row.name, column): figure
        for result in results
        for row in result.rows
        for column, figure in row.figures.items()
    }
    return {name: _constant(source, figures) for name, source in SOURCES.items()}


def _constant(source: Source, figures: dict[tuple[str, str, str], float]) -> Constant:
    found = figures.get((source.benchmark, source.row, source.column))
    if found is None:
        return Constant(source, source.stand_in, measured=False)
    if source.less:
        found -= figures.get((source.benchmark, source.less, source.column), 0.0)
    # What is lost in the noise is not free.
    return Constant(source, max(found, 0.1), measured=True)
