"""Ending a drop-in: by its hosts, by staff, by the clock; and undoing that within a minute."""

from rooms import commands, events
from rooms.actor import HOUSE
from rooms.dropins.hosted import Hosted
from rooms.dropins.stages import OVERRUN_MS, UNDO_MS, UNHOSTED_MS, State
from rooms.events import Ending, Event
from rooms.facts import DropInFacts, Person, RoomFacts
from rooms.hosting.hosts import able, led, member_of
from rooms.hosting.opening import in_the_way
from rooms.refusals import Code, Refusal, refuse

Decision = list[Event] | Refusal


def close_drop_in(
    facts: RoomFacts, command: commands.CloseDropIn, person: Person, now: int
) -> Decision:
    """The room an ordinary one again, whoever has the floor. The clock says why by itself."""
    session = facts.drop_ins.get(command.drop_in)
    if session is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    if person.account == HOUSE.account:
        how = _by_the_clock(facts, session, now)
    else:
        how = _by_hand(facts, session, person)
    if isinstance(how, Refusal):
        return how
    return [events.DropInClosed(drop_in=session.drop_in, how=how)]


def _by_hand(facts: RoomFacts, session: DropInFacts, person: Person) -> Ending | Refusal:
    hosted = led(facts, session.drop_in, person)
    if isinstance(hosted, Refusal):
        return hosted
    return Ending.HOST if person.account in hosted.hosts else Ending.MODERATOR


def _by_the_clock(facts: RoomFacts, session: DropInFacts, now: int) -> Ending | Refusal:
    hosted = facts.hosted
    if hosted is not None and hosted.drop_in == session.drop_in:
        return _why_over(hosted, session, now)
    if session.state is not State.SCHEDULED:
        return refuse(Code.NOT_LIVE)
    unhosted_at = session.starts_at + UNHOSTED_MS
    return Ending.UNHOSTED if now >= unhosted_at else refuse(Code.TOO_EARLY, at=unhosted_at)


def _why_over(hosted: Hosted, session: DropInFacts, now: int) -> Ending | Refusal:
    last_seen = max(session.seen.get(host, 0) for host in hosted.hosts)
    if session.stopped:
        return Ending.STOPPED
    over_at = hosted.ends_at + (OVERRUN_MS if hosted.speaker else 0)
    if now >= over_at:
        return Ending.TIME
    if now - max(last_seen, hosted.host_since) >= UNHOSTED_MS:
        return Ending.UNHOSTED
    return refuse(Code.TOO_EARLY, at=over_at)


def reopen(facts: RoomFacts, command: commands.ReopenDropIn, person: Person, now: int) -> Decision:
    """The end undone, by who ended it: the same hosts and form, and the floor free."""
    session = facts.drop_ins.get(command.drop_in)
    if session is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    last = session.last
    if session.state is not State.ENDED or last is None:
        return refuse(Code.NOTHING_TO_CHANGE if session.state is State.LIVE else Code.NOT_LIVE)
    if session.ended_by != person.account:
        return refuse(Code.NOT_ALLOWED)
    if now - (session.ended_at or 0) > UNDO_MS:
        return refuse(Code.TOO_LATE, minutes=UNDO_MS // 60_000)
    if refusal := in_the_way(facts, session):
        return refusal
    hosts = [each for each in (last.host, last.co_host) if each and able(facts, each, now)]
    host, *beside = hosts or [person.account]
    return [
        events.DropInOpened(
            drop_in=session.drop_in,
            form=last.form,
            host=member_of(facts, host),
            co_host=member_of(facts, beside[0]) if beside else None,
            ends_at=session.ends_at,
            again=True,
        )
    ]
