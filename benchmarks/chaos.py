"""A fault as a benchmark: it happens as often as promised, the checker speaks, and the times that
were promised are held against what was measured. Knows no fault in particular.
"""

import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import uvloop

from benchmarks import machine
from benchmarks.benchmark import Effort, Progress
from benchmarks.results import Bound, Result, Row, Table, Target
from tests.journeys.faults.finding import Finding, quantile

SOUND: Final = "nothing lost, nothing twice, one order: what the checker found"
SHOWN_VIOLATIONS: Final = 5

Happening = Callable[[Path], Awaitable[Finding]]
"""A fault in a house of its own, at full size; the folder is for whatever it writes."""


@dataclass(frozen=True, slots=True)
class Promise:
    """That a quantile of some samples, or a count, is at most `limit`."""

    what: str
    of: str
    limit: float
    unit: str = "s"
    share: float = 1.0
    """The quantile; 1 is the longest. Of a count it means nothing."""

    def held(self, finding: Finding) -> Target:
        samples = finding.seconds.get(self.of, ())
        value = quantile(samples, self.share) if samples else finding.counts.get(self.of)
        return Target(
            what=self.what,
            bound=Bound.AT_MOST,
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
        median = quantile(samples, 0.5)
        return f"{share} of {len(samples)}; median {median:.3g}, longest {max(samples):.3g}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One of the table's lines; a `Benchmark`, which knows no rounds."""

    name: str
    title: str
    happens: Happening
    promises: Sequence[Promise] = field(default_factory=tuple)

    def run(self, effort: Effort, progress: Progress) -> Result:
        """Once, at full size, whatever the effort. Raises what the fault could not stand."""
        del effort
        progress.steps(1)
        progress.step(self.title)
        with tempfile.TemporaryDirectory(prefix="hearthside-fault-") as folder:
            # Whoever the processes are run as must be able to enter it.
            Path(folder).chmod(0o755)
            finding = uvloop.run(_within(self.happens, Path(folder)))
        return self._result(finding)

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
