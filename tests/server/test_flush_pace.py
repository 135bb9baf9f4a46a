"""Rooms wait longer for more frames while writing takes most of the time; a large one rests in
proportion to what writing to it takes, however little else there is to do."""

import pytest

from server.talk.flush_pace import (
    LONGEST_REST_SECONDS,
    LONGEST_WAIT_SECONDS,
    SHORTEST_WAIT_SECONDS,
    FlushPace,
)


def written(pace: FlushPace, share: float, *, begin: float, seconds: float) -> None:
    """Write for that share of every millisecond."""
    for millisecond in range(int(seconds * 1000)):
        at = begin + millisecond / 1000
        pace.wrote(at, at + share / 1000, 1)


def test_a_process_with_time_to_spare_joins_as_little_as_it_can() -> None:
    pace = FlushPace()
    written(pace, 0.6, begin=100.0, seconds=2.0)
    assert pace.wait_seconds == SHORTEST_WAIT_SECONDS


def test_a_process_that_does_nothing_but_write_joins_more_and_not_without_end() -> None:
    pace = FlushPace()
    written(pace, 0.9, begin=100.0, seconds=0.2)
    assert SHORTEST_WAIT_SECONDS < pace.wait_seconds < LONGEST_WAIT_SECONDS
    written(pace, 0.9, begin=100.2, seconds=2.0)
    assert pace.wait_seconds == LONGEST_WAIT_SECONDS


def test_when_it_is_over_nobody_waits_any_longer() -> None:
    pace = FlushPace()
    written(pace, 0.9, begin=100.0, seconds=2.0)
    written(pace, 0.1, begin=102.0, seconds=0.5)
    assert pace.wait_seconds == SHORTEST_WAIT_SECONDS


@pytest.mark.parametrize(("listeners", "rests_seconds"), [(1_000, 0.008), (500, 0.004)])
def test_a_large_room_rests_twice_as_long_as_writing_to_it_takes(
    listeners: int, rests_seconds: float
) -> None:
    pace = FlushPace()
    pace.wrote(100.0, 100.002, 500)
    assert pace.rest_seconds(listeners) == pytest.approx(rests_seconds)


def test_a_small_room_rests_no_longer_than_any_and_the_largest_not_without_end() -> None:
    pace = FlushPace()
    assert pace.rest_seconds(5_000) == SHORTEST_WAIT_SECONDS
    pace.wrote(100.0, 100.002, 500)
    assert pace.rest_seconds(10) == SHORTEST_WAIT_SECONDS
    assert pace.rest_seconds(5_000) == LONGEST_REST_SECONDS
