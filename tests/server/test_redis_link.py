"""How soon a lost line to Redis is tried again."""

from server.brokers.redis_link import backoff_window_seconds

LONGEST_SECONDS = 1.0


def test_the_first_try_comes_at_once_and_the_next_ones_later_and_later() -> None:
    windows = [backoff_window_seconds(failures, LONGEST_SECONDS) for failures in range(1, 8)]
    assert windows == [0.05, 0.1, 0.2, 0.4, 0.8, 1.0, 1.0]


def test_a_redis_that_is_away_for_days_is_tried_as_often_as_one_that_is_away_for_a_minute() -> None:
    assert backoff_window_seconds(10**6, LONGEST_SECONDS) == LONGEST_SECONDS
