"""What an append must know of a room to decide, read after the room's lock was won.

Plain data, and `evolve`: how one event changes it, so that the commands of a batch see each
other's effects. Persistence fills it in; nothing here is kept between appends.
"""

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from rooms import events, limits
from rooms.actor import HOUSE, Role
from rooms.commands import Reaction, Reason
from rooms.events import Event
from rooms.ids import AccountId, MemberId, PublicId, RoomId, TreeId
from rooms.names import skeleton
from rooms.permissions import Readers, RoomState


class SanctionKind(enum.StrEnum):
    MUTE = "mute"
    REMOVAL = "removal"


@dataclass(frozen=True, slots=True)
class Sanction:
    """A restriction in force: a row with its own id, cause, actor and expiry (`until`, ms)."""

    id: PublicId
    kind: SanctionKind
    until: int
    reason: Reason


@dataclass(slots=True)
class Grants:
    """Every role an account was given: one value, shared by its persons in all rooms of a batch."""

    everywhere: Role | None = None
    in_rooms: dict[RoomId, Role] = field(default_factory=dict)

    @property
    def highest(self) -> Role:
        """The strongest of them, wherever it counts."""
        given = (Role.MEMBER, self.everywhere or Role.MEMBER, *self.in_rooms.values())
        return max(given, key=lambda role: role.rank)


@dataclass(slots=True)
class Person:
    """One account's standing in this room.

    `joined` tells whether a membership row exists; `arrival` is the rate limit's number and
    `last_post` the time of the last message, both in ms. `live_sessions` are the hashes of the
    sessions among those asked about that still hold. `closed_by` is the role with which the
    account was closed. `grants` are read for acts that reach beyond the room, else None.
    """

    account: AccountId
    member: MemberId
    name: str
    role: Role = Role.MEMBER
    closed: bool = False
    closed_by: Role | None = None
    joined: bool = False
    arrival: int = 0
    last_post: int = 0
    sanctions: list[Sanction] = field(default_factory=list)
    live_sessions: frozenset[str] = frozenset()
    grants: Grants | None = None

    def sanction(self, kind: SanctionKind, now: int) -> Sanction | None:
        """The longest sanction of this kind in force at `now`."""
        held = [s for s in self.sanctions if s.kind is kind and s.until > now]
        return max(held, key=lambda s: s.until, default=None)

    def held(self, sanction: PublicId) -> Sanction | None:
        return next((s for s in self.sanctions if s.id == sanction), None)


class MessageState(enum.StrEnum):
    SHOWN = "shown"
    RETRACTED = "retracted"
    REMOVED = "removed"


@dataclass(slots=True)
class Posted:
    """A message that a command speaks of. `body` is its latest text while it is still kept.

    `reactions` holds the reactions of the accounts in this batch, as (account, reaction).
    """

    message: PublicId
    seq: int
    at: int
    author: AccountId
    author_member: MemberId
    state: MessageState = MessageState.SHOWN
    body: str | None = None
    reactions: set[tuple[AccountId, Reaction]] = field(default_factory=set)


@dataclass(slots=True)
class RoomFacts:
    """A room as of its lock. `head` and `last_at` move as the batch appends."""

    room: RoomId
    tree: TreeId
    state: RoomState
    readers: Readers
    pace_ms: int
    head: int
    last_at: int
    people: dict[AccountId, Person] = field(default_factory=dict)
    messages: dict[PublicId, Posted] = field(default_factory=dict)
    names: dict[str, AccountId] = field(default_factory=dict)
    """Who holds a screen name, by its skeleton: only of the names that commands ask for."""
    reached: "list[RoomFacts]" = field(default_factory=list, repr=False, compare=False)
    """The other rooms in which the command that is decided now would leave an entry."""

    def person_by_member(self, member: MemberId) -> Person | None:
        return next((p for p in self.people.values() if p.member == member), None)


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
    person.arrival = limits.spend(limits.WRITING, person.arrival, now).arrival


def role_everywhere(facts: RoomFacts, actor: AccountId) -> Role | None:
    """The role with which an account acts in all rooms; the house has every right."""
    if actor == HOUSE.account:
        return Role.ADMIN
    person = facts.people.get(actor)
    return person.grants.everywhere if person and person.grants else None


def _posted(facts: RoomFacts, event: events.MessagePosted, actor: AccountId, now: int) -> None:
    facts.people[actor].last_post = now
    facts.messages[event.message] = Posted(
        event.message, facts.head, now, actor, event.author, body=event.body
    )


def _edited(facts: RoomFacts, event: events.MessageEdited, actor: AccountId, now: int) -> None:
    del actor, now
    facts.messages[event.message].body = event.body


def _retracted(
    facts: RoomFacts, event: events.MessageRetracted, actor: AccountId, now: int
) -> None:
    del actor, now
    facts.messages[event.message].state = MessageState.RETRACTED


def _removed(facts: RoomFacts, event: events.MessageRemoved, actor: AccountId, now: int) -> None:
    del actor, now
    facts.messages[event.message].state = MessageState.REMOVED


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
    person.role = event.role
    if person.grants is not None:
        person.grants.in_rooms[facts.room] = event.role


def _renamed(facts: RoomFacts, event: events.NameChanged, actor: AccountId, now: int) -> None:
    del actor, now
    person = _concerned(facts, event.member)
    person.name = event.name
    # So that two people of one batch cannot take one name; the old one is free at the next reading.
    facts.names[skeleton(event.name)] = person.account


def _concerned(facts: RoomFacts, member: MemberId) -> Person:
    person = facts.person_by_member(member)
    assert person is not None, "an event about a person whose facts were not read"
    return person


_EVOLVE: dict[type[Event], Callable[[RoomFacts, Any, AccountId, int], None]] = {
    events.MessagePosted: _posted,
    events.MessageEdited: _edited,
    events.MessageRetracted: _retracted,
    events.MessageRemoved: _removed,
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
}
