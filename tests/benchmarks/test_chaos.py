"""A fault that breaks its own run is unmet, by name; a promise may be of at least so much."""

from pathlib import Path

from benchmarks.benchmark import Effort
from benchmarks.chaos import Fault, carries
from benchmarks.results import Verdict
from tests.journeys.faults.finding import PACE, Finding

FULL = Effort(rounds=5, seconds=10.0)


class Unheard:
    """A bar that nobody looks at."""

    def steps(self, count: int) -> None: ...
    def step(self, what: str) -> None: ...


async def _breaks(folder: Path) -> Finding:
    """Whatever it is that no fault foresees."""
    raise ExceptionGroup("two at once", [TimeoutError("nobody came"), OSError("the road is gone")])


def test_a_fault_that_raises_is_unmet_and_says_why() -> None:
    result = Fault("chaos-breaks", "It breaks", _breaks, (carries(1_000.0),)).run(FULL, Unheard())
    sound, carried = result.targets
    assert sound.verdict is Verdict.UNMET
    assert carried.verdict is not Verdict.MET
    assert result.remarks == ("TimeoutError: nobody came", "OSError: the road is gone")


def test_a_load_that_was_not_there_is_unmet() -> None:
    half = carries(1_000.0).held(Finding("half", 3, seconds={PACE: [500.0, 940.0, 1_000.0]}))
    most = carries(1_000.0).held(Finding("most", 3, seconds={PACE: [500.0, 950.0, 1_000.0]}))
    assert (half.verdict, most.verdict) == (Verdict.UNMET, Verdict.MET)
