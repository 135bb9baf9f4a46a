"""The rows of an append's facts as they come from a database, and the facts made of them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec

from persistence.sealing import still_kept
from persistence.tables import ANYWHERE
from rooms.actor import Role
from rooms.commands import Reaction, Reason
from rooms.facts import Grants, MessageState, Person, Posted, RoomFacts, Sanction, SanctionKind
from rooms.ids import AccountId, MemberId, PublicId, RoomId, TreeId, member_id
from rooms.permissions import Readers, RoomState


class RoomRow(msgspec.Struct):
    id: RoomId
    tree: str
    state: str
    readers: str
    pace_ms: int
    head: int
    floor: int
    last_at: int


class PersonRow(msgspec.Struct):
    room: RoomId
    account: str
    state: str
    closed_by: str | None
    name: str
    member: MemberId | None
    arrival: int | None
    last_post: int | None
    role: str | None


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
    last_change: str | None


class ReactionRow(msgspec.Struct):
    room: RoomId
    message: PublicId
    account: str
    reaction: str


class NameRow(msgspec.Struct):
    skeleton: str
    account: str


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
}


@dataclass(slots=True)
class Batch:
    """What an append knows: facts by room, and the entries its command ids have made before."""

    clock: int
    rooms: dict[RoomId, RoomFacts] = field(default_factory=dict)
    answers: dict[tuple[AccountId, PublicId], list[AnswerRow]] = field(default_factory=dict)


_STATES = {
    "message_retracted": MessageState.RETRACTED,
    "message_removed": MessageState.REMOVED,
}


def assemble(rows: FactRows, secret: bytes, granted: Iterable[AccountId] = ()) -> Batch:
    """Facts from rows; `secret` makes the member ids of people who have not written here yet.

    `granted`: the accounts whose roles were asked for in every room.
    """
    batch = Batch(clock=rows.clock)
    names = {row.skeleton: AccountId(row.account) for row in rows.names}
    for room in rows.rooms:
        batch.rooms[room.id] = _room(room, names)
    for row in rows.people:
        person = _person(row, secret)
        batch.rooms[row.room].people[person.account] = person
    _add_standing(batch, rows)
    _add_grants(batch, rows.grants, granted)
    for message in rows.messages:
        batch.rooms[message.room].messages[message.message] = _posted(message, rows.clock)
    for held in rows.reactions:
        posted = batch.rooms[held.room].messages[held.message]
        posted.reactions.add((AccountId(held.account), Reaction(held.reaction)))
    for answer in rows.answers:
        key = (AccountId(answer.actor), answer.command_id)
        batch.answers.setdefault(key, []).append(answer)
    return batch


def _room(row: RoomRow, names: dict[str, AccountId]) -> RoomFacts:
    return RoomFacts(
        room=row.id,
        tree=TreeId(row.tree),
        state=RoomState(row.state),
        readers=Readers(row.readers),
        pace_ms=row.pace_ms,
        head=row.head,
        last_at=row.last_at,
        names=names,
    )


def _person(row: PersonRow, secret: bytes) -> Person:
    account = AccountId(row.account)
    return Person(
        account=account,
        member=row.member or member_id(secret, row.room, account),
        name=row.name,
        role=Role(row.role) if row.role else Role.MEMBER,
        closed=row.state != "open",
        closed_by=Role(row.closed_by) if row.closed_by else None,
        joined=row.member is not None,
        arrival=row.arrival or 0,
        last_post=row.last_post or 0,
    )


def _add_standing(batch: Batch, rows: FactRows) -> None:
    for row in rows.sanctions:
        sanction = Sanction(row.id, SanctionKind(row.kind), row.until, Reason(row.reason))
        batch.rooms[row.room].people[AccountId(row.account)].sanctions.append(sanction)
    live: dict[str, set[str]] = {}
    for session in rows.sessions:
        if session.expires_at > rows.clock:
            live.setdefault(session.account, set()).add(session.session)
    for facts in batch.rooms.values():
        for person in facts.people.values():
            person.live_sessions = frozenset(live.get(person.account, ()))


def _add_grants(batch: Batch, rows: list[GrantRow], granted: Iterable[AccountId]) -> None:
    grants = {account: Grants() for account in granted}
    for row in rows:
        theirs = grants[AccountId(row.account)]
        if row.room == ANYWHERE:
            theirs.everywhere = Role(row.role)
        else:
            theirs.in_rooms[row.room] = Role(row.role)
    for facts in batch.rooms.values():
        for account in grants.keys() & facts.people.keys():
            facts.people[account].grants = grants[account]


def _posted(row: MessageRow, now: int) -> Posted:
    return Posted(
        message=row.message,
        seq=row.seq,
        at=row.at,
        author=AccountId(row.author),
        author_member=row.author_member,
        state=_STATES.get(row.last_change or "", MessageState.SHOWN),
        body=row.body if still_kept(row.sealed_at, now) else None,
    )
