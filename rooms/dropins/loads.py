"""What is much for one volunteer: hours, a long line, no break, two crises. It warns, and forbids
nothing.
"""

from collections.abc import Sequence

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
WEEK_MS = 7 * DAY_MS
MOST_A_DAY_MS = 3 * HOUR_MS
MOST_A_WEEK_MS = 8 * HOUR_MS
LONG_LINE = 8
NO_BREAK_MS = 90 * 60_000
BREAK_MS = 10 * 60_000
"""Less than this between two sessions is no break."""
CRISES = 2

Stint = tuple[int, int]
"""From when to when somebody hosted, in ms."""


def load(stints: Sequence[Stint], now: int, *, in_line: int, crises: int) -> tuple[str, ...]:
    """The codes of what is much for the host of a live session. `stints`: theirs of the last seven
    days, in all rooms, by time, the one that goes on until `now`. A day and a week are the last 24
    hours and the last seven days, so that no midnight takes anything off."""
    codes = {
        "hours_day": _hosted(stints, now - DAY_MS) > MOST_A_DAY_MS,
        "hours_week": _hosted(stints, now - WEEK_MS) > MOST_A_WEEK_MS,
        "long_line": in_line > LONG_LINE,
        "no_break": now - _without_break_since(stints, now) >= NO_BREAK_MS,
        "two_crises": crises >= CRISES,
    }
    return tuple(code for code, holds in codes.items() if holds)


def _hosted(stints: Sequence[Stint], after: int) -> int:
    return sum(max(0, ended - max(began, after)) for began, ended in stints)


def _without_break_since(stints: Sequence[Stint], now: int) -> int:
    since = now
    for began, ended in reversed(stints):
        if since - ended >= BREAK_MS:
            break
        since = min(since, began)
    return since
