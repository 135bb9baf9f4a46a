"""What a fault came to. Values only; the checker's violations, the counts and the times."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

PACE: Final = "acknowledged a second"
"""The sample of every fault that names a rate: one for each window in which nothing was broken."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, `runs` times. A sound one has no violations.

    `seconds`: samples by name ("back", "crossing", "receipt"), from which the benchmarks take
    quantiles; `counts`: what was counted ("acknowledged", "holes").
    """

    fault: str
    runs: int
    violations: Sequence[str] = ()
    seconds: Mapping[str, Sequence[float]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)


def quantile(samples: Sequence[float], share: float) -> float:
    """The smallest sample that `share` of them do not exceed; 0 for none."""
    if not samples:
        return 0.0
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
