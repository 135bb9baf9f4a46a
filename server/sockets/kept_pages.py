"""The newest messages of rooms as they were last read, for a minute: those who come back come room
by room. Whether they are still the newest is asked by who reads the room's head.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from persistence.reading.newest import Newest
from rooms.ids import RoomId

KEPT_ROOMS = 256
KEPT_SECONDS = 60.0
"""A text that was taken away is in no memory longer than this after it was last shown."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The newest messages of a room, and in which log and above which floor they were read."""

    epoch: str
    floor: int
    newest: Newest


class KeptPages:
    """Of at most `KEPT_ROOMS` rooms, the ones read last."""

    def __init__(self) -> None:
        self._pages: dict[RoomId, tuple[float, Shown]] = {}
        self._forgetting: asyncio.TimerHandle | None = None

    def of(self, rooms: Iterable[RoomId]) -> dict[RoomId, Shown]:
        """What is kept of these."""
        return {room: self._pages[room][1] for room in rooms if room in self._pages}

    def keep(self, read: Mapping[RoomId, Shown]) -> None:
        """In place of what was kept of the same rooms."""
        loop = asyncio.get_running_loop()
        for room, shown in read.items():
            self._pages.pop(room, None)
            self._pages[room] = (loop.time(), shown)
        while len(self._pages) > KEPT_ROOMS:
            del self._pages[next(iter(self._pages))]
        self._forget_in_time(loop)

    def _forget_in_time(self, loop: asyncio.AbstractEventLoop) -> None:
        """One timer, for the oldest."""
        if self._forgetting is None and self._pages:
            read_at, _ = next(iter(self._pages.values()))
            self._forgetting = loop.call_at(read_at + KEPT_SECONDS, self._forget, loop)

    def _forget(self, loop: asyncio.AbstractEventLoop) -> None:
        self._forgetting = None
        too_old = loop.time() - KEPT_SECONDS
        for room, (read_at, _) in tuple(self._pages.items()):
            if read_at > too_old:
                break
            del self._pages[room]
        self._forget_in_time(loop)
