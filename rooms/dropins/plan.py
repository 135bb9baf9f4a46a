"""What a mentor schedules: one session, or a series by a rule. As asked for.

Wall time and an IANA zone, never an instant: the instants follow from one tzdata.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from rooms.dropins.forms import Form
from rooms.ids import MemberId, RoomId

LONGEST_MINUTES = 180
SHORTEST_MINUTES = 10
MOST_TIMES = 366
MOST_PLACES = 60
MOST_ABOUT = 600

WallTime = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$", max_length=16)]
"""What the clock on the wall shows: `2026-11-24T18:00`. It may not exist, or exist twice."""

ZoneName = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_+/-]+$", max_length=64)]
"""An IANA name, `America/Chicago`."""

Rule = Annotated[str, Meta(max_length=300)]
"""The value of an RRULE (RFC 5545, 3.3.10), without `DTSTART`; empty for one time alone."""


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`host` and `second` are members of `room`; a mentor schedules as their own host. `second`:
    the co-host, or the moderator on call. `languages`: what is spoken, the first above all.
    `capacity`: places in line or circle. `turn_minutes`: how long a turn is thought to take.
    `expert`: its host answers with a verified record. `position_hidden`: nobody is told a place."""

    room: RoomId
    form: Form
    starts: WallTime
    zone: ZoneName
    minutes: int
    rule: Rule = ""
    host: MemberId | None = None
    second: MemberId | None = None
    languages: Annotated[tuple[str, ...], Meta(min_length=1, max_length=4)] = ("en",)
    about: Annotated[str, Meta(max_length=MOST_ABOUT)] = ""
    capacity: Annotated[int, Meta(ge=1, le=MOST_PLACES)] = 12
    turn_minutes: Annotated[int, Meta(ge=1, le=60)] = 8
    first_timers_first: bool = False
    position_hidden: bool = False
    expert: bool = False
