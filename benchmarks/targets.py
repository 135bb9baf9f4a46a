"""Targets from what was measured: ratios, samples, quantiles. Pure."""

import statistics
from collections.abc import Sequence
from typing import Final

import msgspec

from benchmarks.results import Bound, Row, Target
from benchmarks.rounds import Found, Ratio

LOST: Final = "lost"
"""The column of what was sent and not delivered."""


def at_most(limit: float, what: str, found: Ratio | None, note: str = "") -> Target:
    """A ratio that must not be above the limit; absent without a ratio."""
    return _of_ratio(Bound.AT_MOST, limit, what, found, note)


def at_least(limit: float, what: str, found: Ratio | None, note: str = "") -> Target:
    """A ratio that must not be below the limit; absent without a ratio."""
    return _of_ratio(Bound.AT_LEAST, limit, what, found, note)


def of_samples(
    what: str,
    bound: Bound,
    limit: float,
    unit: str,
    each: Sequence[float],
    note: str = "",
    missed: int = 0,
) -> Target:
    """The median of samples, one a round; absent without any. `missed`: rounds of ours that failed,
    for which it is unmet."""
    value = statistics.median(each) if each else None
    made = Target(
        what=what, bound=bound, limit=limit, unit=unit, value=value, each=tuple(each), note=note
    )
    return with_missed(made, missed, "failed")


def nothing_lost(
    each: Sequence[float],
    missed: int = 0,
    what: str = LOST,
    note: str = "the most of any round",
) -> Target:
    """No delivery in any round: the most of them counts, not the median."""
    value = max(each) if each else None
    made = Target(
        what=what,
        bound=Bound.AT_MOST,
        limit=0,
        unit="deliveries",
        value=value,
        each=tuple(each),
        note=note,
    )
    return with_missed(made, missed, "failed")


def with_missed(target: Target, missed: int, why: str) -> Target:
    """Unmet when so many rounds more do not count; the note says why."""
    if not missed:
        return target
    said = f"rounds of ours that {why}: {missed}"
    note = f"{target.note}; {said}" if target.note else said
    return msgspec.structs.replace(target, note=note, missed=target.missed + missed)


def rows(found: Found, versions: dict[str, str]) -> tuple[Row, ...]:
    """A row for each contestant that was in the rounds, or was meant to be."""
    names = dict.fromkeys([name for stood in found.rounds for name in stood] + list(found.absent))
    return tuple(
        Row(
            name=name,
            version=versions.get(name, ""),
            figures=_figures(found, name),
            absent=found.absent.get(name, ""),
        )
        for name in names
    )


def _figures(found: Found, name: str) -> dict[str, float]:
    lost = found.each(name, LOST)
    return found.medians(name) | ({LOST: max(lost)} if lost else {})


def _of_ratio(bound: Bound, limit: float, what: str, found: Ratio | None, note: str) -> Target:
    each, missed = (found.each, found.missed) if found else ((), 0)
    return of_samples(what, bound, limit, "x", each, note, missed)
