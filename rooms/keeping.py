"""What moderators' acts on a room as a whole decide: closing it, its pace, a calm. No person is
spoken of, so rank does not matter; the permission table has been asked."""

from rooms import commands, events
from rooms.events import Event
from rooms.facts import Person, RoomFacts
from rooms.permissions import RoomState
from rooms.refusals import Code, Refusal, refuse

CALM_PACE_MS = 30_000
BUSY_PACE_MS = 20_000
"""Of an open hour while many write."""

Decision = list[Event] | Refusal


def lock(facts: RoomFacts, command: commands.LockRoom, person: Person, now: int) -> Decision:
    """The room closed: everybody reads, staff write."""
    del person, now
    if facts.state is RoomState.LOCKED:
        return refuse(Code.NOTHING_TO_CHANGE)
    return [events.RoomLocked(reason=command.reason)]


def unlock(facts: RoomFacts, command: commands.UnlockRoom, person: Person, now: int) -> Decision:
    """A closed room opened again."""
    del command, person, now
    if facts.state is RoomState.OPEN:
        return refuse(Code.NOTHING_TO_CHANGE)
    return [events.RoomUnlocked()]


def set_pace(facts: RoomFacts, command: commands.SetPace, person: Person, now: int) -> Decision:
    """Another pace, or with null the room's usual one."""
    del person, now
    asked = None if command.pace_seconds is None else command.pace_seconds * 1000
    pace = facts.pace_ms if asked is None else asked
    if pace == facts.pace_now_ms and (asked is not None or facts.live_pace_ms is None):
        return refuse(Code.NOTHING_TO_CHANGE)
    told = with_busy_ms(pace, is_busy=_is_busy(facts))
    return [events.PaceChanged(pace_ms=told, set_ms=None if told == pace else pace)]


def calm(facts: RoomFacts, command: commands.CalmRoom, person: Person, now: int) -> Decision:
    """A slow pace for members, and new accounts only read, until then. It ends by the clock."""
    del person
    pace = max(facts.pace_now_ms, CALM_PACE_MS)
    return [events.RoomCalmed(until=now + command.seconds * 1000, pace_ms=pace)]


def end_calm(facts: RoomFacts, command: commands.EndCalm, person: Person, now: int) -> Decision:
    """A calm ended before its time."""
    del command, person
    if facts.calm_until <= now:
        return refuse(Code.NOTHING_TO_CHANGE)
    return [events.CalmEnded()]


def pace_ms(facts: RoomFacts, now: int) -> int:
    """The time between two messages of one member at `now`."""
    pace = talk_pace_ms(facts)
    return max(pace, CALM_PACE_MS) if now < facts.calm_until else pace


def talk_pace_ms(facts: RoomFacts) -> int:
    """The same without what a calm adds: of this people are told."""
    return with_busy_ms(facts.pace_now_ms, is_busy=_is_busy(facts))


def with_busy_ms(pace: int, *, is_busy: bool) -> int:
    return max(pace, BUSY_PACE_MS) if is_busy else pace


def _is_busy(facts: RoomFacts) -> bool:
    return facts.hosted is not None and facts.hosted.busy
