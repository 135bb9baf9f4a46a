"""Snapshots of a drop-in to those who look at its room: their own, newest last, at most one a
second a room, however many look and however much happens. Seconds pass in virtual time."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import msgspec

from rooms.actor import Role
from rooms.dropins.forms import Form
from rooms.dropins.stages import Stage
from rooms.dropins.views import Card, LineView, PlaceState, YourPlace
from rooms.ids import AccountId, RoomId
from rooms.permissions import Readers, RoomState
from server.brokers.broker_local import LocalBroker, LocalBus
from server.node.incoming import Incoming
from server.node.lines import (
    EVERY_SECONDS,
    READ_AGAIN_SECONDS,
    Lines,
    Snapshot,
)
from server.talk import frames
from server.talk.hub import Hub
from server.talk.subscription import Standing, State, Subscription
from server.wires.outlet import prepare
from tests.server.memory_transcript import GARDEN
from tests.server.node import Line
from tests.server.virtual_time import in_virtual_time, ticks

CARD = Card(
    drop_in="d" * 32,
    room=GARDEN,
    form=Form.LINE,
    stage=Stage.LIVE,
    host="b" * 32,
    host_name="Rosa",
    starts_at=0,
    ends_at=3_600_000,
    zone="UTC",
    languages=("en",),
)


@dataclass(frozen=True)
class Read:
    """A snapshot in which those of `waiting` have a place, with a question of their own."""

    version: int
    at: int
    waiting: tuple[str, ...] = ()
    stage: Stage = Stage.LIVE
    next_change_at: int | None = None

    def view(self, account: AccountId | None, role: Role) -> LineView:
        del role
        yours = None
        if account in self.waiting:
            yours = YourPlace(state=PlaceState.WAITING, question=f"asked by {account}")
        card = msgspec.structs.replace(CARD, stage=self.stage)
        return LineView(room=GARDEN, version=self.version, at=self.at, card=card, yours=yours)


@dataclass
class Store:
    """Instead of a database: the session as it stands now, and how often it was read."""

    waiting: tuple[str, ...] = ()
    version: int = 1
    stage: Stage = Stage.LIVE
    next_change_at: int | None = None
    reads: list[Sequence[RoomId]] = field(default_factory=list)
    takes_seconds: float = 0.0
    fails: bool = False

    async def read(self, rooms: Sequence[RoomId]) -> dict[RoomId, Snapshot]:
        self.reads.append(rooms)
        found = Read(self.version, _now_ms(), self.waiting, self.stage, self.next_change_at)
        await asyncio.sleep(self.takes_seconds)
        if self.fails:
            raise ConnectionError
        return {room: found for room in rooms if room == GARDEN}

    def moves(self, *waiting: str) -> None:
        self.version, self.waiting = self.version + 1, waiting


@dataclass
class House:
    """One process: its hub, and what sends snapshots to those who listen there."""

    hub: Hub
    lines: Lines
    listeners: list[Subscription] = field(default_factory=list)

    def viewer(self, account: str | None, state: State = State.LIVE) -> Line:
        line = Line()
        listener = Subscription(
            GARDEN, line, cast(Any, None), AccountId(account) if account else None
        )
        role = Role.MEMBER if account else Role.GUEST
        listener.stand(Standing(0, role, RoomState.OPEN, Readers.GUESTS))
        listener.state = state
        self.hub.enter(listener)
        self.lines.joined(listener)
        self.listeners.append(listener)
        return line


@asynccontextmanager
async def house(store: Store, bus: LocalBus | None = None) -> AsyncIterator[House]:
    incoming = Incoming()
    broker = LocalBroker(bus or LocalBus(), incoming)
    hub = Hub(emptied=lambda room: None)
    lines = Lines(store.read, broker, hub)
    quiet = cast(Any, _Quiet())
    incoming.attach(quiet, hub, quiet, quiet, quiet, quiet, lines)
    tasks = [asyncio.create_task(broker.run()), asyncio.create_task(lines.run())]
    await broker.subscribe(GARDEN)
    await ticks(1)
    try:
        yield House(hub, lines)
    finally:
        for task in tasks:
            task.cancel()


class _Quiet:
    def doubtful(self) -> None:
        pass


def views(line: Line) -> list[dict[str, Any]]:
    return [frame["view"] for frame in line.sent("line_snapshot")]


def _now_ms() -> int:
    return int(asyncio.get_running_loop().time() * 1000)


@in_virtual_time
async def test_who_joins_is_sent_their_own_view_and_nobody_elses() -> None:
    async with house(Store(waiting=("ana", "ben"))) as here:
        lines = {name: here.viewer(name) for name in ("ana", "ben", "eve")}
        guest = here.viewer(None)
        await asyncio.sleep(2)
        own = {name: views(line)[-1]["yours"] for name, line in lines.items()}
        assert own["ana"]["question"] == "asked by ana"
        assert own["ben"]["question"] == "asked by ben"
        assert own["eve"] is None
        assert views(guest)[-1]["yours"] is None
        assert "asked by" not in str(views(guest)) + str(views(lines["eve"]))


@in_virtual_time
async def test_much_at_once_is_read_once_and_sent_once_a_second_however_many_look() -> None:
    store = Store()
    async with house(store) as here:
        lines = [here.viewer(None if number % 2 else f"p{number}") for number in range(40)]
        await asyncio.sleep(2 * EVERY_SECONDS)
        before, began = len(store.reads), _now_ms()
        counts = [len(views(line)) for line in lines]
        for _ in range(50):
            store.moves()
            here.lines.moved(GARDEN)
            await asyncio.sleep(0.1)
        seconds = (_now_ms() - began) / 1000
        assert len(store.reads) - before <= seconds + 1
        for line, count in zip(lines, counts, strict=True):
            assert len(views(line)) - count <= seconds + 1
        await asyncio.sleep(2 * EVERY_SECONDS)
        assert {views(line)[-1]["version"] for line in lines} == {store.version}


@in_virtual_time
async def test_versions_only_grow_also_while_reads_are_slow() -> None:
    store = Store(takes_seconds=0.7)
    async with house(store) as here:
        line = here.viewer("ana")
        for _ in range(30):
            store.moves("ana")
            here.lines.moved(GARDEN)
            await asyncio.sleep(0.23)
        await asyncio.sleep(5)
        versions = [view["version"] for view in views(line)]
        assert versions == sorted(set(versions))
        assert versions[-1] == store.version


@in_virtual_time
async def test_what_moved_during_a_read_is_read_again() -> None:
    store = Store(takes_seconds=0.5)
    async with house(store) as here:
        line = here.viewer("ana")
        await asyncio.sleep(0.2)
        store.moves("ana")
        here.lines.moved(GARDEN)
        await asyncio.sleep(3)
        assert views(line)[-1]["version"] == store.version


@in_virtual_time
async def test_what_moved_on_one_process_is_sent_on_the_other() -> None:
    store, bus = Store(), LocalBus()
    async with house(store, bus) as here, house(store, bus) as there:
        far = there.viewer("ana")
        await asyncio.sleep(2)
        store.moves("ana")
        here.lines.moved(GARDEN)
        await asyncio.sleep(2)
        assert views(far)[-1]["yours"]["question"] == "asked by ana"


@in_virtual_time
async def test_what_no_broker_told_is_found_by_reading_again() -> None:
    store = Store()
    async with house(store) as here:
        line = here.viewer("ana")
        await asyncio.sleep(2)
        store.moves("ana")
        await asyncio.sleep(READ_AGAIN_SECONDS + EVERY_SECONDS)
        assert views(line)[-1]["version"] == store.version


@in_virtual_time
async def test_stage_that_only_the_clock_changes_is_sent_at_its_time() -> None:
    store = Store(stage=Stage.SCHEDULED)
    async with house(store) as here:
        store.next_change_at = _now_ms() + 4_000
        line = here.viewer("ana")
        await asyncio.sleep(3)
        assert [view["card"]["stage"] for view in views(line)] == ["scheduled"]
        store.stage, store.next_change_at = Stage.LOBBY, None
        await asyncio.sleep(2.5)
        assert [view["card"]["stage"] for view in views(line)] == ["scheduled", "lobby"]


@in_virtual_time
async def test_nothing_is_sent_while_nothing_changes() -> None:
    async with house(Store()) as here:
        line = here.viewer("ana")
        await asyncio.sleep(10 * READ_AGAIN_SECONDS)
        assert len(views(line)) == 1


@in_virtual_time
async def test_who_lags_is_sent_the_newest_alone_once_they_read_again() -> None:
    store = Store()
    async with house(store) as here:
        line = here.viewer("ana")
        await asyncio.sleep(2)
        line.stall()
        line.write(prepare(frames.encode(frames.AttentionChanged())))
        for _ in range(5):
            store.moves("ana")
            here.lines.moved(GARDEN)
            await asyncio.sleep(1.5)
        assert len(views(line)) == 1
        line.read_on()
        await asyncio.sleep(2)
        assert [view["version"] for view in views(line)] == [1, store.version]


@in_virtual_time
async def test_who_is_not_let_in_yet_or_has_left_is_sent_nothing() -> None:
    store = Store()
    async with house(store) as here:
        early = here.viewer("ana", State.CATCHING_UP)
        gone = here.viewer("ben")
        await asyncio.sleep(2)
        here.hub.leave(here.listeners[1])
        before = len(views(gone))
        store.moves("ben")
        here.lines.moved(GARDEN)
        await asyncio.sleep(3)
        assert (views(early), len(views(gone))) == ([], before)


@in_virtual_time
async def test_database_that_does_not_answer_is_asked_again() -> None:
    store = Store(fails=True)
    async with house(store) as here:
        line = here.viewer("ana")
        await asyncio.sleep(5)
        assert views(line) == []
        store.fails = False
        await asyncio.sleep(2)
        assert len(views(line)) == 1


@in_virtual_time
async def test_room_nobody_listens_to_is_not_read() -> None:
    store = Store()
    async with house(store) as here:
        for _ in range(5):
            here.lines.moved(GARDEN)
            await asyncio.sleep(1)
        assert store.reads == []
        here.viewer("ana")
        await asyncio.sleep(2)
        here.hub.leave(here.listeners[0])
        await asyncio.sleep(5 * READ_AGAIN_SECONDS)
        before = len(store.reads)
        await asyncio.sleep(20 * READ_AGAIN_SECONDS)
        assert len(store.reads) == before


@in_virtual_time
async def test_helper_who_comes_is_noticed_at_once() -> None:
    async with house(Store()) as here:
        here.viewer("ana")
        assert not here.lines.helper_came.is_set()
        helper = Subscription(GARDEN, Line(), cast(Any, None), AccountId("rosa"))
        helper.stand(Standing(0, Role.MENTOR, RoomState.OPEN, Readers.GUESTS))
        here.hub.enter(helper)
        here.lines.joined(helper)
        assert here.lines.helper_came.is_set()
