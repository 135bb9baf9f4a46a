"""What is much for one volunteer, as they are told."""

import pytest

from rooms.dropins.loads import DAY_MS, HOUR_MS, Stint, load

MINUTE = 60_000
NOW = 100 * DAY_MS


def hours(began: float, ended: float) -> Stint:
    """A stint, in hours before now."""
    return NOW - int(began * HOUR_MS), NOW - int(ended * HOUR_MS)


@pytest.mark.parametrize(
    ("stints", "expected"),
    [
        ([hours(1, 0)], ()),
        ([hours(1.5, 0)], ("no_break",)),
        ([hours(2, 1.1), hours(1, 0)], ("no_break",)),
        ([hours(2, 1.2), hours(1, 0)], ()),
        ([hours(23, 20.9), hours(1, 0)], ("hours_day",)),
        ([hours(25, 22.9), hours(1, 0)], ()),
        ([hours(24 * day, 24 * day - 2) for day in (6, 5, 4)] + [hours(3, 0.9)], ("hours_week",)),
        ([hours(24 * day, 24 * day - 2) for day in (9, 8, 4)] + [hours(3, 0.9)], ()),
        ([], ()),
    ],
)
def test_hours_and_breaks_are_counted_over_all_sessions(
    stints: list[Stint], expected: tuple[str, ...]
) -> None:
    assert load(stints, NOW, in_line=0, crises=0) == expected


def test_a_long_line_and_two_crises_are_much() -> None:
    assert load([], NOW, in_line=8, crises=1) == ()
    assert load([], NOW, in_line=9, crises=2) == ("long_line", "two_crises")
