"""Somebody who stops reading is let go, comes back to everything they missed, and was nobody's
delay."""

import pytest

from tests.journeys.faults.of_people.slow_listener import Slow, stops_reading
from tests.journeys.house import House


@pytest.mark.timeout(600)
async def test_who_stops_reading_is_let_go_and_comes_back_without_a_gap(
    unhurried_pair: House,
) -> None:
    size = Slow(listeners=10, per_second=300, pairs=1, seconds=1, small=True)
    finding = await stops_reading(unhurried_pair, size)
    assert not finding.violations
    assert len(finding.seconds["let_go"]) == 1
