"""The rows of an append's facts as they come from a database: each a JSON array in the order of its
fields. What is made of them is not known here."""

import msgspec

from rooms.actor import Role
from rooms.commands import Reaction, Reason
from rooms.dropins.forms import Form, Shown
from rooms.dropins.stages import State
from rooms.dropins.views import PlaceState
from rooms.facts import SanctionKind
from rooms.ids import AccountId, TreeId
from rooms.permissions import Readers, RoomState

# What the database holds was checked before it was stored: ids are plain strings here.


class _Row(msgspec.Struct, array_like=True, gc=False):
    """Flat: nothing in it leads back to it, and the collector need not count the thousands."""


class RoomRow(_Row):
    id: str
    tree: TreeId
    state: RoomState
    readers: Readers
    pace_ms: int
    live_pace_ms: int | None
    calm_until: int
    lock_reason: Reason | None
    hosting: str | None
    head: int
    floor: int
    last_at: int


class PersonRow(_Row):
    """The last four are None for who has not been here yet."""

    room: str
    account: AccountId
    state: str
    closed_by: Role | None
    demo: int
    consent_at: int | None
    created_at: int
    member: str | None
    arrival: int | None
    last_post: int | None
    posts: int | None


class CalledRow(_Row):
    account: AccountId
    tree: str
    name: str


class GrantRow(_Row):
    account: AccountId
    room: str
    role: Role


class SuspensionRow(_Row):
    account: AccountId
    until: int


class SanctionRow(_Row):
    room: str
    account: AccountId
    id: str
    kind: SanctionKind
    until: int
    reason: Reason


class MessageRow(_Row):
    room: str
    message: str
    seq: int
    at: int
    author: AccountId
    author_member: str
    body: str | None
    sealed_at: int | None
    reported: int | None
    retracted: int | None
    unanswered: int | None
    read_out: int | None


class ReactionRow(_Row):
    room: str
    message: str
    account: AccountId
    reaction: Reaction


class NameRow(_Row):
    """`until` of a name that is held after it was given up, else None."""

    skeleton: str
    account: AccountId
    until: int | None


class StaffNameRow(_Row):
    name: str
    account: AccountId


class WrittenRow(_Row):
    account: AccountId
    room: str
    tree: TreeId
    posts: int
    began: int


class SessionRow(_Row):
    session: str
    account: AccountId
    expires_at: int


class AnswerRow(_Row):
    """`author_member` of a message alone."""

    actor: AccountId
    command_id: str
    room: str
    seq: int
    at: int
    digest: str | None
    author_member: str | None = None


class DropInRow(_Row):
    room: str
    drop_in: str
    form: Form
    host: AccountId
    second: AccountId | None
    starts_at: int
    ends_at: int
    state: State
    capacity: int
    opened_at: int | None
    ended_at: int | None
    ended_by: AccountId | None
    offered_to: AccountId | None
    offered_at: int | None
    expert: int
    expert_until: int | None
    stopped_at: int | None
    last_hosting: str | None
    carried: int


class SeenRow(_Row):
    room: str
    drop_in: str
    account: AccountId
    at: int


class PlaceRow(_Row):
    room: str
    drop_in: str
    account: AccountId
    state: PlaceState
    since: int
    until: int | None


class QuestionRow(_Row):
    room: str
    drop_in: str
    question: str
    asker: AccountId
    body: str
    shown: Shown
    answered_at: int | None
    read_out: str | None


class FactRows(msgspec.Struct):
    """`clock` in ms: the database's, read after the locks."""

    clock: int
    rooms: list[RoomRow] = []
    people: list[PersonRow] = []
    called: list[CalledRow] = []
    grants: list[GrantRow] = []
    suspensions: list[SuspensionRow] = []
    sanctions: list[SanctionRow] = []
    messages: list[MessageRow] = []
    reactions: list[ReactionRow] = []
    names: list[NameRow] = []
    sessions: list[SessionRow] = []
    answers: list[AnswerRow] = []
    staff_names: list[StaffNameRow] = []
    written: list[WrittenRow] = []
    recent: list[MessageRow] = []
    drop_ins: list[DropInRow] = []
    seen: list[SeenRow] = []
    places: list[PlaceRow] = []
    questions: list[QuestionRow] = []


ROW_TYPES: dict[str, type[msgspec.Struct]] = {
    "rooms": RoomRow,
    "people": PersonRow,
    "called": CalledRow,
    "grants": GrantRow,
    "suspensions": SuspensionRow,
    "sanctions": SanctionRow,
    "messages": MessageRow,
    "reactions": ReactionRow,
    "names": NameRow,
    "sessions": SessionRow,
    "answers": AnswerRow,
    "staff_names": StaffNameRow,
    "written": WrittenRow,
    "recent": MessageRow,
    "drop_ins": DropInRow,
    "seen": SeenRow,
    "places": PlaceRow,
    "questions": QuestionRow,
}
"""Of the lists of `FactRows`."""

_decoder = msgspec.json.Decoder(FactRows)


def decoded(found: str) -> FactRows:
    """What the statement of `facts_sql` has found."""
    return _decoder.decode(found)
