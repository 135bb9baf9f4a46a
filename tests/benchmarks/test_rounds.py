"""Ratios are taken inside a round, and who fails in one is missed there and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.benchmark import Effort
from benchmarks.contestants.contestant import Absent
from benchmarks.ground.offered import SENT, held_to, remarks
from benchmarks.load.plan import Load
from benchmarks.results import Bound, Verdict
from benchmarks.rounds import Found, interleaved, ratio, ratio_of_ours
from benchmarks.targets import LOST, at_most, nothing_lost, of_samples, rows


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


def test_a_round_in_which_ours_failed_is_unmet_and_a_rivals_is_not() -> None:
    rounds = [{"ours": 1.0, "theirs": 2.0}, {"theirs": 2.0}, {"ours": 1.0}]
    assert at_most(1, "", ratio(rounds, "ours", "theirs")).missed == 1
    failed = at_most(1, "", ratio(rounds[:2], "ours", "theirs"))
    assert (failed.verdict, failed.value) == (Verdict.UNMET, 0.5)
    assert failed.note == "rounds of ours that failed: 1"
    assert at_most(1, "", ratio(rounds[::2], "ours", "theirs")).verdict is Verdict.MET
    assert at_most(1, "", ratio_of_ours(rounds[::2], "ours", "theirs")).verdict is Verdict.UNMET
    assert of_samples("", Bound.AT_MOST, 9, "ms", [1.0], missed=1).verdict is Verdict.UNMET


def test_what_was_lost_in_one_round_is_lost() -> None:
    found = Found([{"ours": {LOST: 0.0}}, {"ours": {LOST: 3.0}}, {"ours": {LOST: 0.0}}])
    assert nothing_lost(found.each("ours", LOST)).value == 3
    assert nothing_lost(found.each("ours", LOST)).verdict is Verdict.UNMET
    assert rows(found, {})[0].figures == {LOST: 3.0}


def test_who_is_offered_less_than_was_meant_meets_nothing() -> None:
    load = Load(rooms=1, lines=1, senders=1, per_second=1_000, seconds=5)
    met = of_samples("", Bound.AT_MOST, 9, "ms", [1.0, 1.0])
    enough = Found([{"ours": {SENT: 990.0}}, {"ours": {SENT: 1_001.0}}])
    assert held_to([met], enough, load, "ours") == (met,)
    less = Found([{"ours": {SENT: 989.0}}, {"ours": {SENT: 1_001.0}}])
    (held,) = held_to([met], less, load, "ours")
    assert (held.verdict, held.missed) == (Verdict.UNMET, 1)
    assert remarks(less, load, ["ours"]) == [
        "ours was sent less than 99% of 1,000 messages a second in 1 of 2 rounds, at worst 989."
    ]


def test_only_a_full_run_is_kept() -> None:
    assert Effort().is_full
    assert not Effort(quick=True).is_full
    assert not Effort(rounds=4).is_full
