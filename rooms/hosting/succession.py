"""What follows by itself when somebody of a live session may no longer do their part.

Their floor is free in the same append, and the session has another host or pauses: nobody waits for
a person who was sent away.
"""

from collections.abc import Iterator

from rooms import events
from rooms.dropins.hosted import Hosted
from rooms.events import Event, Handing
from rooms.facts import RoomFacts, SanctionKind
from rooms.hosting.hosts import able, changed, member_of, successor
from rooms.ids import AccountId

TAKES_STANDING = (
    events.MemberMuted
    | events.MemberRemoved
    | events.AccountClosed
    | events.MemberLeft
    | events.PowersSuspended
    | events.RoleChanged
)
"""After these the people of a live session are looked at again."""


def follows(facts: RoomFacts, event: Event, before: Hosted | None, now: int) -> list[Event]:
    """The house's own events, given the facts as `event` has left them."""
    is_over = isinstance(event, events.DropInClosed) and facts.hosted is None
    if is_over and before is not None and before.busy:
        return [events.PaceChanged(pace_ms=facts.pace_now_ms, busy=False)]
    if facts.hosted is None or not isinstance(event, TAKES_STANDING):
        return []
    return [*_floor(facts, facts.hosted, now), *_hosts(facts, facts.hosted, now)]


def _floor(facts: RoomFacts, hosted: Hosted, now: int) -> Iterator[Event]:
    speaker = hosted.speaker
    if speaker is not None and not _may_speak(facts, speaker, now):
        yield events.FloorFreed(drop_in=hosted.drop_in, member=member_of(facts, speaker))


def _may_speak(facts: RoomFacts, account: AccountId, now: int) -> bool:
    person = facts.people[account]
    return not person.closed and not any(person.sanction(kind, now) for kind in SanctionKind)


def _hosts(facts: RoomFacts, hosted: Hosted, now: int) -> Iterator[Event]:
    beside = hosted.co_host if able(facts, hosted.co_host, now) else None
    if able(facts, hosted.host, now):
        if beside != hosted.co_host:
            yield changed(facts, hosted.host, None, Handing.BESIDE)
        return
    new = successor(facts, facts.drop_ins[hosted.drop_in], now)
    if new is not None:
        yield changed(facts, new, beside if beside != new else None, Handing.AWAY)
    elif not hosted.frozen:
        yield events.FloorFrozen(drop_in=hosted.drop_in)
