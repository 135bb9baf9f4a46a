"""What people are told of their wait: a range to believe, and the truth when time is short."""

from hypothesis import given
from hypothesis import strategies as st

from rooms.dropins.estimates import MINUTE_MS, TurnLength, wait
from rooms.dropins.views import Wait

HOUR_MS = 60 * MINUTE_MS
turns = st.lists(st.integers(0, HOUR_MS), max_size=30)
ahead = st.tuples(st.integers(0, 40), st.integers(0, 20)).map(lambda n: (n[0], n[0] + n[1]))


def waits(
    turns_ms: list[int],
    before: tuple[int, int],
    *,
    begins_in_ms: int = 0,
    talking_for_ms: int | None = None,
    left_ms: int = HOUR_MS,
) -> Wait:
    return wait(
        TurnLength(turns_ms, 8),
        before,
        begins_in_ms=begins_in_ms,
        talking_for_ms=talking_for_ms,
        left_ms=left_ms,
    )


def test_a_host_without_a_past_is_measured_by_the_plan() -> None:
    assert waits([], (2, 2)) == Wait(from_minutes=10, to_minutes=30)
    assert waits([60_000, 60_000], (2, 2)) == Wait(from_minutes=10, to_minutes=30)


def test_a_host_with_a_past_is_measured_by_it() -> None:
    four_to_six = [n * MINUTE_MS for n in (4, 4, 5, 6, 6)]
    assert waits(four_to_six, (3, 3)) == Wait(from_minutes=10, to_minutes=20)


def test_one_long_evening_does_not_scare_everybody() -> None:
    assert waits([MINUTE_MS * n for n in (5, 5, 5, 5, 5, 5, 5, 60)], (1, 1)).to_minutes == 5


def test_an_old_past_is_forgotten() -> None:
    assert waits([5 * MINUTE_MS] * 20 + [HOUR_MS] * 100, (1, 1)).to_minutes == 5


def test_the_turn_that_is_had_now_counts_for_what_is_left_of_it() -> None:
    past = [8 * MINUTE_MS] * 3
    assert waits(past, (0, 0), talking_for_ms=0) == Wait(from_minutes=5, to_minutes=10)
    assert waits(past, (0, 0), talking_for_ms=HOUR_MS) == Wait(from_minutes=0, to_minutes=1)


def test_before_the_beginning_the_beginning_is_waited_for() -> None:
    assert waits([], (0, 0), begins_in_ms=10 * MINUTE_MS) == Wait(from_minutes=10, to_minutes=10)


def test_it_is_said_as_soon_as_the_time_cannot_be_enough() -> None:
    past = [10 * MINUTE_MS] * 5
    assert not waits(past, (3, 3), left_ms=30 * MINUTE_MS).unlikely
    assert waits(past, (3, 3), left_ms=30 * MINUTE_MS - 1).unlikely
    assert waits(past, (3, 3), left_ms=-MINUTE_MS).unlikely
    assert not waits(past, (0, 3), left_ms=0).unlikely


@given(turns, ahead, st.integers(-HOUR_MS, 3 * HOUR_MS))
def test_a_range_is_a_range(past: list[int], before: tuple[int, int], left_ms: int) -> None:
    found = waits(past, before, left_ms=left_ms)
    assert 0 <= found.from_minutes <= found.to_minutes
    assert found.to_minutes > 0


@given(turns, ahead, st.integers(0, 2 * HOUR_MS))
def test_more_people_ahead_never_make_a_shorter_wait(
    past: list[int], before: tuple[int, int], left_ms: int
) -> None:
    here = waits(past, before, left_ms=left_ms)
    behind = waits(past, (before[0] + 1, before[1] + 1), left_ms=left_ms)
    assert behind.from_minutes >= here.from_minutes
    assert behind.to_minutes >= here.to_minutes
    assert behind.unlikely or not here.unlikely


@given(st.permutations(range(10)), ahead)
def test_the_order_of_the_latest_turns_does_not_matter(
    order: list[int], before: tuple[int, int]
) -> None:
    latest = [n * MINUTE_MS for n in range(10)]
    assert waits(latest, before) == waits([latest[n] for n in order], before)


def test_what_people_say_of_minutes_is_what_they_are_told() -> None:
    said = (0, 1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 75, 90, 120, 150, 180, 240)
    for minutes in range(300):
        found = waits([MINUTE_MS] * 3, (minutes, minutes), left_ms=10 * HOUR_MS)
        assert found.from_minutes == max(step for step in said if step <= minutes)
        assert found.to_minutes == min((s for s in said if s >= max(1, minutes)), default=240)


def test_length_of_a_turn_is_between_the_quartiles_of_the_latest_twenty() -> None:
    planned = TurnLength([], 8)
    assert (planned.least_ms, planned.most_ms) == (360_000, 720_000)
    past = TurnLength([n * 60_000 for n in range(20, 0, -1)] + [HOUR_MS] * 5, 8)
    assert (past.least_ms, past.most_ms) == (345_000, 915_000)
    short = TurnLength([1_000, 5_000, 2_000], 8)
    assert (short.least_ms, short.most_ms) == (1_500, 3_500)


def test_a_turn_that_takes_long_shortens_nobody_elses() -> None:
    past = [10 * MINUTE_MS] * 3
    long = waits(past, (1, 1), talking_for_ms=HOUR_MS, left_ms=10 * MINUTE_MS)
    assert long == Wait(from_minutes=10, to_minutes=10)


def test_over_time_it_is_said_of_those_alone_who_would_wait() -> None:
    assert not waits([], (0, 0), left_ms=-1).unlikely
    assert waits([], (0, 0), begins_in_ms=1, left_ms=-1).unlikely
    assert waits([], (0, 0), begins_in_ms=-HOUR_MS).from_minutes == 0
