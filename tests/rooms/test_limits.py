"""The rate limit, as arithmetic."""

from hypothesis import given
from hypothesis import strategies as st

from rooms.limits import WRITING, Rate, charged, wait_ms
from tests.rooms.scene import NOW

RATES = st.builds(Rate, period_ms=st.integers(1, 5_000), burst=st.integers(1, 20))
WAITS = st.lists(st.integers(0, 3_000), min_size=1, max_size=120)


def granted(rate: Rate, waits: list[int]) -> list[int]:
    """When an act was granted to somebody who tries again after each wait."""
    now, arrival, times = NOW, 0, []
    for wait in waits:
        now += wait
        if not wait_ms(rate, arrival, now):
            arrival = charged(rate, arrival, now)
            times.append(now)
    return times


@given(RATES, WAITS)
def test_no_window_grants_more_than_burst_and_pace(rate: Rate, waits: list[int]) -> None:
    times = granted(rate, waits)
    for first, begin in enumerate(times):
        for last in range(first, len(times)):
            elapsed = times[last] - begin
            assert last - first + 1 <= rate.burst + elapsed / rate.period_ms


@given(RATES, st.integers(0, 100_000), st.integers(0, 100_000))
def test_wait_that_is_named_is_enough_and_not_too_long(rate: Rate, ahead: int, now: int) -> None:
    if wait := wait_ms(rate, ahead, now):
        assert not wait_ms(rate, ahead, now + wait)
        assert wait_ms(rate, ahead, now + wait - 1) == 1


def test_ten_messages_at_once_and_then_one_a_second() -> None:
    assert len(granted(WRITING, [0] * 30)) == 10
    assert len(granted(WRITING, [0] * 10 + [999])) == 10
    assert len(granted(WRITING, [0] * 10 + [1_000] * 5)) == 15


def test_quiet_time_is_not_saved_up() -> None:
    assert len(granted(WRITING, [0] * 10 + [10_000_000] + [0] * 30)) == 20
