"""Presence of one process: what it tells the others, and what it announces in its rooms.

Once a second, and in one place. Refuses to know sockets, frames and brokers, and who may be listed.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from presence.occupants import Occupants
from presence.presence import (
    OTHERS_CHANGE_SECONDS,
    Change,
    Here,
    Person,
    Snapshot,
    diff,
    merge,
)
from presence.store import LEASE_SECONDS, RENEW_SECONDS, PresenceStore, StoreUnreachable

TICK_SECONDS = 1.0
# A phone that changes its network comes back within this, and nobody saw it go.
GRACE_SECONDS = 3.0
# Heals a lost hint; with the lease it bounds how long the dead are shown.
READ_AGAIN_SECONDS = 2.0
# Heals whatever the store lost without saying so, and keeps its rooms from expiring.
PUT_AGAIN_SECONDS = 30.0
SLICE = 50
"""Rooms that are put, read and told in one go, so that others breathe."""
NEVER = float("-inf")
NOBODY = Snapshot()


@dataclass(slots=True)
class RoomPresence:
    """One room, as this process knows it."""

    occupants: Occupants = field(default_factory=Occupants)
    put: Snapshot | None = NOBODY
    put_at: float = NEVER
    remote: tuple[Snapshot, ...] = ()
    merged: tuple[Snapshot, ...] = ()
    """What `together` was made of."""
    together: Here = field(default_factory=Here)
    arrived: set[str] = field(default_factory=set)
    read_at: float = NEVER
    announced: Here = field(default_factory=Here)
    others_at: float = NEVER


class Tracker:
    """Who is here, through every process; only `run` and `tick` ever wait."""

    def __init__(
        self,
        store: PresenceStore,
        *,
        announce: Callable[[str, Change], None],
        changed: Callable[[str], None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`announce` tells this process's listeners of a room; `changed` hints the other processes.

        `now` is a steady clock in seconds. Neither callback may raise.
        """
        self._store = store
        self._announce = announce
        self._changed = changed
        self._now = now
        self._rooms: dict[str, RoomPresence] = {}
        self._rooms_of: dict[str, set[str]] = {}
        self._dirty: set[str] = set()
        self._renewed_at = NEVER

    def enter(self, room: str, connection_id: str, person_key: str, person: Person | None) -> None:
        """A device joined. Unlisted, unless the person's other device has them listed, here or, as
        the next look at the store shows, on another process.

        `person_key` is the member's id, or a guest's connection id; a guest has no person and is
        never listed.
        """
        known = self._rooms.setdefault(room, RoomPresence())
        if person_key not in known.occupants:
            # They may have dropped off another process a moment ago: that is the same visit.
            known.arrived.add(person_key)
            self._dirty.add(room)
        known.occupants.enter(connection_id, person_key, person)
        self._rooms_of.setdefault(connection_id, set()).add(room)

    def show(self, room: str, person_key: str) -> None:
        """List a person: they wrote there, or chose to be seen."""
        if known := self._rooms.get(room):
            known.occupants.show(person_key)

    def hide(self, room: str, person_key: str) -> None:
        """The person chose not to be seen any more."""
        if known := self._rooms.get(room):
            known.occupants.hide(person_key)
            known.arrived.discard(person_key)

    def leave(self, room: str, connection_id: str) -> None:
        """A device left in so many words: gone at the next tick."""
        self._forget_device(room, connection_id)
        if known := self._rooms.get(room):
            known.occupants.leave(connection_id)

    def drop(self, connection_id: str) -> None:
        """A line dropped: gone after `GRACE_SECONDS`, unless another device is there by then."""
        for room in self._rooms_of.pop(connection_id, ()):
            if known := self._rooms.get(room):
                known.occupants.fade(connection_id, gone_at=self._now() + GRACE_SECONDS)

    def rename(self, room: str, member: str, name: str) -> None:
        """To be called on every process the member is on; announced as a join that replaces."""
        if known := self._rooms.get(room):
            known.occupants.rename(member, name)

    def name_of(self, room: str, member: str) -> str | None:
        """The name that a member who is here through this process goes by; None for others."""
        known = self._rooms.get(room)
        return known.occupants.name_of(member) if known else None

    def change_role(self, room: str, member: str, role: str) -> None:
        """As `rename`, for the role that is shown beside the name."""
        if known := self._rooms.get(room):
            known.occupants.change_role(member, role)

    def dirty(self, room: str) -> None:
        """Another process said that its people in this room changed."""
        if room in self._rooms:
            self._dirty.add(room)

    def here(self, room: str) -> Here:
        """What was announced last: with the announcements that follow, what everybody sees."""
        known = self._rooms.get(room)
        return known.announced if known else Here()

    async def said(self, rooms: Collection[str]) -> dict[str, list[Snapshot]]:
        """What every process says of the rooms, whoever is in them through this one; without the
        store, what this one knows."""
        said = {room: [known.occupants.snapshot()] for room, known in self._rooms.items()}
        with contextlib.suppress(StoreUnreachable):
            for room, snapshots in (await self._store.read(rooms)).items():
                said.setdefault(room, []).extend(snapshots)
        return {room: said[room] for room in rooms if room in said}

    async def run(self) -> None:
        """Tick until cancelled, then give the lease up."""
        try:
            while True:
                await self.tick()
                await asyncio.sleep(TICK_SECONDS)
        finally:
            await self._store.close()

    async def tick(self) -> None:
        """Never raises for the store: without it, local people stay and remote ones fade."""
        for known in self._rooms.values():
            known.occupants.expire(self._now())
        reachable = True
        for rooms in self._slices():
            reachable = reachable and await self._exchange(rooms)
            for room in rooms:
                self._tell_or_rest(room, self._rooms[room])
            await asyncio.sleep(0)

    def _slices(self) -> Iterator[Sequence[str]]:
        """All rooms known now: only `tick` forgets any."""
        rooms = tuple(self._rooms)
        return (rooms[start : start + SLICE] for start in range(0, len(rooms), SLICE))

    async def _exchange(self, rooms: Sequence[str]) -> bool:
        """Say who is here and hear who is elsewhere; False when the store cannot be reached. The
        lease is looked at each time: with a slow store all the slices take longer than it lasts."""
        try:
            await self._renew()
            await self._put(rooms)
            await self._read(rooms)
        except StoreUnreachable:
            return False
        return True

    def _forget_device(self, room: str, connection_id: str) -> None:
        rooms = self._rooms_of.get(connection_id, set())
        rooms.discard(room)
        if not rooms:
            self._rooms_of.pop(connection_id, None)

    async def _renew(self) -> None:
        if self._now() - self._renewed_at < RENEW_SECONDS:
            return
        if not await self._store.renew():
            for known in self._rooms.values():
                known.put = None
        self._renewed_at = self._now()

    async def _put(self, rooms: Sequence[str]) -> None:
        again = self._now() - PUT_AGAIN_SECONDS
        said = {room: self._rooms[room].occupants.snapshot() for room in rooms}
        due = {
            room: snapshot
            for room, snapshot in said.items()
            if _differ(snapshot, self._rooms[room].put)
            or (snapshot != NOBODY and self._rooms[room].put_at <= again)
        }
        if due:
            await self._store.put(due)
        for room, snapshot in due.items():
            self._was_put(room, self._rooms[room], snapshot)

    def _was_put(self, room: str, known: RoomPresence, snapshot: Snapshot) -> None:
        if known.put != snapshot:
            self._changed(room)
        known.put, known.put_at = snapshot, self._now()

    async def _read(self, rooms: Sequence[str]) -> None:
        due = self._due_to_read(rooms)
        self._dirty.difference_update(rooms)
        if not due:
            return
        for room, snapshots in (await self._store.read(due)).items():
            known = self._rooms[room]
            known.remote, known.read_at = tuple(snapshots), self._now()
            self._go_on_listing(known)

    def _go_on_listing(self, known: RoomPresence) -> None:
        listed = {person.member for snapshot in known.remote for person in snapshot.people}
        for person_key in known.arrived & listed:
            known.occupants.show(person_key)
        known.arrived.clear()

    def _due_to_read(self, rooms: Sequence[str]) -> Collection[str]:
        again = self._now() - READ_AGAIN_SECONDS
        return {
            room
            for room in rooms
            if self._rooms[room].occupants
            and (room in self._dirty or self._rooms[room].read_at <= again)
        }

    def _tell_or_rest(self, room: str, known: RoomPresence) -> None:
        if known.occupants:
            self._tell(room, known)
        else:
            self._rest(room, known)

    def _tell(self, room: str, known: RoomPresence) -> None:
        if self._now() - known.read_at > LEASE_SECONDS:
            known.remote = ()
        now_here = self._paced(known, self._merged(known))
        if now_here is known.announced:
            return
        change = diff(known.announced, now_here)
        known.announced = now_here
        if change:
            self._announce(room, change)

    def _merged(self, known: RoomPresence) -> Here:
        """Made anew only when a process says something new: most rooms are quiet at most ticks."""
        said = (known.occupants.snapshot(), *known.remote)
        if _differ(said, known.merged):
            known.merged, known.together = said, merge(said)
        return known.together

    def _paced(self, known: RoomPresence, here: Here) -> Here:
        """The word about the others is looked at once a minute, so that it says nothing of when."""
        if self._now() - known.others_at < OTHERS_CHANGE_SECONDS:
            others = known.announced.others
            if here.people is known.announced.people:
                return known.announced
            return Here(people=here.people, others=others)
        known.others_at = self._now()
        return here

    def _rest(self, room: str, known: RoomPresence) -> None:
        """Nobody to tell. Kept for a minute, or coming back would show the word anew."""
        known.announced = Here(others=known.announced.others)
        if known.put == NOBODY and self._now() - known.others_at >= OTHERS_CHANGE_SECONDS:
            del self._rooms[room]
            self._dirty.discard(room)


def _differ(one: object, other: object) -> bool:
    """By value only where it is not the very same one: rooms are large, and mostly quiet."""
    return one is not other and one != other
