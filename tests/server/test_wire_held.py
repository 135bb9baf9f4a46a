"""What may wait for the next write of its socket goes out before it, or by itself, and is never
overtaken."""

import asyncio
from dataclasses import dataclass, field

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from server.wires.close_codes import CloseCode
from server.wires.held_writes import HeldWrites
from server.wires.outlet import prepare
from tests.server.virtual_time import in_virtual_time, ticks
from tests.server.wire_server import DEADLINE_SECONDS, Door, first, peer, serving


async def test_what_waits_goes_out_before_what_is_written_next() -> None:
    door = Door()
    async with serving(door) as served, peer(served.port) as client:
        await client.upgrade()
        line = await first(door.lines)
        line.write_soon(prepare(b"a receipt"))
        line.write_soon(prepare(b"another"))
        line.write(prepare(b"the entries"))
        waited = prepare(b"a receipt") + prepare(b"another")
        assert await client.read_until(b"the entries") == waited + prepare(b"the entries")


async def test_what_waits_goes_out_by_itself() -> None:
    door = Door()
    async with (
        serving(door) as served,
        connect(f"ws://127.0.0.1:{served.port}/socket") as client,
        asyncio.timeout(DEADLINE_SECONDS),
    ):
        line = await first(door.lines)
        line.write_soon(prepare(b"a receipt"))
        assert await client.recv() == "a receipt"
        line.write_soon(prepare(b"another"))
        assert await client.recv() == "another"


async def test_what_waits_goes_out_before_the_server_stops() -> None:
    door = Door()
    async with (
        serving(door) as served,
        connect(f"ws://127.0.0.1:{served.port}/socket") as client,
        asyncio.timeout(DEADLINE_SECONDS),
    ):
        line = await first(door.lines)
        (wire,) = served.server.server_state.connections
        line.write_soon(prepare(b"a receipt"))
        # As uvicorn does to each of its connections when it is told to stop.
        wire.shutdown()
        assert await client.recv() == "a receipt"
        with pytest.raises(ConnectionClosed):
            await client.recv()
        assert client.close_code == CloseCode.RESTARTING


async def test_what_waits_goes_out_before_the_end() -> None:
    door = Door()
    async with (
        serving(door) as served,
        connect(f"ws://127.0.0.1:{served.port}/socket") as client,
        asyncio.timeout(DEADLINE_SECONDS),
    ):
        line = await first(door.lines)
        line.write_soon(prepare(b"a receipt"))
        line.close(CloseCode.RESTARTING)
        line.write_soon(prepare(b"too late"))
        assert await client.recv() == "a receipt"
        with pytest.raises(ConnectionClosed):
            await client.recv()
        assert client.close_code == CloseCode.RESTARTING


@dataclass
class Scene:
    """Several ways out that hold something back, and what is scheduled beside each of them."""

    happened: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._held = HeldWrites(asyncio.get_running_loop())

    def hold(self, name: str, fails: Exception | None = None) -> None:
        self._held.add(Held(name, self.happened, fails))
        asyncio.get_running_loop().call_soon(self.happened.append, f"beside {name}")


@dataclass(frozen=True)
class Held:
    name: str
    happened: list[str]
    fails: Exception | None

    def write_held(self) -> None:
        if self.fails is not None:
            raise self.fails
        self.happened.append(self.name)


@in_virtual_time
async def test_what_is_scheduled_beside_it_comes_before_what_is_held() -> None:
    scene, loop = Scene(), asyncio.get_running_loop()
    loop.call_soon(scene.hold, "in the next turn, before")
    scene.hold("now")
    loop.call_soon(scene.hold, "in the next turn, after")
    await ticks(4)
    for name in ("now", "in the next turn, before", "in the next turn, after"):
        assert scene.happened.index(f"beside {name}") < scene.happened.index(name)


@in_virtual_time
async def test_one_that_cannot_be_written_to_keeps_nobody_elses_back() -> None:
    scene, told = Scene(), list[object]()
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    scene.hold("broken", ConnectionError())
    scene.hold("whole")
    await ticks(4)
    assert scene.happened[-1] == "whole"
    assert len(told) == 1
