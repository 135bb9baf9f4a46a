"""Runs that break I8, I9 or I10, each in one way."""

from tests.checker.broken_run import Break, entered
from tests.checker.recording import ROOM
from tests.checker.records import (
    DropInDue,
    SessionRevoked,
)
from tests.checker.run import Run

TOO_FAR_MS = 251
"""More than clients' clocks differ by."""


def here_after(cause: str, wait_ms: int) -> Run:
    """Ben's line ends, and he is still shown after that time."""
    recording = entered("ana", "ben")
    recording.presence("ana", "ana", "ben")
    recording.lose("ben", cause)
    recording.now += wait_ms
    recording.presence("ana", "ana", "ben")
    return recording.finish()


def here_after_closing() -> Run:
    return here_after("closed", 5_000 + TOO_FAR_MS)


def here_after_dropping() -> Run:
    return here_after("dropped", 30_000 + TOO_FAR_MS)


def here_after_a_crash() -> Run:
    return here_after("killed", 12_000 + TOO_FAR_MS)


def here_after_leaving() -> Run:
    recording = entered("ana", "ben")
    recording.leave("ben")
    recording.now += 5_000 + TOO_FAR_MS
    recording.presence("ana", "ben")
    return recording.finish()


def shown_before_coming() -> Run:
    recording = entered("ana")
    recording.presence("ana", "ben")
    recording.now += TOO_FAR_MS
    recording.enter("ben")
    return recording.finish()


def shown_twice_as_here() -> Run:
    recording = entered("ana")
    recording.presence("ana", "ana", "ana")
    return recording.finish()


def opened_by_two_timekeepers() -> Run:
    recording = entered("ana")
    for _ in range(2):
        recording.append("drop_in_opened", drop_in="monday")
    return recording.finish()


def opened_after_it_was_given_up() -> Run:
    recording = entered("ana")
    recording.append("drop_in_closed", drop_in="monday")
    recording.append("drop_in_opened", drop_in="monday")
    return recording.finish()


def never_opened() -> Run:
    recording = entered("ana")
    run = recording.finish()
    due = DropInDue(client="ana", room=ROOM, drop_in="monday")
    return Run(run.rows, (*run.records, due))


def a_byte_after_the_close() -> Run:
    recording = entered("ana", "ben")
    recording.lose("ben")
    recording.presence("ben", "ana")
    return recording.finish()


def a_byte_after_the_session() -> Run:
    recording = entered("ana", "ben")
    revoked = SessionRevoked(client="ben", t=recording.now, connection=1)
    recording.records.append(revoked)
    recording.now += revoked.grace_ms + 1
    recording.presence("ben", "ana")
    return recording.finish()


BROKEN: dict[str, tuple[Break, ...]] = {
    "I8": (
        here_after_closing,
        here_after_dropping,
        here_after_a_crash,
        here_after_leaving,
        shown_before_coming,
        shown_twice_as_here,
    ),
    "I9": (
        opened_by_two_timekeepers,
        opened_after_it_was_given_up,
        never_opened,
    ),
    "I10": (
        a_byte_after_the_close,
        a_byte_after_the_session,
    ),
}
