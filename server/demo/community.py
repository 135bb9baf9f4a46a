"""Reads the invented people and their messages. They are data; nothing here puts them anywhere."""

import tomllib
import uuid
from pathlib import Path

import msgspec

from rooms.actor import Role
from rooms.commands import Reaction
from rooms.ids import PublicId

COMMUNITY = Path(__file__).parent / "community.toml"
ROOMS = Path(__file__).parent / "rooms.toml"


class DemoPerson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`rooms` are keys; without them the role holds everywhere."""

    name: str
    role: Role = Role.MEMBER
    rooms: tuple[str, ...] = ()


class DemoMessage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    room: str
    by: str
    body: str
    reply_to: str | None = None


class DemoReaction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    to: str
    by: str
    reaction: Reaction


class Community(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everybody and everything said, in order."""

    person: tuple[DemoPerson, ...]
    message: tuple[DemoMessage, ...]
    reaction: tuple[DemoReaction, ...] = ()


def read() -> Community:
    """The community as shipped."""
    return msgspec.convert(tomllib.loads(COMMUNITY.read_text("utf-8")), Community)


def command_id(*words: str) -> PublicId:
    """The same id for the same words, so that seeding twice is the same as seeding once."""
    named = uuid.uuid5(uuid.NAMESPACE_OID, "\0".join(("hearthside demo", *words)))
    return str(uuid.UUID(bytes=named.bytes, version=4))
