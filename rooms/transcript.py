"""The log of a room: events with their place in it, and the folded messages read from it.

Holds the values; how they are stored is `persistence`'s business.
"""

import enum

import msgspec

from rooms.actor import Role
from rooms.commands import Reaction, Reason
from rooms.events import Event
from rooms.ids import MemberId, PublicId, RoomId

UNKNOWN_HEAD = -1
"""In place of a room's newest seq, when none is known."""


class Entry(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An event with its place. `seq` orders, without gaps; `at` (ms, database clock) informs."""

    room: RoomId
    seq: int
    at: int
    event: Event


class Gone(enum.StrEnum):
    """Why a message shows no text."""

    RETRACTED = "retracted"
    REMOVED = "removed"


class Message(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One message as of some head: its latest text or a tombstone, and its reactions counted.

    `name` is empty for an author who has left. `removed_for`: the reason a moderator gave, while
    the message is taken down. `played`: by one of the invented people of the demonstration.
    `read_out`: a question that the author read out, `asked_by` whom, where they ticked so.
    """

    message: PublicId
    seq: int
    at: int
    author: MemberId
    name: str
    role: Role
    body: str | None
    gone: Gone | None = None
    removed_for: Reason | None = None
    edited_at: int | None = None
    reply_to: PublicId | None = None
    played: bool = False
    read_out: bool = False
    asked_by: MemberId | None = None
    asked_name: str = ""
    reactions: dict[Reaction, int] = {}
    mine: tuple[Reaction, ...] = ()


class Page(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Messages in order, oldest first, folded as of `as_of`.

    `before` asks for the page above this one; None when this page reaches as far back as its reader
    may read. `withheld`: the room goes further back, for members.
    """

    as_of: int
    messages: tuple[Message, ...]
    before: int | None = None
    withheld: bool = False
