"""What no client of ours sends: refused or the socket closed, and nobody else notices."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from msgspec import json
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from rooms.ids import RoomId, new_public_id
from server.wires.close_codes import CloseCode
from tests.journeys.house import House, Person
from tests.journeys.journey import journey

DEADLINE_SECONDS = 10.0
REFUSED = (
    "{}",
    "[]",
    "null",
    "1",
    '"text"',
    '{"type":"nothing_known"}',
    '{"type":"post_message","ref":1}',
    '{"type":"end_sanction","ref":1,"room":"ROOM","command_id":"ID","member":"ROOM",'
    '"sanction":"ID"}',
    '{"type":"post_message","ref":1,"room":"ROOM","command_id":"ID","body":1e999}',
    '{"type":"post_message","ref":1,"room":"ROOM","command_id":"ID","body":"x","extra":1}',
    '{"type":"post_message","ref":1,"room":"ROOM","command_id":"ID","body":"x","__proto__":{}}',
    '{"type":"post_message","ref":1,"room":"ROOM","command_id":"../../x","body":"x"}',
    '{"type":"post_message","ref":1,"room":"../ROOM","command_id":"ID","body":"x"}',
    '{"type":"post_message","ref":1,"room":"ROOM","command_id":"ID","body":"\\u0000"}',
    '{"type":"post_message","ref":1,"room":"ROOM","command_id":"ID","body":"\\ud800"}',
    '{"type":"post_message","ref":1,"room":"ROOM","command_id":"ID","body":"\\udc00\\ud800"}',
    '{"type":"read_history","ref":1,"room":"ROOM","before":-1}',
    '{"type":"read_history","ref":1,"room":"ROOM","before":1,"limit":1000000}',
    '{"type":"mark_read","ref":1,"room":"ROOM","seq":99999999999999999999999999}',
    '{"type":"mark_read","ref":1,"room":"ROOM","seq":1e400}',
    '{"type":"mark_read","ref":99999999999999999999,"room":"ROOM","seq":1}',
    '{"type":"mark_read","ref":1,"room":"ROOM","seq":true}',
    '{"type":"join_room","ref":1,"room":"ffffffffffffffffffffffffffffffff","after":5}',
    "[" * 16_000,
)
CLOSED = (
    "",
    "hello",
    "{",
    "NaN",
    '{"type":"mark_read","ref":NaN,"room":"ROOM","seq":1}',
    '{"type":' * 4_000,
    b"binary",
)


async def test_a_bad_frame_is_refused_or_ends_its_own_socket_alone(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        ana, ben = await going.company(2, room)
        person = await house.person()
        for frame in (*REFUSED, *CLOSED):
            async with _socket(house, person) as socket:
                await socket.send(_filled(frame, room))
                answer = await _answer(socket)
            allowed = CloseCode.BAD_FRAME if frame in CLOSED else "refused"
            assert answer == allowed, frame[:80]
        receipt = await ana.post(room, "still here")
        await ben.reach(room, receipt.seq)
        assert not going.chronicle.losses
        assert [row.kind for row in await going.transcript()] == ["message_posted"]


async def test_a_frame_over_the_limit_ends_its_own_socket_alone(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        ana, ben = await going.company(2, room)
        async with _socket(house, await house.person()) as socket:
            await socket.send("x" * 40_000)
            assert await _answer(socket) == 1009
        receipt = await ana.post(room, "still here")
        await ben.reach(room, receipt.seq)


async def test_text_that_is_no_utf_8_ends_its_own_socket_alone(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        ana, ben = await going.company(2, room)
        async with _socket(house, await house.person()) as socket:
            await socket.send(b'{"type":"\xff\xfe\xed\xa0\x80"}', text=True)
            assert await _answer(socket) == 1007
        receipt = await ana.post(room, "still here")
        await ben.reach(room, receipt.seq)


@asynccontextmanager
async def _socket(house: House, person: Person) -> AsyncIterator[ClientConnection]:
    headers = {"Authorization": f"Bearer {person.token}"}
    address = f"{house.urls[0].replace('http', 'ws', 1)}/socket"
    async with connect(address, additional_headers=headers, proxy=None) as socket:
        await _answer(socket)
        yield socket


async def _answer(socket: ClientConnection) -> str | int:
    """The type of the next frame, or the code with which the socket was closed."""
    async with asyncio.timeout(DEADLINE_SECONDS):
        try:
            return str(json.decode(await socket.recv())["type"])
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006


def _filled(frame: str | bytes, room: RoomId) -> str | bytes:
    if isinstance(frame, bytes):
        return frame
    return frame.replace("ROOM", room).replace("ID", new_public_id())
