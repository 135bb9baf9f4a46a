"""What the clock makes of a session: the stage that people are told, and when it changes next.

Pure, from times in the session's row and the times its host was seen; it writes nothing.
"""

from dataclasses import dataclass

from rooms.dropins.stages import (
    AWAY_MS,
    LATE_MS,
    LOBBY_MS,
    OVERRUN_MS,
    UNHOSTED_MS,
    WELL_ANSWER_MS,
    WELL_EVERY_MS,
    WRAPPING_MS,
    Stage,
    State,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The times of one session, in ms. `host_seen_at`: when its host now was last seen in the room,
    `host_since` when they became it. `asked` and `unanswered` count its questions; `well_at`: when
    the host last said that all is well."""

    state: State
    starts_at: int
    ends_at: int
    opened_at: int | None = None
    host_seen_at: int = 0
    host_since: int = 0
    well_at: int | None = None
    asked: int = 0
    unanswered: int = 0


def stage(course: Course, now: int) -> Stage:
    """Where the session stands at `now` (ms, database clock).

    `ANSWERED` is an ended session in which something was asked, and nothing waits for an answer.
    """
    match course.state:
        case State.SCHEDULED:
            return _ahead(course, now)
        case State.LIVE:
            return _live(course, now)
        case State.ENDED if course.asked and not course.unanswered:
            return Stage.ANSWERED
    return Stage(course.state.value)


def well_due(course: Course, now: int) -> int | None:
    """Since when the host of a live session is asked whether all is well; None while not asked."""
    if course.state is not State.LIVE:
        return None
    asked_at = _asked_well_at(course)
    return asked_at if now >= asked_at else None


def next_change_at(course: Course, now: int) -> int | None:
    """When the clock alone changes next what people are told, if nobody does anything; None for
    never. A host who is seen again moves it."""
    ahead = [moment for moment in _moments(course) if moment > now]
    return min(ahead, default=None)


def _ahead(course: Course, now: int) -> Stage:
    if now >= course.starts_at + UNHOSTED_MS:
        return Stage.UNHOSTED
    if now >= course.starts_at + LATE_MS:
        return Stage.LATE
    return Stage.LOBBY if now >= course.starts_at - LOBBY_MS else Stage.SCHEDULED


def _live(course: Course, now: int) -> Stage:
    if now >= _away_at(course):
        return Stage.HOST_AWAY
    if now >= course.ends_at:
        return Stage.OVERRUN
    return Stage.WRAPPING if now >= course.ends_at - WRAPPING_MS else Stage.LIVE


def _moments(course: Course) -> tuple[int, ...]:
    if course.state is State.SCHEDULED:
        start = course.starts_at
        return start - LOBBY_MS, start, start + LATE_MS, start + UNHOSTED_MS
    if course.state is State.LIVE:
        end, well = course.ends_at, _asked_well_at(course)
        ends = (end - WRAPPING_MS, end, end + OVERRUN_MS)
        return _away_at(course), *ends, well, well + WELL_ANSWER_MS
    return ()


def _away_at(course: Course) -> int:
    # Opening it or taking it over, the host was there.
    return max(course.host_seen_at, course.host_since, course.opened_at or 0) + AWAY_MS


def _asked_well_at(course: Course) -> int:
    return max(course.well_at or 0, course.opened_at or 0) + WELL_EVERY_MS
