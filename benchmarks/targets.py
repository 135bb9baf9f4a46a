"""Targets from what was measured: ratios, samples, quantiles. Pure."""

import statistics
from collections.abc import Sequence

from benchmarks.results import Bound, Row, Target
from benchmarks.rounds import Found, Ratio


def at_most(limit: float, what: str, found: Ratio | None, note: str = "") -> Target:
    """A ratio that must not be above the limit; absent without a ratio."""
    return _of_ratio(Bound.AT_MOST, limit, what, found, note)


def at_least(limit: float, what: str, found: Ratio | None, note: str = "") -> Target:
    """A ratio that must not be below the limit; absent without a ratio."""
    return _of_ratio(Bound.AT_LEAST, limit, what, found, note)


def of_samples(
    what: str, bound: Bound, limit: float, unit: str, each: Sequence[float], note: str = ""
) -> Target:
    """The median of samples, one a round; absent without any."""
    value = statistics.median(each) if each else None
    return Target(
        what=what, bound=bound, limit=limit, unit=unit, value=value, each=tuple(each), note=note
    )


def rows(found: Found, versions: dict[str, str]) -> tuple[Row, ...]:
    """A row for each contestant that was in the rounds, or was meant to be."""
    names = dict.fromkeys([name for stood in found.rounds for name in stood] + list(found.absent))
    return tuple(
        Row(
            name=name,
            version=versions.get(name, ""),
            figures=found.medians(name),
            absent=found.absent.get(name, ""),
        )
        for name in names
    )


def _of_ratio(bound: Bound, limit: float, what: str, found: Ratio | None, note: str) -> Target:
    each = found.each if found else ()
    return of_samples(what, bound, limit, "x", each, note)
