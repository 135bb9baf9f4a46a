"""How long somebody in line still waits: an honest range, from this host's own turns.

It promises nothing. As soon as even the shortest wait is longer than the time that is left, that is
said, so that nobody waits for a turn that will not come.
"""

from collections.abc import Sequence

from rooms.dropins.views import Wait

LEAST_TURNS = 3
"""Fewer turns tell nothing of a host; then the planned length counts."""
MOST_TURNS = 20
"""So many of the latest turns count."""
MINUTE_MS = 60_000
_STEPS = (1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 75, 90, 120, 150, 180, 240)
"""What people say: nobody is told 37 minutes."""


class TurnLength:
    """How long a turn takes, between two quartiles of the latest turns, in ms."""

    __slots__ = ("least_ms", "most_ms")

    def __init__(self, turns_ms: Sequence[int], turn_minutes: int) -> None:
        """`turns_ms`: how long this host's turns took, the latest first."""
        latest = sorted(turns_ms[:MOST_TURNS])
        if len(latest) < LEAST_TURNS:
            planned = turn_minutes * MINUTE_MS
            self.least_ms, self.most_ms = planned * 3 // 4, planned * 3 // 2
        else:
            self.least_ms, self.most_ms = _quantile(latest, 1), _quantile(latest, 3)


def wait(
    length: TurnLength,
    turns_ahead: tuple[int, int],
    *,
    begins_in_ms: int,
    talking_for_ms: int | None,
    left_ms: int,
) -> Wait:
    """The range of a wait. `turns_ahead`: at least and at most; `begins_in_ms` until the session
    is to begin, 0 once it has; `talking_for_ms` of the turn that is had now, None without one.
    `left_ms`: from now until its planned end."""
    least, most = turns_ahead
    shortest = begins_in_ms + least * length.least_ms
    longest = begins_in_ms + most * length.most_ms
    if talking_for_ms is not None:
        shortest += max(0, length.least_ms - talking_for_ms)
        longest += max(0, length.most_ms - talking_for_ms)
    return Wait(
        from_minutes=_down(shortest // MINUTE_MS),
        to_minutes=_up(-(-longest // MINUTE_MS)),
        unlikely=shortest > max(0, left_ms),
    )


def _quantile(ordered: Sequence[int], quarter: int) -> int:
    """The value a quarter, or three, of the way up; between two it lies where a line would."""
    place = (len(ordered) - 1) * quarter
    low, rest = divmod(place, 4)
    return ordered[low] + (ordered[low + 1] - ordered[low]) * rest // 4


def _down(minutes: int) -> int:
    return max((step for step in _STEPS if step <= minutes), default=0)


def _up(minutes: int) -> int:
    """Never the same as nothing: at the end of a wait there is still a call."""
    return min((step for step in _STEPS if step >= max(1, minutes)), default=_STEPS[-1])
