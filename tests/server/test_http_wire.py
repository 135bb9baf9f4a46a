"""The head of every request has a deadline and a limit, whatever else the line has done."""

import asyncio
import contextlib

import pytest

from server.wires import http_wire
from server.wires.http_wire import HttpWire
from tests.server.wire_server import Door, frame, head, peer, serving

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Impatient(HttpWire):
    head_seconds = 0.3


def test_installed_uvicorn_is_the_one_leaned_on() -> None:
    http_wire.check()


async def test_half_open_handshakes_are_gone_while_another_is_served() -> None:
    async with contextlib.AsyncExitStack() as stack:
        served = await stack.enter_async_context(serving(Door(), http=Impatient))
        slow = [await stack.enter_async_context(peer(served.port)) for _ in range(20)]
        for half_open in slow:
            await half_open.send(head()[:40])
        other = await stack.enter_async_context(peer(served.port))
        assert b" 101 " in await other.upgrade()
        assert await asyncio.gather(*[half_open.read_to_end() for half_open in slow]) == [b""] * 20
        assert served.connections == 1


@pytest.mark.parametrize("trickle", [b"GET / HT", b"\r\n", b"G"])
async def test_second_head_on_a_kept_line_has_the_deadline_too(trickle: bytes) -> None:
    async with serving(Door(), http=Impatient) as served, peer(served.port) as client:
        await client.send(GET)
        assert (await client.read_until(b"ok")).startswith(b"HTTP/1.1 200")
        await client.send(trickle)
        assert await client.read_to_end() == b""


async def test_slow_body_is_not_cut_by_the_deadline_of_the_head() -> None:
    async with serving(Door(), http=Impatient) as served, peer(served.port) as client:
        await client.send(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nab")
        async with peer(served.port) as later:
            await later.send(b"G")
            assert await later.read_to_end() == b""
        await client.send(b"cd")
        assert (await client.read_until(b"ok")).startswith(b"HTTP/1.1 200")


async def test_endless_head_is_cut_at_its_limit() -> None:
    async with serving(Door()) as served, peer(served.port) as client:
        with contextlib.suppress(ConnectionError):
            await client.send(b"GET / HTTP/1.1\r\nX: " + b"x" * 1_000_000)
        assert await client.read_to_end() == b""


async def test_upgrade_with_a_header_too_long_is_refused_and_closed() -> None:
    async with serving(Door()) as served, peer(served.port) as client:
        await client.send(head(more=f"X-Long: {'x' * 9000}\r\n"))
        assert (await client.read_to_end()).startswith(b"HTTP/1.1 431")


async def test_frame_that_came_with_the_upgrade_is_not_lost() -> None:
    door = Door()
    async with serving(door) as served, peer(served.port) as client:
        await client.send(head() + frame(b"early"))
        async with asyncio.timeout(10):
            assert await door.messages.get() == "early"
