"""What one socket promises of what comes in: limits, order, pauses, and that a broken frame is
nobody else's trouble."""

import asyncio
import logging

import pytest
import uvicorn
from uvicorn.server import ServerState
from websockets.asyncio.client import connect

from server.wires.close_codes import CloseCode
from server.wires.outlet import Line
from server.wires.wire import Wire
from tests.fakes import StalledTransport
from tests.server.wire_server import Door, close_code, first, frame, head, peer, serving, url

LIMIT = Wire.message_limit_bytes


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


PONG = 0x8A


async def test_pong_stands_between_fragments_and_is_no_message() -> None:
    door = Door()
    async with serving(door) as served, peer(served.port) as client:
        await client.upgrade()
        pong = frame(b"alive", first_byte=PONG)
        await client.send(frame(b"one ", first_byte=0x01) + pong + frame(b"text", first_byte=0x80))
        assert await first(door.messages) == "one text"
        await client.send(pong + frame(b"another"))
        assert await first(door.messages) == "another"
        assert door.messages.empty()


async def test_pong_longer_than_a_control_frame_may_be_is_closed_with_1002() -> None:
    door = Door()
    async with serving(door) as served, peer(served.port) as client:
        await client.upgrade()
        await client.send(frame(b"x" * 126, first_byte=PONG))
        assert await first(door.codes) == 1002


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
