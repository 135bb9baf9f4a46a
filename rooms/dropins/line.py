"""The line of one session as a value: who holds a place, in which order, and who was called.

It knows neither roles nor rows. Every change makes another line; what a person or the clock does
with it is in `waiting`, `leading` and `settling`.
"""

from collections.abc import Sequence

import msgspec

from rooms.dropins.forms import Form, Shown
from rooms.dropins.stages import State
from rooms.dropins.views import HELD, PlaceState
from rooms.ids import AccountId, DropInId, PublicId, RoomId
from rooms.refusals import Refusal

CALL_MS = 2 * 60_000
"""So long a call waits for "I am ready", and so much each "two more minutes" adds."""
LATE_READY_MS = 30_000
"""A call that ran out so long ago still counts: a slow line must not cost a turn."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place in line. `number`: which one of the session it was when it was taken; `turn`: where
    it stands, the lowest first. `question` and `note` are empty where nothing was said.
    `moved_up_at`: hosts made it the next one. Times in ms, database clock."""

    id: PublicId
    account: AccountId
    number: int
    turn: int
    state: PlaceState
    since: int
    joined_at: int
    until: int | None = None
    began_at: int | None = None
    ended_at: int | None = None
    question: str = ""
    note: str = ""
    shown: Shown = Shown.NO
    language: str = "en"
    in_writing: bool = False
    first_time: bool = False
    position_hidden: bool = False
    moved_down: bool = False
    moved_up_at: int | None = None
    answer: str = ""
    answered_by: AccountId | None = None

    @property
    def held(self) -> bool:
        return self.state in HELD


class HeldReply(msgspec.Struct, frozen=True, kw_only=True):
    """Words that wait until a share has ended; `released`: they are in the room; `refusal`: why
    the room did not take them; their author has them back."""

    id: PublicId
    account: AccountId
    body: str
    at: int
    released: bool = False
    refusal: Refusal | None = None


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A session, as far as its line goes, and its places: those that are held, by `turn`, and among
    them some that are over. `host` and `co_host` are who hosts now, else who was planned to;
    `speaker` has the floor. `told`, `late_minutes`, `offered_to` and the like as in its row.
    `replies`: those that are held now."""

    drop_in: DropInId
    room: RoomId
    form: Form
    state: State
    host: AccountId
    co_host: AccountId | None
    starts_at: int
    ends_at: int
    ended_at: int | None = None
    capacity: int
    turn_minutes: int
    first_timers_first: bool = False
    speaker: AccountId | None = None
    frozen: bool = False
    line_open: bool = True
    last_number: int = 0
    late_minutes: int | None = None
    told: str = ""
    told_at: int | None = None
    offered_to: AccountId | None = None
    offered_at: int | None = None
    handed_note: str = ""
    handed_at: int | None = None
    well_at: int | None = None
    places: tuple[Place, ...] = ()
    replies: tuple[HeldReply, ...] = ()

    @property
    def hosts(self) -> frozenset[AccountId]:
        return frozenset({self.host} | ({self.co_host} if self.co_host else set()))

    @property
    def over(self) -> bool:
        return self.state not in (State.SCHEDULED, State.LIVE)

    @property
    def held(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.held)

    @property
    def called(self) -> Place | None:
        return next((p for p in self.places if p.state is PlaceState.CALLED), None)

    @property
    def next_up(self) -> Place | None:
        """Who is called next: the first who waits, is not aside and not on the waiting list."""
        return next((p for p in self.places if p.state is PlaceState.WAITING), None)

    @property
    def is_full(self) -> bool:
        """Whether a new place would be one on the waiting list."""
        in_line = sum(place.state is not PlaceState.LISTED for place in self.held)
        return in_line >= self.capacity or len(self.held) > in_line

    def of(self, account: AccountId) -> Place | None:
        """The place this account holds."""
        return next((place for place in self.held if place.account == account), None)

    def position(self, account: AccountId) -> int | None:
        """From 1: in the line for who waits there, in the waiting list for who is on it; None for
        who is aside, called or talking. Who stepped aside keeps the place, and so is counted."""
        mine = self.of(account)
        if mine is None or mine.state not in (PlaceState.WAITING, PlaceState.LISTED):
            return None
        in_line = {PlaceState.WAITING, PlaceState.ASIDE, PlaceState.CALLED}
        group = in_line if mine.state is PlaceState.WAITING else {PlaceState.LISTED}
        return 1 + sum(place.state in group for place in self._before(mine))

    def turns_ahead(self, account: AccountId) -> tuple[int, int]:
        """How many turns are before this account's, at least and at most: who stepped aside may
        come back or not. The turn that is being had now is not counted."""
        mine = self.of(account)
        if mine is None:
            return 0, 0
        sure = {PlaceState.WAITING, PlaceState.CALLED}
        if mine.state is PlaceState.LISTED:
            others = [p for p in self.held if p.state is not PlaceState.LISTED]
            others += [p for p in self._before(mine) if p.state is PlaceState.LISTED]
            sure.add(PlaceState.LISTED)
        else:
            others = self._before(mine)
        least = sum(place.state in sure for place in others)
        return least, least + sum(place.state is PlaceState.ASIDE for place in others)

    def with_place(self, place: Place) -> "Line":
        """The same line with this place as it is now."""
        places = tuple(place if other.id == place.id else other for other in self.places)
        return msgspec.structs.replace(self, places=places)

    def in_order(self, held: Sequence[Place]) -> "Line":
        """The places that are held, in another order: their turns are dealt out anew."""
        turns = sorted(place.turn for place in held)
        dealt = tuple(
            place if place.turn == turn else msgspec.structs.replace(place, turn=turn)
            for place, turn in zip(held, turns, strict=True)
        )
        over = tuple(place for place in self.places if not place.held)
        return msgspec.structs.replace(self, places=over + dealt)

    def _before(self, place: Place) -> list[Place]:
        return [other for other in self.held if other.turn < place.turn]


def moved_to(place: Place, state: PlaceState, now: int, until: int | None = None) -> Place:
    """The place in another held state, from now on; `until` of a call."""
    return msgspec.structs.replace(place, state=state, since=now, until=until)


def ended(place: Place, state: PlaceState, now: int) -> Place:
    """The place, over. The note is erased with it, and the question where nothing is to come of
    it any more. An unreached one keeps both for as long as the end can be undone."""
    over = msgspec.structs.replace(place, state=state, since=now, until=None, ended_at=now)
    return over if state is PlaceState.UNREACHED else forgotten(over)


def forgotten(place: Place) -> Place:
    """What was said with a place that is over, erased: an answer in writing, and a question that
    was not reached, still need the question."""
    keeps = place.state in (PlaceState.ANSWERED, PlaceState.UNREACHED)
    return msgspec.structs.replace(place, note="", question=place.question if keeps else "")
