"""What a client may ask, each in the imperative; `Command` is the union of them all.

The same structs are decoded from the socket, built by HTTP handlers and handed to `decide`:
there is no second form of a command. Unknown types and fields are refused at decoding.
"""

import enum
from typing import Annotated

from msgspec import Meta

from rooms.actor import Role
from rooms.asked import Asked, InRoom, ToAppend
from rooms.hosting_commands import CloseDropIn as CloseDropIn
from rooms.hosting_commands import FreeFloor as FreeFloor
from rooms.hosting_commands import FreezeFloor as FreezeFloor
from rooms.hosting_commands import Hosting as Hosting
from rooms.hosting_commands import NameCoHost as NameCoHost
from rooms.hosting_commands import OpenDropIn as OpenDropIn
from rooms.hosting_commands import PassHosting as PassHosting
from rooms.hosting_commands import ReadOut as ReadOut
from rooms.hosting_commands import ReopenDropIn as ReopenDropIn
from rooms.hosting_commands import SlowDown as SlowDown
from rooms.hosting_commands import TakeFloor as TakeFloor
from rooms.hosting_commands import TakeHosting as TakeHosting
from rooms.hosting_commands import ThawFloor as ThawFloor
from rooms.ids import MemberId, PublicId

MAX_BODY_CODE_POINTS = 2_000
MAX_REASON_CODE_POINTS = 500
MAX_PAGE = 100
USUAL_REPLAY = 500
LONGEST_REPLAY = 10_000
LONGEST_SANCTION_SECONDS = 366 * 24 * 3600
SLOWEST_PACE_SECONDS = 3600

Seq = Annotated[int, Meta(ge=0, le=2**53 - 1)]
# The longest body as NFD with room for a clear `too_long`: beyond this it is a bad frame.
Text = Annotated[str, Meta(max_length=20_000)]
Note = Annotated[str, Meta(min_length=1, max_length=MAX_REASON_CODE_POINTS)]
Seconds = Annotated[int, Meta(ge=1, le=LONGEST_SANCTION_SECONDS)]


class Reaction(enum.StrEnum):
    """The five ways to answer without words. There is no way to disapprove."""

    HUG = "hug"
    THANK_YOU = "thank_you"
    ME_TOO = "me_too"
    HOPE = "hope"
    THINKING_OF_YOU = "thinking_of_you"


class Reason(enum.StrEnum):
    """Why a moderator acted: a closed list, each a catalogue key, so that it can be translated."""

    CONTACT_DETAILS = "contact_details"
    MEDICAL_ADVICE = "medical_advice"
    UNKIND = "unkind"
    SELLING = "selling"
    FLOODING = "flooding"
    HEATED = "heated"
    NO_COVER = "no_cover"
    OTHER = "other"


class WatchAttention(Asked, frozen=True, kw_only=True):
    """Be told whenever what waits for staff, or for mentors, has changed."""


class JoinRoom(InRoom, frozen=True, kw_only=True):
    """Start reading a room; with `epoch` and `after`, go on from where reading stopped. Who has
    missed more than `replay` entries is given the newest page instead of all of them.

    Asked again before the answer came, the later one takes its place: only that one is answered."""

    epoch: str | None = None
    after: Seq | None = None
    replay: Annotated[int, Meta(ge=0, le=LONGEST_REPLAY)] = USUAL_REPLAY


class LeaveRoom(InRoom, frozen=True, kw_only=True):
    """Stop reading a room, and be gone from its people at once."""


class Typing(InRoom, frozen=True, kw_only=True):
    """Tell the room that one is writing: mentors and staff only."""


class MarkRead(InRoom, frozen=True, kw_only=True):
    """Remember how far the person has read; never moves backwards."""

    seq: Seq


class ReadHistory(InRoom, frozen=True, kw_only=True):
    """A page of folded messages whose seq is below `before`, newest last."""

    before: Seq
    limit: Annotated[int, Meta(ge=1, le=MAX_PAGE)] = 50


class BeListed(InRoom, frozen=True, kw_only=True):
    """Be shown, or no longer shown, among the people who are here."""

    listed: bool


class CountRecent(InRoom, frozen=True, kw_only=True):
    """How many messages of a member `RemoveRecent` would take down now (moderators)."""

    member: MemberId


class OpenSealed(InRoom, frozen=True, kw_only=True):
    """Read a text that was taken away, within its 72 hours: staff, with a logged reason."""

    message: PublicId
    reason: Note


class PostMessage(ToAppend, frozen=True, kw_only=True):
    """Say something; the message's id is the command's. `reply_to` quotes by id, never by copy."""

    body: Text
    reply_to: PublicId | None = None


class EditMessage(ToAppend, frozen=True, kw_only=True):
    """Change one's own message within 15 minutes; it is marked as edited."""

    message: PublicId
    body: Text


class RetractMessage(ToAppend, frozen=True, kw_only=True):
    """Take back one's own message."""

    message: PublicId


class React(ToAppend, frozen=True, kw_only=True):
    """Add a reaction, or with `on=false` take it back."""

    message: PublicId
    reaction: Reaction
    on: bool = True


class ChangeName(ToAppend, frozen=True, kw_only=True):
    """Take another screen name in the tree that this room belongs to."""

    name: Annotated[str, Meta(max_length=200)]


class RemoveMessage(ToAppend, frozen=True, kw_only=True):
    """Take down somebody's message (moderators)."""

    message: PublicId
    reason: Reason


class RestoreMessage(ToAppend, frozen=True, kw_only=True):
    """Put back a message that was taken down, while its text is still kept."""

    message: PublicId


class RemoveRecent(ToAppend, frozen=True, kw_only=True):
    """Take down everything that a person wrote here in the last hour (moderators)."""

    member: MemberId
    reason: Reason


class LockRoom(ToAppend, frozen=True, kw_only=True):
    """Close the room: it can be read, and nobody but staff writes (moderators)."""

    reason: Reason


class UnlockRoom(ToAppend, frozen=True, kw_only=True):
    """Open a closed room again (moderators)."""


class SetPace(ToAppend, frozen=True, kw_only=True):
    """Slow pace: so many seconds between two messages of one person; null for the room's usual."""

    pace_seconds: Annotated[int, Meta(ge=0, le=SLOWEST_PACE_SECONDS)] | None


class CalmRoom(ToAppend, frozen=True, kw_only=True):
    """Slow pace, and new accounts can only read, for a while (moderators)."""

    seconds: Annotated[int, Meta(ge=60, le=24 * 3600)] = 1800


class EndCalm(ToAppend, frozen=True, kw_only=True):
    """End a calm before its time."""


class MuteMember(ToAppend, frozen=True, kw_only=True):
    """Pause a person's writing in this room."""

    member: MemberId
    seconds: Seconds
    reason: Reason


class RemoveMember(ToAppend, frozen=True, kw_only=True):
    """Have a person step out of this room until a time."""

    member: MemberId
    seconds: Seconds
    reason: Reason


class LiftSanction(ToAppend, frozen=True, kw_only=True):
    """End a mute or a removal before its time."""

    member: MemberId
    sanction: PublicId


class EndSanction(ToAppend, frozen=True, kw_only=True):
    """A mute or a removal has run out: submitted by every timekeeper, won by one."""

    member: MemberId
    sanction: PublicId


class CloseAccount(ToAppend, frozen=True, kw_only=True):
    """Close a person's account, everywhere."""

    member: MemberId
    reason: Reason


class OpenAccount(ToAppend, frozen=True, kw_only=True):
    """Open a closed account again."""

    member: MemberId


class SuspendPowers(ToAppend, frozen=True, kw_only=True):
    """Take a colleague's powers away everywhere for 60 minutes; an admin is told (moderators)."""

    member: MemberId
    reason: Reason


class LeaveCommunity(ToAppend, frozen=True, kw_only=True):
    """Leave for good: the account ends, and its messages stand under "Former member"."""


class ChangeRole(ToAppend, frozen=True, kw_only=True):
    """Make somebody member, mentor or moderator here, or with `everywhere` moderator or admin."""

    member: MemberId
    role: Role
    everywhere: bool = False


Ask = (
    WatchAttention
    | JoinRoom
    | LeaveRoom
    | Typing
    | MarkRead
    | ReadHistory
    | BeListed
    | CountRecent
    | OpenSealed
)
"""Requests that change nothing in the transcript."""

Talk = PostMessage | EditMessage | RetractMessage | React | ChangeName
Moderation = (
    RemoveMessage
    | RemoveRecent
    | RestoreMessage
    | LockRoom
    | UnlockRoom
    | SetPace
    | CalmRoom
    | EndCalm
    | MuteMember
    | RemoveMember
    | LiftSanction
    | EndSanction
    | CloseAccount
    | OpenAccount
    | SuspendPowers
    | ChangeRole
)
Writing = Talk | LeaveCommunity | Moderation | Hosting
"""Commands that go through the append; each may add one entry to a room."""

AccountWide = ChangeName | CloseAccount | OpenAccount | SuspendPowers | LeaveCommunity | ChangeRole
"""Writing commands that leave an entry in every room the person belongs to (`ChangeRole` only
with `everywhere`, `ChangeName` in the rooms of the tree)."""

HouseOnly = EndSanction | PassHosting | SlowDown
"""Never accepted from a client."""

Confirmed = LeaveCommunity
"""Accepted only with the password once more (`DELETE /api/me`), as it cannot be undone: a session
that was left open somewhere is not enough."""

Command = Ask | Writing
