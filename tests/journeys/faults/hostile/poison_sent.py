"""Poisoned JSON by every way in, while somebody listens: it is refused or ends its own socket, and
neither the database nor the listener ever holds any of it.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, suppress
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
from tests.journeys.faults.finding import Finding
from tests.journeys.faults.hostile import poison
from tests.journeys.faults.hostile.poison_found import poison_in, poison_in_json
from tests.journeys.faults.hostile.raw_socket import Handshake, RawSocket, mangled, raw_socket
from tests.journeys.faults.hostile.witness import witnessed
from tests.journeys.house import PUBLIC_URL, House

NO_JSON_CODES = (4502, 1007)
"""No JSON; no UTF-8."""
CARRIED_OUT = ("receipt", "done")
PLACED = ("entry", "void")
LEFT_OUT = ("call_for_help HelpNow.note: NUL", "search_rooms Search.words: NUL")
"""No note is a reason to refuse a call for help: it is kept without what no database stores. What
is searched for is not kept."""
PATIENCE_SECONDS = 60.0
SILENT_SECONDS = 200.0
"""Ten times the pause between two heartbeats."""
Document = tuple[str, bytes]
Body = tuple[Endpoint, str, str, bytes]
"""Of an endpoint, by this path: the document's name, and the document."""
Heard = asyncio.Queue[bytes | None]
"""What a listener was sent; None is the end of it."""


async def over_sockets(house: House, each_nth: int = 1) -> Finding:
    """Every command with each poison in each field (or each n-th of these), or with a key too many,
    and what is no command or no JSON at all."""
    (room,) = await house.rooms(1)
    staff = Handshake((await house.staff(room, Role.ADMIN)).token)
    spoiled = [*islice(poison.poisoned(Command), 0, None, each_nth), *poison.overgrown(Command)]
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
async def _listening(url: str, room: RoomId) -> AsyncIterator[Heard]:
    """A guest in the room, who reads all the while."""
    heard = Heard()
    async with raw_socket(url, Handshake(origin=PUBLIC_URL)) as socket:
        await socket.text()
        join = {"type": "join_room", "ref": 1, "room": room}
        await socket.send(mangled(json.dumps(join).encode()))
        assert (await _answer(socket))["type"] == "joined"

        async def listen() -> None:
            with suppress(EOFError):
                while True:
                    heard.put_nowait(await socket.text(within_seconds=SILENT_SECONDS))
            heard.put_nowait(None)

        listening = asyncio.create_task(listen())
        try:
            yield heard
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)


async def _heard(url: str, caller: Handshake, room: RoomId, heard: Heard) -> list[str]:
    """What may stand in a text arrives as it was written, said once even where it was said twice;
    it is the first thing that took a place in the room, and nothing that came was poison."""
    text = "a\u2028b\ufeff __proto__ NaN"
    post = {"type": "post_message", "ref": 1, "room": room, "command_id": new_public_id()}
    twice = f'{json.dumps(post)[:-1]},"body":"not this","body":{json.dumps(text)}}}'
    async with raw_socket(url, caller) as socket:
        await socket.text()
        await socket.send(mangled(twice.encode()))
        assert (await _answer(socket))["type"] == "receipt"
    wrong: list[str] = []
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (said := await heard.get()) is not None:
            wrong += [f"the listener was sent {each}" for each in poison_in_json(said)]
            frame = json.loads(said)
            if frame["type"] in PLACED:
                if frame.get("event", {}).get("body") != text:
                    wrong.append(f"first heard: {frame}")
                return wrong
    return [*wrong, "the listener was cut off"]


# Over HTTP.


async def over_http(house: House, each_nth: int = 1) -> Finding:
    """Every body that the HTTP interface decodes, spoiled in the same ways: none has a value with
    which anything may be carried out."""
    (room,) = await house.rooms(1)
    admin = await house.staff(room, Role.ADMIN)
    documents = [*islice(_bodies(room), 0, None, each_nth), *_bodies_overgrown(room)]
    violations: list[str] = []
    async with (
        witnessed(house) as witness,
        _listening(house.urls[-1], room) as listener,
        httpx2.AsyncClient(
            base_url=house.urls[0],
            headers={"Authorization": f"Bearer {admin.token}"},
            timeout=PATIENCE_SECONDS,
        ) as http,
    ):
        for endpoint, path, name, document in documents:
            what = f"{endpoint.operation} {name}"
            answer = await http.request(endpoint.method, path, content=document)
            carried_out = answer.is_success and not what.startswith(LEFT_OUT)
            if answer.status_code >= 500 or carried_out:
                violations.append(f"{what}: {answer.status_code}")
        violations += await _heard(house.urls[0], Handshake(admin.token), room, listener)
    violations += [*witness.violations, *await house.write(_stored_poison)]
    return Finding("poison over HTTP", len(documents), violations)


def _bodies(room: RoomId) -> Iterator[Body]:
    for endpoint, path in _taking_bodies(room):
        whole = (*poison.NO_JSON.items(), *poison.NO_SHAPE.items())
        for name, document in (*whole, *_in_room(poison.poisoned(endpoint.body), room)):
            yield endpoint, path, name, document


def _bodies_overgrown(room: RoomId) -> Iterator[Body]:
    for endpoint, path in _taking_bodies(room):
        for name, document in _in_room(poison.overgrown(endpoint.body), room):
            yield endpoint, path, name, document


def _taking_bodies(room: RoomId) -> Iterator[tuple[Endpoint, str]]:
    for endpoint in ENDPOINTS:
        if endpoint.body is not None:
            yield endpoint, re.sub(r"\{(\w+)\}", room, endpoint.path)


# What is kept.


def _stored_poison(connection: Connection) -> list[str]:
    """The columns in which there is any of it."""
    return [
        f"{table.name}.{column} holds {poison}"
        for table in METADATA.sorted_tables
        for row in connection.execute(select(table)).mappings()
        for column, held in row.items()
        for poison in poison_in(held)
    ]
