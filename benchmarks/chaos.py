"""A fault as a benchmark: it happens as often as promised, the checker speaks, and the times that
were promised are held against what was measured. Knows no fault in particular.
"""

import tempfile
import traceback
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import uvloop

from benchmarks import machine
from benchmarks.benchmark import Effort, Progress
from benchmarks.results import Bound, Result, Row, Table, Target
from tests.journeys.faults.finding import PACE, Finding, quantile

SOUND: Final = "nothing lost, nothing twice, one order: what the checker found"
SHOWN_VIOLATIONS: Final = 5
LONGEST_ERROR: Final = 500
CARRIED: Final = 0.95
"""Of what is offered; the rest is what is on its way as a window ends."""

Happening = Callable[[Path], Awaitable[Finding]]
"""A fault in a house of its own, at full size; the folder is for whatever it writes."""


@dataclass(frozen=True, slots=True)
class Promise:
    """That a quantile of some samples, or a count, is at most, or at least, `limit`."""

    what: str
    of: str
    limit: float
    unit: str = "s"
    share: float = 1.0
    """The quantile; 1 is the longest. Of a count it means nothing."""
    bound: Bound = Bound.AT_MOST

    def held(self, finding: Finding) -> Target:
        samples = finding.seconds.get(self.of, ())
        value = quantile(samples, self.share) if samples else finding.counts.get(self.of)
        return Target(
            what=self.what,
            bound=self.bound,
            limit=self.limit,
            unit=self.unit,
            value=value,
            note=self._note(samples),
            runs=len(samples),
        )

    def _note(self, samples: Sequence[float]) -> str:
        if not samples:
            return ""
        share = "the longest" if self.share == 1.0 else f"p{100 * self.share:g}"
        least, median, most = min(samples), quantile(samples, 0.5), max(samples)
        if self.bound is Bound.AT_LEAST:
            return f"{share} of {len(samples)}; least {least:.4g}, most {most:.4g}"
        return f"{share} of {len(samples)}; median {median:.3g}, longest {most:.3g}"


def carries(per_second: float) -> Promise:
    """That the load which the fault names was there: of all windows in which nothing was broken,
    half had at least this much of it."""
    return Promise(
        PACE,
        of=PACE,
        limit=CARRIED * per_second,
        unit="/s",
        share=0.5,
        bound=Bound.AT_LEAST,
    )


@dataclass(frozen=True, slots=True)
class Fault:
    """One of the table's lines; a `Benchmark`, which knows no rounds."""

    name: str
    title: str
    happens: Happening
    promises: Sequence[Promise] = field(default_factory=tuple)

    def run(self, effort: Effort, progress: Progress) -> Result:
        """Once, at full size, whatever the effort. What raises is a finding too: unmet, so that no
        older result of this fault stands."""
        del effort
        progress.steps(1)
        progress.step(self.title)
        try:
            finding = self._finding()
        except Exception as error:
            traceback.print_exc()
            finding = Finding(self.name, 1, tuple(_causes(error)))
        return self._result(finding)

    def _finding(self) -> Finding:
        with tempfile.TemporaryDirectory(prefix="hearthside-fault-") as folder:
            # Whoever the processes are run as must be able to enter it.
            Path(folder).chmod(0o755)
            return uvloop.run(_within(self.happens, Path(folder)))

    def _result(self, finding: Finding) -> Result:
        return Result(
            name=self.name,
            title=self.title,
            means=_said_of(self.happens),
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            machine=machine.description(),
            runs=finding.runs,
            targets=(_sound(finding), *(promise.held(finding) for promise in self.promises)),
            rows=tuple(_rows(finding)),
            remarks=tuple(finding.violations[:SHOWN_VIOLATIONS]),
            table=Table.FAULTS,
        )


async def _within(happens: Happening, folder: Path) -> Finding:
    return await happens(folder)


def _causes(error: BaseException) -> Iterator[str]:
    """Every error of a group on its own: its type and text."""
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from _causes(each)
    else:
        text = f"{type(error).__name__}: {error}"
        yield text if len(text) <= LONGEST_ERROR else f"{text[:LONGEST_ERROR]}…"


def _sound(finding: Finding) -> Target:
    """Absent when the fault could not be made here."""
    found = float(len(finding.violations)) if finding.runs else None
    return Target(what=SOUND, bound=Bound.AT_MOST, limit=0, unit="", value=found)


def _rows(finding: Finding) -> Sequence[Row]:
    counted = {name: float(count) for name, count in finding.counts.items()}
    rows = [Row(name="counted", figures=counted)] if counted else []
    for name, samples in finding.seconds.items():
        if samples:
            rows.append(Row(name=name, figures=_quantiles(samples)))
    return rows


def _quantiles(samples: Sequence[float]) -> dict[str, float]:
    return {
        "samples": float(len(samples)),
        "median": quantile(samples, 0.5),
        "p99": quantile(samples, 0.99),
        "longest": max(samples),
    }


def _said_of(happens: Happening) -> str:
    return " ".join((happens.__doc__ or "").split())
