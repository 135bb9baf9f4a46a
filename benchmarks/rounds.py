"""Interleaved rounds and the ratios inside them. Pure; knows neither servers nor units."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """One figure of one contestant over the same figure of another, round by round."""

    each: Sequence[float]

    @property
    def median(self) -> float:
        return statistics.median(self.each)

    @property
    def lowest(self) -> float:
        return min(self.each)

    @property
    def highest(self) -> float:
        return max(self.each)


Rounds = Sequence[Mapping[str, float]]
"""For each round, a figure by contestant; a contestant that failed in a round is not in it."""


def ratio(rounds: Rounds, ours: str, theirs: str) -> Ratio | None:
    """Of the rounds in which both stand; None when there is none."""
    each = [found[ours] / found[theirs] for found in rounds if {ours, theirs} <= found.keys()]
    return Ratio(each) if each else None
