"""How much of its limit each measured target uses: what the plot of targets shows, as values."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.report import words
from benchmarks.results import Bound, Result, Target, Verdict


@dataclass(frozen=True, slots=True)
class Bar:
    """`share` is the used part of the limit: above 1 is unmet, infinite when nothing is allowed."""

    label: str
    share: float
    said: str
    met: bool


def bars(results: Sequence[Result]) -> list[Bar]:
    """Most used first; what is absent has none."""
    drawn = [
        Bar(
            label=f"{result.name}: {target.what}",
            share=_share(target, target.value),
            said=f"{words.figure(target.value, target.unit)} ({words.bound(target)})",
            met=target.verdict is Verdict.MET,
        )
        for result in results
        for target in result.targets
        if target.value is not None
    ]
    return sorted(drawn, key=lambda bar: bar.share, reverse=True)


def absent(results: Iterable[Result]) -> int:
    """How many targets have no bar."""
    return sum(target.value is None for result in results for target in result.targets)


def _share(target: Target, value: float) -> float:
    used, allowed = value, target.limit
    if target.bound is Bound.AT_LEAST:
        used, allowed = allowed, used
    if used <= 0:
        return 0.0
    return used / allowed if allowed > 0 else math.inf
