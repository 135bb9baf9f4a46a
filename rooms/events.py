"""What has happened in a room, each in the past tense; `Event` is the union of them all.

No event carries an account's id. Text that was taken away is never in the event that says so:
`body` is None once a text is no longer shown.
"""

import msgspec

from rooms.actor import Role
from rooms.commands import Reaction, Reason
from rooms.ids import MemberId, PublicId, wire_name


class _Happened(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=wire_name):
    pass


class MessagePosted(_Happened, frozen=True, kw_only=True):
    """`name` is the author's screen name as of reading; `role` as of writing."""

    message: PublicId
    author: MemberId
    name: str
    role: Role
    body: str | None
    reply_to: PublicId | None = None


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


class RoleChanged(_Happened, frozen=True, kw_only=True):
    member: MemberId
    role: Role


Event = (
    MessagePosted
    | MessageEdited
    | MessageRetracted
    | MessageRemoved
    | MessageRestored
    | ReactionAdded
    | ReactionRemoved
    | NameChanged
    | MemberMuted
    | MemberRemoved
    | SanctionLifted
    | AccountClosed
    | AccountOpened
    | RoleChanged
)

Standing = (
    MemberMuted | MemberRemoved | SanctionLifted | AccountClosed | AccountOpened | RoleChanged
)
"""Events about what a person may do: seen by that person and by staff, a `void` to others."""
