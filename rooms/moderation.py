"""What moderators' acts decide: rank first, then the act. Nobody acts on a peer or themselves."""

from rooms import commands, events
from rooms.actor import HOUSE, Role
from rooms.events import Event
from rooms.facts import MessageState, Person, Posted, RoomFacts, SanctionKind
from rooms.ids import MemberId, PublicId
from rooms.refusals import Code, Refusal, refuse
from rooms.talking import shown_message

Decision = list[Event] | Refusal

RECENT_MS = 3_600_000
MOST_AT_ONCE = 500
"""Of the newest: asked for again, the rest goes too. One entry must stay a small frame."""
SUSPENDED_FOR_MS = 60 * 60_000
_IN_A_ROOM = frozenset({Role.MEMBER, Role.MENTOR, Role.MODERATOR})
_EVERYWHERE = frozenset({Role.MEMBER, Role.MODERATOR, Role.ADMIN})


def remove_message(
    facts: RoomFacts, command: commands.RemoveMessage, person: Person, now: int
) -> Decision:
    """A message taken down. The event says why, and carries no text."""
    del now
    posted = shown_message(facts, command.message)
    if isinstance(posted, Refusal):
        return posted
    if not _outranks_author(facts, person, posted):
        return refuse(Code.NOT_ALLOWED)
    return [events.MessageRemoved(message=posted.message, reason=command.reason)]


def remove_recent(
    facts: RoomFacts, command: commands.RemoveRecent, person: Person, now: int
) -> Decision:
    """What a person wrote here in the last hour and is still shown, taken down by one entry."""
    recent = recent_of(facts, command.member, person, now)
    if isinstance(recent, Refusal):
        return recent
    if not recent:
        return refuse(Code.NOTHING_TO_CHANGE)
    return [
        events.MessagesRemoved(member=command.member, messages=tuple(recent), reason=command.reason)
    ]


def recent_of(
    facts: RoomFacts, member: MemberId, actor: Person, now: int
) -> list[PublicId] | Refusal:
    """The messages of the last hour that are still shown, oldest first, of somebody whom `actor`
    outranks; also of who has left."""
    author = facts.person_by_member(member)
    if author is None:
        return refuse(Code.UNKNOWN_MEMBER)
    if not _outranks(actor, author):
        return refuse(Code.NOT_ALLOWED)
    shown = [
        posted
        for posted in facts.messages.values()
        if posted.author == author.account
        and posted.state is MessageState.SHOWN
        and posted.at > now - RECENT_MS
    ]
    newest = sorted(shown, key=lambda posted: posted.seq)[-MOST_AT_ONCE:]
    return [posted.message for posted in newest]


def restore_message(
    facts: RoomFacts, command: commands.RestoreMessage, person: Person, now: int
) -> Decision:
    """A message put back with its latest text, while that text is still kept sealed."""
    del now
    posted = facts.messages.get(command.message)
    if posted is None:
        return refuse(Code.UNKNOWN_MESSAGE)
    if not _outranks_author(facts, person, posted):
        return refuse(Code.NOT_ALLOWED)
    if posted.state is not MessageState.REMOVED:
        return refuse(Code.NOTHING_TO_CHANGE)
    if posted.body is None:
        return refuse(Code.GONE)
    return [events.MessageRestored(message=posted.message, body=posted.body)]


def mute(facts: RoomFacts, command: commands.MuteMember, person: Person, now: int) -> Decision:
    """A person's writing paused here until a time."""
    target = _target(facts, command.member, person)
    if isinstance(target, Refusal):
        return target
    return [
        events.MemberMuted(
            member=target.member,
            sanction=command.command_id,
            until=now + command.seconds * 1000,
            reason=command.reason,
        )
    ]


def remove_member(
    facts: RoomFacts, command: commands.RemoveMember, person: Person, now: int
) -> Decision:
    """A person asked to step out of this room until a time."""
    target = _target(facts, command.member, person)
    if isinstance(target, Refusal):
        return target
    return [
        events.MemberRemoved(
            member=target.member,
            sanction=command.command_id,
            until=now + command.seconds * 1000,
            reason=command.reason,
        )
    ]


def lift(facts: RoomFacts, command: commands.LiftSanction, person: Person, now: int) -> Decision:
    """A sanction ended before its time."""
    target = _target(facts, command.member, person)
    if isinstance(target, Refusal):
        return target
    sanction = target.held(command.sanction)
    if sanction is None or sanction.until <= now:
        return refuse(Code.NOTHING_TO_CHANGE)
    return [events.SanctionLifted(member=target.member, sanction=sanction.id)]


def end_sanction(
    facts: RoomFacts, command: commands.EndSanction, person: Person, now: int
) -> Decision:
    """A sanction whose time has come: the first timekeeper wins, the others change nothing."""
    del person
    target = facts.person_by_member(command.member)
    sanction = target.held(command.sanction) if target else None
    if target is None or sanction is None or sanction.until > now:
        return refuse(Code.NOTHING_TO_CHANGE)
    return [events.SanctionLifted(member=target.member, sanction=sanction.id, expired=True)]


def close_account(
    facts: RoomFacts, command: commands.CloseAccount, person: Person, now: int
) -> Decision:
    """An account closed, everywhere at once, by who outranks its owner wherever they are."""
    del now
    target = _target_everywhere(facts, command.member, person)
    if isinstance(target, Refusal):
        return target
    if target.closed:
        return refuse(Code.NOTHING_TO_CHANGE)
    return [events.AccountClosed(member=target.member, reason=command.reason)]


def open_account(
    facts: RoomFacts, command: commands.OpenAccount, person: Person, now: int
) -> Decision:
    """A closed account opened again, by no lesser role than the one that closed it."""
    del now
    target = _target_everywhere(facts, command.member, person)
    if isinstance(target, Refusal):
        return target
    if not target.closed:
        return refuse(Code.NOTHING_TO_CHANGE)
    if (
        not _is_house(person)
        and person.role_everywhere.rank < (target.closed_by or Role.GUEST).rank
    ):
        return refuse(Code.NOT_ALLOWED)
    return [events.AccountOpened(member=target.member)]


def suspend_powers(
    facts: RoomFacts, command: commands.SuspendPowers, person: Person, now: int
) -> Decision:
    """A colleague's powers taken away everywhere for an hour, by any moderator of the room: also of
    equal rank, never an admin's, never one's own."""
    target = _present(facts, command.member)
    if isinstance(target, Refusal):
        return target
    held = target.grants.highest if target.grants else target.given_role
    if target.account == person.account or held is Role.ADMIN:
        return refuse(Code.NOT_ALLOWED)
    if held is Role.MEMBER or target.kept_role is not None:
        return refuse(Code.NOTHING_TO_CHANGE)
    return [
        events.PowersSuspended(
            member=target.member, until=now + SUSPENDED_FOR_MS, reason=command.reason
        )
    ]


def change_role(
    facts: RoomFacts, command: commands.ChangeRole, person: Person, now: int
) -> Decision:
    """Another role: below the actor's own, and never for oneself. Mentors belong to a room, and
    admins to none."""
    del now
    if command.role not in (_EVERYWHERE if command.everywhere else _IN_A_ROOM):
        return refuse(Code.NOT_ALLOWED)
    find = _target_everywhere if command.everywhere else _target
    target = find(facts, command.member, person)
    if isinstance(target, Refusal):
        return target
    if not _may_grant(person, command.role):
        return refuse(Code.NOT_ALLOWED)
    if _holds_already(target, command):
        return refuse(Code.NOTHING_TO_CHANGE)
    return [events.RoleChanged(member=target.member, role=command.role)]


def _holds_already(target: Person, command: commands.ChangeRole) -> bool:
    """Everywhere means: with no other role left in any single room."""
    if not command.everywhere:
        return target.given_role is command.role
    grants = target.grants
    given = (grants.everywhere if grants else None) or Role.MEMBER
    return given is command.role and not (grants and grants.in_rooms)


def silenced_by(person: Person, kind: SanctionKind, now: int) -> Refusal | None:
    """The refusal that names the mute or removal in force, if any."""
    sanction = person.sanction(kind, now)
    if sanction is None:
        return None
    code = Code.MUTED if kind is SanctionKind.MUTE else Code.STEPPED_OUT
    return refuse(code, until=sanction.until, reason=sanction.reason)


def _target(facts: RoomFacts, member: MemberId, actor: Person) -> Person | Refusal:
    target = _present(facts, member)
    if isinstance(target, Refusal):
        return target
    return target if _outranks(actor, target) else refuse(Code.NOT_ALLOWED)


def _present(facts: RoomFacts, member: MemberId) -> Person | Refusal:
    """Somebody who belongs to the room, and has not left for good."""
    target = facts.person_by_member(member)
    return refuse(Code.UNKNOWN_MEMBER) if target is None or target.left else target


def _target_everywhere(facts: RoomFacts, member: MemberId, actor: Person) -> Person | Refusal:
    """Somebody whose rank in every room is known, and below the actor's own in all of them."""
    target = _target(facts, member, actor)
    if isinstance(target, Refusal):
        return target
    if target.grants is None:
        return refuse(Code.UNKNOWN_MEMBER)
    below = target.grants.highest.rank < actor.role_everywhere.rank
    return target if _is_house(actor) or below else refuse(Code.NOT_ALLOWED)


def _outranks(actor: Person, target: Person) -> bool:
    return _is_house(actor) or (
        actor.account != target.account and actor.role.rank > target.given_role.rank
    )


def _outranks_author(facts: RoomFacts, actor: Person, posted: Posted) -> bool:
    author = facts.people.get(posted.author)
    return author is None or _outranks(actor, author)


def _may_grant(actor: Person, role: Role) -> bool:
    return _is_house(actor) or role.rank < actor.role.rank


def _is_house(person: Person) -> bool:
    return person.account == HOUSE.account
