"""What opens and closes a drop-in and moves its floor, each in the imperative.

`rooms.commands` knows them by the same names; there is no other way to speak of them.
"""

from rooms.asked import ToAppend
from rooms.ids import DropInId, MemberId, PublicId


class _InDropIn(ToAppend, frozen=True, kw_only=True):
    drop_in: DropInId


class OpenDropIn(_InDropIn, frozen=True, kw_only=True):
    """Begin the session: the host, up to 15 minutes early or late; at its time every timekeeper
    asks, and one of them wins when the host is there."""


class CloseDropIn(_InDropIn, frozen=True, kw_only=True):
    """End the session (hosts, moderators), or at its time, or for want of a host (the clock)."""


class ReopenDropIn(_InDropIn, frozen=True, kw_only=True):
    """Undo the end of a session, within a minute, for who ended it."""


class TakeFloor(_InDropIn, frozen=True, kw_only=True):
    """I am ready: for the person who was called."""


class FreeFloor(_InDropIn, frozen=True, kw_only=True):
    """The turn is over: `member`'s for hosts, null for one's own. It ends nobody else's, however
    late it comes."""

    member: MemberId | None = None


class FreezeFloor(_InDropIn, frozen=True, kw_only=True):
    """A short pause (hosts, moderators). `carry`: it is more than the host can carry."""

    carry: bool = False


class ThawFloor(_InDropIn, frozen=True, kw_only=True):
    """Go on after a short pause (hosts, moderators)."""


class TakeHosting(_InDropIn, frozen=True, kw_only=True):
    """Host from now on: who was offered it, the second person of an absent host, a moderator."""


class PassHosting(_InDropIn, frozen=True, kw_only=True):
    """The host was away for three minutes: the second person who is there goes on (the clock)."""


class NameCoHost(_InDropIn, frozen=True, kw_only=True):
    """Have another mentor or moderator beside one; null for nobody (the host, moderators)."""

    member: MemberId | None


class ReadOut(_InDropIn, frozen=True, kw_only=True):
    """Read a question out in the room, as its asker ticked; it counts as answered (hosts)."""

    question: PublicId


class SlowDown(_InDropIn, frozen=True, kw_only=True):
    """An open hour goes slowly while it is busy (the clock)."""

    busy: bool


Hosting = (
    OpenDropIn
    | CloseDropIn
    | ReopenDropIn
    | TakeFloor
    | FreeFloor
    | FreezeFloor
    | ThawFloor
    | TakeHosting
    | PassHosting
    | NameCoHost
    | ReadOut
    | SlowDown
)
"""What opens and closes a drop-in, and moves its floor."""
