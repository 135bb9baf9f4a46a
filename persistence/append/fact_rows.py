"""The rows of an append's facts as they come from a database. What is made of them is not known
here."""

import msgspec

from rooms.ids import DropInId, MemberId, PublicId, RoomId


class RoomRow(msgspec.Struct):
    id: RoomId
    tree: str
    state: str
    readers: str
    pace_ms: int
    live_pace_ms: int | None
    calm_until: int
    lock_reason: str | None
    hosting: str | None
    head: int
    floor: int
    last_at: int


class PersonRow(msgspec.Struct):
    room: RoomId
    account: str
    state: str
    closed_by: str | None
    demo: bool
    consent_at: int | None
    created_at: int
    name: str
    own_name: str | None
    member: MemberId | None
    arrival: int | None
    last_post: int | None
    posts: int | None
    role: str | None
    suspended_until: int | None


class SanctionRow(msgspec.Struct):
    room: RoomId
    account: str
    id: PublicId
    kind: str
    until: int
    reason: str


class MessageRow(msgspec.Struct):
    room: RoomId
    message: PublicId
    seq: int
    at: int
    author: str
    author_member: MemberId
    body: str | None
    sealed_at: int | None
    reported: int | None
    retracted: int | None
    unanswered: int | None
    read_out: int | None


class ReactionRow(msgspec.Struct):
    room: RoomId
    message: PublicId
    account: str
    reaction: str


class NameRow(msgspec.Struct):
    """`until` of a name that is held after it was given up, else None."""

    skeleton: str
    account: str
    until: int | None


class StaffNameRow(msgspec.Struct):
    name: str
    account: str


class WrittenRow(msgspec.Struct):
    account: str
    room: RoomId
    tree: str
    posts: int
    began: int


class SessionRow(msgspec.Struct):
    session: str
    account: str
    expires_at: int


class AnswerRow(msgspec.Struct):
    actor: str
    command_id: PublicId
    room: RoomId
    seq: int
    at: int
    digest: str | None


class GrantRow(msgspec.Struct):
    account: str
    room: str
    role: str


class DropInRow(msgspec.Struct):
    room: RoomId
    drop_in: DropInId
    form: str
    host: str
    second: str | None
    starts_at: int
    ends_at: int
    state: str
    capacity: int
    opened_at: int | None
    ended_at: int | None
    ended_by: str | None
    offered_to: str | None
    offered_at: int | None
    expert: bool
    expert_until: int | None
    stopped_at: int | None
    last_hosting: str | None
    carried: bool


class SeenRow(msgspec.Struct):
    room: RoomId
    drop_in: DropInId
    account: str
    at: int


class PlaceRow(msgspec.Struct):
    room: RoomId
    drop_in: DropInId
    account: str
    state: str
    since: int
    until: int | None


class QuestionRow(msgspec.Struct):
    room: RoomId
    drop_in: DropInId
    question: PublicId
    asker: str
    body: str
    shown: str
    answered_at: int | None
    read_out: str | None


class FactRows(msgspec.Struct):
    """`clock` in ms: the database's, read after the locks."""

    clock: int
    rooms: list[RoomRow] = []
    people: list[PersonRow] = []
    sanctions: list[SanctionRow] = []
    messages: list[MessageRow] = []
    reactions: list[ReactionRow] = []
    names: list[NameRow] = []
    sessions: list[SessionRow] = []
    answers: list[AnswerRow] = []
    grants: list[GrantRow] = []
    staff_names: list[StaffNameRow] = []
    written: list[WrittenRow] = []
    recent: list[MessageRow] = []
    drop_ins: list[DropInRow] = []
    seen: list[SeenRow] = []
    places: list[PlaceRow] = []
    questions: list[QuestionRow] = []


ROW_TYPES = {
    "rooms": RoomRow,
    "people": PersonRow,
    "sanctions": SanctionRow,
    "messages": MessageRow,
    "reactions": ReactionRow,
    "names": NameRow,
    "sessions": SessionRow,
    "answers": AnswerRow,
    "grants": GrantRow,
    "staff_names": StaffNameRow,
    "written": WrittenRow,
    "recent": MessageRow,
    "drop_ins": DropInRow,
    "seen": SeenRow,
    "places": PlaceRow,
    "questions": QuestionRow,
}
