"""The times that a plan comes to, worked out: wall times with the instants they mean.

How they are worked out (zones, rules) is not known here; it takes a tzdata.
"""

import enum

import msgspec


class Note(enum.StrEnum):
    """What is odd about a time on a night when the clocks change."""

    NONE = ""
    GAP = "gap"
    """The wall time does not exist that night; the session begins as much later."""
    FOLD = "fold"
    """It exists twice that night; the session begins the first time."""


class Time(msgspec.Struct, frozen=True, kw_only=True):
    """One time of a plan. `wall` as planned; `shown` what the clock shows at `starts_at` (ms), the
    same but for a gap."""

    wall: str
    shown: str
    starts_at: int
    note: Note = Note.NONE

    @property
    def date(self) -> str:
        """By this a series knows its sessions: it has one a day at most."""
        return self.wall[:10]


class Times(msgspec.Struct, frozen=True, kw_only=True):
    """All times of a plan, in order. `open_ended`: the rule names no end, and more will follow.
    `skipped`: months (`2027-02`) or years (`2027`) in which the rule finds no day."""

    times: tuple[Time, ...]
    open_ended: bool = False
    skipped: tuple[str, ...] = ()
