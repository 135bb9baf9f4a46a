"""The facts of an append, made of the rows that were read. Pure."""

from collections.abc import Set
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
from rooms.facts import Grants, MessageState, Person, Posted, RoomFacts, Sanction, Written
from rooms.ids import AccountId, PublicId, RoomId, member_id

_NONE: frozenset[str] = frozenset()


@dataclass(slots=True)
class Batch:
    """What an append knows: facts by room, and the entries its command ids have made before."""

    clock: int
    rooms: dict[RoomId, RoomFacts] = field(default_factory=dict)
    answers: dict[tuple[AccountId, PublicId], list[AnswerRow]] = field(default_factory=dict)


def assemble(
    rows: FactRows,
    secret: bytes,
    granted: Set[AccountId] = frozenset(),
    talking: Set[AccountId] = frozenset(),
) -> Batch:
    """Facts from rows; `secret` makes the member ids of people who have not written here yet.

    `granted`: the accounts whose roles were asked for in every room; `talking`: those of whom it
    was asked what they have written anywhere.
    """
    batch = Batch(clock=rows.clock)
    names = _names(rows)
    staff_names = {(row.name, row.account) for row in rows.staff_names}
    for room in rows.rooms:
        batch.rooms[room.id] = _room(room, names, staff_names)
    _add_people(batch, rows, secret)
    for held in rows.sanctions:
        sanction = Sanction(held.id, held.kind, held.until, held.reason)
        batch.rooms[held.room].people[held.account].sanctions.append(sanction)
    add_drop_ins(batch.rooms, rows)
    _add_grants(batch, rows.grants, granted)
    _add_written(batch, rows.written, talking)
    _add_answers(batch, rows.answers)
    for message in (*rows.messages, *rows.recent):
        batch.rooms[message.room].messages[message.message] = _posted(message, rows.clock)
    for reacted in rows.reactions:
        posted = batch.rooms[reacted.room].messages[reacted.message]
        posted.reactions.add((reacted.account, reacted.reaction))
    return batch


def _room(
    row: RoomRow, names: dict[str, AccountId], staff_names: set[tuple[str, AccountId]]
) -> RoomFacts:
    return RoomFacts(
        room=row.id,
        tree=row.tree,
        state=row.state,
        readers=row.readers,
        pace_ms=row.pace_ms,
        live_pace_ms=row.live_pace_ms,
        calm_until=row.calm_until,
        lock_reason=row.lock_reason,
        hosted=hosted(row.hosting),
        head=row.head,
        last_at=row.last_at,
        names=names,
        staff_names=staff_names,
    )


def _names(rows: FactRows) -> dict[str, AccountId]:
    """Whose a name is: in use before one that is only held, and that until its time is over."""
    held = {row.skeleton: row.account for row in rows.names if (row.until or 0) > rows.clock}
    used = {row.skeleton: row.account for row in rows.names if row.until is None}
    return held | used


def _add_people(batch: Batch, rows: FactRows, secret: bytes) -> None:
    called = {(row.account, row.tree): row.name for row in rows.called}
    roles = {(row.account, row.room): row.role for row in rows.grants}
    live = _live_sessions(rows)
    for row in rows.people:
        facts = batch.rooms.get(row.room)
        if facts is None:
            continue
        person = facts.people[row.account] = _person(row, secret)
        own = called.get((row.account, facts.tree))
        person.named = own is not None
        person.name = called.get((row.account, ANYWHERE), "") if own is None else own
        here = roles.get((row.account, row.room))
        person.role = here or roles.get((row.account, ANYWHERE), Role.MEMBER)
        person.live_sessions = live.get(row.account, _NONE)
    _suspend(batch, rows)


def _person(row: PersonRow, secret: bytes) -> Person:
    return Person(
        account=row.account,
        member=row.member or member_id(secret, row.room, row.account),
        name="",
        closed=row.state != "open",
        left=row.state == "left",
        closed_by=row.closed_by,
        demo=bool(row.demo),
        joined=row.member is not None,
        consents=bool(row.demo) or row.consent_at is not None,
        created_at=row.created_at,
        arrival=row.arrival or 0,
        last_post=row.last_post or 0,
        posts=row.posts or 0,
    )


def _live_sessions(rows: FactRows) -> dict[AccountId, frozenset[str]]:
    live: dict[AccountId, frozenset[str]] = {}
    for row in rows.sessions:
        if row.expires_at > rows.clock:
            live[row.account] = live.get(row.account, _NONE).union((row.session,))
    return live


def _suspend(batch: Batch, rows: FactRows) -> None:
    """By the longest that is in force, as of the room's own time."""
    for row in sorted(rows.suspensions, key=lambda row: row.until):
        for facts in batch.rooms.values():
            person = facts.people.get(row.account)
            if person is not None and row.until > max(rows.clock, facts.last_at):
                person.suspend(row.until)


def _add_grants(batch: Batch, rows: list[GrantRow], granted: Set[AccountId]) -> None:
    grants = {account: Grants() for account in granted}
    if not grants:
        return
    for row in rows:
        theirs = grants.get(row.account)
        if theirs is None:
            continue
        if row.room == ANYWHERE:
            theirs.everywhere = row.role
        else:
            theirs.in_rooms[row.room] = row.role
    for facts in batch.rooms.values():
        for account in grants.keys() & facts.people.keys():
            facts.people[account].grants = grants[account]


def _add_written(batch: Batch, rows: list[WrittenRow], asked: Set[AccountId]) -> None:
    """One value for each who may be new: nothing is read of others, nor of who never wrote."""
    written: dict[AccountId, Written] = {}
    for row in rows:
        if row.account in asked:
            theirs = written.setdefault(row.account, Written())
            theirs.messages += row.posts
            theirs.began[row.room] = row.began
            theirs.trees.add(row.tree)
    for facts in batch.rooms.values():
        for account, person in facts.people.items():
            if account in asked and not person.posts:
                written.setdefault(account, Written())
            person.written = written.get(account)


def _add_answers(batch: Batch, rows: list[AnswerRow]) -> None:
    """What the ids of the batch's commands have made before, by whomever. As a message such an id
    is taken, and nothing more: what is spoken of comes after, and in full."""
    for row in rows:
        batch.answers.setdefault((row.actor, row.command_id), []).append(row)
        facts = batch.rooms.get(row.room)
        if facts is not None and row.author_member is not None:
            facts.messages[row.command_id] = Posted(
                row.command_id, row.seq, row.at, row.actor, row.author_member
            )


def _posted(row: MessageRow, now: int) -> Posted:
    return Posted(
        message=row.message,
        seq=row.seq,
        at=row.at,
        author=row.author,
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
