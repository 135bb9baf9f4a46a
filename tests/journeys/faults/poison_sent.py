"""Poisoned JSON by every way in, while somebody listens: it is refused or ends its own socket, and
neither the database nor the listener ever holds any of it.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from itertools import islice
from typing import Any

import httpx2
from sqlalchemy import Connection, select

from persistence.tables import METADATA
from rooms.actor import Role
from rooms.commands import Command
from rooms.ids import RoomId, new_public_id
from server.api.endpoint import Endpoint
from server.api.routes import ENDPOINTS
from tests.journeys.faults import poison
from tests.journeys.faults.finding import Finding
from tests.journeys.faults.hostile_socket import Handshake, RawSocket, mangled, raw_socket
from tests.journeys.faults.hostile_witness import witnessed
from tests.journeys.house import PUBLIC_URL, House

NO_JSON_CODES = (4502, 1007)
"""No JSON; no UTF-8."""
CARRIED_OUT = ("receipt", "done")
PATIENCE_SECONDS = 60.0
Document = tuple[str, bytes]


async def over_sockets(house: House, each_nth: int = 1) -> Finding:
    """Every command with each poison in each field (or each n-th of these), and what is no command
    or no JSON at all."""
    (room,) = await house.rooms(1)
    staff = Handshake((await house.staff(room, Role.ADMIN)).token)
    spoiled = list(islice(poison.poisoned(Command), 0, None, each_nth))
    documents = [*poison.NO_SHAPE.items(), *_in_room(spoiled, room)]
    async with witnessed(house) as witness, _listening(house.urls[-1], room) as listener:
        violations = await _refused(house.urls[0], staff, documents)
        violations += await _closed(house.urls[0], staff)
        violations += await _heard(house.urls[0], staff, room, listener)
    violations += [*witness.violations, *await house.write(_stored_poison)]
    return Finding("poison over sockets", len(documents) + len(poison.NO_JSON), violations)


def _in_room(documents: Iterable[Document], room: RoomId) -> Iterator[Document]:
    """Of the room in question wherever an opaque id is asked for."""
    for name, document in documents:
        yield name, document.replace(poison.OPAQUE_ID.encode(), room.encode())


async def _refused(url: str, caller: Handshake, documents: Iterable[Document]) -> list[str]:
    """Each on the same socket, which stays open; a text of poison may be no text for any field."""
    violations: list[str] = []
    async with raw_socket(url, caller) as socket:
        await socket.text()
        for name, document in documents:
            await socket.send(mangled(document))
            try:
                answer = await _answer(socket)
            except EOFError:
                return [*violations, f"{name}: the socket was closed"]
            if answer["type"] in CARRIED_OUT:
                violations.append(f"{name}: {answer['type']}")
    return violations


async def _answer(socket: RawSocket) -> Any:
    """The next frame that answers something."""
    while True:
        frame = json.loads(await socket.text())
        if "ref" in frame:
            return frame


async def _closed(url: str, caller: Handshake) -> list[str]:
    """What is no JSON ends its socket."""
    violations = []
    for name, document in poison.NO_JSON.items():
        async with raw_socket(url, caller) as socket:
            await socket.text()
            await socket.send(mangled(document))
            if (code := await socket.close_code()) not in NO_JSON_CODES:
                violations.append(f"{name}: closed with {code}")
    return violations


@asynccontextmanager
async def _listening(url: str, room: RoomId) -> AsyncIterator[RawSocket]:
    async with raw_socket(url, Handshake(origin=PUBLIC_URL)) as socket:
        await socket.text()
        join = {"type": "join_room", "ref": 1, "room": room}
        await socket.send(mangled(json.dumps(join).encode()))
        assert (await _answer(socket))["type"] == "joined"
        yield socket


async def _heard(url: str, caller: Handshake, room: RoomId, listener: RawSocket) -> list[str]:
    """What may stand in a text arrives as it was written, said once even where it was said twice;
    and it is the first thing that the listener is told of."""
    text = "a\u2028b\ufeff __proto__ NaN"
    post = {"type": "post_message", "ref": 1, "room": room, "command_id": new_public_id()}
    twice = f'{json.dumps(post)[:-1]},"body":"not this","body":{json.dumps(text)}}}'
    async with raw_socket(url, caller) as socket:
        await socket.text()
        await socket.send(mangled(twice.encode()))
        assert (await _answer(socket))["type"] == "receipt"
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            frame = json.loads(await listener.text(), object_pairs_hook=_once)
            if frame.get("event", {}).get("type") == "message_posted":
                return [] if frame["event"]["body"] == text else [f"first heard: {frame}"]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    assert len(found) == len(pairs), f"a key twice: {pairs}"
    return found


# Over HTTP.


async def over_http(house: House, each_nth: int = 1) -> Finding:
    """Every body that the HTTP interface decodes, spoiled in the same ways."""
    (room,) = await house.rooms(1)
    admin = await house.staff(room, Role.ADMIN)
    documents = list(islice(_bodies(room), 0, None, each_nth))
    violations = []
    async with (
        witnessed(house) as witness,
        httpx2.AsyncClient(
            base_url=house.urls[0],
            headers={"Authorization": f"Bearer {admin.token}"},
            timeout=PATIENCE_SECONDS,
        ) as http,
    ):
        for endpoint, path, name, document in documents:
            answer = await http.request(endpoint.method, path, content=document)
            if answer.status_code >= 500:
                violations.append(f"{endpoint.operation} {name}: {answer.status_code}")
    violations += [*witness.violations, *await house.write(_stored_poison)]
    return Finding("poison over HTTP", len(documents), violations)


def _bodies(room: RoomId) -> Iterator[tuple[Endpoint, str, str, bytes]]:
    for endpoint in ENDPOINTS:
        if endpoint.body is None:
            continue
        path = re.sub(r"\{(\w+)\}", room, endpoint.path)
        whole = (*poison.NO_JSON.items(), *poison.NO_SHAPE.items())
        for name, document in (*whole, *_in_room(poison.poisoned(endpoint.body), room)):
            yield endpoint, path, name, document


# What is kept.


def _stored_poison(connection: Connection) -> list[str]:
    """The columns in which there is any of it."""
    return [
        f"{table.name}.{column} holds {held!r}"
        for table in METADATA.sorted_tables
        for row in connection.execute(select(table)).mappings()
        for column, held in row.items()
        if isinstance(held, str) and _is_poison(held)
    ]


def _is_poison(text: str) -> bool:
    return "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text)
