"""Where a session stands, by its row and the clock alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.dropins.stages import AWAY_MS, LATE_MS, LOBBY_MS, UNHOSTED_MS, Stage, State
from rooms.dropins.staging import Course, next_change_at, stage, well_due

MINUTE = 60_000
START = 1_000 * MINUTE
END = START + 60 * MINUTE
AHEAD = Course(state=State.SCHEDULED, starts_at=START, ends_at=END)


def live(seen: int = 10**9 * MINUTE, **other: int) -> Course:
    return Course(
        state=State.LIVE,
        starts_at=START,
        ends_at=END,
        opened_at=START,
        host_seen_at=seen,
        **other,
    )


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (-16, Stage.SCHEDULED),
        (-15, Stage.LOBBY),
        (0, Stage.LOBBY),
        (4, Stage.LOBBY),
        (5, Stage.LATE),
        (14, Stage.LATE),
        (15, Stage.UNHOSTED),
        (900, Stage.UNHOSTED),
    ],
)
def test_a_session_whose_host_does_not_come_is_told_late_and_then_unhosted(
    minutes: int, expected: Stage
) -> None:
    assert stage(AHEAD, START + minutes * MINUTE) is expected


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(0, Stage.LIVE), (54, Stage.LIVE), (55, Stage.WRAPPING), (60, Stage.OVERRUN)],
)
def test_a_live_session_wraps_up_and_overruns_by_the_clock(minutes: int, expected: Stage) -> None:
    assert stage(live(), START + minutes * MINUTE) is expected


def test_a_host_who_was_not_seen_is_away_whatever_else_the_clock_says() -> None:
    for at in (START + MINUTE, END - MINUTE, END + MINUTE):
        assert stage(live(at - AWAY_MS + 1), at) is not Stage.HOST_AWAY
        assert stage(live(at - AWAY_MS), at) is Stage.HOST_AWAY
        # Whoever has just taken over was there to do so.
        assert stage(live(0, host_since=at - 1), at) is not Stage.HOST_AWAY


@pytest.mark.parametrize(
    ("asked", "unanswered", "expected"),
    [(0, 0, Stage.ENDED), (3, 1, Stage.ENDED), (3, 0, Stage.ANSWERED)],
)
def test_a_session_is_answered_once_no_question_of_it_waits(
    asked: int, unanswered: int, expected: Stage
) -> None:
    ended = Course(
        state=State.ENDED, starts_at=START, ends_at=END, asked=asked, unanswered=unanswered
    )
    assert stage(ended, END + MINUTE) is expected


@pytest.mark.parametrize("state", [State.UNHOSTED, State.CANCELLED])
def test_what_is_over_stays_so(state: State) -> None:
    course = Course(state=state, starts_at=START, ends_at=END)
    assert stage(course, 0).value == state.value
    assert next_change_at(course, 0) is None


def test_the_host_is_asked_every_quarter_of_an_hour_since_the_last_answer() -> None:
    assert well_due(live(), START + 15 * MINUTE - 1) is None
    assert well_due(live(), START + 16 * MINUTE) == START + 15 * MINUTE
    answered = live(well_at=START + 16 * MINUTE)
    assert well_due(answered, START + 30 * MINUTE) is None
    assert well_due(answered, START + 31 * MINUTE) == START + 31 * MINUTE
    assert well_due(AHEAD, START + 16 * MINUTE) is None


@given(
    st.sampled_from([AHEAD, live(START), live()]),
    st.integers(-90, 300).map(lambda minutes: START + minutes * MINUTE),
    st.integers(0, 400 * MINUTE),
)
def test_nothing_that_is_told_changes_before_the_next_change(
    course: Course, now: int, later: int
) -> None:
    changes = next_change_at(course, now)
    until = now + later if changes is None else min(now + later, changes - 1)
    assert stage(course, until) is stage(course, now)
    assert (well_due(course, until) is None) == (well_due(course, now) is None)


def test_the_stages_of_one_session_come_in_order() -> None:
    moments = range(START - LOBBY_MS - MINUTE, START + UNHOSTED_MS + MINUTE, MINUTE)
    seen = list(dict.fromkeys(stage(AHEAD, now) for now in moments))
    assert seen == [Stage.SCHEDULED, Stage.LOBBY, Stage.LATE, Stage.UNHOSTED]
    assert LATE_MS < UNHOSTED_MS
