"""Rooms wait longer for more frames while writing takes most of the time, and only then."""

from server.talk.flush_pace import LONGEST_WAIT_SECONDS, SHORTEST_WAIT_SECONDS, FlushPace


def written(pace: FlushPace, share: float, *, begin: float, seconds: float) -> None:
    """Write for that share of every millisecond."""
    for millisecond in range(int(seconds * 1000)):
        at = begin + millisecond / 1000
        pace.wrote(at, at + share / 1000)


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
