"""Reads the invented people and what they say. They are data; nothing here puts them anywhere.

`community.toml` holds the people, `talk/` a file for each room that is alive.
"""

import enum
import tomllib
import uuid
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from persistence.safety.reports import Concern
from rooms.actor import Role
from rooms.commands import Reaction, Reason
from rooms.ids import PublicId

FOLDER = Path(__file__).parent
PEOPLE = "community.toml"
TALK = "talk"

Ago = Annotated[str, Meta(pattern=r"^\d{1,2}:[0-5]\d$")]
"""Hours and minutes before the demonstration begins."""


class Door(enum.StrEnum):
    """How a visitor may come in: as one of the invented people, or only to look."""

    LOOK_IN = "look-in"
    MEMBER = "member"
    MENTOR = "mentor"
    MODERATOR = "moderator"


class _Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class DemoPerson(_Told, frozen=True, kw_only=True):
    """`rooms` are keys; without them the role holds everywhere. `door`: who comes in there."""

    name: str
    role: Role = Role.MEMBER
    rooms: tuple[str, ...] = ()
    door: Door | None = None


class Edited(_Told, frozen=True, kw_only=True):
    ago: Ago
    body: str


class TakenDown(_Told, frozen=True, kw_only=True):
    by: str
    ago: Ago
    reason: Reason


class Report(_Told, frozen=True, kw_only=True):
    """Somebody tells the moderators; without `by` it is a guest."""

    ago: Ago
    concern: Concern
    note: str | None = None
    by: str | None = None


class Line(_Told, frozen=True, kw_only=True):
    """`id` and `reply_to` name messages of the same room."""

    id: str
    by: str
    body: str
    reply_to: str | None = None


class DemoMessage(Line, frozen=True, kw_only=True):
    """Something said before the demonstration begins, and what became of it."""

    ago: Ago
    reactions: dict[Reaction, tuple[str, ...]] = {}
    edited: Edited | None = None
    taken_back: Ago | None = None
    taken_down: TakenDown | None = None
    told: Report | None = None


class LaterLine(Line, frozen=True, kw_only=True):
    """Something said while visitors are there, so long after the line before it."""

    wait_seconds: Annotated[int, Meta(ge=40, le=90)]


class DemoPause(_Told, frozen=True, kw_only=True):
    member: str
    by: str
    ago: Ago
    minutes: int
    reason: Reason


class Talk(_Told, frozen=True, kw_only=True):
    """What is said in one room, in order. `room` is its key in the directory."""

    room: str
    message: tuple[DemoMessage, ...]
    later: tuple[LaterLine, ...] = ()
    pause: tuple[DemoPause, ...] = ()


class Community(_Told, frozen=True, kw_only=True):
    """Everybody, and everything said. `door_room`: where a guest and a member come in."""

    door_room: str
    person: tuple[DemoPerson, ...]
    talk: tuple[Talk, ...]


class _People(_Told, frozen=True, kw_only=True):
    door_room: str
    person: tuple[DemoPerson, ...]


_File = TypeVar("_File", Talk, _People)


def read() -> Community:
    """The community as shipped."""
    people = _file(FOLDER / PEOPLE, _People)
    talk = tuple(_file(path, Talk) for path in sorted((FOLDER / TALK).glob("*.toml")))
    return Community(door_room=people.door_room, person=people.person, talk=talk)


def minutes(ago: Ago) -> int:
    """The same in minutes."""
    hours, rest = ago.split(":")
    return int(hours) * 60 + int(rest)


def command_id(*words: str) -> PublicId:
    """The same id for the same words, so that seeding twice is the same as seeding once."""
    named = uuid.uuid5(uuid.NAMESPACE_OID, "\0".join(("hearthside demo", *words)))
    return str(uuid.UUID(bytes=named.bytes, version=4))


def message_id(room: str, message: str) -> PublicId:
    """The id of a message, by the room's key and the message's name in its file."""
    return command_id(room, message)


def _file(path: Path, shape: type[_File]) -> _File:
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), shape)
