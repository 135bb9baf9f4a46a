"""Beginning a drop-in: when, by whom, and in which form. The room is its own again by `closing`.

Uncovered, or without the record it was announced with, it opens in a smaller form and is not
refused: people are waiting.
"""

from rooms import commands, events
from rooms.actor import HOUSE
from rooms.dropins.forms import UNCOVERED_FORMS, Form
from rooms.dropins.stages import LATE_MS, LOBBY_MS, UNHOSTED_MS, State
from rooms.events import Event
from rooms.facts import DropInFacts, Person, RoomFacts, SanctionKind
from rooms.hosting.hosts import able, member_of, present
from rooms.ids import AccountId
from rooms.moderation import silenced_by
from rooms.permissions import RoomState
from rooms.refusals import Code, Refusal, refuse

Decision = list[Event] | Refusal


def open_drop_in(
    facts: RoomFacts, command: commands.OpenDropIn, person: Person, now: int
) -> Decision:
    """The session begun: by its host from 15 minutes before to 15 after its time, by others once
    the host is late or may not host any more; by the clock when one of the two is here."""
    session = facts.drop_ins.get(command.drop_in)
    if session is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    if refusal := _over(session, now) or in_the_way(facts, session):
        return refusal
    if person.account == HOUSE.account:
        host = _who_is_here(facts, session, now)
    else:
        host = _who_opens(facts, session, person, now)
    return host if isinstance(host, Refusal) else [_opened(facts, session, host, now)]


def in_the_way(facts: RoomFacts, session: DropInFacts) -> Refusal | None:
    """A closed room, a stopped series, or another session (this one too) that is live here."""
    if facts.hosted is not None:
        if facts.hosted.drop_in == session.drop_in:
            return refuse(Code.NOTHING_TO_CHANGE)
        return refuse(Code.CLASH, who="room", at=facts.hosted.opened_at)
    if facts.state is RoomState.LOCKED:
        return refuse(Code.ROOM_LOCKED)
    return refuse(Code.SERIES_STOPPED) if session.stopped else None


def _over(session: DropInFacts, now: int) -> Refusal | None:
    if session.state is State.LIVE:
        return None
    if session.state is not State.SCHEDULED:
        return refuse(Code.NOT_LIVE)
    if now >= session.starts_at + UNHOSTED_MS:
        return refuse(Code.TOO_LATE, minutes=UNHOSTED_MS // 60_000)
    return None


def _who_is_here(facts: RoomFacts, session: DropInFacts, now: int) -> AccountId | Refusal:
    if now < session.starts_at:
        return refuse(Code.TOO_EARLY, at=session.starts_at)
    candidates = [session.host]
    if session.second and now >= _others_from(facts, session, now):
        candidates.append(session.second)
    for account in candidates:
        if able(facts, account, now) and present(session, account, now):
            return account
    return refuse(Code.NOT_LIVE)


def _who_opens(
    facts: RoomFacts, session: DropInFacts, person: Person, now: int
) -> AccountId | Refusal:
    if refusal := silenced_by(person, SanctionKind.MUTE, now):
        return refusal
    is_host = person.account == session.host
    since = session.starts_at - LOBBY_MS if is_host else _others_from(facts, session, now)
    return refuse(Code.TOO_EARLY, at=since) if now < since else person.account


def _others_from(facts: RoomFacts, session: DropInFacts, now: int) -> int:
    """From when on somebody else may begin: at once where the host cannot."""
    return session.starts_at + (LATE_MS if able(facts, session.host, now) else 0)


def _opened(
    facts: RoomFacts, session: DropInFacts, host: AccountId, now: int
) -> events.DropInOpened:
    planned = (session.second, session.host)
    beside = next((each for each in planned if each != host and able(facts, each, now)), None)
    return events.DropInOpened(
        drop_in=session.drop_in,
        form=_form(session, host, beside, now),
        host=member_of(facts, host),
        co_host=member_of(facts, beside) if beside else None,
        ends_at=session.ends_at,
        early_ms=max(0, session.starts_at - now),
    )


def _form(session: DropInFacts, host: AccountId, beside: AccountId | None, now: int) -> Form:
    if session.expert and not holds_record(session, host, now):
        return Form.LINE
    if beside is None and session.form not in UNCOVERED_FORMS:
        return Form.LINE
    return session.form


def holds_record(session: DropInFacts, host: AccountId, now: int) -> bool:
    """Whether it is hosted by the one whose verified record was announced, and it still holds."""
    return host == session.host and session.expert_until > now
