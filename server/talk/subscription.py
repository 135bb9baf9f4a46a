"""One connection listening to one room: how far it was written to, as whom it listens, and whether
it is up to date. Knows neither the database nor how to catch up; its owner does that.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from rooms import events
from rooms.actor import Role
from rooms.facts import Sanction, SanctionKind
from rooms.ids import AccountId, MemberId, RoomId
from rooms.permissions import (
    ListenerClass,
    Readers,
    RoomState,
    is_turning,
    listener_class,
    person_concerned,
)
from rooms.refusals import Code, Refusal, refuse
from rooms.transcript import Entry
from server.talk import frames
from server.talk.joined_frames import JoinedFrames, prepare_entries, up_to_turning
from server.wires.outlet import Outlet, prepare

SAME_TIME_MS: Final = 1_000
"""Clocks that are no farther apart than they were are not worth a new standing."""


class State(enum.Enum):
    CATCHING_UP = enum.auto()
    LIVE = enum.auto()
    LAGGING = enum.auto()
    ENDED = enum.auto()


LIVE: Final = State.LIVE
"""In Python 3.11 a look at an enum's class takes 50 ns, a tenth of what one delivery may."""


@dataclass(frozen=True, slots=True)
class Standing:
    """As whom a listener listens, as of a seq. `member` is None for a guest."""

    as_of: int
    role: Role
    state: RoomState
    readers: Readers
    member: MemberId | None = None
    name: str = ""
    mutes: tuple[Sanction, ...] = ()
    suspended_until: int = 0
    """Until then (ms, the database's clock) no role that is given counts."""
    ahead_ms: int = 0
    """How far the database's clock is ahead of this machine's."""

    def is_as(self, other: "Standing") -> bool:
        """The same, whenever it was read. (15,000 are compared every few seconds: a copy with the
        other's time costs 1.9 µs instead of 0.1.)"""
        return (
            self.role == other.role
            and self.state == other.state
            and self.readers == other.readers
            and self.member == other.member
            and self.name == other.name
            and self.mutes == other.mutes
            and self.suspended_until == other.suspended_until
        )


class Owner(Protocol):
    """The connection, as its subscriptions see it. All plain; none may wait."""

    def lagging(self, subscription: "Subscription") -> None:
        """Its socket is over the limit: bring it up to date once it has drained."""

    def ended(self, subscription: "Subscription", refusal: Refusal) -> None:
        """Its listener may not read this room any more."""

    def banned(self) -> None:
        """Its listener's account was closed."""

    def signed_out(self) -> None:
        """Its listener has left for good."""


class Subscription:
    """A listener of a room, None for a guest's account. `written` is the last seq handed to its
    socket."""

    # Close together in memory: a fan-out touches every one of a room's.
    __slots__ = (
        *("_class", "_owner", "_passed", "account", "line", "room"),
        *("standing", "state", "written"),
    )

    def __init__(
        self, room: RoomId, line: Outlet, owner: Owner, account: AccountId | None = None
    ) -> None:
        self.room = room
        self.account = account
        self.line = line
        self.state = State.CATCHING_UP
        self.written = 0
        self.standing: Standing | None = None
        self._owner = owner
        self._class = ListenerClass.GUEST
        self._passed: list[Entry] = []

    @property
    def member(self) -> MemberId | None:
        return self.standing.member if self.standing else None

    @property
    def role(self) -> Role:
        return self.standing.role if self.standing else Role.GUEST

    def stand(self, standing: Standing) -> None:
        """Take the standing read in one snapshot with the history, then what has passed since."""
        self.standing = standing
        self._class = listener_class(standing.role)
        passed, self._passed = self._passed, []
        for entry in passed:
            self.standing_passed(entry)

    def stand_again(self, standing: Standing) -> None:
        """Take a standing that was read anew, unless a later entry has already changed it."""
        known = self.standing
        if known is None or standing.as_of < known.as_of:
            return
        if standing.is_as(known):
            # The old one stays: 15,000 new ones every few seconds are work for the collector.
            if abs(standing.ahead_ms - known.ahead_ms) > SAME_TIME_MS:
                self.standing = replace(known, ahead_ms=standing.ahead_ms)
            return
        self.standing = standing
        self._change_class(listener_class(standing.role))
        if (standing.state, standing.readers) != (known.state, known.readers):
            self._reset()

    def write(self, entries: Sequence[Entry]) -> None:
        """Write what was missed, while catching up. It may be ahead of the live stream, so a change
        of standing among the entries takes effect here, before the next of them."""
        fresh: Sequence[Entry] = [entry for entry in entries if entry.seq > self.written]
        while fresh and self.state is not State.ENDED:
            together = up_to_turning(fresh)
            fresh = fresh[len(together) :]
            self.line.write(prepare_entries(together, self._class, self.member))
            self.written = together[-1].seq
            if is_turning(together[-1].event):
                self.standing_passed(together[-1])

    def write_live(self, joined: JoinedFrames) -> None:
        """Write one flush, the bytes it shares with its class; entries it already has are left."""
        if self.state is not LIVE or self.written >= joined.last:
            return
        if self.written >= joined.first:
            self.write(joined.entries)
        else:
            if joined.concerned:
                self.line.write(joined.prepared(self._class, self.member))
            else:
                self.line.write(joined.shared(self._class))
            self.written = joined.last
        if self.line.is_full and self.state is LIVE:
            self.state = State.LAGGING
            self._owner.lagging(self)

    def end(self) -> None:
        """Not one more entry is written, not even of a flush that is under way."""
        self.state = State.ENDED

    def muted(self, now: int) -> Refusal | None:
        """The refusal that names the mute in force at `now` (ms, this machine's clock); the append
        decides, this is for where nothing is appended (typing)."""
        mutes = self.standing.mutes if self.standing else ()
        ahead = self.standing.ahead_ms if self.standing else 0
        for mute in mutes:
            if mute.until > now + ahead:
                return refuse(Code.MUTED, until=mute.until, reason=mute.reason)
        return None

    def standing_passed(self, entry: Entry) -> None:
        """An entry about somebody's standing passed, in the room's order; whatever the state of
        this listener, it takes effect before the next entry."""
        if self.standing is None:
            self._passed.append(entry)
            return
        if entry.seq <= self.standing.as_of:
            return
        match entry.event:
            case events.RoomLocked():
                self._turn(entry, RoomState.LOCKED)
            case events.RoomUnlocked():
                self._turn(entry, RoomState.OPEN)
            case events.MemberLeft(member=member):
                if member == self.standing.member:
                    self._owner.signed_out()
            case event if person_concerned(event) == self.standing.member:
                self._apply(entry, self.standing)

    def _turn(self, entry: Entry, state: RoomState) -> None:
        assert self.standing is not None
        self.standing = replace(self.standing, as_of=entry.seq, state=state)

    def _apply(self, entry: Entry, standing: Standing) -> None:
        role, mutes, suspended_until = standing.role, standing.mutes, standing.suspended_until
        match entry.event:
            case events.MemberMuted(sanction=mute, until=until, reason=reason):
                mutes = (*mutes, Sanction(mute, SanctionKind.MUTE, until, reason))
            case events.SanctionLifted(sanction=lifted):
                mutes = tuple(mute for mute in mutes if mute.id != lifted)
            case events.PowersSuspended(until=until):
                role, suspended_until = Role.MEMBER, until
            case events.RoleChanged(role=changed) if entry.at >= suspended_until:
                role = changed
            case events.MemberRemoved(until=until, reason=reason):
                self._owner.ended(self, refuse(Code.STEPPED_OUT, until=until, reason=reason))
            case events.AccountClosed():
                self._owner.banned()
        self.standing = replace(
            standing, as_of=entry.seq, role=role, mutes=mutes, suspended_until=suspended_until
        )
        self._change_class(listener_class(role))

    def _change_class(self, listener: ListenerClass) -> None:
        gains_sight = listener is ListenerClass.STAFF and self._class is not ListenerClass.STAFF
        self._class = listener
        if gains_sight:
            self._reset()

    def _reset(self) -> None:
        self.line.write(prepare(frames.encode(frames.Reset(room=self.room))))
