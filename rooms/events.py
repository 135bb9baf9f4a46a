"""What has happened in a room, each in the past tense; `Event` is the union of them all.

No event carries an account's id. Text that was taken away is never in the event that says so:
`body` is None once a text is no longer shown.
"""

import enum

import msgspec

from rooms.actor import Role
from rooms.commands import Reaction, Reason
from rooms.dropins.forms import Form
from rooms.ids import DropInId, MemberId, PublicId, wire_name


class _Happened(
    msgspec.Struct, frozen=True, gc=False, kw_only=True, tag_field="type", tag=wire_name
):
    pass


class MessagePosted(_Happened, frozen=True, kw_only=True):
    """`name` is the author's screen name as of reading, empty for who has left; `role` as of
    writing. `played`: one of the invented people of the demonstration. `read_out`: it is a question
    that the author read out; `asked_by` asked it and ticked so, None for who wants no name."""

    message: PublicId
    author: MemberId
    name: str
    role: Role
    body: str | None
    reply_to: PublicId | None = None
    played: bool = False
    read_out: bool = False
    asked_by: MemberId | None = None
    asked_name: str = ""


class MessageEdited(_Happened, frozen=True, kw_only=True):
    message: PublicId
    author: MemberId
    body: str | None


class MessageRetracted(_Happened, frozen=True, kw_only=True):
    message: PublicId
    author: MemberId


class MessageRemoved(_Happened, frozen=True, kw_only=True):
    message: PublicId
    reason: Reason


class MessagesRemoved(_Happened, frozen=True, kw_only=True):
    """Several messages of one member taken down at once."""

    member: MemberId
    messages: tuple[PublicId, ...]
    reason: Reason


class MessageRestored(_Happened, frozen=True, kw_only=True):
    message: PublicId
    body: str | None


class ReactionAdded(_Happened, frozen=True, kw_only=True):
    message: PublicId
    member: MemberId
    reaction: Reaction


class ReactionRemoved(_Happened, frozen=True, kw_only=True):
    message: PublicId
    member: MemberId
    reaction: Reaction


class NameChanged(_Happened, frozen=True, kw_only=True):
    member: MemberId
    name: str


class MemberLeft(_Happened, frozen=True, kw_only=True):
    """A person has left for good; from here on they have no name, in older messages too."""

    member: MemberId


class RoomLocked(_Happened, frozen=True, kw_only=True):
    reason: Reason


class RoomUnlocked(_Happened, frozen=True, kw_only=True):
    pass


class PaceChanged(_Happened, frozen=True, kw_only=True):
    """`pace_ms` between two messages of one person, 0 for none; as of now, whoever set it. `busy`:
    an open hour goes slowly for now, or no longer; None for a pace that a moderator set. `set_ms`:
    what they set, where an open hour goes slower than that for now."""

    pace_ms: int
    busy: bool | None = None
    set_ms: int | None = None


class RoomCalmed(_Happened, frozen=True, kw_only=True):
    """Until then (ms since the Unix epoch): at least `pace_ms`, and new accounts only read."""

    until: int
    pace_ms: int


class CalmEnded(_Happened, frozen=True, kw_only=True):
    pass


class MemberMuted(_Happened, frozen=True, kw_only=True):
    """`until` in milliseconds since the Unix epoch, on the database's clock."""

    member: MemberId
    sanction: PublicId
    until: int
    reason: Reason


class MemberRemoved(_Happened, frozen=True, kw_only=True):
    member: MemberId
    sanction: PublicId
    until: int
    reason: Reason


class SanctionLifted(_Happened, frozen=True, kw_only=True):
    """A mute or removal is over: ended by a moderator, or with `expired` by the clock."""

    member: MemberId
    sanction: PublicId
    expired: bool = False


class AccountClosed(_Happened, frozen=True, kw_only=True):
    member: MemberId
    reason: Reason


class AccountOpened(_Happened, frozen=True, kw_only=True):
    member: MemberId


class PowersSuspended(_Happened, frozen=True, kw_only=True):
    """A mentor or moderator acts as a member, everywhere, until then."""

    member: MemberId
    until: int
    reason: Reason


class RoleChanged(_Happened, frozen=True, kw_only=True):
    member: MemberId
    role: Role


class Ending(enum.StrEnum):
    """How a session ended."""

    HOST = "host"
    TIME = "time"
    UNHOSTED = "unhosted"
    MODERATOR = "moderator"
    STOPPED = "stopped"


class Handing(enum.StrEnum):
    """Why somebody else hosts."""

    HANDED = "handed"
    AWAY = "away"
    TAKEN = "taken"
    BESIDE = "beside"
    """Only the co-host changed."""


class _OfDropIn(_Happened, frozen=True, kw_only=True):
    drop_in: DropInId


class DropInOpened(_OfDropIn, frozen=True, kw_only=True):
    """From here on the form decides who writes. `early_ms` before its time; `again`: an end was
    undone."""

    form: Form
    host: MemberId
    co_host: MemberId | None = None
    ends_at: int
    early_ms: int = 0
    again: bool = False


class DropInClosed(_OfDropIn, frozen=True, kw_only=True):
    """From here on the room is an ordinary one."""

    how: Ending


class HostsChanged(_OfDropIn, frozen=True, kw_only=True):
    host: MemberId
    co_host: MemberId | None = None
    how: Handing


class FloorGiven(_OfDropIn, frozen=True, kw_only=True):
    member: MemberId


class FloorFreed(_OfDropIn, frozen=True, kw_only=True):
    """`gone`: the speaker's line was lost, and their place in the line of people is kept."""

    member: MemberId
    gone: bool = False


class FloorFrozen(_OfDropIn, frozen=True, kw_only=True):
    """A short pause: hosts and staff alone write. Why is for them alone."""


class FloorThawed(_OfDropIn, frozen=True, kw_only=True):
    pass


Event = (
    MessagePosted
    | MessageEdited
    | MessageRetracted
    | MessageRemoved
    | MessagesRemoved
    | MessageRestored
    | ReactionAdded
    | ReactionRemoved
    | NameChanged
    | MemberLeft
    | RoomLocked
    | RoomUnlocked
    | PaceChanged
    | RoomCalmed
    | CalmEnded
    | MemberMuted
    | MemberRemoved
    | SanctionLifted
    | AccountClosed
    | AccountOpened
    | PowersSuspended
    | RoleChanged
    | DropInOpened
    | DropInClosed
    | HostsChanged
    | FloorGiven
    | FloorFreed
    | FloorFrozen
    | FloorThawed
)

Standing = (
    MemberMuted
    | MemberRemoved
    | SanctionLifted
    | AccountClosed
    | AccountOpened
    | PowersSuspended
    | RoleChanged
)
"""Events about what a person may do: seen by that person and by staff, a `void` to others."""


def messages_of(event: Event) -> tuple[PublicId, ...]:
    """The messages that an event is about."""
    if isinstance(event, MessagesRemoved):
        return event.messages
    message: PublicId | None = getattr(event, "message", None)
    return () if message is None else (message,)


def is_of_drop_in(event: Event) -> bool:
    """Whether people see the room's drop-in otherwise after this, or its line."""
    if isinstance(event, MessagePosted):
        return event.read_out
    return isinstance(event, _OfDropIn | MemberRemoved | AccountClosed | MemberLeft)
