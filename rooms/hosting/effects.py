"""How the events of a drop-in change the facts: the room's live session and what is known of it."""

from collections.abc import Callable
from typing import Any

import msgspec

from rooms import events
from rooms.commands import FreezeFloor, Writing
from rooms.dropins.forms import MOST_UNCOVERED
from rooms.dropins.hosted import Hosted
from rooms.dropins.stages import State
from rooms.dropins.views import PlaceState
from rooms.events import Ending, Event
from rooms.facts import DropInFacts, RoomFacts
from rooms.ids import AccountId, MemberId
from rooms.text import clean_body


def slowed(facts: RoomFacts, busy: bool) -> None:
    """After the end of a session there is nothing left to go slowly."""
    if facts.hosted is not None:
        facts.hosted = msgspec.structs.replace(facts.hosted, busy=busy)


def read_out(facts: RoomFacts, event: events.MessagePosted) -> None:
    """A question that is read out is answered: two hosts of one batch do not both read it out."""
    for session in facts.drop_ins.values():
        for asked in session.questions.values():
            asked.answered = asked.answered or clean_body(asked.body) == event.body


def called_for(facts: RoomFacts, command: Writing) -> None:
    """A call for a moderator that no event tells the room of: a second one of the same batch finds
    it open."""
    if isinstance(command, FreezeFloor) and command.carry:
        facts.drop_ins[command.drop_in].carried = True


def _opened(facts: RoomFacts, event: events.DropInOpened, actor: AccountId, now: int) -> None:
    del actor
    session = facts.drop_ins[event.drop_in]
    host = _account(facts, event.host)
    co_host = _account(facts, event.co_host) if event.co_host else None
    if not event.again:
        session.opened_at = now
        session.expert = session.expert and host == session.host and session.expert_until > now
        if co_host is None:
            session.capacity = min(session.capacity, MOST_UNCOVERED)
    session.state, session.form = State.LIVE, event.form
    session.ended_at = session.ended_by = session.last = None
    facts.hosted = Hosted(
        drop_in=event.drop_in,
        form=event.form,
        host=host,
        co_host=co_host,
        host_since=now,
        opened_at=session.opened_at or now,
        ends_at=event.ends_at,
    )


def _closed(facts: RoomFacts, event: events.DropInClosed, actor: AccountId, now: int) -> None:
    session = facts.drop_ins[event.drop_in]
    session.state = State.UNHOSTED if event.how is Ending.UNHOSTED else State.ENDED
    session.ended_at, session.ended_by = now, actor
    session.offered_to = None
    # A session that never opened leaves another one alone that is live here.
    if facts.hosted is not None and facts.hosted.drop_in == event.drop_in:
        _end_turn(facts)
        session.last, facts.hosted = facts.hosted, None


def _hosts_changed(
    facts: RoomFacts, event: events.HostsChanged, actor: AccountId, now: int
) -> None:
    del actor
    session, hosted = facts.drop_ins[event.drop_in], _hosted(facts)
    host = _account(facts, event.host)
    session.offered_to = None
    facts.hosted = msgspec.structs.replace(
        hosted,
        host=host,
        co_host=_account(facts, event.co_host) if event.co_host else None,
        host_since=hosted.host_since if host == hosted.host else now,
    )


def _given(facts: RoomFacts, event: events.FloorGiven, actor: AccountId, now: int) -> None:
    del actor
    speaker = _account(facts, event.member)
    facts.hosted = msgspec.structs.replace(_hosted(facts), speaker=speaker, speaker_since=now)
    facts.drop_ins[event.drop_in].places[speaker].state = PlaceState.TALKING


def _freed(facts: RoomFacts, event: events.FloorFreed, actor: AccountId, now: int) -> None:
    del actor, now
    if event.gone:
        _pause_turn(facts)
    else:
        _end_turn(facts)
    facts.hosted = msgspec.structs.replace(_hosted(facts), speaker=None, speaker_since=0)


def _frozen(facts: RoomFacts, event: events.FloorFrozen, actor: AccountId, now: int) -> None:
    del event, actor, now
    facts.hosted = msgspec.structs.replace(_hosted(facts), frozen=True)


def _thawed(facts: RoomFacts, event: events.FloorThawed, actor: AccountId, now: int) -> None:
    del event, actor, now
    facts.hosted = msgspec.structs.replace(_hosted(facts), frozen=False)


def _end_turn(facts: RoomFacts) -> None:
    """The speaker's place is over: whoever calls next does not find it talking."""
    if facts.hosted is not None and facts.hosted.speaker is not None:
        session: DropInFacts = facts.drop_ins[facts.hosted.drop_in]
        session.places.pop(facts.hosted.speaker, None)


def _pause_turn(facts: RoomFacts) -> None:
    """The speaker is gone and keeps the place: whoever is called next, it is not they."""
    hosted = _hosted(facts)
    place = facts.drop_ins[hosted.drop_in].places.get(hosted.speaker) if hosted.speaker else None
    if place is not None:
        place.state = PlaceState.ASIDE


def _hosted(facts: RoomFacts) -> Hosted:
    assert facts.hosted is not None, "an event of a session that is not live"
    return facts.hosted


def _account(facts: RoomFacts, member: MemberId) -> AccountId:
    person = facts.person_by_member(member)
    assert person is not None, "an event about a person whose facts were not read"
    return person.account


EFFECTS: dict[type[Event], Callable[[RoomFacts, Any, AccountId, int], None]] = {
    events.DropInOpened: _opened,
    events.DropInClosed: _closed,
    events.HostsChanged: _hosts_changed,
    events.FloorGiven: _given,
    events.FloorFreed: _freed,
    events.FloorFrozen: _frozen,
    events.FloorThawed: _thawed,
}
