"""The floor: taken by who was called, given back, a short pause, and an open hour that goes slowly.

At most one person has it. Who is called, and whose turn comes next, is the line's question.
"""

from rooms import commands, events, keeping
from rooms.actor import HOUSE
from rooms.dropins.forms import HAS_LINE, Form
from rooms.dropins.hosted import Hosted
from rooms.dropins.line import LATE_READY_MS
from rooms.dropins.stages import SPEAKER_GRACE_MS
from rooms.dropins.views import PlaceState
from rooms.events import Event
from rooms.facts import DropInFacts, Person, RoomFacts, SanctionKind
from rooms.hosting.hosts import led, live, member_of
from rooms.moderation import silenced_by
from rooms.refusals import Code, Refusal, refuse
from rooms.speaking import leads

Decision = list[Event] | Refusal


def take(facts: RoomFacts, command: commands.TakeFloor, person: Person, now: int) -> Decision:
    """The floor for somebody who was called, while it is free and there is no pause."""
    found = live(facts, command.drop_in)
    if isinstance(found, Refusal):
        return found
    hosted, session = found
    if refusal := silenced_by(person, SanctionKind.MUTE, now):
        return refusal
    if hosted.speaker == person.account:
        return refuse(Code.NOTHING_TO_CHANGE)
    if hosted.form not in HAS_LINE or not _called(session, person, now):
        return refuse(Code.NOT_YOUR_TURN, form=hosted.form)
    if hosted.frozen:
        return refuse(Code.SHORT_PAUSE)
    if hosted.speaker is not None:
        return refuse(Code.FLOOR_TAKEN)
    return [events.FloorGiven(drop_in=hosted.drop_in, member=person.member)]


def _called(session: DropInFacts, person: Person, now: int) -> bool:
    place = session.places.get(person.account)
    if place is None or place.state is not PlaceState.CALLED:
        return False
    return now <= place.until + LATE_READY_MS


def free(facts: RoomFacts, command: commands.FreeFloor, person: Person, now: int) -> Decision:
    """The turn that is meant, ended: by who has it, at any time, by who leads, and by the clock
    when its speaker is gone, who keeps the place. A turn that is over, or somebody else's by now:
    `nothing_to_change`."""
    found = live(facts, command.drop_in)
    if isinstance(found, Refusal):
        return found
    hosted, session = found
    by_clock, is_own = person.account == HOUSE.account, command.member in (None, person.member)
    if not (by_clock or is_own or leads(hosted, person)):
        return refuse(Code.NOT_ALLOWED)
    if hosted.speaker is None:
        return refuse(Code.NOTHING_TO_CHANGE)
    speaker = member_of(facts, hosted.speaker)
    meant = (
        _gone(hosted, session, now) if by_clock else speaker == (command.member or person.member)
    )
    if not meant:
        return refuse(Code.NOTHING_TO_CHANGE)
    return [events.FloorFreed(drop_in=hosted.drop_in, member=speaker, gone=by_clock)]


def _gone(hosted: Hosted, session: DropInFacts, now: int) -> bool:
    """Only who was seen in this turn: without a script nobody is, and may be there."""
    seen_at = session.seen.get(hosted.speaker, 0) if hosted.speaker else 0
    return seen_at >= hosted.speaker_since and now - seen_at > SPEAKER_GRACE_MS


def freeze(facts: RoomFacts, command: commands.FreezeFloor, person: Person, now: int) -> Decision:
    """A short pause: the floor stays whose it is. A call for help is heard in a pause too, once
    while it is open."""
    del now
    hosted = led(facts, command.drop_in, person)
    if isinstance(hosted, Refusal):
        return hosted
    is_called = facts.drop_ins[hosted.drop_in].carried
    if hosted.frozen and (is_called or not command.carry):
        return refuse(Code.NOTHING_TO_CHANGE)
    return [events.FloorFrozen(drop_in=hosted.drop_in)]


def thaw(facts: RoomFacts, command: commands.ThawFloor, person: Person, now: int) -> Decision:
    """The session goes on where it paused."""
    del now
    hosted = led(facts, command.drop_in, person)
    if isinstance(hosted, Refusal):
        return hosted
    if not hosted.frozen:
        return refuse(Code.NOTHING_TO_CHANGE)
    return [events.FloorThawed(drop_in=hosted.drop_in)]


def slow_down(facts: RoomFacts, command: commands.SlowDown, person: Person, now: int) -> Decision:
    """By the clock: a busy open hour at a slow pace, and back. What moderators set stays."""
    del person, now
    found = live(facts, command.drop_in)
    if isinstance(found, Refusal):
        return found
    hosted, _ = found
    if hosted.form is not Form.OPEN_HOUR or hosted.busy is command.busy:
        return refuse(Code.NOTHING_TO_CHANGE)
    pace = keeping.with_busy_ms(facts.pace_now_ms, is_busy=command.busy)
    return [events.PaceChanged(pace_ms=pace, busy=command.busy)]
