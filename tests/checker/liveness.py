"""I8, I9 and I10: who is shown as here is here, a drop-in opens once, a closed socket is silent."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from presence.presence import (
    GONE_AFTER_CRASH_SECONDS,
    GONE_AFTER_DROP_SECONDS,
    GONE_AFTER_LEAVE_SECONDS,
)
from tests.checker.records import (
    Acked,
    Delivered,
    DropInDue,
    HistoryPage,
    Joined,
    Left,
    PresenceSeen,
    Refused,
    SessionRevoked,
    Shown,
    SocketClosed,
)
from tests.checker.run import Run, Violation

_LINGERS_MS = {
    "closed": GONE_AFTER_LEAVE_SECONDS * 1000,
    "dropped": GONE_AFTER_DROP_SECONDS * 1000,
    "killed": GONE_AFTER_CRASH_SECONDS * 1000,
}
_CLOCKS_DIFFER_MS = 250
"""Each client has the server's clock from the last heartbeat it read, and is behind by as long as
that waited to be read."""
_DELIVERED = (Acked, Refused, Joined, Shown, HistoryPage, PresenceSeen)


@dataclass(slots=True)
class _Stay:
    """A member's time in a room by one connection; `fades` is when they must be gone from view."""

    begins: int
    fades: int | None = None

    def off_ms(self, t: int) -> int:
        """How long before it, or after it, that is; 0 within."""
        return max(self.begins - t, t - self.fades if self.fades else 0, 0)


def i8_present_are_here(run: Run) -> Iterator[Violation]:
    """Everybody shown is there by a live connection, or was until a moment ago; nobody twice."""
    stays = _stays(run)
    for seen in run.of(PresenceSeen):
        if len(set(seen.members)) < len(seen.members):
            yield Violation("I8", f"{seen.client}: somebody is shown twice in {seen.room}")
        for member in seen.members:
            times = stays.get((seen.room, member), [])
            off_ms = min((stay.off_ms(seen.t) for stay in times), default=None)
            if off_ms is None or off_ms > _CLOCKS_DIFFER_MS:
                what = f"{seen.client}: {member} was not in {seen.room}"
                yield Violation("I8", what if off_ms is None else f"{what}, by {off_ms} ms")


def _stays(run: Run) -> dict[tuple[str, str], list[_Stay]]:
    found: dict[tuple[str, str], list[_Stay]] = {}
    open_now: dict[tuple[str, int], dict[str, _Stay]] = {}
    for record in run.records:
        match record:
            case Joined(member=str(member)):
                stay = _Stay(begins=record.t)
                found.setdefault((record.room, member), []).append(stay)
                open_now.setdefault((record.client, record.connection), {})[record.room] = stay
            case Left():
                here = open_now.get((record.client, record.connection), {})
                if ended := here.pop(record.room, None):
                    ended.fades = record.t + _LINGERS_MS["closed"]
            case SocketClosed():
                for ended in open_now.pop((record.client, record.connection), {}).values():
                    ended.fades = record.t + _LINGERS_MS[record.cause]
    return found


def i9_opened_once(run: Run) -> Iterator[Violation]:
    """A drop-in is opened once, or ends without having been opened: never both, never neither.
    An end that was undone opens it again, and is no opening."""
    seen: Counter[tuple[str, str | None]] = Counter()
    for row in run.rows:
        unopened = row.kind == "drop_in_closed" and not seen[row.room, row.drop_in]
        if unopened or (row.kind == "drop_in_opened" and not row.again):
            seen[row.room, row.drop_in] += 1
    due = {(record.room, record.drop_in) for record in run.of(DropInDue)}
    for room, drop_in in sorted(due | set(seen), key=str):
        if seen[room, drop_in] != 1:
            times = seen[room, drop_in]
            yield Violation("I9", f"{room}: {drop_in} was opened or given up {times} times")


def i10_closed_is_silent(run: Run) -> Iterator[Violation]:
    """Nothing comes out of a socket after its end, nor after its session's end and a grace."""
    closed: set[tuple[str, int]] = set()
    silent_from: dict[tuple[str, int], int] = {}
    for record in run.records:
        match record:
            case SocketClosed():
                closed.add((record.client, record.connection))
            case SessionRevoked():
                socket = (record.client, record.connection)
                silent_from[socket] = record.t + record.grace_ms
            case _ if isinstance(record, _DELIVERED):
                yield from _after_the_end(record, closed, silent_from)


def _after_the_end(
    record: Delivered, closed: set[tuple[str, int]], silent_from: dict[tuple[str, int], int]
) -> Iterator[Violation]:
    socket = (record.client, record.connection)
    if socket in closed:
        yield Violation("I10", f"{record.client}: {type(record).__name__} after the close")
    elif socket in silent_from and record.t > silent_from[socket]:
        yield Violation("I10", f"{record.client}: {type(record).__name__} after the session's end")
