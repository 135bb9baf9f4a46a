"""The tracker: who is told what, when, and what stays unsaid."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pytest

from presence.presence import (
    GONE_AFTER_CRASH_SECONDS,
    GONE_AFTER_DROP_SECONDS,
    GONE_AFTER_LEAVE_SECONDS,
    OTHERS_CHANGE_SECONDS,
    Change,
    Crowd,
    Person,
    Snapshot,
)
from presence.store import LEASE_SECONDS, StoreUnreachable
from presence.store_memory import MemoryPlace, MemoryStore
from presence.tracker import GRACE_SECONDS, SLICE, Tracker
from tests.presence.conftest import Clock

ANA = Person(member="a", name="Ana", role="member")
BEN = Person(member="b", name="Ben", role="mentor")


class FailingStore:
    """A store that a test can cut off."""

    def __init__(self, place: MemoryPlace) -> None:
        self._store = MemoryStore(place)
        self.cut = False
        self.closed = False

    def _reach(self) -> None:
        if self.cut:
            raise StoreUnreachable

    async def renew(self) -> bool:
        self._reach()
        return await self._store.renew()

    async def put(self, snapshots: Mapping[str, Snapshot]) -> None:
        self._reach()
        await self._store.put(snapshots)

    async def read(self, rooms: Collection[str]) -> Mapping[str, list[Snapshot]]:
        self._reach()
        return await self._store.read(rooms)

    async def close(self) -> None:
        self.closed = True
        await self._store.close()


@dataclass
class Process:
    """A tracker, and the list a listener of "room" would have drawn from its announcements."""

    place: MemoryPlace
    clock: Clock
    shown: dict[str, Person] = field(default_factory=dict)
    others: Crowd = "none"
    announced: list[Change] = field(default_factory=list)
    hinted: list[str] = field(default_factory=list)
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.store = FailingStore(self.place)
        self.tracker = Tracker(
            self.store, announce=self._announce, changed=self.hinted.append, now=self.clock
        )

    def _announce(self, room: str, change: Change) -> None:
        assert room == "room"
        self.announced.append(change)
        self.heard.set()
        self.shown |= {person.member: person for person in change.joins}
        for member in change.leaves:
            del self.shown[member]
        self.others = change.others or self.others

    def listed(self, person: Person, connection: str) -> None:
        self.tracker.enter("room", connection, person.member, person)
        self.tracker.show("room", person.member)

    def guests(self, number: int) -> None:
        for guest in range(number):
            name = f"guest {guest}"
            self.tracker.enter("room", name, name, None)

    @property
    def names(self) -> list[str]:
        return sorted(person.name for person in self.shown.values())


@dataclass
class Town:
    """Two processes on one clock; time passes in ticks of a second."""

    clock: Clock

    def __post_init__(self) -> None:
        place = MemoryPlace(self.clock)
        self.one, self.two = Process(place, self.clock), Process(place, self.clock)
        self.alive = [self.one, self.two]

    async def seconds(self, number: float) -> None:
        for _ in range(int(number)):
            self.clock.forward(1)
            for process in self.alive:
                await process.tracker.tick()


@pytest.fixture
def town(clock: Clock) -> Town:
    return Town(clock)


async def test_nobody_is_listed_for_reading(town: Town) -> None:
    town.one.tracker.enter("room", "c1", "a", ANA)
    town.two.listed(BEN, "c2")
    await town.seconds(3)
    assert town.two.names == ["Ben"]


async def test_listed_person_is_seen_through_the_other_process(town: Town) -> None:
    town.one.listed(ANA, "c1")
    town.two.listed(BEN, "c2")
    await town.seconds(3)
    assert town.one.names == town.two.names == ["Ana", "Ben"]
    assert town.one.tracker.here("room") == town.two.tracker.here("room")


async def test_hint_makes_the_next_tick_enough(town: Town) -> None:
    town.two.listed(BEN, "c2")
    await town.seconds(2)
    town.one.listed(ANA, "c1")
    await town.one.tracker.tick()
    assert town.one.hinted == ["room"]
    town.two.tracker.dirty("room")
    await town.two.tracker.tick()
    assert town.two.names == ["Ana", "Ben"]


async def test_hidden_person_becomes_one_of_the_others(town: Town) -> None:
    town.one.listed(ANA, "c1")
    town.two.listed(BEN, "c2")
    await town.seconds(3)
    town.one.tracker.hide("room", "a")
    await town.seconds(3)
    assert town.two.names == ["Ben"]


async def test_who_leaves_is_gone_in_time(town: Town) -> None:
    town.one.listed(ANA, "c1")
    town.two.listed(BEN, "c2")
    await town.seconds(3)
    town.one.tracker.leave("room", "c1")
    await town.seconds(GONE_AFTER_LEAVE_SECONDS)
    assert town.two.names == ["Ben"]


async def test_dropped_line_is_graced_and_then_gone(town: Town) -> None:
    town.one.listed(ANA, "c1")
    town.two.listed(BEN, "c2")
    await town.seconds(3)
    town.one.tracker.drop("c1")
    await town.seconds(GRACE_SECONDS - 1)
    assert town.two.names == ["Ana", "Ben"]
    await town.seconds(GONE_AFTER_DROP_SECONDS - GRACE_SECONDS)
    assert town.two.names == ["Ben"]


async def test_who_comes_back_within_the_grace_never_flickers(town: Town) -> None:
    town.one.listed(ANA, "c1")
    town.two.listed(BEN, "c2")
    await town.seconds(3)
    before = len(town.two.announced)
    town.one.tracker.drop("c1")
    await town.seconds(1)
    town.one.tracker.enter("room", "c3", "a", ANA)
    await town.seconds(10)
    assert town.two.names == ["Ana", "Ben"]
    assert len(town.two.announced) == before


async def test_person_stays_until_the_last_device_is_gone(town: Town) -> None:
    town.two.listed(BEN, "c4")
    for connection in ("c1", "c2", "c3"):
        town.one.listed(ANA, connection)
    town.one.tracker.leave("room", "c1")
    town.one.tracker.drop("c2")
    await town.seconds(10)
    assert town.two.names == ["Ana", "Ben"]
    town.one.tracker.leave("room", "c3")
    await town.seconds(3)
    assert town.two.names == ["Ben"]


async def test_who_returns_after_leaving_is_unlisted_again(town: Town) -> None:
    town.two.listed(BEN, "c2")
    town.one.listed(ANA, "c1")
    town.one.tracker.leave("room", "c1")
    town.one.tracker.enter("room", "c3", "a", ANA)
    await town.seconds(3)
    assert town.two.names == ["Ben"]


async def test_killed_process_takes_its_people_along_in_time(town: Town) -> None:
    town.one.listed(ANA, "c1")
    town.two.listed(BEN, "c2")
    await town.seconds(3)
    town.alive.remove(town.one)
    await town.seconds(GONE_AFTER_CRASH_SECONDS)
    assert town.two.names == ["Ben"]


async def test_flushed_store_is_exact_again(town: Town) -> None:
    town.one.listed(ANA, "c1")
    town.two.listed(BEN, "c2")
    await town.seconds(3)
    town.one.place.flush()
    await town.seconds(5)
    assert town.one.names == town.two.names == ["Ana", "Ben"]


async def test_without_a_store_local_people_stay_and_remote_ones_fade(town: Town) -> None:
    town.one.listed(ANA, "c1")
    town.two.listed(BEN, "c2")
    await town.seconds(3)
    town.two.store.cut = True
    await town.seconds(12)
    assert town.two.names == ["Ben"]
    town.two.store.cut = False
    await town.seconds(3)
    assert town.one.names == town.two.names == ["Ana", "Ben"]


async def test_renamed_person_is_replaced_and_does_not_leave(town: Town) -> None:
    town.one.listed(ANA, "c1")
    await town.seconds(1)
    town.one.tracker.rename("room", "a", "Anna")
    await town.seconds(1)
    assert town.one.announced[-1] == Change(joins=(Person("a", "Anna", "member"),))


async def test_many_changes_in_a_second_are_one_announcement(town: Town) -> None:
    town.one.listed(ANA, "c1")
    town.one.listed(BEN, "c2")
    town.one.guests(12)
    await town.seconds(1)
    assert town.one.announced == [Change(joins=(ANA, BEN), others="ten_plus")]


async def test_word_about_others_changes_at_most_once_a_minute(town: Town) -> None:
    town.one.listed(ANA, "c1")
    await town.seconds(3)
    town.one.guests(3)
    await town.seconds(OTHERS_CHANGE_SECONDS - 4)
    assert [change.others for change in town.one.announced] == [None]
    await town.seconds(2)
    assert [change.others for change in town.one.announced] == [None, "few"]


async def test_coming_back_does_not_show_the_word_anew(town: Town) -> None:
    town.one.listed(ANA, "c1")
    await town.seconds(3)
    town.one.tracker.leave("room", "c1")
    town.two.guests(12)
    await town.seconds(3)
    town.one.listed(ANA, "c2")
    await town.seconds(3)
    assert town.one.tracker.here("room").others == "none"


async def test_others_of_every_process_count(town: Town) -> None:
    town.two.guests(12)
    await town.seconds(2)
    town.one.listed(ANA, "c1")
    await town.seconds(1)
    assert town.one.tracker.here("room").others == "ten_plus"


async def test_who_is_not_listed_never_leaves_the_process(town: Town) -> None:
    town.one.guests(2)
    town.one.tracker.enter("room", "c1", "a", ANA)
    await town.seconds(2)
    read = await town.two.store.read(["room"])
    assert read == {"room": [Snapshot(others=3)]}


async def test_guest_cannot_be_listed(town: Town) -> None:
    town.one.guests(1)
    town.one.tracker.show("room", "guest 0")
    await town.seconds(2)
    read = await town.two.store.read(["room"])
    assert read == {"room": [Snapshot(others=1)]}


async def test_empty_rooms_are_forgotten(town: Town) -> None:
    town.one.listed(ANA, "c1")
    await town.seconds(2)
    town.one.tracker.drop("c1")
    await town.seconds(2 * OTHERS_CHANGE_SECONDS)
    assert not town.one.tracker._rooms
    assert not town.one.tracker._rooms_of


async def test_ending_gives_the_lease_up(town: Town) -> None:
    town.one.listed(ANA, "c1")
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        run = tasks.create_task(town.one.tracker.run())
        await town.one.heard.wait()
        run.cancel()
    assert town.one.store.closed
    assert await town.two.store.read(["room"]) == {"room": []}


class SlowStore(FailingStore):
    """Every question takes its time."""

    seconds = 1.5

    def __init__(self, place: MemoryPlace, clock: Clock) -> None:
        super().__init__(place)
        self._clock = clock

    def _reach(self) -> None:
        self._clock.forward(self.seconds)


async def test_lease_is_kept_while_a_slow_store_hears_of_many_rooms(clock: Clock) -> None:
    place = MemoryPlace(clock)
    store = SlowStore(place, clock)
    tracker = Tracker(store, announce=lambda *_: None, changed=lambda _: None, now=clock)
    rooms = [f"room {number}" for number in range(6 * SLICE)]
    for room in rooms:
        tracker.enter(room, room, "a", ANA)
    began = clock.now
    await tracker.tick()
    assert clock.now > began + LEASE_SECONDS
    heard = await MemoryStore(place).read(rooms[:1])
    assert heard[rooms[0]]


async def test_who_enters_during_a_tick_is_told_at_the_next(clock: Clock) -> None:
    class Meanwhile(FailingStore):
        async def put(self, snapshots: Mapping[str, Snapshot]) -> None:
            await super().put(snapshots)
            tracker.enter("room", "late", "b", BEN)
            tracker.show("room", "b")

    told: list[str] = []
    store = Meanwhile(MemoryPlace(clock))
    tracker = Tracker(
        store, announce=lambda room, _: told.append(room), changed=lambda _: None, now=clock
    )
    tracker.enter("before", "early", "a", ANA)
    tracker.show("before", "a")
    await tracker.tick()
    assert "room" not in told
    await tracker.tick()
    assert "room" in told
