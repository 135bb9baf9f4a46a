"""The real application on a database file of its own, asked over HTTP in this process."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection
from starlette.testclient import TestClient

from persistence import migrations
from persistence import rooms as stored_rooms
from persistence.database import Database
from persistence.rooms import RoomSpec
from rooms.ids import RoomId, TreeId
from rooms.permissions import Readers
from server.app import create_app
from server.settings import Settings, load

ORIGIN = "http://localhost:8000"
PASSWORD = "four quiet words here"
HERE = ("127.0.0.1", 50_000)
"""The address that the browser asks from, as the server sees it."""
OPEN_ROOM = RoomSpec(
    key="open",
    tree=TreeId("trees"),
    position=0,
    names={"en": "Open", "es": "Abierta"},
    purposes={"en": "For anybody.", "es": "Para cualquiera."},
    readers=Readers.GUESTS,
)
MEMBERS_ROOM = RoomSpec(
    key="members",
    tree=TreeId("trees"),
    position=1,
    names={"en": "Members", "es": "Miembros"},
    purposes={"en": "For members.", "es": "Para miembros."},
    readers=Readers.MEMBERS,
)


@contextmanager
def served(folder: Path, **flags: object) -> Iterator[TestClient]:
    """A browser in front of the running application, with two rooms and nobody in it."""
    settings = load(data_dir=folder, **flags)
    asyncio.run(_prepared(settings))
    with TestClient(
        create_app(settings),
        base_url=settings.address,
        headers={"origin": settings.address},
        client=HERE,
    ) as client:
        yield client


def room_ids(client: TestClient) -> dict[str, RoomId]:
    """The rooms by the English name they were given."""
    return {room["names"]["en"]: room["room"] for room in client.get("/api/rooms").json()["rooms"]}


def newcomer(name: str, **said: object) -> dict[str, object]:
    """What somebody says who joins: all that has to be said, and what else is given."""
    return {"name": name, "password": PASSWORD, "adult": True, "consent": True, **said}


def join(client: TestClient, name: str) -> None:
    """Be somebody new, with the session in this client's cookies."""
    answer = client.post("/api/people", json=newcomer(name))
    assert answer.status_code == 201, answer.text


async def _prepared(settings: Settings) -> None:
    await asyncio.to_thread(migrations.upgrade, settings.database)
    async with Database.open(settings.database) as database:
        await database.write(_two_rooms)


def _two_rooms(connection: Connection) -> None:
    stored_rooms.upsert(connection, [OPEN_ROOM, MEMBERS_ROOM])
