"""Identifiers and keyed hashes: what may be shown to others, and what never leaves the server.

An account's id is private. What the wire carries is a `MemberId`, which means something in one
room only, so that nobody can follow a person from room to room by an id.
"""

import hashlib
import re
import secrets
import uuid
from typing import Annotated, NewType

from msgspec import Meta

# The lengths are bounded beside the patterns because `$` also matches before a final newline.

AccountId = NewType("AccountId", str)
"""Private: in the database and in the process, never in a payload or a log line."""

RoomId = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$", max_length=32)]
"""Opaque, public: says nothing about the condition the room is for."""

MemberId = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$", max_length=32)]
"""A person in one room: a keyed hash of room and account."""

PublicId = Annotated[
    str,
    Meta(
        pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
        max_length=36,
    ),
]
"""A UUIDv4 (RFC 9562), lower case: of a command, and so of the message it posts.

Version 4, because a time-ordered id would tell when an anonymous message was begun."""

DropInId = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$", max_length=32)]
"""One drop-in session at one time; opaque and public, as a room's."""

SeriesId = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$", max_length=32)]
"""What several drop-ins were scheduled by, or one alone."""

TreeId = NewType("TreeId", str)
"""A tree of rooms (one theme of the directory): a person may use another name in another tree."""


def wire_name(class_name: str) -> str:
    """A struct's `type` on the wire: `PostMessage` is `post_message`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", class_name).lower()


def new_public_id() -> PublicId:
    """A fresh random UUIDv4."""
    return str(uuid.uuid4())


def following_id(command: PublicId, number: int) -> PublicId:
    """The id of what the house does by itself after a command, the same whenever it is asked."""
    digest = hashlib.blake2b(f"{command} {number}".encode(), person=b"follows", digest_size=16)
    return str(uuid.UUID(bytes=digest.digest(), version=4))


def new_opaque_id() -> str:
    """A fresh random 128-bit id as 32 hex digits, for accounts, rooms and sockets."""
    return secrets.token_hex(16)


def member_id(secret: bytes, room: RoomId, account: AccountId) -> MemberId:
    """The person's id in this room: BLAKE2b keyed with the server's secret (RFC 7693).

    Without the secret neither the account nor the same person elsewhere can be found from it.
    """
    return _keyed(secret, b"member", room.encode(), account.encode())


def command_digest(secret: bytes, content: bytes) -> str:
    """Tells whether a repeated `command_id` carries the same content.

    Keyed, so that a stored digest of a purged message cannot be guessed at from outside.
    """
    return _keyed(secret, b"command", content)


def counted_digest(secret: bytes, purpose: bytes, drop_in: DropInId, account: AccountId) -> str:
    """Counts a person once in a session without saying who, and under another hash for each
    `purpose` (16 bytes at most), so that what is stored for two of them does not come together."""
    return _keyed(secret, purpose, drop_in.encode(), account.encode())


def _keyed(secret: bytes, person: bytes, *parts: bytes) -> str:
    told_apart = b"".join([len(part).to_bytes(4, "big") + part for part in parts])
    digest = hashlib.blake2b(told_apart, key=secret[:64], person=person, digest_size=16)
    return digest.hexdigest()
