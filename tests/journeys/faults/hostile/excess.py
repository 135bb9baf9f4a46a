"""Sockets that no browser opens: with frames too long or in too many pieces, with a handshake that
never ends, and more of them than anybody may hold.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from server.node.connections import MOST_PER_ADDRESS, MOST_PER_PERSON
from server.wires.close_codes import CloseCode
from server.wires.wire import Wire
from tests.journeys.faults.finding import Finding
from tests.journeys.faults.hostile.raw_socket import (
    Handshake,
    RawSocket,
    address_of,
    mangled,
    raw_socket,
)
from tests.journeys.faults.hostile.witness import witnessed
from tests.journeys.house import PUBLIC_URL, House

LIMIT_BYTES = Wire.message_limit_bytes
TOO_LONG = 1009
CONTINUES, BEGINS = 0x00, 0x01
GONE_WITHIN_SECONDS = 100.0
"""Ten times the ten seconds of a handshake."""
TRICKLE_SECONDS = 1.0
AN_ADDRESS = "203.0.113.{}"

OVERSIZED = {
    "a byte over the limit": [mangled(b"x" * (LIMIT_BYTES + 1))],
    "a megabyte announced": [b"\x81\xff" + (2**20).to_bytes(8) + bytes(4)],
    "all there is announced": [b"\x81\xff" + (2**63 - 1).to_bytes(8) + bytes(4)],
    "over the limit in two": [
        mangled(b"x" * LIMIT_BYTES, first_byte=BEGINS),
        mangled(b"x", first_byte=CONTINUES),
    ],
    "in 65 pieces": [
        mangled(b"x", first_byte=BEGINS),
        mangled(b"x", first_byte=CONTINUES) * 64,
    ],
    "in a million pieces of nothing": [
        mangled(b"", first_byte=BEGINS),
        *[mangled(b"", first_byte=CONTINUES) * 10_000] * 100,
    ],
}
"""What a socket says, by name; each is closed with 1009."""


async def oversized(house: House, runs: int) -> Finding:
    """Messages beyond the limits of length and of pieces, in the middle of other people's talk."""
    closed: list[float] = []
    violations: list[str] = []
    person = await house.person()
    async with witnessed(house) as witness:
        for _ in range(runs):
            for name, sent in OVERSIZED.items():
                code, seconds = await _closed(house.urls[0], Handshake(person.token), sent)
                closed.append(seconds)
                if code != TOO_LONG:
                    violations.append(f"{name}: closed with {code}")
    violations += witness.violations
    return Finding("oversized", len(closed), violations, {"closed": closed})


async def _closed(url: str, handshake: Handshake, sent: Sequence[bytes]) -> tuple[int, float]:
    async with raw_socket(url, handshake) as socket:
        await socket.text()
        sending = asyncio.create_task(_send_all(socket, sent))
        began = time.monotonic()
        code = await socket.close_code()
        seconds = time.monotonic() - began
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
    return code, seconds


async def _send_all(socket: RawSocket, sent: Sequence[bytes]) -> None:
    for each in sent:
        await socket.send(each)


# Handshakes that never end.


async def half_open(house: House, count: int) -> Finding:
    """So many begin a handshake and never end it; they are gone, and others are served."""
    served: list[float] = []
    person = await house.person()
    async with witnessed(house) as witness, asyncio.TaskGroup() as tasks:
        waiting = [
            tasks.create_task(
                _half_open(house.urls[at % len(house.urls)], _BEGUN[at % len(_BEGUN)])
            )
            for at in range(count)
        ]
        everybody = asyncio.gather(*waiting)
        while not everybody.done():
            served.append(await _served(house.urls[0], Handshake(person.token)))
            await asyncio.sleep(TRICKLE_SECONDS / 4)
    gone = [each.result() for each in waiting]
    stayed = sum(seconds >= GONE_WITHIN_SECONDS for seconds in gone)
    violations = [*witness.violations, *([f"{stayed} were never gone"] if stayed else [])]
    seconds = {"gone": gone, "served": served, "seen": witness.seen_seconds}
    return Finding("half_open", count, violations, seconds, {"sockets": count})


async def _half_open(url: str, begun: Callable[[], bytes]) -> float:
    """How long it took until the server hung up, if it did."""
    reader, writer = await asyncio.open_connection(*address_of(url))
    began = time.monotonic()
    trickling = asyncio.create_task(_trickle(writer, begun()))
    try:
        async with asyncio.timeout(GONE_WITHIN_SECONDS):
            await _hung_up(reader)
    except TimeoutError:
        return time.monotonic() - began
    finally:
        trickling.cancel()
        await asyncio.gather(trickling, return_exceptions=True)
        writer.transport.abort()
        await asyncio.sleep(0)
    return time.monotonic() - began


async def _hung_up(reader: asyncio.StreamReader) -> None:
    try:
        while await reader.read(1024):
            pass
    except OSError:
        return


async def _trickle(writer: asyncio.StreamWriter, begun: bytes) -> None:
    """What was begun, and then a byte of a header now and again."""
    writer.write(begun)
    while b"\r\n" in begun and not writer.is_closing():
        await asyncio.sleep(TRICKLE_SECONDS)
        writer.write(b"x")


async def _served(url: str, handshake: Handshake) -> float:
    began = time.monotonic()
    async with raw_socket(url, handshake) as socket:
        await socket.text()
    return time.monotonic() - began


_BEGUN: Sequence[Callable[[], bytes]] = (
    lambda: b"",
    lambda: b"GET /soc",
    lambda: Handshake().head()[:-4] + b"\r\nX-Slow: ",
    lambda: Handshake().head()[:-2],
    lambda: b"POST /api/commands HTTP/1.1\r\nHost: house.test\r\nX-Slow: ",
)

# More than anybody may hold.


@dataclass(frozen=True, slots=True)
class Cap:
    """One more than `most` sockets by these handshakes is sent away."""

    name: str
    most: int
    handshakes: Callable[[int], Handshake]


async def caps(house: House, runs: int) -> Finding:
    """A person and an address have room for so many sockets, and the one that goes makes room for
    another. The house itself has room for 18,000: ask `over_cap` of a crowded one."""
    violations: list[str] = []
    person = await house.person()
    of_person = Cap("person", MOST_PER_PERSON, lambda _: Handshake(person.token))
    of_address = Cap("address", MOST_PER_ADDRESS, lambda at: _guest(AN_ADDRESS.format(at % 250)))
    async with witnessed(house) as witness:
        for _ in range(runs):
            for cap in (of_person, of_address):
                violations += await over_cap(house.urls[0], cap)
    return Finding("caps", runs, [*violations, *witness.violations])


def _guest(address: str) -> Handshake:
    return Handshake(origin=PUBLIC_URL, forwarded_for=address)


def from_anywhere(at: int) -> Handshake:
    """A guest from an address block of their own."""
    return _guest(f"198.51.{at % 250}.7")


async def over_cap(url: str, cap: Cap) -> list[str]:
    """What is wrong with a cap: violations."""
    wrong: list[str] = []
    async with AsyncExitStack() as stack:
        held = [
            await stack.enter_async_context(_welcomed(url, cap.handshakes(at)))
            for at in range(cap.most)
        ]
        code, _ = await _closed_at_once(url, cap.handshakes(cap.most))
        if code != CloseCode.TOO_MANY_CONNECTIONS:
            wrong.append(f"one too many by {cap.name}: {code}")
        held[0].drop()
        await _until(lambda: _fits(url, cap.handshakes(cap.most)))
    return wrong


@asynccontextmanager
async def _welcomed(url: str, handshake: Handshake) -> AsyncIterator[RawSocket]:
    async with raw_socket(url, handshake) as socket:
        await socket.text()
        yield socket


async def _closed_at_once(url: str, handshake: Handshake) -> tuple[int, float]:
    began = time.monotonic()
    async with raw_socket(url, handshake) as socket:
        return await socket.close_code(), time.monotonic() - began


async def _fits(url: str, handshake: Handshake) -> bool:
    async with raw_socket(url, handshake) as socket:
        try:
            await socket.text()
        except EOFError:
            return False
        return True


async def _until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(GONE_WITHIN_SECONDS):
        while not await true():  # noqa: ASYNC110  the other side has no event for us
            await asyncio.sleep(TRICKLE_SECONDS / 10)
