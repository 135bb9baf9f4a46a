"""What may wait for the next write of its socket goes out before it, or by itself, and is never
overtaken."""

import asyncio

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from server.wires.close_codes import CloseCode
from server.wires.outlet import prepare
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
