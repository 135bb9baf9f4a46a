"""What the processes of one community tell each other over the broker, and how it is encoded.

Hints, all of them: a lost one is healed by the transcript, the presence store or the next sweep.
"""

import msgspec

from rooms.ids import MemberId, RoomId, wire_name
from rooms.transcript import Entry

CONTROL = "control"
"""The topic every process listens to; every other topic is a room's id."""


class _Publication(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=wire_name):
    pass


class Appended(_Publication, frozen=True, kw_only=True):
    """Entries of one room, committed together, in order. Bodies included."""

    entries: tuple[Entry, ...]


class PresenceMoved(_Publication, frozen=True, kw_only=True):
    """Somebody came or went in this room on another process: read the presence store."""

    room: RoomId


class PersonHidden(_Publication, frozen=True, kw_only=True):
    """A person chose not to be seen in this room, on whichever process their devices are."""

    room: RoomId
    member: MemberId


class TypingSeen(_Publication, frozen=True, kw_only=True):
    room: RoomId
    member: MemberId
    name: str


class SessionsEnded(_Publication, frozen=True, kw_only=True):
    """Close every socket that came by one of these sessions (stored hashes)."""

    sessions: tuple[str, ...]


class StandingMoved(_Publication, frozen=True, kw_only=True):
    """A role or an account changed everywhere: look at the standing of every listener again."""


class AttentionMoved(_Publication, frozen=True, kw_only=True):
    """Something that waits for staff or for mentors came, was taken or is done."""


class LineMoved(_Publication, frozen=True, kw_only=True):
    """The drop-in of this room, or its line, changed: read it again, at most once a second."""

    room: RoomId


class NoticesMoved(_Publication, frozen=True, kw_only=True):
    """Something waits to be read by these accounts, on whichever process their sockets are."""

    accounts: tuple[str, ...]


Publication = (
    Appended
    | PresenceMoved
    | PersonHidden
    | TypingSeen
    | SessionsEnded
    | StandingMoved
    | AttentionMoved
    | LineMoved
    | NoticesMoved
)

_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Publication] = msgspec.msgpack.Decoder(Publication)


def encode(publication: Publication) -> bytes:
    return _encoder.encode(publication)


def decode(payload: bytes) -> Publication | None:
    """None for what another release says and this one does not understand."""
    try:
        return _decoder.decode(payload)
    except msgspec.MsgspecError:
        return None
