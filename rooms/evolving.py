"""How what was decided changes the facts, so that the commands of a batch see each other's effects.

One family of events, one function. Knows nothing of how the facts were read.
"""

from collections.abc import Callable, Iterable
from typing import Any

from rooms import events, limits
from rooms.actor import HOUSE, Role
from rooms.events import Event
from rooms.facts import MessageState, Person, Posted, RoomFacts, Sanction, SanctionKind
from rooms.hosting import effects
from rooms.ids import AccountId, MemberId
from rooms.names import skeleton
from rooms.permissions import RoomState


def evolve(facts: RoomFacts, occurred: Iterable[Event], actor: AccountId, now: int) -> None:
    """Bring the facts up to what has just been decided, seq by seq."""
    for event in occurred:
        facts.head += 1
        facts.last_at = now
        _EVOLVE[type(event)](facts, event, actor, now)


def spent(facts: RoomFacts, actor: AccountId, now: int) -> None:
    """Charge the actor's rate limit for one accepted act of talk."""
    person = facts.people[actor]
    person.joined = True
    person.arrival = limits.charged(limits.WRITING, person.arrival, now)


def role_everywhere(facts: RoomFacts, actor: AccountId) -> Role | None:
    """The role with which an account acts in all rooms; the house has every right."""
    if actor == HOUSE.account:
        return Role.ADMIN
    person = facts.people.get(actor)
    return person.role_everywhere if person and person.role_everywhere is not Role.GUEST else None


def _posted(facts: RoomFacts, event: events.MessagePosted, actor: AccountId, now: int) -> None:
    author = facts.people[actor]
    facts.messages[event.message] = Posted(
        event.message,
        facts.head,
        now,
        actor,
        event.author,
        body=event.body,
        read_out=event.read_out,
        unanswered=author.posts == 0 and author.given_role is Role.MEMBER,
    )
    if event.read_out:
        effects.read_out(facts, event)
    if event.reply_to is not None:
        answered = facts.messages.get(event.reply_to)
        if answered is not None and answered.author != actor:
            answered.unanswered = False
    author.last_post = now
    author.posts += 1
    if author.written is not None:
        author.written.messages += 1
        author.written.began.setdefault(facts.room, now)
        author.written.trees.add(facts.tree)


def _edited(facts: RoomFacts, event: events.MessageEdited, actor: AccountId, now: int) -> None:
    del actor, now
    facts.messages[event.message].body = event.body


def _retracted(
    facts: RoomFacts, event: events.MessageRetracted, actor: AccountId, now: int
) -> None:
    del actor, now
    _taken(facts.messages[event.message], MessageState.RETRACTED)


def _removed(facts: RoomFacts, event: events.MessageRemoved, actor: AccountId, now: int) -> None:
    del actor, now
    _taken(facts.messages[event.message], MessageState.REMOVED)


def _removed_together(
    facts: RoomFacts, event: events.MessagesRemoved, actor: AccountId, now: int
) -> None:
    del actor, now
    for message in event.messages:
        _taken(facts.messages[message], MessageState.REMOVED)


def _taken(posted: Posted, state: MessageState) -> None:
    posted.state, posted.unanswered = state, False


def _restored(facts: RoomFacts, event: events.MessageRestored, actor: AccountId, now: int) -> None:
    del actor, now
    facts.messages[event.message].state = MessageState.SHOWN


def _reacted(facts: RoomFacts, event: events.ReactionAdded, actor: AccountId, now: int) -> None:
    del now
    facts.messages[event.message].reactions.add((actor, event.reaction))


def _unreacted(facts: RoomFacts, event: events.ReactionRemoved, actor: AccountId, now: int) -> None:
    del now
    facts.messages[event.message].reactions.discard((actor, event.reaction))


def _sanctioned(
    facts: RoomFacts,
    event: events.MemberMuted | events.MemberRemoved,
    actor: AccountId,
    now: int,
) -> None:
    del actor, now
    kind = SanctionKind.MUTE if isinstance(event, events.MemberMuted) else SanctionKind.REMOVAL
    sanction = Sanction(event.sanction, kind, event.until, event.reason)
    _concerned(facts, event.member).sanctions.append(sanction)


def _lifted(facts: RoomFacts, event: events.SanctionLifted, actor: AccountId, now: int) -> None:
    del actor, now
    person = _concerned(facts, event.member)
    person.sanctions = [s for s in person.sanctions if s.id != event.sanction]


def _closed(facts: RoomFacts, event: events.AccountClosed, actor: AccountId, now: int) -> None:
    del now
    person = _concerned(facts, event.member)
    person.closed = True
    person.closed_by = role_everywhere(facts, actor)


def _opened(facts: RoomFacts, event: events.AccountOpened, actor: AccountId, now: int) -> None:
    del actor, now
    person = _concerned(facts, event.member)
    person.closed, person.closed_by = False, None


def _role_changed(facts: RoomFacts, event: events.RoleChanged, actor: AccountId, now: int) -> None:
    del actor, now
    person = _concerned(facts, event.member)
    person.give(event.role)
    if person.grants is not None:
        person.grants.in_rooms[facts.room] = event.role


def _suspended(facts: RoomFacts, event: events.PowersSuspended, actor: AccountId, now: int) -> None:
    del actor, now
    _concerned(facts, event.member).suspend(event.until)


def _left(facts: RoomFacts, event: events.MemberLeft, actor: AccountId, now: int) -> None:
    del actor, now
    _concerned(facts, event.member).leave()


def _locked(facts: RoomFacts, event: events.RoomLocked, actor: AccountId, now: int) -> None:
    del actor, now
    facts.state, facts.lock_reason = RoomState.LOCKED, event.reason


def _unlocked(facts: RoomFacts, event: events.RoomUnlocked, actor: AccountId, now: int) -> None:
    del event, actor, now
    facts.state, facts.lock_reason = RoomState.OPEN, None


def _paced(facts: RoomFacts, event: events.PaceChanged, actor: AccountId, now: int) -> None:
    del actor, now
    if event.busy is None:
        facts.live_pace_ms = event.pace_ms if event.set_ms is None else event.set_ms
    else:
        effects.slowed(facts, event.busy)


def _calmed(facts: RoomFacts, event: events.RoomCalmed, actor: AccountId, now: int) -> None:
    del actor, now
    facts.calm_until = event.until


def _calm_ended(facts: RoomFacts, event: events.CalmEnded, actor: AccountId, now: int) -> None:
    del event, actor, now
    facts.calm_until = 0


def _renamed(facts: RoomFacts, event: events.NameChanged, actor: AccountId, now: int) -> None:
    del actor, now
    person = _concerned(facts, event.member)
    person.name, person.named = event.name, True
    # So that two people of one batch cannot take one name; the old one is free at the next reading.
    facts.names[skeleton(event.name)] = person.account
    if any(account == person.account for _, account in facts.staff_names):
        facts.staff_names.add((event.name, person.account))


def _concerned(facts: RoomFacts, member: MemberId) -> Person:
    person = facts.person_by_member(member)
    assert person is not None, "an event about a person whose facts were not read"
    return person


_EVOLVE: dict[type[Event], Callable[[RoomFacts, Any, AccountId, int], None]] = {
    events.MessagePosted: _posted,
    events.MessageEdited: _edited,
    events.MessageRetracted: _retracted,
    events.MessageRemoved: _removed,
    events.MessagesRemoved: _removed_together,
    events.MessageRestored: _restored,
    events.ReactionAdded: _reacted,
    events.ReactionRemoved: _unreacted,
    events.NameChanged: _renamed,
    events.MemberMuted: _sanctioned,
    events.MemberRemoved: _sanctioned,
    events.SanctionLifted: _lifted,
    events.AccountClosed: _closed,
    events.AccountOpened: _opened,
    events.RoleChanged: _role_changed,
    events.PowersSuspended: _suspended,
    events.MemberLeft: _left,
    events.RoomLocked: _locked,
    events.RoomUnlocked: _unlocked,
    events.PaceChanged: _paced,
    events.RoomCalmed: _calmed,
    events.CalmEnded: _calm_ended,
    **effects.EFFECTS,
}
