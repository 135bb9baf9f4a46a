"""The facts of an append, made of the rows that were read. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from persistence.append.drop_in_facts import add_drop_ins, hosted
from persistence.append.fact_rows import (
    AnswerRow,
    FactRows,
    GrantRow,
    MessageRow,
    PersonRow,
    RoomRow,
    WrittenRow,
)
from persistence.sealing import still_kept
from persistence.tables import ANYWHERE
from rooms.actor import Role
from rooms.commands import Reaction, Reason
from rooms.facts import (
    Grants,
    MessageState,
    Person,
    Posted,
    RoomFacts,
    Sanction,
    SanctionKind,
    Written,
)
from rooms.ids import AccountId, PublicId, RoomId, TreeId, member_id
from rooms.permissions import Readers, RoomState


@dataclass(slots=True)
class Batch:
    """What an append knows: facts by room, and the entries its command ids have made before."""

    clock: int
    rooms: dict[RoomId, RoomFacts] = field(default_factory=dict)
    answers: dict[tuple[AccountId, PublicId], list[AnswerRow]] = field(default_factory=dict)


def assemble(
    rows: FactRows,
    secret: bytes,
    granted: Iterable[AccountId] = (),
    talking: Iterable[AccountId] = (),
) -> Batch:
    """Facts from rows; `secret` makes the member ids of people who have not written here yet.

    `granted`: the accounts whose roles were asked for in every room; `talking`: those of whom it
    was asked what they have written anywhere.
    """
    batch = Batch(clock=rows.clock)
    names = _names(rows)
    staff_names = {(row.name, AccountId(row.account)) for row in rows.staff_names}
    for room in rows.rooms:
        batch.rooms[room.id] = _room(room, names)
        batch.rooms[room.id].staff_names = staff_names
    for row in rows.people:
        person = _person(row, secret, rows.clock)
        batch.rooms[row.room].people[person.account] = person
    _add_standing(batch, rows)
    add_drop_ins(batch.rooms, rows)
    _add_grants(batch, rows.grants, granted)
    _add_written(batch, rows.written, talking)
    for message in (*rows.messages, *rows.recent):
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
        live_pace_ms=row.live_pace_ms,
        calm_until=row.calm_until,
        lock_reason=Reason(row.lock_reason) if row.lock_reason else None,
        hosted=hosted(row.hosting),
        head=row.head,
        last_at=row.last_at,
        names=names,
    )


def _names(rows: FactRows) -> dict[str, AccountId]:
    """Whose a name is: in use before one that is only held, and that until its time is over."""
    held = {row.skeleton: row.account for row in rows.names if (row.until or 0) > rows.clock}
    used = {row.skeleton: row.account for row in rows.names if row.until is None}
    return {look: AccountId(account) for look, account in (held | used).items()}


def _person(row: PersonRow, secret: bytes, now: int) -> Person:
    account = AccountId(row.account)
    role = Role(row.role) if row.role else Role.MEMBER
    person = Person(
        account=account,
        member=row.member or member_id(secret, row.room, account),
        name=row.name,
        role=role,
        named=row.own_name is not None,
        closed=row.state != "open",
        left=row.state == "left",
        closed_by=Role(row.closed_by) if row.closed_by else None,
        demo=bool(row.demo),
        joined=row.member is not None,
        consents=row.demo or row.consent_at is not None,
        created_at=row.created_at,
        arrival=row.arrival or 0,
        last_post=row.last_post or 0,
        posts=row.posts or 0,
    )
    suspended_until = row.suspended_until or 0
    if suspended_until > now:
        person.suspend(suspended_until)
    return person


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


def _add_written(batch: Batch, rows: list[WrittenRow], asked: Iterable[AccountId]) -> None:
    written = {account: Written() for account in asked}
    seen: set[tuple[str, RoomId]] = set()
    for row in rows:
        theirs = written[AccountId(row.account)]
        if (row.account, row.room) in seen:
            continue
        seen.add((row.account, row.room))
        theirs.messages += row.posts
        theirs.began[row.room] = row.began
        theirs.trees.add(TreeId(row.tree))
    for facts in batch.rooms.values():
        for account in written.keys() & facts.people.keys():
            facts.people[account].written = written[account]


def _posted(row: MessageRow, now: int) -> Posted:
    return Posted(
        message=row.message,
        seq=row.seq,
        at=row.at,
        author=AccountId(row.author),
        author_member=row.author_member,
        state=_state(row),
        body=row.body if row.reported or still_kept(row.sealed_at, now) else None,
        unanswered=bool(row.unanswered),
        read_out=bool(row.read_out),
    )


def _state(row: MessageRow) -> MessageState:
    """A message is shown as long as its latest text is not sealed, and taken back for good."""
    if row.sealed_at is None:
        return MessageState.SHOWN
    return MessageState.RETRACTED if row.retracted else MessageState.REMOVED
