"""What hosts decide about the line: calling, putting off, moving up, answering in writing, and what
they tell everybody. Hosts are the host, who is beside the host, and moderators of the room.
"""

import msgspec

from rooms.commands import MAX_BODY_CODE_POINTS
from rooms.dropins import acts
from rooms.dropins.intake import some_words
from rooms.dropins.line import CALL_MS, Line, Place, ended, moved_to
from rooms.dropins.ordering import moved_up
from rooms.dropins.settling import put_back
from rooms.dropins.stages import State
from rooms.dropins.views import PlaceState
from rooms.dropins.who import Who
from rooms.refusals import Code, Refusal, refuse

Outcome = Line | Refusal

_WAIT = (PlaceState.WAITING, PlaceState.LISTED, PlaceState.ASIDE, PlaceState.CALLED)


def call_next(line: Line, act: acts.CallNext, who: Who, now: int) -> Outcome:
    """The next person, or a chosen one who waits, has two minutes to say that they are ready.

    Refused with `not_live`, `short_pause`, `floor_taken`, `already_called`, `nobody_waits`."""
    if refusal := _cannot_call(line, who):
        return refusal
    place = line.next_up if act.member is None else who.place_of(line, act.member)
    if place is None or place.state is not PlaceState.WAITING:
        return refuse(Code.NOBODY_WAITS if act.member is None else Code.NO_PLACE)
    called = moved_to(place, PlaceState.CALLED, now, until=now + CALL_MS)
    return line.with_place(msgspec.structs.replace(called, moved_down=False))


def put_off(line: Line, act: acts.PutOff, who: Who, now: int) -> Outcome:
    """Later: down by one; a call is taken back by it."""
    place = who.place_of(line, act.member)
    if place is None or place.state not in (PlaceState.WAITING, PlaceState.CALLED):
        return refuse(Code.NO_PLACE)
    return put_back(line, place, now)


def move_up(line: Line, act: acts.MoveUp, who: Who, now: int) -> Outcome:
    """The next one, also from the waiting list. The reason is the audit's alone."""
    reason = some_words(act.reason, acts.MOST_TOLD)
    if isinstance(reason, Refusal):
        return reason
    place = who.place_of(line, act.member)
    if place is None or place.state not in (PlaceState.WAITING, PlaceState.LISTED):
        return refuse(Code.NO_PLACE)
    if place.state is PlaceState.LISTED:
        place = moved_to(place, PlaceState.WAITING, now)
    return moved_up(line, place, now)


def answer_in_writing(line: Line, act: acts.AnswerInWriting, who: Who, now: int) -> Outcome:
    """An answer for its asker alone; the turn is over."""
    body = some_words(act.body, MAX_BODY_CODE_POINTS)
    if isinstance(body, Refusal):
        return body
    place = who.place_of(line, act.member)
    if place is None or place.state not in _WAIT:
        return refuse(Code.NO_PLACE)
    return line.with_place(_answered(place, body, who, now))


def _answered(place: Place, body: str, who: Who, now: int) -> Place:
    over = ended(place, PlaceState.ANSWERED, now)
    return msgspec.structs.replace(over, answer=body, answered_by=who.account)


def close_line(line: Line, act: acts.CloseLine, who: Who, now: int) -> Outcome:
    """No new places; who has one keeps it."""
    del act, who, now
    if not line.line_open:
        return refuse(Code.NOTHING_TO_CHANGE)
    return msgspec.structs.replace(line, line_open=False)


def open_line(line: Line, act: acts.OpenLine, who: Who, now: int) -> Outcome:
    """Places can be taken again."""
    del act, who, now
    if line.line_open:
        return refuse(Code.NOTHING_TO_CHANGE)
    return msgspec.structs.replace(line, line_open=True)


def tell_waiting(line: Line, act: acts.TellWaiting, who: Who, now: int) -> Outcome:
    """A few words to all who wait; they take the place of the words before."""
    del who
    words = some_words(act.words, acts.MOST_TOLD)
    if isinstance(words, Refusal):
        return words
    return msgspec.structs.replace(line, told=words, told_at=now)


def run_late(line: Line, act: acts.RunLate, who: Who, now: int) -> Outcome:
    """Said before the session is open, by who is to host it."""
    del now
    if line.state is not State.SCHEDULED:
        return refuse(Code.NOTHING_TO_CHANGE)
    if who.account not in line.hosts:
        return refuse(Code.NOT_ALLOWED)
    return msgspec.structs.replace(line, late_minutes=act.minutes)


def offer_hosting(line: Line, act: acts.OfferHosting, who: Who, now: int) -> Outcome:
    """The session is offered to another mentor or moderator of the room, with a note. Until they
    take it the host is the host."""
    if line.state is not State.LIVE:
        return refuse(Code.NOT_LIVE)
    if who.account != line.host:
        return refuse(Code.NOT_ALLOWED)
    target = who.known.get(act.member)
    if target is None:
        return refuse(Code.UNKNOWN_MEMBER)
    if not target.helps or target.account == line.host:
        return refuse(Code.NOT_ALLOWED)
    note = some_words(act.note, acts.MOST_TOLD) if act.note else ""
    if isinstance(note, Refusal):
        return note
    return msgspec.structs.replace(
        line,
        offered_to=target.account,
        offered_at=now,
        handed_note=note,
        handed_at=now if note else None,
    )


def all_well(line: Line, act: acts.AllWell, who: Who, now: int) -> Outcome:
    """The answer to "all well?", by who hosts."""
    del act
    if line.state is not State.LIVE:
        return refuse(Code.NOT_LIVE)
    if who.account not in line.hosts:
        return refuse(Code.NOT_ALLOWED)
    return msgspec.structs.replace(line, well_at=now)


def _cannot_call(line: Line, who: Who) -> Refusal | None:
    if line.state is not State.LIVE:
        return refuse(Code.NOT_LIVE)
    if line.frozen:
        return refuse(Code.SHORT_PAUSE)
    if line.speaker is not None:
        return refuse(Code.FLOOR_TAKEN)
    if line.called is not None:
        return refuse(Code.ALREADY_CALLED, name=who.name_of(line.called.account))
    return None
