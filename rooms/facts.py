"""What an append must know of a room to decide, read after the room's lock was won.

Plain data. Persistence fills it in, and nothing here is kept between appends. What there is one of
for each message is a struct that the collector passes over (measured: 2 us a message).
"""

import enum
from dataclasses import dataclass, field

import msgspec

from rooms.actor import Role
from rooms.commands import Reaction, Reason
from rooms.dropins.forms import Form, Shown
from rooms.dropins.hosted import Hosted
from rooms.dropins.stages import State
from rooms.dropins.views import PlaceState
from rooms.ids import AccountId, DropInId, MemberId, PublicId, RoomId, TreeId
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


class Written(msgspec.Struct, gc=False):
    """What an account has written in all rooms together: one value, shared like `Grants`.

    `began`: when the first message in each room was written, in ms; `trees` those rooms are in.
    """

    messages: int = 0
    began: dict[RoomId, int] = {}
    trees: set[TreeId] = set()


class Person(msgspec.Struct, gc=False):
    """One account's standing in this room.

    `role` is what counts now; `kept_role` the one that was given, while a suspension holds it.
    `named` tells whether the name was chosen in this tree, `joined` whether a membership row
    exists; `arrival` is the rate limit's number, `last_post` the time of the last message and
    `consents`: has agreed that words about their health are kept, or is invented.
    `created_at` the account's, all in ms; `posts` counts the messages written here.
    `live_sessions` are the hashes of the sessions among those asked about that still hold.
    `closed_by` is the role with which the account was closed; one that was `left` is `closed` too.
    `grants` are read for acts that reach beyond the room and `written` for acts of talk, else None.
    """

    account: AccountId
    member: MemberId
    name: str
    role: Role = Role.MEMBER
    kept_role: Role | None = None
    suspended_until: int = 0
    named: bool = True
    closed: bool = False
    left: bool = False
    closed_by: Role | None = None
    demo: bool = False
    joined: bool = False
    consents: bool = True
    created_at: int = 0
    arrival: int = 0
    last_post: int = 0
    posts: int = 0
    written: Written | None = None
    sanctions: list[Sanction] = []
    live_sessions: frozenset[str] = frozenset()
    grants: Grants | None = None

    def sanction(self, kind: SanctionKind, now: int) -> Sanction | None:
        """The longest sanction of this kind in force at `now`."""
        if not self.sanctions:
            return None
        held = [s for s in self.sanctions if s.kind is kind and s.until > now]
        return max(held, key=lambda s: s.until, default=None)

    @property
    def given_role(self) -> Role:
        """The role that was given here, in force or not: a suspension takes powers away, and not
        the protection from those who have no say over this person."""
        return self.kept_role or self.role

    @property
    def role_everywhere(self) -> Role:
        """The role with which this person acts in all rooms; GUEST where none was given or read."""
        if self.kept_role is not None or self.grants is None:
            return Role.GUEST
        return self.grants.everywhere or Role.GUEST

    def suspend(self, until: int) -> None:
        """Take the powers away; that it is over is seen when the facts are read next."""
        self.role, self.kept_role = Role.MEMBER, self.given_role
        self.suspended_until = until

    def give(self, role: Role) -> None:
        """Another role; a suspension goes on holding it."""
        if self.kept_role is None:
            self.role = role
        else:
            self.kept_role = role

    def leave(self) -> None:
        self.closed = self.left = True
        self.closed_by, self.name = None, ""
        self.live_sessions = frozenset()

    def held(self, sanction: PublicId) -> Sanction | None:
        return next((s for s in self.sanctions if s.id == sanction), None)


class MessageState(enum.StrEnum):
    SHOWN = "shown"
    RETRACTED = "retracted"
    REMOVED = "removed"


class Posted(msgspec.Struct, gc=False):
    """A message that a command speaks of. `body` is its latest text while it is still kept;
    `unanswered`: the author's first message here, which nobody has replied to yet; `read_out`: the
    words of somebody who asked.

    `reactions` holds the reactions of the accounts in this batch, as (account, reaction).
    """

    message: PublicId
    seq: int
    at: int
    author: AccountId
    author_member: MemberId
    state: MessageState = MessageState.SHOWN
    body: str | None = None
    unanswered: bool = False
    read_out: bool = False
    reactions: set[tuple[AccountId, Reaction]] = set()


@dataclass(slots=True)
class PlaceFacts:
    """A place that was called or has the floor; `since` in ms."""

    account: AccountId
    state: PlaceState
    since: int
    until: int = 0


@dataclass(slots=True)
class AskedFacts:
    """A question that a command speaks of."""

    question: PublicId
    asker: AccountId
    body: str
    shown: Shown
    answered: bool = False


@dataclass(slots=True)
class DropInFacts:
    """A session that a command speaks of: as planned, and who of its people was seen when.

    `host` and `second` as planned; who hosts now is `RoomFacts.hosted`. `seen`: when hosts, and
    helpers who could be, were last seen in the room, in ms. `offered_to`: of a hand-over that
    waits. `stopped`: an admin ended the series. `expert_until`: how long the host's record holds.
    `last`: of an ended session, how it was led at its end. `carried`: a call is open, because it is
    more than its host can carry.
    """

    drop_in: DropInId
    form: Form
    host: AccountId
    second: AccountId | None
    starts_at: int
    ends_at: int
    state: State
    capacity: int = 0
    opened_at: int | None = None
    ended_at: int | None = None
    ended_by: AccountId | None = None
    offered_to: AccountId | None = None
    offered_at: int = 0
    expert: bool = False
    expert_until: int = 0
    stopped: bool = False
    last: Hosted | None = None
    carried: bool = False
    seen: dict[AccountId, int] = field(default_factory=dict)
    places: dict[AccountId, PlaceFacts] = field(default_factory=dict)
    questions: dict[PublicId, AskedFacts] = field(default_factory=dict)


@dataclass(slots=True)
class RoomFacts:
    """A room as of its lock. `head` and `last_at` move as the batch appends.

    `pace_ms` is the room's usual pace, `live_pace_ms` the one set instead by a moderator.
    """

    room: RoomId
    tree: TreeId
    state: RoomState
    readers: Readers
    pace_ms: int
    head: int
    last_at: int
    live_pace_ms: int | None = None
    calm_until: int = 0
    lock_reason: Reason | None = None
    hosted: Hosted | None = None
    """The drop-in that is live here, and so part of the room's rules."""
    drop_ins: dict[DropInId, DropInFacts] = field(default_factory=dict)
    """Sessions of this room that commands speak of."""
    people: dict[AccountId, Person] = field(default_factory=dict)
    messages: dict[PublicId, Posted] = field(default_factory=dict)
    names: dict[str, AccountId] = field(default_factory=dict)
    """Who holds a screen name, by its skeleton: only of the names that commands ask for."""
    staff_names: set[tuple[str, AccountId]] = field(default_factory=set)
    """What mentors and staff are called, and who they are: only where a command asks for a name."""
    reached: "list[RoomFacts]" = field(default_factory=list, repr=False, compare=False)
    """The other rooms in which the command that is decided now would leave an entry."""

    @property
    def pace_now_ms(self) -> int:
        """The time between two messages of one person, without what a calm adds."""
        return self.pace_ms if self.live_pace_ms is None else self.live_pace_ms

    def person_by_member(self, member: MemberId) -> Person | None:
        return next((p for p in self.people.values() if p.member == member), None)
