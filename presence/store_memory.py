"""Presence inside one process, or between several nodes in one process, as tests have them.

Leases run on a clock that is given; refuses to know more than one process.
"""

import time
from collections.abc import Callable, Collection, Mapping

from presence.presence import Snapshot
from presence.store import LEASE_SECONDS

EMPTY = Snapshot()


class MemoryPlace:
    """What the stores of one process share. `now` is in seconds and only goes forward."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._leases: dict[object, float] = {}
        self._rooms: dict[str, dict[object, Snapshot]] = {}

    def flush(self) -> None:
        """Forget everything, as a restarted Redis does."""
        self._leases.clear()
        self._rooms.clear()

    def prolong(self, holder: object) -> None:
        self._leases[holder] = self._now() + LEASE_SECONDS

    def holds(self, holder: object) -> bool:
        return self._leases.get(holder, 0.0) > self._now()

    def end(self, holder: object) -> None:
        self._leases.pop(holder, None)
        for room in tuple(self._rooms):
            self.put(holder, room, EMPTY)

    def put(self, holder: object, room: str, snapshot: Snapshot) -> None:
        said = self._rooms.setdefault(room, {})
        said[holder] = snapshot
        if snapshot == EMPTY:
            del said[holder]
        if not said:
            del self._rooms[room]

    def said(self, room: str, *, besides: object) -> list[Snapshot]:
        said = self._rooms.get(room, {})
        return [s for holder, s in said.items() if holder is not besides and self.holds(holder)]


class MemoryStore:
    """A `PresenceStore` over a `MemoryPlace`; never unreachable."""

    def __init__(self, place: MemoryPlace) -> None:
        self._place = place
        self._holder = object()

    async def renew(self) -> bool:
        held = self._place.holds(self._holder)
        if not held:
            self._place.end(self._holder)
        self._place.prolong(self._holder)
        return held

    async def put(self, snapshots: Mapping[str, Snapshot]) -> None:
        for room, snapshot in snapshots.items():
            self._place.put(self._holder, room, snapshot)

    async def read(self, rooms: Collection[str]) -> Mapping[str, list[Snapshot]]:
        return {room: self._place.said(room, besides=self._holder) for room in rooms}

    async def close(self) -> None:
        self._place.end(self._holder)
