"""Runs the load client: hands it its plan and reads what it reports. Knows no server: a dialect
says how one is spoken to."""

import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from benchmarks.contestants.contestant import Dialect, Running, Say
from benchmarks.load.build import built
from benchmarks.load.plan import Load, Measured

SOURCES = Path(__file__).parent
LONGEST_ARRIVAL_SECONDS = 300.0
DRAIN_SECONDS = 5.0


class LoadFailed(Exception):
    """The load could not be made, mostly because not everybody came in; the text says why."""


class Cost(msgspec.Struct, frozen=True):
    """What a stretch of time cost: seconds on the clock, of the servers' CPU, of the load's."""

    seconds: float
    user_seconds: float
    system_seconds: float
    load_seconds: float
    memory_bytes: int
    memory_before_bytes: int
    sent: int
    deliveries: int
    reads: int


class Report(msgspec.Struct, frozen=True):
    """All that the load client says. `arrival` is everybody's way in, `window` what is measured;
    `by_process`: the window's CPU seconds of each server process."""

    arrival: Cost
    window: Cost
    by_process: dict[str, float]
    sent: int
    expected: int
    deliveries: int
    refused: int
    lost: int
    p50_ms: float
    p99_ms: float
    p999_ms: float
    longest_ms: float

    @property
    def undelivered(self) -> int:
        """Deliveries of what was sent that did not come."""
        return self.expected - self.deliveries

    @property
    def sent_per_second(self) -> float:
        return self.window.sent / self.window.seconds


def run(load: Load, dialect: Dialect, running: Running, *, cores: Sequence[int]) -> Measured:
    """Load a server from the first of `cores`. Raises `LoadFailed`, and what `built` raises."""
    return measured(report(load, dialect, running, cores=cores))


def report(
    load: Load, dialect: Dialect, running: Running, *, cores: Sequence[int], at_once: int = 64
) -> Report:
    """The same with all that is known. A load without senders comes in and rests; `at_once`: how
    many lines may be on their way in at a time."""
    plan = "".join(f"{line}\n" for line in _plan(load, dialect, running, cores, at_once))
    patience = LONGEST_ARRIVAL_SECONDS + load.warm_seconds + load.seconds + DRAIN_SECONDS
    try:
        done = subprocess.run(
            [built("load", SOURCES.glob("*.c"))],
            input=plan,
            capture_output=True,
            text=True,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise LoadFailed(f"the load took more than {patience:.0f} s") from error
    if done.returncode:
        raise LoadFailed(done.stderr.strip() or f"the load client ended with {done.returncode}")
    return msgspec.json.decode(done.stdout, type=Report)


def measured(found: Report) -> Measured:
    """The figures that benchmarks compare."""
    window, deliveries = found.window, max(found.window.deliveries, 1)
    busy = window.user_seconds + window.system_seconds
    return Measured(
        deliveries=found.deliveries,
        expected=found.expected,
        deliveries_per_second=window.deliveries / window.seconds,
        user_us=window.user_seconds * 1e6 / deliveries,
        system_us=window.system_seconds * 1e6 / deliveries,
        p50_ms=found.p50_ms,
        p99_ms=found.p99_ms,
        p999_ms=found.p999_ms,
        longest_ms=found.longest_ms,
        memory_bytes=window.memory_bytes,
        load_cpu=window.load_seconds / window.seconds,
        server_cpu=busy / window.seconds,
        sent_per_second=found.sent_per_second,
        reads=window.reads / deliveries,
        refused=found.refused + found.lost,
    )


def _plan(
    load: Load, dialect: Dialect, running: Running, cores: Sequence[int], at_once: int
) -> Iterator[str]:
    """One `key value` a line, as `plan.c` reads it."""
    yield from _numbers(load, cores, at_once)
    yield f"path {dialect.path}"
    yield f"message {dialect.message}"
    yield f"subprotocol {dialect.subprotocol}"
    yield f"refusal {dialect.refusal}"
    yield from (f"header {header}" for header in dialect.headers)
    for step in dialect.way_in:
        yield f"say {step.text}" if isinstance(step, Say) else f"hear {step.marker}"
    yield from (f"answer {asked}\t{answer}" for asked, answer in dialect.answers)
    yield from (f"process {pid}" for pid in running.pids)
    for number, place in enumerate(running.places[: load.lines]):
        # A room's lines come by all doors: line n is in room n % rooms.
        port = running.ports[(number // load.rooms + number) % len(running.ports)]
        yield f"line {port}\t{place.room}\t{place.token}"


def _numbers(load: Load, cores: Sequence[int], at_once: int) -> Iterator[str]:
    if cores:
        yield f"core {cores[0]}"
    yield f"at_once {at_once}"
    yield f"senders {load.senders}"
    yield f"per_second {load.per_second}"
    yield f"outstanding {load.outstanding}"
    yield f"payload_bytes {load.payload_bytes}"
    yield f"warm_seconds {load.warm_seconds}"
    yield f"seconds {load.seconds}"
    yield f"drain_seconds {DRAIN_SECONDS}"
