"""What is asked of a schedule that exists already, and what came of it. Pure values."""

import enum

import msgspec

from rooms.ids import DropInId, RoomId, SeriesId


class Scope(enum.StrEnum):
    """How much of a series is meant."""

    ALL = "all"
    FOLLOWING = "following"
    """One session and all after it."""
    ONE = "one"


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """A schedule as saved. `apart`: sessions that were changed by themselves before, and so left
    as they are. `cancelled` and `moved`: how many people were told of, if anybody was coming."""

    series: SeriesId
    version: int
    room: RoomId
    made: int = 0
    moved: int = 0
    cancelled: int = 0
    apart: tuple[DropInId, ...] = ()


class Stopped(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of one host, ended: how many `series`, with how many sessions that were ahead.
    `guest`: sessions in somebody else's series that the host still has. `rooms`: where."""

    series: int
    cancelled: int
    guest: int
    rooms: tuple[RoomId, ...]


class Who(enum.StrEnum):
    """Who would be in two places: the host, or the room."""

    HOST = "host"
    ROOM = "room"


class Clash(msgspec.Struct, frozen=True, kw_only=True):
    """Two sessions that overlap. `starts_at`: of the one asked for; `at`: of the one that is there,
    which is in `room` and hosted by `host_name`. Times in ms."""

    who: Who
    starts_at: int
    at: int
    drop_in: DropInId
    room: RoomId
    host_name: str = ""


class Doubled(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who would be in two sessions at once, in one of them at least as the second person:
    said, and no obstacle. Otherwise as `Clash`; `name` is theirs."""

    name: str
    starts_at: int
    at: int
    drop_in: DropInId
    room: RoomId
