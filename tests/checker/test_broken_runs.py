"""Each invariant against runs that are broken in one way: that invariant fails, and no other."""

import pytest

from tests.checker import broken_authority, broken_floor, broken_liveness, broken_order
from tests.checker.broken_run import Break
from tests.checker.invariants import check

BROKEN = {
    **broken_order.BROKEN,
    **broken_authority.BROKEN,
    **broken_liveness.BROKEN,
    **broken_floor.BROKEN,
}
CASES = [
    pytest.param(invariant, run, id=f"{invariant}-{run.__name__}")
    for invariant, runs in BROKEN.items()
    for run in runs
]


@pytest.mark.parametrize(("invariant", "run"), CASES)
def test_broken_run_fails_by_its_invariant_alone(invariant: str, run: Break) -> None:
    assert {violation.invariant for violation in check(run())} == {invariant}


def test_every_invariant_has_a_broken_run() -> None:
    assert set(BROKEN) == {f"I{number}" for number in range(1, 14)}
