"""Tries that may be guesses: a burst is free, then each costs twice the wait, up to an hour."""

from rooms import tries
from rooms.limits import Rate
from rooms.tries import LONGEST_WAIT_MS, Tried

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
RATE = Rate(period_ms=3 * MINUTE_MS, burst=5)
BEGIN_MS = 1_000_000


def waits(count: int, rate: Rate = RATE) -> list[int]:
    """The minutes between each try and the next, of somebody who tries as soon as they may."""
    tried, now = Tried(), BEGIN_MS
    found: list[int] = []
    while len(found) < count:
        made = tries.begin(rate, tried, now)
        if made.wait_ms:
            found[-1] += made.wait_ms // MINUTE_MS
            now += made.wait_ms
        else:
            tried = made.tried
            found.append(0)
    return found[: count - 1]


def test_five_tries_are_free_and_then_waits_double_to_an_hour() -> None:
    assert waits(13) == [0, 0, 0, 0, 3, 6, 12, 24, 48, 60, 60, 60]


def test_refused_try_changes_nothing() -> None:
    tried = Tried()
    for _ in range(RATE.burst):
        tried = tries.begin(RATE, tried, BEGIN_MS).tried
    again = [tries.begin(RATE, tried, BEGIN_MS + second * 1_000) for second in range(100)]
    assert {made.tried for made in again} == {tried}
    assert all(made.wait_ms > 0 for made in again)


def test_who_waits_until_all_is_free_begins_anew() -> None:
    tried = Tried()
    for _ in range(RATE.burst):
        tried = tries.begin(RATE, tried, BEGIN_MS).tried
    later = tries.begin(RATE, tried, BEGIN_MS + RATE.burst * RATE.period_ms)
    assert (later.wait_ms, later.tried.failures) == (0, 0)


def test_slow_stream_of_tries_is_never_held_up() -> None:
    tried, now = Tried(), BEGIN_MS
    for _ in range(200):
        made = tries.begin(RATE, tried, now)
        assert made.wait_ms == 0
        tried, now = made.tried, now + RATE.period_ms


def test_try_that_was_right_is_as_if_not_made() -> None:
    tried = Tried()
    for _ in range(50):
        made = tries.begin(RATE, tried, BEGIN_MS)
        assert made.wait_ms == 0
        tried = tries.take_back(made.tried, made.cost)


def test_try_that_was_right_costs_nothing_among_guesses_either() -> None:
    tried, now = Tried(), BEGIN_MS
    for _ in range(9):
        now += tries.begin(RATE, tried, now).wait_ms
        tried = tries.begin(RATE, tried, now).tried
    now += tries.begin(RATE, tried, now).wait_ms
    right = tries.begin(RATE, tried, now)
    assert tries.take_back(right.tried, right.cost) == tried
    rested = now + 2 * RATE.period_ms
    for _ in range(20):
        again = tries.begin(RATE, tried, rested)
        assert again.wait_ms == 0
        tried = tries.take_back(again.tried, again.cost)
    assert tried.failures == 5


def test_plain_rate_does_not_double() -> None:
    tried, now = Tried(), BEGIN_MS
    for _ in range(40):
        made = tries.begin(RATE, tried, now, longest_wait_ms=0)
        assert made.wait_ms <= RATE.period_ms
        now += made.wait_ms
        tried = tries.begin(RATE, tried, now, longest_wait_ms=0).tried


def test_no_wait_is_longer_than_an_hour_after_any_number_of_tries() -> None:
    assert max(waits(60)) * MINUTE_MS == LONGEST_WAIT_MS == HOUR_MS
