"""Who hosts: able to, taking it over, being passed it, and somebody named beside the host."""

from rooms import commands, events
from rooms.dropins.hosted import Hosted
from rooms.dropins.stages import AWAY_MS, GRACE_MS, HANDOVER_MS
from rooms.events import Event, Handing
from rooms.facts import DropInFacts, Person, RoomFacts, SanctionKind
from rooms.ids import AccountId, DropInId, MemberId
from rooms.moderation import silenced_by
from rooms.permissions import Action, RoomState, allowed
from rooms.refusals import Code, Refusal, refuse
from rooms.speaking import leads

Decision = list[Event] | Refusal


def able(facts: RoomFacts, account: AccountId | None, now: int) -> bool:
    """Whether this account may host here now: open, with the role in force, neither paused nor out.

    An account whose facts were not read is not.
    """
    person = facts.people.get(account) if account else None
    if person is None or person.closed or not allowed(person.role, Action.HOST, RoomState.OPEN):
        return False
    return not any(person.sanction(kind, now) for kind in SanctionKind)


def live(facts: RoomFacts, drop_in: DropInId) -> tuple[Hosted, DropInFacts] | Refusal:
    """The session, if it is the one that is live in this room."""
    session = facts.drop_ins.get(drop_in)
    if session is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    if facts.hosted is None or facts.hosted.drop_in != drop_in:
        return refuse(Code.NOT_LIVE)
    return facts.hosted, session


def led(facts: RoomFacts, drop_in: DropInId, person: Person) -> Hosted | Refusal:
    """The live session, for who leads it: hosts, staff, the house."""
    found = live(facts, drop_in)
    if isinstance(found, Refusal):
        return found
    return found[0] if leads(found[0], person) else refuse(Code.NOT_ALLOWED)


def present(session: DropInFacts, account: AccountId, now: int) -> bool:
    return now - session.seen.get(account, 0) <= AWAY_MS


def successor(facts: RoomFacts, session: DropInFacts, now: int) -> AccountId | None:
    """The co-host, or the second person as planned: who is here and able to go on."""
    beside = facts.hosted.co_host if facts.hosted else None
    return next(
        (
            account
            for account in (beside, session.second)
            if account and able(facts, account, now) and present(session, account, now)
        ),
        None,
    )


def take_hosting(
    facts: RoomFacts, command: commands.TakeHosting, person: Person, now: int
) -> Decision:
    """The session in other hands: offered a minute ago at most, the host gone, or by staff."""
    found = live(facts, command.drop_in)
    if isinstance(found, Refusal):
        return found
    hosted, session = found
    if person.account == hosted.host:
        return refuse(Code.NOTHING_TO_CHANGE)
    if refusal := silenced_by(person, SanctionKind.MUTE, now):
        return refusal
    how = _right_to_take(hosted, session, person, now)
    return _pass_to(facts, person.account, how, now) if how else refuse(Code.NOT_ALLOWED)


def _right_to_take(
    hosted: Hosted, session: DropInFacts, person: Person, now: int
) -> Handing | None:
    if person.account == session.offered_to and now - session.offered_at <= HANDOVER_MS:
        return Handing.HANDED
    if person.account in (hosted.co_host, session.second) and _gone(hosted, session, now):
        return Handing.AWAY
    return Handing.TAKEN if person.role.is_staff else None


def pass_hosting(
    facts: RoomFacts, command: commands.PassHosting, person: Person, now: int
) -> Decision:
    """By the clock: the host was away for three minutes, and the second person is here."""
    del person
    found = live(facts, command.drop_in)
    if isinstance(found, Refusal):
        return found
    hosted, session = found
    if not _gone(hosted, session, now):
        return refuse(Code.NOTHING_TO_CHANGE)
    new = successor(facts, session, now)
    if new is None or new == hosted.host:
        return refuse(Code.NOTHING_TO_CHANGE)
    return _pass_to(facts, new, Handing.AWAY, now)


def _gone(hosted: Hosted, session: DropInFacts, now: int) -> bool:
    return now - max(session.seen.get(hosted.host, 0), hosted.host_since) > GRACE_MS


def name_co_host(
    facts: RoomFacts, command: commands.NameCoHost, person: Person, now: int
) -> Decision:
    """Somebody who may host beside the host, or nobody."""
    hosted = led(facts, command.drop_in, person)
    if isinstance(hosted, Refusal):
        return hosted
    if person.account != hosted.host and not person.role.is_staff:
        return refuse(Code.NOT_ALLOWED)
    beside = None
    if command.member is not None:
        named = facts.person_by_member(command.member)
        if named is None:
            return refuse(Code.UNKNOWN_MEMBER)
        if named.account == hosted.host or not able(facts, named.account, now):
            return refuse(Code.NOT_ALLOWED)
        beside = named.account
    if beside == hosted.co_host:
        return refuse(Code.NOTHING_TO_CHANGE)
    return [changed(facts, hosted.host, beside, Handing.BESIDE)]


def _pass_to(facts: RoomFacts, new: AccountId, how: Handing, now: int) -> list[Event]:
    """Whoever hosted stays beside the new host, unless somebody else is there already."""
    assert facts.hosted is not None
    stays = (facts.hosted.co_host, facts.hosted.host)
    beside = next((each for each in stays if each != new and able(facts, each, now)), None)
    return [changed(facts, new, beside, how)]


def changed(
    facts: RoomFacts, host: AccountId, beside: AccountId | None, how: Handing
) -> events.HostsChanged:
    assert facts.hosted is not None
    return events.HostsChanged(
        drop_in=facts.hosted.drop_in,
        host=member_of(facts, host),
        co_host=member_of(facts, beside) if beside else None,
        how=how,
    )


def member_of(facts: RoomFacts, account: AccountId) -> MemberId:
    """The public id of one of the people of a session, who are always read with it."""
    return facts.people[account].member
