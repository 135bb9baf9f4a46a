"""A clock that is behind the database's, for what the invented people did before today: what is
written by it goes through the same append, and has the time at which it is said to have happened.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from persistence.clock import Shift
from persistence.database import Database
from rooms.transcript import Entry
from server.compose import open_journal
from server.parts import Parts
from server.talk.desk import Desk

MINUTE_MS = 60_000


@dataclass(slots=True)
class Past:
    """`parts` as they are so many minutes ago; settable, and only ever towards `today`."""

    parts: Parts
    today: Parts
    _clock: "_Clock"

    def be(self, minutes_ago: int) -> None:
        self._clock.minutes_ago = minutes_ago


@dataclass(slots=True)
class _Clock:
    today: Shift
    minutes_ago: int = 0

    def shift_ms(self) -> int:
        return self.today() - self.minutes_ago * MINUTE_MS


@asynccontextmanager
async def opened(parts: Parts) -> AsyncIterator[Past]:
    """The same database by another clock, with a desk of its own.

    Nobody hears of its entries at once: other processes find them when they compare heads.
    """
    clock = _Clock(parts.database.shift_ms)
    database = Database(parts.database.url, parts.database.engine, clock.shift_ms)
    async with open_journal(database, parts.secret) as journal:
        desk = Desk(journal, secret=parts.secret, committed=_told_to_nobody)
        yield Past(replace(parts, database=database, desk=desk), parts, clock)
        await desk.finish()


def _told_to_nobody(entries: Sequence[Entry]) -> None:
    del entries
