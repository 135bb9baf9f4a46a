"""Acts on the line of a session, and what the clock makes of it: in one transaction that holds the
room, so that taking a place, being called and moving up have one order in every process.

What an act does is decided by `rooms.dropins`; nothing here depends on who is connected.
"""

import hashlib

import msgspec
from sqlalchemy import Connection, select

from persistence import audit, locks, tables
from persistence.append.assembly import assemble
from persistence.append.needs import Needs
from persistence.audit import AuditRecord
from persistence.dropins import calls, held_replies, often, places
from persistence.people import memberships
from persistence.standing import read_facts
from rooms import newcomers
from rooms.actor import Actor
from rooms.decide import gate
from rooms.dropins import acts
from rooms.dropins.acts import LineAct, OfHosts
from rooms.dropins.deciding import decide_act
from rooms.dropins.intake import clean_words
from rooms.dropins.line import Line
from rooms.dropins.settling import settled
from rooms.dropins.views import CallKind
from rooms.dropins.who import Target, Who
from rooms.facts import Person, RoomFacts
from rooms.ids import AccountId, DropInId, RoomId, new_public_id
from rooms.permissions import Action, allowed
from rooms.refusals import Code, Refusal, refuse

_MINUTE_MS = 60_000
_NOBODY_IS_NAMED = b""
"""In the place of the secret that makes member ids, where none is asked for."""


class _Ground(msgspec.Struct, frozen=True):
    """What was read under the room's lock. `line` is as stored. `returning`: the accounts that are
    held, and may have a place again after an undone end."""

    line: Line
    facts: RoomFacts
    elsewhere: dict[AccountId, DropInId]
    now: int
    returning: frozenset[AccountId]

    def settled(self) -> Line:
        barred = {
            person.account
            for person in self.facts.people.values()
            if gate(self.facts, person, Actor(person.account), Action.READ, self.now)
        }
        # Who is not held could take a place elsewhere at this moment; the next tick holds them.
        unheld = {place.account for place in self.line.places} - self.returning
        return settled(self.line, self.now, barred, {*self.elsewhere, *unheld})


def act(
    connection: Connection, secret: bytes, actor: Actor, drop_in: DropInId, wanted: LineAct
) -> RoomId | Refusal:
    """Do it, and give the room, so that those who see it are told after the commit.

    A refusal changes nothing; besides those of `decide_act`: `unknown_drop_in`, and what the
    person's standing in the room makes of it."""
    room = room_of(connection, drop_in)
    if room is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    if refusal := often.too_often(connection, secret, actor.account):
        return refusal
    # A person's acts in two sessions come one after the other: one place in all of them.
    returning = _hold(connection, room, drop_in, actor.account)
    ground = _read(connection, secret, drop_in, returning, actor, wanted)
    person = ground.facts.people.get(actor.account)
    if person is None:
        return refuse(Code.SIGNED_OUT)
    if refusal := _not_now(ground, person, actor, wanted):
        return refusal
    who = _who(connection, ground, person)
    line = ground.settled()
    if isinstance(wanted, acts.HoldReply) and (known := _known(connection, line, person, wanted)):
        return known
    after = decide_act(line, wanted, who, ground.now)
    if isinstance(after, Refusal):
        return after
    if refusal := _called_for(connection, ground, person, who, wanted):
        return refusal
    places.keep(connection, ground.line, after)
    if isinstance(wanted, acts.TakePlace):
        # So that what ends their account, anywhere, holds this room and is told here too.
        memberships.ensure(connection, secret, room, actor.account, ground.now)
    _record(connection, ground, person, who, wanted)
    return room


def tick(connection: Connection, drop_in: DropInId) -> bool:
    """Bring the line to this moment: a call that timed out, people who may not be here any more,
    free places, the end of the session or its undoing. Whether anything moved; any process may
    ask, as often as it likes."""
    room = room_of(connection, drop_in)
    if room is None:
        return False
    returning = _hold(connection, room, drop_in)
    ground = _read(connection, _NOBODY_IS_NAMED, drop_in, returning)
    return places.keep(connection, ground.line, ground.settled())


def close_up(connection: Connection, drop_in: DropInId) -> bool:
    """After the end of a session: nobody is left waiting, and what was not reached is kept as a
    question. Whether anything moved. It is what a tick does; only a session that is over is closed
    up, and the notes are erased once the end cannot be undone."""
    return tick(connection, drop_in)


def room_of(connection: Connection, drop_in: DropInId) -> RoomId | None:
    """Where a session is, once and for all; None for one that does not exist."""
    d = tables.drop_in.c
    room: RoomId | None = connection.execute(
        select(d.room_id).where(d.id == drop_in)
    ).scalar_one_or_none()
    return room


def _hold(
    connection: Connection, room: RoomId, drop_in: DropInId, *acting: AccountId
) -> frozenset[AccountId]:
    """The room, and before it who acts and who may be given a place back: those are returned."""
    returning = places.returning_to(connection, drop_in)
    locks.hold(connection, *(locks.account_key(each) for each in {*acting, *returning}))
    locks.hold_room(connection, room)
    return frozenset(returning)


def _read(
    connection: Connection,
    secret: bytes,
    drop_in: DropInId,
    returning: frozenset[AccountId],
    actor: Actor | None = None,
    wanted: LineAct | None = None,
) -> _Ground:
    """The line, and the standing of everybody in it; with `actor`, of who acts and of whom they
    speak."""
    line = places.line_of(connection, drop_in)
    assert line is not None
    accounts = {place.account for place in line.places}
    needs = Needs(rooms={line.room})
    if actor is not None:
        accounts |= {actor.account}
        needs.sessions = {actor.session} if actor.session else set()
        needs.talkers = {actor.account}
    if member := getattr(wanted, "member", None):
        needs.members = {(line.room, member)}
    if isinstance(wanted, acts.OfferHosting):
        accounts |= _helpers(connection, line.room)
    needs.people = {(line.room, account) for account in accounts}
    rows = read_facts(connection, needs)
    facts = assemble(rows, secret, talking=needs.talkers).rooms[line.room]
    held = places.held_elsewhere(connection, drop_in, accounts)
    return _Ground(line, facts, held, max(rows.clock, facts.last_at), returning)


def _helpers(connection: Connection, room: RoomId) -> set[AccountId]:
    """Whoever was given a role in this room or in all: who may host is asked of the facts."""
    g = tables.role_grant.c
    found = connection.execute(
        select(g.account_id).where(g.room_id.in_([room, tables.ANYWHERE])).distinct()
    )
    return {AccountId(account) for account in found.scalars()}


def _not_now(ground: _Ground, person: Person, actor: Actor, wanted: LineAct) -> Refusal | None:
    """Standing in the room, and the words of a new account."""
    refusal = gate(ground.facts, person, actor, _action(wanted), ground.now)
    return refusal or newcomers.link_refused(person, _words(wanted), ground.now)


def _action(wanted: LineAct) -> Action:
    if isinstance(wanted, OfHosts):
        return Action.HOST
    if isinstance(wanted, acts.HoldReply):
        return Action.WRITE
    # What is one's own can be given back in a locked room too.
    giving_up = acts.LeaveLine | acts.TakeBackReply | acts.StepAside | acts.HidePosition
    return Action.READ if isinstance(wanted, giving_up) else Action.TAKE_PLACE


def _words(wanted: LineAct) -> str:
    """All that others would read."""
    said = (getattr(wanted, name, "") for name in ("question", "note", "body", "words"))
    return "\n".join(said)


def _who(connection: Connection, ground: _Ground, person: Person) -> Who:
    here = ground.facts
    return Who(
        account=person.account,
        staff=person.role.is_staff,
        first_time=not places.was_heard(connection, person.account),
        elsewhere=ground.elsewhere.get(person.account),
        new_id=new_public_id(),
        known={
            other.member: Target(
                account=other.account,
                name=other.name,
                helps=not other.closed and allowed(other.role, Action.HOST, here.state),
            )
            for other in here.people.values()
        },
    )


def _known(
    connection: Connection, line: Line, person: Person, wanted: acts.HoldReply
) -> RoomId | Refusal | None:
    """What has become of a reply that waits no more, or elsewhere: it may be a message by now, and
    its sender has not heard of it."""
    known = held_replies.by_id(connection, wanted.reply)
    if known is None or known in line.replies:
        return None
    said = known.released and known.account == person.account
    return line.room if said else refuse(Code.IDEMPOTENCY_CONFLICT)


def _record(
    connection: Connection, ground: _Ground, person: Person, who: Who, wanted: LineAct
) -> None:
    if not isinstance(wanted, acts.MoveUp):
        return
    reason = clean_words(wanted.reason, acts.MOST_TOLD)
    assert isinstance(reason, str), "what was decided on"
    record = AuditRecord(
        at=ground.now,
        actor_id=person.account,
        action="move_up",
        room_id=ground.line.room,
        target_account=who.known[wanted.member].account,
        reason=reason,
    )
    audit.record(connection, record)


def _called_for(
    connection: Connection, ground: _Ground, person: Person, who: Who, wanted: LineAct
) -> Refusal | None:
    """A moderator is called; twice within a minute in the same words is once."""
    if not isinstance(wanted, acts.AskModerator):
        return None
    note = clean_words(wanted.note, acts.MOST_TOLD)
    if isinstance(note, Refusal):
        return note
    about = who.known.get(wanted.member) if wanted.member else None
    if wanted.member and about is None:
        return refuse(Code.UNKNOWN_MEMBER)
    account = about.account if about else person.account
    digest = hashlib.blake2b(f"{account} {note}".encode(), digest_size=8).hexdigest()
    calls.call(
        connection,
        CallKind.ASKED,
        ground.line.room,
        key=f"asked:{ground.line.drop_in}:{ground.now // _MINUTE_MS}:{digest}",
        drop_in=ground.line.drop_in,
        account=account,
        note=note or None,
    )
    return None
