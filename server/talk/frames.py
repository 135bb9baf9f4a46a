"""What the server sends over a socket: answers, entries, and what is true for the moment only.

The client's half is `rooms.commands`. Together they are the wire; `contracts` writes them down.
Clients ignore fields they do not know. Times are milliseconds since the Unix epoch.
"""

import json

import msgspec

from presence import presence
from presence.presence import Person
from rooms.actor import Role
from rooms.commands import Command, Reason
from rooms.dropins.views import LineView
from rooms.events import Event
from rooms.facts import SanctionKind
from rooms.ids import MemberId, PublicId, RoomId, wire_name
from rooms.permissions import Readers, RoomState
from rooms.refusals import Code
from rooms.transcript import Page

PROTOCOL = 1
"""Raised when an old client could not understand the new frames; see `PROTOCOL_TOO_OLD`."""


class _Frame(msgspec.Struct, frozen=True, gc=False, kw_only=True, tag_field="type", tag=wire_name):
    # gc=False, here and in commands, events and entries: they are never in a circle, and what the
    # collector need not look at it is not called for (a tenth of what a message costs).
    pass


class Welcome(_Frame, frozen=True, kw_only=True):
    """The first frame. A client that loses the line returns at a random time within `spread_ms`."""

    protocol: int
    server_time: int
    epoch: str
    heartbeat_ms: int
    spread_ms: int
    signed_in: bool


class Heartbeat(_Frame, frozen=True, kw_only=True):
    """The newest seq of each joined room, so that a lost last entry is noticed."""

    server_time: int
    spread_ms: int
    heads: dict[RoomId, int]


class Receipt(_Frame, frozen=True, kw_only=True):
    """The command is committed at `seq`. `repeated`: it already was; this is the first answer."""

    ref: int
    command_id: PublicId
    room: RoomId
    seq: int
    at: int
    repeated: bool = False


class Refused(_Frame, frozen=True, kw_only=True):
    """An expected no. `retry_after` in milliseconds."""

    ref: int
    code: Code
    params: dict[str, str | int] = {}
    retry_after: int | None = None
    command_id: PublicId | None = None
    room: RoomId | None = None


class You(msgspec.Struct, frozen=True, kw_only=True):
    """Who the listener is in this room, sent to that listener alone. `is_new`: with the limits of a
    new account. `asks_name`: known in other trees, and never yet asked for a name in this one.
    `everywhere`: staff in every room, and not in this one alone."""

    member: MemberId
    name: str
    role: Role
    muted_until: int | None = None
    is_new: bool = False
    asks_name: bool = False
    everywhere: bool = False
    read: int = 0
    unread: int = 0


class Here(msgspec.Struct, frozen=True, kw_only=True):
    """Who is in the room now. `others`, the unnamed, is a word (`presence.crowd`), no number."""

    people: tuple[Person, ...]
    others: str


class SanctionInForce(msgspec.Struct, frozen=True, kw_only=True):
    """A mute or removal that holds now, and the screen name of the member it is on."""

    member: MemberId
    name: str
    sanction: PublicId
    kind: SanctionKind
    until: int
    reason: Reason


class Joined(_Frame, frozen=True, kw_only=True):
    """Reading has begun. With `page` the client shows that page alone; without it (`resumed`) the
    entries after its cursor follow. What comes after `as_of` follows as entries either way.
    `sanctions`: all in force as of `as_of` for staff, one's own for everybody else. `pace_ms`: the
    time between two messages of one person, without what a calm adds until `calm_until`."""

    ref: int
    room: RoomId
    epoch: str
    as_of: int
    floor: int
    readers: Readers
    state: RoomState
    lock_reason: Reason | None = None
    pace_ms: int = 0
    calm_until: int | None = None
    here: Here
    you: You | None = None
    page: Page | None = None
    sanctions: tuple[SanctionInForce, ...] = ()


class AttentionChanged(_Frame, frozen=True, kw_only=True):
    """To those who watch: read again what waits for you."""


class LineSnapshot(_Frame, frozen=True, kw_only=True):
    """The drop-in of a joined room as this listener sees it: after joining, and whenever it has
    changed, at most once a second. A snapshot whose version is lower than one seen is dropped."""

    view: LineView


class NoticesChanged(_Frame, frozen=True, kw_only=True):
    """To a signed-in person: read your notices again (`GET /api/me/notices`)."""


class Counted(_Frame, frozen=True, kw_only=True):
    """How many messages a member has in the last hour that are still shown."""

    ref: int
    room: RoomId
    member: MemberId
    count: int


class Left(_Frame, frozen=True, kw_only=True):
    ref: int
    room: RoomId


class Done(_Frame, frozen=True, kw_only=True):
    """The request was carried out; there is nothing more to say about it."""

    ref: int


class History(_Frame, frozen=True, kw_only=True):
    ref: int
    room: RoomId
    page: Page


class SealedText(msgspec.Struct, frozen=True, kw_only=True):
    seq: int
    at: int
    body: str


class Sealed(_Frame, frozen=True, kw_only=True):
    """The texts of a message that members no longer see, oldest first."""

    ref: int
    room: RoomId
    message: PublicId
    texts: tuple[SealedText, ...]


class Entry(_Frame, frozen=True, kw_only=True):
    room: RoomId
    seq: int
    at: int
    event: Event


class Void(_Frame, frozen=True, kw_only=True):
    """Something at this place is not for this listener. Carries no author, size or time."""

    room: RoomId
    seq: int


class PresenceChanged(_Frame, frozen=True, kw_only=True):
    """Who came and went since the last such frame. `others` is None when it did not change."""

    room: RoomId
    joins: tuple[Person, ...] = ()
    leaves: tuple[MemberId, ...] = ()
    others: str | None = None


class TypingNotice(_Frame, frozen=True, kw_only=True):
    room: RoomId
    member: MemberId
    name: str


class Reset(_Frame, frozen=True, kw_only=True):
    """What the client holds of this room is no longer right: join it again without a cursor."""

    room: RoomId


class Ended(_Frame, frozen=True, kw_only=True):
    """Reading this room has ended, and why; the connection and other rooms go on."""

    room: RoomId
    code: Code
    params: dict[str, str | int] = {}


Frame = (
    Welcome
    | Heartbeat
    | Receipt
    | Refused
    | AttentionChanged
    | LineSnapshot
    | NoticesChanged
    | Counted
    | Joined
    | Left
    | Done
    | History
    | Sealed
    | Entry
    | Void
    | PresenceChanged
    | TypingNotice
    | Reset
    | Ended
)


def presence_changed(room: RoomId, change: presence.Change) -> PresenceChanged:
    """Who came and went, as the wire says it."""
    return PresenceChanged(
        room=room, joins=change.joins, leaves=change.leaves, others=change.others
    )


def here(found: presence.Here) -> Here:
    """Who is here, as the wire says it."""
    return Here(people=found.people, others=found.others)


_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Command] = msgspec.json.Decoder(Command)


def encode(frame: Frame) -> bytes:
    return _encoder.encode(frame)


def decode(text: bytes | str) -> Command:
    """One decode, strict. Raises `msgspec.DecodeError` when it is not JSON, and its subclass
    `msgspec.ValidationError` when it is JSON but no command."""
    return _decoder.decode(text)


class Addressed(msgspec.Struct, frozen=True):
    """What an answer must carry back of a request that was not understood, or not even read."""

    ref: int = 0
    room: str | None = None
    command_id: str | None = None


_addressed_decoder = msgspec.json.Decoder(Addressed)


def addressed(text: str) -> Addressed:
    """What can be made out of it, so that even that can be answered."""
    try:
        return _addressed_decoder.decode(text)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return Addressed()


def ref_beside_half_characters(text: str) -> int | None:
    """The `ref` of JSON whose texts hold lone surrogates (half an emoji, cut by an editor).

    A client may send them (RFC 8259, 8.2), but the strict decoder takes none. None for no JSON."""
    try:
        found = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    ref = found.get("ref") if isinstance(found, dict) else 0
    return ref if type(ref) is int and 0 <= ref < 2**53 else 0


def _no_number(constant: str) -> float:
    raise ValueError(constant)
