"""What people in line decide for themselves: taking a place, stepping aside, more time, passing.

Each function gives the line as it is then, or says why not. A place is theirs until they give it up
or had their turn: nothing here depends on being connected.
"""

import msgspec

from rooms.dropins import acts
from rooms.dropins.forms import HAS_LINE
from rooms.dropins.intake import clean_words
from rooms.dropins.line import CALL_MS, Line, Place, ended, moved_to
from rooms.dropins.ordering import entered
from rooms.dropins.settling import put_back
from rooms.dropins.stages import LOBBY_MS, State
from rooms.dropins.views import PlaceState
from rooms.dropins.who import Who
from rooms.refusals import Code, Refusal, refuse

Outcome = Line | Refusal


def take(line: Line, act: acts.TakePlace, who: Who, now: int) -> Outcome:
    """A new place at the end, or on the waiting list; for who has one, other words with it.

    Refused with `too_early`, `not_live`, `line_closed`, `in_another_line`; `not_allowed` to hosts,
    and as words are."""
    if who.account in line.hosts:
        return refuse(Code.NOT_ALLOWED)
    said = _said(act)
    if isinstance(said, Refusal):
        return said
    mine = line.of(who.account)
    if mine is not None:
        return line.with_place(_with_words(mine, act, said))
    if refusal := _not_open(line, who, now):
        return refusal
    number = line.last_number + 1
    place = Place(
        id=who.new_id,
        account=who.account,
        number=number,
        turn=max(number, *(1 + other.turn for other in line.places), 0),
        state=PlaceState.LISTED if line.is_full else PlaceState.WAITING,
        since=now,
        joined_at=now,
        first_time=who.first_time,
    )
    line = msgspec.structs.replace(line, last_number=number)
    return entered(line, _with_words(place, act, said))


def step_aside(line: Line, act: acts.StepAside, who: Who, now: int) -> Outcome:
    """The place is kept, and skipped until they are back."""
    del act
    mine = line.of(who.account)
    if mine is not None and mine.state is PlaceState.ASIDE:
        return refuse(Code.NOTHING_TO_CHANGE)
    if mine is None or mine.state not in (PlaceState.WAITING, PlaceState.CALLED):
        return refuse(Code.NO_PLACE)
    return line.with_place(moved_to(mine, PlaceState.ASIDE, now))


def come_back(line: Line, act: acts.ComeBack, who: Who, now: int) -> Outcome:
    """Waiting again, on the place that was kept."""
    del act
    mine = line.of(who.account)
    if mine is None:
        return refuse(Code.NO_PLACE)
    if mine.state is not PlaceState.ASIDE:
        return refuse(Code.NOTHING_TO_CHANGE)
    return line.with_place(moved_to(mine, PlaceState.WAITING, now))


def leave(line: Line, act: acts.LeaveLine, who: Who, now: int) -> Outcome:
    """The place is given up. Who has the floor ends the turn instead: that is an entry."""
    del act
    mine = line.of(who.account)
    if mine is None or mine.state is PlaceState.TALKING:
        return refuse(Code.NO_PLACE)
    return line.with_place(ended(mine, PlaceState.LEFT, now))


def more_time(line: Line, act: acts.MoreTime, who: Who, now: int) -> Outcome:
    """Two more minutes for who was called."""
    del act
    mine = _called(line, who)
    if isinstance(mine, Refusal):
        return mine
    until = max(mine.until or now, now) + CALL_MS
    return line.with_place(msgspec.structs.replace(mine, until=until))


def pass_turn(line: Line, act: acts.PassTurn, who: Who, now: int) -> Outcome:
    """The next one first: down by one."""
    del act
    mine = _called(line, who)
    if isinstance(mine, Refusal):
        return mine
    passed = put_back(line, mine, now)
    # It was their wish: there is nothing to be told.
    place = passed.of(who.account)
    assert place is not None
    return passed.with_place(msgspec.structs.replace(place, moved_down=False))


def hide_position(line: Line, act: acts.HidePosition, who: Who, now: int) -> Outcome:
    """Whether they are told which place they have."""
    del now
    mine = line.of(who.account)
    if mine is None:
        return refuse(Code.NO_PLACE)
    return line.with_place(msgspec.structs.replace(mine, position_hidden=act.hidden))


def _called(line: Line, who: Who) -> Place | Refusal:
    mine = line.of(who.account)
    if mine is None or mine.state is not PlaceState.CALLED:
        return refuse(Code.NO_PLACE)
    return mine


def _not_open(line: Line, who: Who, now: int) -> Refusal | None:
    if line.over:
        return refuse(Code.NOT_LIVE)
    if line.form not in HAS_LINE:
        return refuse(Code.LINE_CLOSED)
    if line.state is State.SCHEDULED and now < line.starts_at - LOBBY_MS:
        return refuse(Code.TOO_EARLY, at=line.starts_at - LOBBY_MS)
    if who.elsewhere is not None:
        return refuse(Code.IN_ANOTHER_LINE, drop_in=who.elsewhere)
    return None if line.line_open else refuse(Code.LINE_CLOSED)


def _said(act: acts.TakePlace) -> tuple[str, str] | Refusal:
    question = clean_words(act.question, acts.MOST_QUESTION)
    if isinstance(question, Refusal):
        return question
    note = clean_words(act.note, acts.MOST_NOTE)
    return note if isinstance(note, Refusal) else (question, note)


def _with_words(place: Place, act: acts.TakePlace, said: tuple[str, str]) -> Place:
    question, note = said
    return msgspec.structs.replace(
        place,
        question=question,
        note=note,
        shown=act.shown,
        language=act.language,
        in_writing=act.in_writing,
    )
