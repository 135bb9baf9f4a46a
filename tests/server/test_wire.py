"""What one socket promises: limits, liveness, order, and silence about what it carries."""

import asyncio
import gc
import logging
import weakref
from typing import Any

import pytest
import uvicorn
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.asyncio.client import connect

from server.wires import wire
from server.wires.close_codes import CloseCode
from server.wires.http_wire import HttpWire
from server.wires.outlet import HARD_LIMIT_BYTES, Line, line_of, prepare
from server.wires.wire import Wire
from server.wires.wire_check import WireMismatch, require
from tests.fakes import unframe
from tests.server.wire_server import Door, close_code, first, frame, head, peer, serving, until, url

OUTCOME_SECONDS = 10


def test_installed_uvicorn_is_the_one_leaned_on() -> None:
    wire.check()


def test_missing_part_refuses_the_start_in_one_sentence() -> None:
    with pytest.raises(WireMismatch, match=r"Protocol lacks no_such_part"):
        require(WebSocketsSansIOProtocol, ("transport", "no_such_part"))


async def test_compression_is_not_negotiated_though_offered() -> None:
    async with serving(Door()) as served, connect(url(served), compression="deflate") as client:
        assert client.protocol.extensions == []


# Out


async def test_joined_frames_arrive_as_messages_in_order() -> None:
    door = Door()
    payloads = ["x" * size for size in (0, 1, 125, 126, 65535, 65536)]
    async with serving(door) as served, connect(url(served)) as client:
        line = await first(door.lines)
        line.write(b"".join(prepare(payload.encode()) for payload in payloads))
        line.write(prepare("después".encode()))
        assert [await client.recv() for _ in range(7)] == [*payloads, "después"]


def test_prepared_frame_holds_its_payload() -> None:
    payloads = [b"x" * size for size in (0, 125, 126, 65535, 65536)]
    assert unframe(b"".join(prepare(payload) for payload in payloads)) == payloads


async def test_peer_that_does_not_read_is_aborted_at_the_hard_limit() -> None:
    door = Door()
    async with serving(door) as served, peer(served.port) as client:
        await client.upgrade()
        line = await first(door.lines)
        largest = 0
        while not line.closed:
            line.write(prepare(b"x" * 60_000))
            largest = max(largest, line.buffered())
        assert largest <= HARD_LIMIT_BYTES
        assert await first(door.codes) == CloseCode.SLOW_CONSUMER
        await until(lambda: served.connections == 0)
        assert line.buffered() == 0


class ShortPatience(Wire):
    stuck_seconds = 0.2


class ShortClose(Wire):
    close_seconds = 0.2


def stall(line: Line) -> None:
    """Write until the peer is over high water."""
    while line.buffered() <= Wire.high_water_bytes:
        line.write(prepare(b"x" * 10_000))


async def test_peer_that_takes_nothing_over_high_water_is_aborted() -> None:
    door = Door()
    async with serving(door, ws=ShortPatience) as served, peer(served.port) as client:
        await client.upgrade()
        line = await first(door.lines)
        stall(line)
        async with asyncio.timeout(OUTCOME_SECONDS):
            await line.drained()
        assert line.closed
        assert await first(door.codes) == CloseCode.SLOW_CONSUMER


async def test_peer_that_reads_again_is_drained_and_kept() -> None:
    door = Door()
    async with serving(door) as served, peer(served.port) as client:
        await client.upgrade()
        line = await first(door.lines)
        stall(line)
        assert line.is_full
        line.write(prepare(b"the end"))
        await client.read_until(b"the end")
        async with asyncio.timeout(OUTCOME_SECONDS):
            await line.drained()
        assert not line.is_full
        assert line.buffered() <= Wire.low_water_bytes
        assert not line.closed


# The end


async def test_close_code_and_reason_reach_the_client() -> None:
    door = Door()
    async with serving(door) as served, connect(url(served)) as client:
        line = await first(door.lines)
        line.close(CloseCode.BANNED, "é" * 100)
        line.write(prepare(b"too late"))
        assert line.closed
        assert await close_code(client) == CloseCode.BANNED
        assert client.close_reason == "é" * 61
        assert await first(door.codes) == CloseCode.BANNED


async def test_close_of_a_peer_that_does_not_read_ends() -> None:
    door = Door()
    async with serving(door, ws=ShortClose) as served, peer(served.port) as client:
        await client.upgrade()
        line = await first(door.lines)
        stall(line)
        line.close(CloseCode.BANNED)
        assert await first(door.codes) == CloseCode.BANNED
        await until(lambda: served.connections == 0)


async def test_peer_that_closes_and_does_not_read_ends() -> None:
    door = Door()
    async with serving(door, ws=ShortClose) as served, peer(served.port) as client:
        await client.upgrade()
        stall(await first(door.lines))
        await client.send(frame(b"\x03\xe8", first_byte=0x88) + frame(b"after"))
        assert await first(door.codes) == 1000
        await until(lambda: served.connections == 0)
        assert door.messages.empty()


class StallingDoor(Door):
    """Writes to its socket until the peer is over high water, then stays until it may leave."""

    def __init__(self) -> None:
        super().__init__()
        self.may_leave = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        stall(line_of(scope))
        await self.may_leave.wait()


async def test_peer_that_does_not_read_ends_with_its_application() -> None:
    door = StallingDoor()
    door.may_leave.set()
    async with serving(door, ws=ShortClose) as served, peer(served.port) as client:
        await client.upgrade()
        await until(lambda: served.connections == 0)


async def test_peer_that_closes_and_does_not_read_ends_while_the_application_is_busy() -> None:
    door = StallingDoor()
    async with serving(door, ws=ShortClose) as served, peer(served.port) as client:
        await client.upgrade()
        await client.send(frame(b"\x03\xe8", first_byte=0x88))
        await until(lambda: served.connections == 0)
        door.may_leave.set()


async def test_aborted_peer_gets_nothing_more_not_even_from_the_kernel() -> None:
    door = Door()
    async with serving(door) as served, peer(served.port) as client:
        await client.upgrade()
        line = await first(door.lines)
        stall(line)
        line.abort()
        assert line.closed
        await until(lambda: served.connections == 0)
        assert len(await client.read_to_end()) < 100_000
        assert client.was_reset


async def test_stopping_server_says_it_restarts() -> None:
    door = Door()
    async with serving(door) as served, connect(url(served)) as client:
        await first(door.lines)
        served.server.should_exit = True
        assert await close_code(client) == CloseCode.RESTARTING


async def test_peer_that_answers_no_ping_is_aborted() -> None:
    door = Door()
    async with serving(door, ping_seconds=0.1) as served, peer(served.port) as client:
        await client.upgrade()
        assert await first(door.codes) == CloseCode.HEARTBEAT_LOST
        await until(lambda: served.connections == 0)


async def test_peer_that_answers_pings_and_says_nothing_is_kept() -> None:
    class CountingWire(Wire):
        asks = 0

        def ask(self) -> None:
            CountingWire.asks += 1
            super().ask()

    door = Door()
    async with (
        serving(door, ws=CountingWire, ping_seconds=0.1) as served,
        connect(url(served), ping_interval=None) as client,
    ):
        await first(door.lines)
        await until(lambda: CountingWire.asks >= 5)
        await client.send("still here")
        assert await first(door.messages) == "still here"


class RememberingDoor(Door):
    def __init__(self) -> None:
        super().__init__()
        self.wires: list[weakref.ref[Wire]] = []
        self.parts: list[weakref.ref[Any]] = []


class Remembered(Wire):
    def __init__(self, config: uvicorn.Config, **state: Any) -> None:
        super().__init__(config, **state)
        assert isinstance(config.app, RememberingDoor)
        config.app.wires.append(weakref.ref(self))
        config.app.parts += [weakref.ref(self), weakref.ref(self.conn)]


class RememberedHttp(HttpWire):
    def __init__(self, config: uvicorn.Config, **state: Any) -> None:
        super().__init__(config, **state)
        assert isinstance(config.app, RememberingDoor)
        config.app.parts.append(weakref.ref(self))


async def test_lost_line_leaves_nothing_for_the_garbage_collector() -> None:
    door = RememberingDoor()
    async with serving(door, ws=Remembered, http=RememberedHttp) as served:
        gc.disable()
        try:
            async with connect(url(served)) as client:
                await client.send("hello")
                await first(door.messages)
            assert await first(door.codes) == 1000
            del client
            while not door.lines.empty():
                door.lines.get_nowait()
            assert len(door.parts) == 3
            await until(lambda: all(part() is None for part in door.parts))
        finally:
            gc.enable()


async def test_socket_at_rest_keeps_nothing_of_its_handshake() -> None:
    door = RememberingDoor()
    secret = {"Authorization": "Bearer of-somebody"}
    async with (
        serving(door, ws=Remembered) as served,
        connect(url(served), additional_headers=secret) as client,
    ):
        await client.send("hello")
        await first(door.messages)
        live = door.wires[0]()
        assert live is not None
        assert live.scope["headers"] == []
        assert not hasattr(live, "request")
        assert not hasattr(live, "response")


# In


async def test_pause_of_our_own_does_not_cost_the_peer_its_line() -> None:
    door = RememberingDoor()
    async with (
        serving(door, ws=Remembered, ping_seconds=0.1) as served,
        connect(url(served), ping_interval=None) as client,
    ):
        line = await first(door.lines)
        live = door.wires[0]()
        assert live is not None
        line.pause_reading()
        await until(lambda: live.extensions_left < Wire.pong_extensions)
        line.resume_reading()
        await until(lambda: live.extensions_left == Wire.pong_extensions)
        await client.send("still here")
        assert await first(door.messages) == "still here"


async def test_pause_without_end_ends_the_line() -> None:
    door = Door()
    async with serving(door, ping_seconds=0.1) as served, connect(url(served)):
        (await first(door.lines)).pause_reading()
        assert await first(door.codes) == CloseCode.HEARTBEAT_LOST


# Silence


async def test_neither_token_nor_address_nor_body_reaches_a_log_record(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    door = Door()
    async with serving(door) as served, peer(served.port) as client:
        await client.upgrade("/socket?token=SECRET", "Cookie: session=SECRET\r\n")
        await client.send(frame(b"SECRET") + frame(b"SECRET", first_byte=0x82))
        await first(door.messages)
        await client.send(frame(b"\x03\xe8SECRET", first_byte=0x88))
        await client.read_to_end()
    async with serving(door) as served, peer(served.port) as client:
        await client.send(head("/?token=SECRET").replace(b"Version: 13", b"Version: 99"))
        assert b" 400 " in await client.read_to_end()
    told = [str(record.__dict__) + record.getMessage() for record in caplog.records]
    assert any("socket accepted" in line for line in told)
    assert any("socket closed" in line for line in told)
    assert [line for line in told if "SECRET" in line] == []
    ours = [r for r in caplog.records if r.name.startswith(("server.", "uvicorn."))]
    assert [r.getMessage() for r in ours if "127.0.0.1" in r.getMessage()] == []
