"""The order of entries on one node, whatever the broker does: every entry once, in its place."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.ids import RoomId
from rooms.transcript import Entry
from server.talk.relay import Relay, UnknownRoom
from tests.server.memory_transcript import GARDEN, PORCH, MemoryTranscript, said
from tests.server.virtual_time import in_virtual_time, ticks


@dataclass
class Broker:
    """Confirms at once, or when its gate opens; remembers what it was asked for."""

    connected: bool = True
    alone: bool = False
    dropped: int = 0
    topics: set[str] = field(default_factory=set)
    gate: asyncio.Event | None = None

    def publish(self, topic: str, payload: bytes) -> None:
        raise AssertionError("a relay publishes nothing")

    async def subscribe(self, topic: str) -> None:
        self.topics.add(topic)
        if self.gate is not None:
            await self.gate.wait()

    def unsubscribe(self, topic: str) -> None:
        self.topics.discard(topic)

    async def run(self) -> None:
        raise AssertionError("a relay does not run the broker")


@dataclass
class Stage:
    """A relay over a transcript in memory, and what it delivered."""

    transcript: MemoryTranscript = field(default_factory=MemoryTranscript)
    broker: Broker = field(default_factory=Broker)
    delivered: dict[RoomId, list[int]] = field(default_factory=lambda: {GARDEN: [], PORCH: []})
    restored: int = 0
    filled: int = 0

    def __post_init__(self) -> None:
        self.relay = Relay(
            self.broker,
            read_entries=self.transcript.read_entries,
            read_heads=self.transcript.read_heads,
            deliver=self._deliver,
            restored=self._restored,
            hole_filled=self._filled,
        )

    def commit(self, count: int = 1, room: RoomId = GARDEN) -> list[Entry]:
        return self.transcript.commit(room, *(said() for _ in range(count)))

    def _deliver(self, room: RoomId, entries: Sequence[Entry]) -> None:
        self.delivered[room] += [entry.seq for entry in entries]

    def _restored(self) -> None:
        self.restored += 1

    def _filled(self, count: int) -> None:
        self.filled += count


@asynccontextmanager
async def running(stage: Stage) -> AsyncIterator[Relay]:
    task = asyncio.create_task(stage.relay.run())
    try:
        yield stage.relay
    finally:
        task.cancel()


@in_virtual_time
async def test_entries_come_out_in_order_and_once() -> None:
    stage = Stage()
    await stage.relay.listen(GARDEN)
    one, two, three = stage.commit(3)
    for entry in (two, one, two, three, three, one):
        stage.relay.accept(GARDEN, [entry])
    assert stage.delivered[GARDEN] == [1, 2, 3]
    assert stage.relay.heads() == {GARDEN: 3}


@in_virtual_time
async def test_listening_begins_after_what_the_transcript_holds() -> None:
    stage = Stage()
    old = stage.commit(4)
    await stage.relay.listen(GARDEN)
    stage.relay.accept(GARDEN, old)
    stage.relay.accept(GARDEN, stage.commit(1))
    assert stage.delivered[GARDEN] == [5]


@in_virtual_time
async def test_the_broker_confirms_before_the_head_is_read() -> None:
    stage = Stage(broker=Broker(gate=asyncio.Event()))
    listening = asyncio.create_task(stage.relay.listen(GARDEN))
    await ticks(3)
    assert stage.transcript.reads == 0
    stage.broker.gate.set()  # type: ignore[union-attr]
    await listening
    assert stage.transcript.reads == 1


@in_virtual_time
async def test_what_arrives_while_listening_begins_is_kept() -> None:
    pauses = iter([0, 5])
    stage = Stage(transcript=MemoryTranscript(pauses=lambda: next(pauses)))
    listening = asyncio.create_task(stage.relay.listen(GARDEN))
    await ticks(3)
    stage.relay.accept(GARDEN, stage.commit(2))
    assert not listening.done()
    await listening
    assert stage.delivered[GARDEN] == [1, 2]


@in_virtual_time
async def test_a_hole_is_waited_for_and_then_read_from_the_transcript_once() -> None:
    stage = Stage()
    await stage.relay.listen(GARDEN)
    one, two, three, four = stage.commit(4)
    stage.relay.accept(GARDEN, [one, three])
    stage.relay.accept(GARDEN, [four])
    reads = stage.transcript.reads
    await asyncio.sleep(0.09)
    assert (stage.delivered[GARDEN], stage.transcript.reads) == ([1], reads)
    await asyncio.sleep(0.02)
    assert stage.delivered[GARDEN] == [1, 2, 3, 4]
    assert (stage.transcript.reads, stage.filled) == (reads + 1, 1)
    stage.relay.accept(GARDEN, [two])
    assert stage.delivered[GARDEN] == [1, 2, 3, 4]


@in_virtual_time
async def test_an_entry_that_was_only_late_costs_no_read() -> None:
    stage = Stage()
    await stage.relay.listen(GARDEN)
    one, two = stage.commit(2)
    stage.relay.accept(GARDEN, [two])
    await asyncio.sleep(0.05)
    stage.relay.accept(GARDEN, [one])
    reads = stage.transcript.reads
    await asyncio.sleep(1)
    assert stage.delivered[GARDEN] == [1, 2]
    assert stage.transcript.reads == reads


@in_virtual_time
async def test_a_feed_that_holds_too_much_does_not_wait() -> None:
    stage = Stage()
    await stage.relay.listen(GARDEN)
    stage.relay.accept(GARDEN, stage.commit(70)[1:])
    await ticks(5)
    assert stage.delivered[GARDEN] == list(range(1, 71))


@pytest.mark.parametrize(("connected", "seconds"), [(True, 1.1), (False, 0.25)])
@in_virtual_time
async def test_a_lost_last_entry_is_found_by_comparing_heads(
    connected: bool, seconds: float
) -> None:
    stage = Stage(broker=Broker(connected=connected))
    async with running(stage):
        await stage.relay.listen(GARDEN)
        stage.commit(1201)
        await asyncio.sleep(seconds + 0.01)
        assert stage.delivered[GARDEN] == list(range(1, 1202))


@in_virtual_time
async def test_what_is_on_its_way_when_heads_are_compared_is_not_read() -> None:
    stage = Stage()
    async with running(stage):
        await stage.relay.listen(GARDEN)
        await asyncio.sleep(0.99)
        on_its_way = stage.commit(1)
        await asyncio.sleep(0.05)
        stage.relay.accept(GARDEN, on_its_way)
        await asyncio.sleep(0.5)
        assert stage.delivered[GARDEN] == [1]
        assert stage.filled == 0


@in_virtual_time
async def test_a_broker_in_doubt_is_checked_at_once() -> None:
    stage = Stage()
    async with running(stage):
        await stage.relay.listen(GARDEN)
        stage.commit(1)
        stage.relay.doubtful()
        await asyncio.sleep(0.01)
        assert stage.delivered[GARDEN] == [1]


@in_virtual_time
async def test_reads_that_fail_are_made_up_for() -> None:
    stage = Stage()
    async with running(stage):
        await stage.relay.listen(GARDEN)
        stage.transcript.failing = True
        stage.relay.accept(GARDEN, stage.commit(3)[2:])
        await asyncio.sleep(5)
        assert stage.delivered[GARDEN] == []
        stage.transcript.failing = False
        await asyncio.sleep(1.1)
        assert stage.delivered[GARDEN] == [1, 2, 3]


@in_virtual_time
async def test_a_hole_that_the_transcript_has_too_is_not_asked_for_without_end() -> None:
    stage = Stage()
    async with running(stage):
        await stage.relay.listen(GARDEN)
        stage.relay.accept(GARDEN, stage.commit(3)[2:])
        stage.transcript.rooms[GARDEN][0:2] = []
        await asyncio.sleep(3)
        assert stage.transcript.reads < 12
        assert stage.delivered[GARDEN] == []


@in_virtual_time
async def test_an_unknown_room_cannot_be_listened_to() -> None:
    stage = Stage()
    with pytest.raises(UnknownRoom):
        await stage.relay.listen("c" * 32)
    assert stage.broker.topics == set()
    assert stage.relay.heads() == {}


@in_virtual_time
async def test_everybody_hears_of_a_failed_beginning_and_the_next_try_works() -> None:
    stage = Stage(transcript=MemoryTranscript(failing=True))
    both = await asyncio.gather(
        stage.relay.listen(GARDEN), stage.relay.listen(GARDEN), return_exceptions=True
    )
    assert [type(each) for each in both] == [ConnectionError] * 2
    assert stage.broker.topics == set()
    stage.transcript.failing = False
    await stage.relay.listen(GARDEN)
    stage.relay.accept(GARDEN, stage.commit(1))
    assert stage.delivered[GARDEN] == [1]


@in_virtual_time
async def test_one_listener_that_gives_up_does_not_stop_the_others() -> None:
    stage = Stage(transcript=MemoryTranscript(gate=asyncio.Event()))
    first, second = (asyncio.create_task(stage.relay.listen(GARDEN)) for _ in range(2))
    await ticks(3)
    first.cancel()
    stage.transcript.gate.set()  # type: ignore[union-attr]
    await second
    stage.relay.accept(GARDEN, stage.commit(1))
    assert stage.delivered[GARDEN] == [1]


@in_virtual_time
async def test_a_room_forgotten_while_it_begins_can_be_listened_to_anew_at_once() -> None:
    stage = Stage(transcript=MemoryTranscript(gate=asyncio.Event()))
    first = asyncio.create_task(stage.relay.listen(GARDEN))
    await ticks(3)
    stage.transcript.gate.set()  # type: ignore[union-attr]
    stage.relay.forget(GARDEN)
    await stage.relay.listen(GARDEN)
    await asyncio.gather(first, return_exceptions=True)
    assert stage.broker.topics == {GARDEN}
    stage.relay.accept(GARDEN, stage.commit(1))
    assert stage.delivered[GARDEN] == [1]


@in_virtual_time
async def test_a_forgotten_room_is_silent_and_costs_nothing() -> None:
    stage = Stage()
    async with running(stage):
        await stage.relay.listen(GARDEN)
        stage.relay.accept(GARDEN, stage.commit(3)[2:])
        stage.relay.forget(GARDEN)
        stage.relay.forget(GARDEN)
        reads = stage.transcript.reads
        stage.relay.accept(GARDEN, stage.commit(1))
        await asyncio.sleep(3)
        assert stage.delivered[GARDEN] == []
        assert (stage.transcript.reads, stage.broker.topics) == (reads, set())


@in_virtual_time
async def test_a_restored_database_ends_all_that_was_listened_to() -> None:
    stage = Stage()
    async with running(stage):
        for room in (GARDEN, PORCH):
            await stage.relay.listen(room)
        stage.relay.accept(GARDEN, stage.commit(5))
        await asyncio.sleep(1.5)
        stage.transcript.epoch = "second"
        del stage.transcript.rooms[GARDEN][3:]
        await asyncio.sleep(1.5)
        assert stage.restored == 1
        assert stage.relay.heads() == {}
        await stage.relay.listen(GARDEN)
        await asyncio.sleep(3)
        stage.relay.accept(GARDEN, stage.commit(1))
        assert (stage.delivered[GARDEN], stage.restored) == ([1, 2, 3, 4, 5, 4], 1)


@in_virtual_time
async def test_a_restore_in_the_first_second_is_noticed_too() -> None:
    stage = Stage()
    async with running(stage):
        await stage.relay.listen(GARDEN)
        stage.transcript.epoch = "second"
        await asyncio.sleep(1.5)
        assert stage.restored == 1


@settings(max_examples=200, deadline=None)
@given(
    bursts=st.lists(
        st.tuples(
            st.integers(1, 90),
            st.lists(st.integers(0, 89), max_size=60),
            st.sampled_from([0.0, 0.01, 0.15, 1.2]),
        ),
        max_size=8,
    ),
    pauses=st.integers(0, 3),
)
@in_virtual_time
async def test_losses_doubles_and_wrong_order_still_give_the_transcript(
    bursts: list[tuple[int, list[int], float]], pauses: int
) -> None:
    stage = Stage(transcript=MemoryTranscript(pauses=lambda: pauses))
    async with running(stage):
        await stage.relay.listen(GARDEN)
        for size, arriving, seconds in bursts:
            new = stage.commit(size)
            for place in arriving:
                stage.relay.accept(GARDEN, new[place : place + 2])
            await asyncio.sleep(seconds)
        await asyncio.sleep(2.5)
        assert stage.delivered[GARDEN] == list(range(1, stage.transcript.head() + 1))
