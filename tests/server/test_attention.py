"""Who watches is told, on every process and at most once a second."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from rooms.actor import Actor
from rooms.ids import AccountId
from server.brokers.broker_local import LocalBroker, LocalBus
from server.node.attention import EVERY_SECONDS, Attention
from server.node.incoming import Incoming
from server.talk import publications
from tests.server.memory_transcript import account_of, actor
from tests.server.node import Line
from tests.server.virtual_time import in_virtual_time, ticks


@dataclass
class Helpers:
    """Instead of a database: who is a helper now."""

    names: set[str] = field(default_factory=lambda: {"Mona"})
    meanwhile: Callable[[], None] = field(default=lambda: None)

    async def read(self, ask: object, accounts: set[AccountId]) -> set[AccountId]:
        del ask
        self.meanwhile()
        return accounts & {account_of(name) for name in self.names}


@dataclass(eq=False)
class Watcher:
    name: str = "Mona"
    line: Line = field(default_factory=Line)

    @property
    def actor(self) -> Actor:
        return actor(self.name)

    def told(self) -> int:
        return len(self.line.sent("attention_changed"))


@asynccontextmanager
async def process(bus: LocalBus, helpers: Helpers | None = None) -> AsyncIterator[Attention]:
    incoming = Incoming()
    broker = LocalBroker(bus, incoming)
    attention = Attention(cast(Any, helpers), broker)
    nobody = cast(Any, Quiet())
    incoming.attach(nobody, nobody, nobody, nobody, nobody, attention, nobody)
    carrying = asyncio.create_task(broker.run())
    await broker.subscribe(publications.CONTROL)
    await ticks(1)
    try:
        yield attention
    finally:
        carrying.cancel()


class Quiet:
    """A part that only hears that there is doubt."""

    def doubtful(self) -> None:
        pass


@in_virtual_time
async def test_much_at_once_is_told_once_a_second_on_every_process() -> None:
    bus = LocalBus()
    async with process(bus) as here, process(bus) as there:
        mine, other = Watcher(), Watcher()
        here.watch(mine)
        there.watch(other)
        for _ in range(20):
            here.attention_moved()
        await ticks(10)
        assert (mine.told(), other.told()) == (1, 1)
        for _ in range(20):
            here.attention_moved()
        await ticks(10)
        assert (mine.told(), other.told()) == (1, 1)
        await asyncio.sleep(EVERY_SECONDS)
        await ticks(10)
        assert (mine.told(), other.told()) == (2, 2)
        await asyncio.sleep(5 * EVERY_SECONDS)  # virtual time: nothing more is told in it
        assert (mine.told(), other.told()) == (2, 2)


@in_virtual_time
async def test_who_is_no_helper_any_more_is_told_nothing_after_the_sweep() -> None:
    helpers = Helpers()
    async with process(LocalBus(), helpers) as attention:
        watcher = Watcher()
        attention.watch(watcher)
        await attention.sweep()
        attention.attention_moved()
        await ticks(5)
        assert watcher.told() == 1
        helpers.names.clear()
        await attention.sweep()
        await asyncio.sleep(EVERY_SECONDS)
        attention.attention_moved()
        await ticks(5)
        assert watcher.told() == 1


@in_virtual_time
async def test_who_begins_to_watch_during_a_sweep_goes_on_watching() -> None:
    helpers = Helpers()
    attention = Attention(cast(Any, helpers), LocalBroker(LocalBus(), Incoming()))
    late = Watcher("Nora")
    helpers.meanwhile = lambda: attention.watch(late)
    attention.watch(Watcher())
    await attention.sweep()
    attention.attention_moved()
    await ticks(5)
    assert late.told() == 1


@in_virtual_time
async def test_lost_line_watches_no_more() -> None:
    async with process(LocalBus()) as attention:
        watcher = Watcher()
        attention.watch(watcher)
        attention.forget(watcher)
        attention.attention_moved()
        await ticks(5)
        assert watcher.told() == 0
