"""What the clock and others' acts have made of a line: calls that timed out, people who may not be
here any more, free places, the end of the session. Asked before every act, and by every tick.

The same moment asked twice changes nothing the second time.
"""

from collections.abc import Collection

import msgspec

from rooms.dropins.line import CALL_MS, LATE_READY_MS, Line, Place, ended, forgotten, moved_to
from rooms.dropins.ordering import moved_down
from rooms.dropins.stages import LOBBY_MS, UNDO_MS, State
from rooms.dropins.views import PlaceState
from rooms.ids import AccountId

GIVEN_BACK_MS = 10 * 60_000
"""So long after an end that was undone a place is given back: later it would come as a surprise."""


def settled(
    line: Line, now: int, barred: Collection[AccountId], elsewhere: Collection[AccountId]
) -> Line:
    """The line as of `now`. `barred`: accounts that may not be in the room; they, and who hosts
    meanwhile, lose the place. `elsewhere`: accounts that hold a place in another line: an undone
    end does not give them back theirs here."""
    if line.over:
        return _closed(line, now)
    if line.state is State.SCHEDULED and now < line.starts_at - LOBBY_MS:
        return _moved_away(line, now)
    line = _given_back(line, now, elsewhere)
    line = _left(line, now, {*barred, *line.hosts})
    line = _timed_out(line, now)
    return _promoted(_tidied(line, now), now)


def _closed(line: Line, now: int) -> Line:
    """Nobody waits in a session that is over: who was not reached is told so."""
    for place in line.held:
        talked = place.state is PlaceState.TALKING
        state = PlaceState.DONE if talked else PlaceState.UNREACHED
        line = line.with_place(ended(place, state, now))
    return _tidied(line, now)


def _moved_away(line: Line, now: int) -> Line:
    """The session is at another time, before whose lobby nobody can wait: nobody is kept from
    other lines by it, and there is no end to undo."""
    for place in line.held:
        line = line.with_place(forgotten(ended(place, PlaceState.UNREACHED, now)))
    return line


def _given_back(line: Line, now: int, elsewhere: Collection[AccountId]) -> Line:
    """The end was undone: who was not reached waits again, where they stood."""
    if line.state is not State.LIVE:
        return line
    unreached = [place for place in line.places if _was_just_unreached(place, now)]
    for place in unreached:
        if place.account not in elsewhere and line.of(place.account) is None:
            # By way of the waiting list, so that no more are let in than before.
            back = moved_to(place, PlaceState.LISTED, now)
            line = line.with_place(msgspec.structs.replace(back, ended_at=None))
    by_turn = sorted(line.places, key=lambda place: place.turn)
    return msgspec.structs.replace(line, places=tuple(by_turn))


def _was_just_unreached(place: Place, now: int) -> bool:
    recently = place.ended_at is not None and now < place.ended_at + GIVEN_BACK_MS
    return place.state is PlaceState.UNREACHED and recently


def _left(line: Line, now: int, gone: Collection[AccountId]) -> Line:
    # Who has the floor loses it by an entry.
    for place in line.held:
        if place.account in gone and place.state is not PlaceState.TALKING:
            line = line.with_place(ended(place, PlaceState.LEFT, now))
    return line


def _timed_out(line: Line, now: int) -> Line:
    called = line.called
    if called is None or called.until is None or now <= called.until + LATE_READY_MS:
        return line
    if line.frozen:
        # In a short pause nobody can say that they are ready.
        return line.with_place(msgspec.structs.replace(called, until=now + CALL_MS))
    return put_back(line, called, now)


def put_back(line: Line, place: Place, now: int) -> Line:
    """Down by one, and waiting: a call that was not answered, a turn that was passed or put off."""
    waits = moved_to(place, PlaceState.WAITING, now)
    return moved_down(line.with_place(waits), waits)


def _promoted(line: Line, now: int) -> Line:
    """Into the line from the waiting list, in order, as far as there are places."""
    in_line = sum(place.state is not PlaceState.LISTED for place in line.held)
    listed = [place for place in line.held if place.state is PlaceState.LISTED]
    for place in listed[: max(0, line.capacity - in_line)]:
        line = line.with_place(moved_to(place, PlaceState.WAITING, now))
    return line


def _tidied(line: Line, now: int) -> Line:
    """Notes of places that are over are erased; of an unreached one when the end stands."""
    stands = line.ended_at is not None and now >= line.ended_at + UNDO_MS
    for place in line.places:
        undoable = place.state is PlaceState.UNREACHED and not stands
        if not place.held and not undoable and forgotten(place) != place:
            line = line.with_place(forgotten(place))
    return line
