"""What one socket promises: limits, liveness, order, and silence about what it carries."""

import asyncio
import gc
import logging
import weakref
from typing import Any

import pytest
import uvicorn
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.asyncio.client import ClientConnection, connect

from server.wires import wire
from server.wires.close_codes import CloseCode
from server.wires.http_wire import HttpWire
from server.wires.outlet import HARD_LIMIT_BYTES, Line, line_of, prepare
from server.wires.wire import Wire
from server.wires.wire_check import WireMismatch, require
from tests.fakes import StalledTransport, unframe
from tests.server.wire_server import Door, Served, first, frame, head, peer, serving, until

LIMIT = Wire.message_limit_bytes
OUTCOME_SECONDS = 10


def url(served: Served) -> str:
    return f"ws://127.0.0.1:{served.port}/socket"


async def close_code(client: ClientConnection) -> int | None:
    """The code the server closed with; 1006 if it just went."""
    async with asyncio.timeout(OUTCOME_SECONDS):
        await client.wait_closed()
    return client.close_code


def test_installed_uvicorn_is_the_one_leaned_on() -> None:
    wire.check()


def test_missing_part_refuses_the_start_in_one_sentence() -> None:
    with pytest.raises(WireMismatch, match=r"Protocol lacks no_such_part"):
        require(WebSocketsSansIOProtocol, ("transport", "no_such_part"))


# Limits


async def test_message_of_the_limit_arrives() -> None:
    door = Door()
    async with serving(door) as served, connect(url(served)) as client:
        await client.send("x" * LIMIT)
        assert await first(door.messages) == "x" * LIMIT


@pytest.mark.parametrize("pieces", [["x" * (LIMIT + 1)], ["x" * LIMIT, "y"]])
async def test_message_over_the_limit_is_closed_with_1009(pieces: list[str]) -> None:
    door = Door()
    async with serving(door) as served, connect(url(served)) as client:
        await client.send(pieces[0] if len(pieces) == 1 else pieces)
        assert await close_code(client) == 1009
        assert await first(door.codes) == 1009
        assert door.messages.empty()


@pytest.mark.parametrize("size", [300_000, 2**62])
async def test_message_is_refused_by_its_announced_size(size: int) -> None:
    door = Door()
    async with serving(door) as served, peer(served.port) as client:
        await client.upgrade()
        await client.send(b"\x81\xff" + size.to_bytes(8, "big") + b"mask")
        await client.send(b"x" * 1_000_000)
        assert (await client.read_to_end())[2:4] == (1009).to_bytes(2, "big")
        assert not client.was_reset


def fragments(count: int) -> bytes:
    return (
        frame(b"a", first_byte=0x01)
        + b"".join(frame(b"", first_byte=0x00) for _ in range(count - 2))
        + frame(b"z", first_byte=0x80)
    )


async def test_sixty_four_fragments_are_one_message() -> None:
    door = Door()
    async with serving(door) as served, peer(served.port) as client:
        await client.upgrade()
        await client.send(fragments(64) + fragments(64) + frame(b"after"))
        assert [await first(door.messages) for _ in range(3)] == ["az", "az", "after"]


async def test_sixty_five_fragments_are_closed_with_1009() -> None:
    door = Door()
    async with serving(door) as served, peer(served.port) as client:
        await client.upgrade()
        await client.send(fragments(65))
        assert (await client.read_to_end())[2:4] == (1009).to_bytes(2, "big")
        assert door.messages.empty()


async def test_compression_is_not_negotiated_though_offered() -> None:
    async with serving(Door()) as served, connect(url(served), compression="deflate") as client:
        assert client.protocol.extensions == []


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (b"\x81\x02hi", 1002),  # not masked
        (frame(b"hi", first_byte=0x83), 1002),  # reserved opcode
        (frame(b"hi", first_byte=0xC1), 1002),  # reserved bit
        (frame(b"hi", first_byte=0x80), 1002),  # continues nothing
        (frame(b"\xff\xfe"), 1007),
        (frame(b"\xff", first_byte=0x01) + frame(b"", first_byte=0x80), 1007),
    ],
)
async def test_broken_frame_ends_its_own_socket_quietly(
    broken: bytes, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    door = Door()
    async with serving(door) as served, peer(served.port) as client:
        await client.upgrade()
        await client.send(broken + frame(b"after"))
        assert (await client.read_to_end())[2:4] == code.to_bytes(2, "big")
        assert await first(door.codes) == code
        assert door.messages.empty()
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


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


# In


async def test_messages_from_before_the_callback_come_first() -> None:
    door = Door()
    door.may_listen.clear()
    async with serving(door) as served, connect(url(served)) as client:
        await client.send("one")
        await client.send(b"two")
        door.may_listen.set()
        await first(door.lines)
        await client.send("three")
        assert [await first(door.messages) for _ in range(3)] == ["one", b"two", "three"]


async def test_nothing_arrives_while_reading_is_paused() -> None:
    door = Door()
    door.on_message = lambda line, message: line.pause_reading()
    async with serving(door) as served, peer(served.port) as client:
        await client.upgrade()
        await client.send(frame(b"one") + frame(b"two") + frame(b"three"))
        line = await first(door.lines)
        assert await first(door.messages) == "one"
        assert door.messages.empty()
        line.resume_reading()
        assert await first(door.messages) == "two"
        assert door.messages.empty()
        line.resume_reading()
        assert await first(door.messages) == "three"


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


async def test_failing_callback_ends_its_own_socket_without_quoting(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(line: Line, message: str | bytes) -> None:
        raise ValueError(message)

    door = Door()
    door.on_message = fail
    async with serving(door) as served, connect(url(served)) as client:
        await client.send("a private thing")
        assert await close_code(client) == CloseCode.OUT_OF_STEP
    (record,) = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert record.__dict__["error"] == "ValueError"
    assert record.__dict__["where"].startswith("fail:")
    assert record.exc_info is None


async def test_frames_cut_anywhere_arrive_whole() -> None:
    door = Door()
    config = uvicorn.Config(door, log_config=None, lifespan="off")
    config.load()
    texts = ["", "a", "b" * 125, "c" * 126, "d" * 300]
    stream = b"".join(frame(text.encode()) for text in texts) + fragments(3) + frame(b"end")
    for size in (1, 2, 3, 5, 7, 130, len(stream)):
        live = Wire(config, ServerState(), {}, asyncio.get_running_loop())
        live.connection_made(StalledTransport())
        live.data_received(head())
        await first(door.lines)
        for at in range(0, len(stream), size):
            live.data_received(stream[at : at + size])
        assert [door.messages.get_nowait() for _ in range(7)] == [*texts, "az", "end"]
        live.connection_lost(None)
        assert await first(door.codes) == 1006


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
