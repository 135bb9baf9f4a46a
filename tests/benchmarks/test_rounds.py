"""Ratios are taken inside a round, and who fails in one is missed there and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.benchmark import Effort
from benchmarks.contestants.contestant import Absent
from benchmarks.results import Verdict
from benchmarks.rounds import interleaved, ratio
from benchmarks.targets import at_most, rows


@dataclass(frozen=True)
class Runner:
    name: str


class Silent:
    """A progress that remembers the steps."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def steps(self, count: int) -> None: ...

    def step(self, what: str) -> None:
        self.said.append(what)


def test_ratio_is_the_median_of_the_rounds_in_which_both_stand() -> None:
    found = ratio([{"a": 2, "b": 1}, {"a": 9}, {"a": 8, "b": 2}, {"a": 3, "b": 1}], "a", "b")
    assert found is not None
    assert (found.median, found.lowest, found.highest) == (3, 2, 4)
    assert ratio([{"a": 1}, {"b": 1}], "a", "b") is None


def test_contestants_take_turns() -> None:
    progress = Silent()
    interleaved([Runner("a"), Runner("b")], 2, lambda runner: {"cpu": 1.0}, progress)
    assert progress.said == [
        "round 1 of 2: a",
        "round 1 of 2: b",
        "round 2 of 2: a",
        "round 2 of 2: b",
    ]


def test_failed_contestant_is_a_remark_and_an_absent_one_is_asked_once() -> None:
    asked: list[str] = []

    def measure(runner: Runner) -> Mapping[str, float]:
        asked.append(runner.name)
        if runner.name == "gone":
            raise Absent("there is no such thing here")
        if asked == ["steady", "gone", "shaky"]:
            raise TimeoutError
        return {"cpu": 2.0 if runner.name == "steady" else 1.0}

    found = interleaved(
        [Runner("steady"), Runner("gone"), Runner("shaky")],
        3,
        measure,
        Silent(),
        disturbed=lambda: "somebody else is here" if len(asked) == 4 else None,
    )
    assert asked.count("gone") == 1
    assert found.remarks == [
        "Round 1 of shaky failed: TimeoutError.",
        "Not alone in 1 of 9 measurements; the first: "
        "before round 2 of shaky somebody else is here.",
    ]
    twice = ratio(found.of("cpu"), "steady", "shaky")
    assert twice is not None
    assert twice.each == [2.0, 2.0]
    assert found.medians("steady") == {"cpu": 2.0}
    assert at_most(1, "", ratio(found.of("cpu"), "steady", "gone")).verdict is Verdict.ABSENT
    named = {row.name: (row.figures, row.absent) for row in rows(found, {})}
    assert named["gone"] == ({}, "there is no such thing here")


def test_only_a_full_run_is_kept() -> None:
    assert Effort().is_full
    assert not Effort(quick=True).is_full
    assert not Effort(rounds=4).is_full
