"""Interleaved rounds and the ratios inside them. Knows neither servers nor units."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from benchmarks.benchmark import Progress
from benchmarks.contestants.contestant import Absent


@dataclass(frozen=True, slots=True)
class Ratio:
    """One figure of one contestant over a figure of another, round by round. `missed`: rounds in
    which ours has none."""

    each: Sequence[float]
    missed: int = 0

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
    """Of the rounds in which both stand; None when there is none. Where ours does not stand, the
    round is missed; where theirs does not, it is not counted."""
    each = [found[ours] / found[theirs] for found in rounds if {ours, theirs} <= found.keys()]
    missed = sum(ours not in found for found in rounds)
    return Ratio(each, missed) if each else None


def ratio_of_ours(rounds: Rounds, one: str, other: str) -> Ratio | None:
    """The same where both are ours: a round is missed when either does not stand."""
    found = ratio(rounds, one, other)
    return Ratio(found.each, len(rounds) - len(found.each)) if found else None


class Named(Protocol):
    @property
    def name(self) -> str: ...


Whoever = TypeVar("Whoever", bound=Named)
Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Found:
    """What the rounds came to: `rounds` holds each contestant's figures by column, `absent` says
    why somebody has none at all."""

    rounds: list[dict[str, Figures]] = field(default_factory=list)
    absent: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def of(self, column: str) -> Rounds:
        """One figure, by round and contestant: what `ratio` takes."""
        return [
            {name: figures[column] for name, figures in found.items() if column in figures}
            for found in self.rounds
        ]

    def each(self, name: str, column: str) -> list[float]:
        """One contestant's figure, round by round."""
        return [found[name] for found in self.of(column) if name in found]

    def missed(self, name: str) -> int:
        """Rounds in which it failed."""
        return sum(name not in found for found in self.rounds)

    def medians(self, name: str) -> dict[str, float]:
        """A contestant's figures, each the median of its rounds."""
        columns = dict.fromkeys(column for found in self.rounds for column in found.get(name, ()))
        return {column: statistics.median(self.each(name, column)) for column in columns}


def interleaved(
    contestants: Sequence[Whoever],
    rounds: int,
    measure: Callable[[Whoever], Figures],
    progress: Progress,
    *,
    disturbed: Callable[[], str | None] = lambda: None,
) -> Found:
    """A B C, A B C, …: each contestant is measured once a round.

    Who is `Absent` is not asked again. Whatever else goes wrong with one contestant in one round is
    a remark; what `disturbed` says before measurements becomes one.
    """
    found = Found()
    disturbances: list[str] = []
    for number in range(1, rounds + 1):
        stood: dict[str, Figures] = {}
        found.rounds.append(stood)
        for contestant in contestants:
            name = contestant.name
            progress.step(f"round {number} of {rounds}: {name}")
            if name in found.absent:
                continue
            if remark := disturbed():
                disturbances.append(f"before round {number} of {name} {remark}")
            try:
                stood[name] = measure(contestant)
            except Absent as absent:
                found.absent[name] = str(absent)
            except Exception as error:
                found.remarks.append(f"Round {number} of {name} failed: {_said(error)}.")
    if disturbances:
        times = f"{len(disturbances)} of {rounds * len(contestants)} measurements"
        found.remarks.append(f"Not alone in {times}; the first: {disturbances[0]}.")
    return found


def _said(error: Exception) -> str:
    first, *_ = str(error).splitlines() or [""]
    return f"{type(error).__name__}: {first}".removesuffix(".") if first else type(error).__name__
