"""A look at many rooms from outside: how many are there, in a word, and whether a mentor is.

Looked at once a minute, so that it says nothing of when one person came. Never a name or a number.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from presence.presence import OTHERS_CHANGE_SECONDS, Crowd, Snapshot, crowd

Said = Callable[[Collection[str]], Awaitable[Mapping[str, list[Snapshot]]]]
MENTOR = "mentor"


@dataclass(frozen=True, slots=True)
class Glance:
    """What anybody may know of a room without going in."""

    crowd: Crowd = "none"
    mentor: bool = False


NOBODY = Glance()


def glance(snapshots: Iterable[Snapshot]) -> Glance:
    """What several processes know together, in words. A person on two of them counts once."""
    known = tuple(snapshots)
    listed = {person.member: person for snapshot in known for person in snapshot.people}
    others = sum(snapshot.others for snapshot in known)
    mentor = any(person.role == MENTOR for person in listed.values())
    return Glance(crowd(len(listed) + others), mentor)


class Glances:
    """The rooms of this process's directory page, as they were at most a minute ago."""

    def __init__(self, said: Said, *, now: Callable[[], float] = time.monotonic) -> None:
        """`said`: what all processes say of these rooms. `now`: a steady clock in seconds."""
        self._said = said
        self._now = now
        self._looking = asyncio.Lock()
        self._seen: dict[str, Glance] = {}
        self._seen_at = float("-inf")

    async def look(self, rooms: Collection[str]) -> Mapping[str, Glance]:
        """The rooms where somebody is."""
        async with self._looking:
            if self._now() - self._seen_at >= OTHERS_CHANGE_SECONDS:
                said = await self._said(rooms)
                self._seen = {room: glance(snapshots) for room, snapshots in said.items()}
                self._seen_at = self._now()
        return {room: seen for room, seen in self._seen.items() if seen.crowd != "none"}
