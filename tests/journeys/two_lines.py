"""One house and its copy: the same rooms, people and live session, each served by a process of its
own; so that what happens differs in one of them alone, and what others see of it can be compared.
"""

import asyncio
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import httpx2
import msgspec
from sqlalchemy import Connection, insert, update
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from persistence import migrations, tables
from rooms.actor import Role
from rooms.ids import DropInId, RoomId
from tests.journeys.house import COMMON, House, Person
from tests.journeys.web import Web
from tests.server.held_sessions import goes_live, hold

WITHIN_SECONDS = 30
_MOMENTS = re.compile(rb'"(at|now)": ?[0-9]+')
_DRAWN = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_HEARTBEAT = b'{"type":"heartbeat"'
DOORS = (
    *("/", "/rooms", "/drop-ins", "/drop-ins?speak=en", "/me/calendar", "/me/notices", "/mentor"),
    *("/r/{room}", "/d/{drop_in}", "/d/{drop_in}/host", "/d/{drop_in}.ics", "/d/{drop_in}?said=x"),
    *("/api/rooms", "/api/drop-ins?from=0&to=9000000000000", "/api/drop-ins/{drop_in}"),
    *("/api/drop-ins/{drop_in}/questions", "/api/drop-ins/{drop_in}/feedback"),
    *("/api/drop-ins/{drop_in}/debrief", "/api/rooms/{room}/help-now", "/api/attention"),
    *("/api/first-messages", "/api/me", "/api/drop-in-series"),
)
"""What a member or guest may ask for."""


@dataclass
class Cast:
    """`rosa` hosts, `teo` beside her; `sam` moderates. `dan` waits in both worlds."""

    rosa: Person
    teo: Person
    sam: Person
    mia: Person
    ana: Person
    ben: Person
    dan: Person
    luz: Person
    room: RoomId
    drop_in: DropInId


@dataclass
class Listener:
    """One socket in the room, and every frame that came."""

    socket: ClientConnection
    frames: list[bytes] = field(default_factory=list)
    _more: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self) -> None:
        try:
            async for frame in self.socket:
                self.frames.append(frame.encode() if isinstance(frame, str) else frame)
                self._more.set()
        except ConnectionClosed:
            return

    async def until(self, wanted: Callable[[dict[str, Any]], bool]) -> None:
        """Until the last snapshot that came is as wanted."""
        async with asyncio.timeout(WITHIN_SECONDS):
            while not (self.views and wanted(self.views[-1])):
                self._more.clear()
                await self._more.wait()

    @property
    def views(self) -> list[dict[str, Any]]:
        decoded = [msgspec.json.decode(frame) for frame in self.frames]
        return [frame["view"] for frame in decoded if frame["type"] == "line_snapshot"]

    @property
    def told(self) -> list[bytes]:
        """What came, without the moments it was read at; no heartbeats, which come by the clock."""
        counted = [frame for frame in self.frames if not frame.startswith(_HEARTBEAT)]
        return [_MOMENTS.sub(b"", frame) for frame in counted]


@dataclass
class World:
    """One of the two, with who listens in it by name; "" is a guest."""

    web: Web
    cast: Cast
    listeners: dict[str, Listener] = field(default_factory=dict)
    _stack: list[asyncio.Task[None]] = field(default_factory=list)

    async def enter(self, *names: str) -> Self:
        """These people come, one after the other."""
        for name in names:
            address = self.web.url.replace("http", "ws", 1) + "/socket"
            headers = {**self.headers(name), "Origin": COMMON["PUBLIC_URL"]}
            listener = Listener(await connect(address, additional_headers=headers))
            self.listeners[name] = listener
            self._stack.append(asyncio.create_task(listener.listen()))
            join = {"type": "join_room", "ref": 1, "room": self.cast.room}
            await listener.socket.send(msgspec.json.encode(join).decode())
            await listener.until(lambda view: True)
        return self

    def begin_to_compare(self) -> None:
        """Nothing that came until now."""
        for listener in self.listeners.values():
            listener.frames.clear()

    async def leave(self) -> None:
        for listener in self.listeners.values():
            await listener.socket.close()
        await asyncio.gather(*self._stack)

    def headers(self, name: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {getattr(self.cast, name).token}"} if name else {}

    async def ask(self, name: str, path: str, **said: Any) -> None:
        """One act of somebody, over HTTP."""
        async with httpx2.AsyncClient(base_url=self.web.url, headers=self.headers(name)) as http:
            answer = await http.post(self._path(path), json=said)
        assert answer.is_success, answer.text

    async def line(self, name: str, act: str, **said: Any) -> None:
        await self.ask(name, "/api/drop-ins/{drop_in}/line", type=act, **said)

    async def seen_by(self, name: str, doors: Iterable[str] = DOORS) -> dict[str, bytes]:
        """All that the house answers, headers too, but for the time of day and drawn ids."""
        async with httpx2.AsyncClient(base_url=self.web.url, headers=self.headers(name)) as http:
            answers = {path: await http.get(self._path(path)) for path in doors}
        assert [path for path, answer in answers.items() if answer.is_server_error] == []
        return {path: _bare(answer) for path, answer in answers.items()}

    def _path(self, path: str) -> str:
        return path.format(room=self.cast.room, drop_in=self.cast.drop_in)


def _bare(answer: httpx2.Response) -> bytes:
    kept = sorted(f"{name}: {value}" for name, value in answer.headers.items() if name != "date")
    whole = "\n".join([str(answer.status_code), *kept, ""]).encode() + answer.content
    return _DRAWN.sub(b"drawn", _MOMENTS.sub(b"", whole))


@contextmanager
def worlds(folder: Path, count: int, **environment: str) -> Iterator[list[World]]:
    """So many copies, each served, and the cast that they have in common."""
    original = folder / "original.db"
    migrations.upgrade(f"sqlite:///{original}")
    cast = asyncio.run(_cast(House(f"sqlite:///{original}", [])))
    webs = [Web(folder, COMMON | environment) for _ in range(count)]
    with ExitStack() as stack:
        for web in webs:
            web.database_file.parent.mkdir(parents=True)
            shutil.copy(original, web.database_file)
            stack.callback(web.close)
            web.begin()
        for web in webs:
            web.wait_ready()
        yield [World(web, cast) for web in webs]


async def _cast(house: House) -> Cast:
    (room,) = await house.rooms(1)
    rosa, teo, mia = [await house.staff(room, Role.MENTOR) for _ in range(3)]
    sam = await house.staff(room)
    ana, ben, dan, luz = await house.people(4)
    drop_in = await house.write(lambda connection: _live(connection, room, rosa, teo))
    return Cast(rosa, teo, sam, mia, ana, ben, dan, luz, room, drop_in)


def _live(connection: Connection, room: RoomId, host: Person, beside: Person) -> DropInId:
    drop_in = hold(connection, room, host.account, -20, form="line", second_id=beside.account)
    goes_live(connection, drop_in, room, host.account, co_host=beside.account)
    seen = {"drop_in_id": drop_in, "account_id": beside.account, "at": 9_000_000_000_000}
    connection.execute(insert(tables.drop_in_seen).values(seen))
    d = tables.drop_in.c
    later = {"well_at": 9_000_000_000_000, "ends_at": d.ends_at + 3_600_000}
    connection.execute(update(tables.drop_in).where(d.id == drop_in).values(later))
    return drop_in
