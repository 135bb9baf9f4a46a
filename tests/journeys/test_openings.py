"""Sessions that open by themselves while several processes look at the clock, and what those who
are in the room are sent of it, each through their own door."""

import asyncio
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import httpx2
import msgspec
from sqlalchemy import Connection, func, insert, select
from websockets.asyncio.client import ClientConnection, connect

from persistence import clock, tables
from rooms.actor import Role
from rooms.ids import DropInId, RoomId
from tests.journeys.house import House, Person
from tests.journeys.waiting import answered_soon
from tests.persistence.hours import MINUTE_MS, plan

WITHIN_SECONDS = 60
OPENINGS = 200
SOON_MINUTES = 0.1

Seen = Callable[[dict[str, Any]], bool]
soon = partial(answered_soon, within_seconds=WITHIN_SECONDS)


async def test_two_hundred_sessions_open_at_one_instant_once_each_and_it_is_said_once(
    house: House,
) -> None:
    rooms = await house.rooms(OPENINGS)
    rosa, ana = await house.people(2)
    sessions = await house.write(lambda connection: _plan_all(connection, rooms, rosa, ana))
    await soon(lambda: _count(house, "drop_in_opened", rooms), OPENINGS)
    await soon(lambda: _notices(house, ana), len(sessions))
    # Both processes have looked more than once by now, and look once more.
    await soon(lambda: house.write(lambda connection: _is_over(connection, sessions)), True)
    assert await _count(house, "drop_in_opened", rooms) == OPENINGS
    each = await house.write(lambda connection: _entries_of(connection, rooms))
    assert set(each.values()) == {1}
    assert await _notices(house, ana) == len(sessions)


async def test_everybody_in_the_room_sees_it_open_and_only_their_own_place(house: House) -> None:
    (room,) = await house.rooms(1)
    rosa = await house.staff(room, Role.MENTOR)
    ana, ben = await house.people(2)
    drop_in = await house.write(lambda connection: plan(connection, room, rosa.account, 0.15))
    doors = zip((rosa, ana, ben), (0, 0, -1), strict=True)
    lines = [line_of(house, who, door) for who, door in doors]
    async with lines[0] as hosting, lines[1] as waiting, lines[2] as looking:
        for line in (hosting, waiting, looking):
            await line.send(f'{{"type": "join_room", "ref": 1, "room": "{room}"}}')
        for line in (hosting, waiting, looking):
            await snapshot(line, lambda view: view["card"]["stage"] == "live")
        place = {"type": "take_place", "question": "Nobody else may read this"}
        await ask(house, ana, f"/api/drop-ins/{drop_in}/line", place)
        own = await snapshot(waiting, lambda view: view["yours"] is not None)
        assert own["yours"]["question"] == place["question"]
        assert own["hosting"] is None
        others = await snapshot(looking, lambda view: view["card"]["in_line"] == 1)
        assert (others["yours"], others["hosting"]) == (None, None)
        assert "Nobody else" not in msgspec.json.encode(others).decode()
        view = await snapshot(hosting, lambda view: view["hosting"]["line"] != [])
        assert [each["question"] for each in view["hosting"]["line"]] == [place["question"]]


async def test_who_needs_help_now_is_heard_by_hosts_and_moderators_alone(house: House) -> None:
    (room,) = await house.rooms(1)
    rosa, sam = await house.staff(room, Role.MENTOR), await house.staff(room)
    ana, ben = await house.people(2)
    drop_in = await house.write(lambda connection: plan(connection, room, rosa.account, 0.1))
    doors = zip((rosa, sam, ben), (0, -1, -1), strict=True)
    lines = [line_of(house, who, door) for who, door in doors]
    async with lines[0] as hosting, lines[1] as moderating, lines[2] as looking:
        await moderating.send('{"type": "watch_attention", "ref": 2}')
        for line in (hosting, moderating, looking):
            await line.send(f'{{"type": "join_room", "ref": 1, "room": "{room}"}}')
            await snapshot(line, lambda view: view["card"]["stage"] == "live")
        said = {"note": "I cannot do this any more"}
        answer = await ask(house, ana, f"/api/rooms/{room}/help-now", said)
        assert answer["at"] is not None
        for line in (hosting, moderating):
            view = await snapshot(line, lambda view: view["hosting"]["calls"] != [])
            (call,) = view["hosting"]["calls"]
            assert (call["kind"], call["name"], call["note"]) == (
                "help_now",
                ana.name,
                said["note"],
            )
        await ask(house, ana, f"/api/rooms/{room}/help-now", {})
        await ask(house, ana, f"/api/drop-ins/{drop_in}/line", {"type": "take_place"})
        seen = await snapshot(looking, lambda view: view["card"]["in_line"] == 1)
        assert "cannot" not in msgspec.json.encode(seen).decode()
        assert seen["hosting"] is None


def _plan_all(
    connection: Connection, rooms: list[RoomId], host: Person, ana: Person
) -> list[DropInId]:
    """All at one instant, with their host in the room and Ana coming."""
    begins = SOON_MINUTES
    at = clock.now_ms(connection) + int(begins * MINUTE_MS)
    sessions = [
        plan(connection, room, host.account, begins, starts_at=at, ends_at=at + 60 * MINUTE_MS)
        for room in rooms
    ]
    grants = [{"account_id": host.account, "room_id": room, "role": "mentor"} for room in rooms]
    connection.execute(insert(tables.role_grant), grants)
    seen = [{"drop_in_id": each, "account_id": host.account, "at": at} for each in sessions]
    connection.execute(insert(tables.drop_in_seen), seen)
    coming = [
        {"drop_in_id": each, "account_id": ana.account, "remind": True, "at": at}
        for each in sessions
    ]
    connection.execute(insert(tables.drop_in_coming), coming)
    return sessions


async def _count(house: House, kind: str, rooms: list[RoomId]) -> int:
    e = tables.entry.c
    asked = select(func.count()).where(e.kind == kind, e.room_id.in_(rooms))
    return int(await house.write(lambda connection: connection.execute(asked).scalar_one()))


async def _notices(house: House, ana: Person) -> int:
    n = tables.notice.c
    asked = select(func.count()).where(n.account_id == ana.account, n.kind == "session_open")
    return int(await house.write(lambda connection: connection.execute(asked).scalar_one()))


def _entries_of(connection: Connection, rooms: list[RoomId]) -> Counter[str]:
    e = tables.entry.c
    found = connection.execute(select(e.room_id).where(e.room_id.in_(rooms)))
    return Counter(found.scalars())


def _is_over(connection: Connection, sessions: list[DropInId]) -> bool:
    """Whether so much time has passed that each process has looked again."""
    d = tables.drop_in.c
    (starts_at,) = connection.execute(select(d.starts_at).where(d.id == sessions[0])).one()
    return bool(clock.now_ms(connection) > starts_at + 5_000)


async def ask(house: House, who: Person, path: str, said: dict[str, Any]) -> Any:
    headers = {"authorization": f"Bearer {who.token}"}
    async with httpx2.AsyncClient(base_url=house.urls[0], headers=headers) as client:
        answer = await client.post(path, json=said)
    assert answer.is_success, answer.text
    return answer.json()


def line_of(house: House, who: Person, door: int) -> connect:
    address = house.urls[door].replace("http", "ws", 1) + "/socket"
    return connect(address, additional_headers={"authorization": f"Bearer {who.token}"})


async def snapshot(line: ClientConnection, wanted: Seen) -> dict[str, Any]:
    """The next one that is as wanted."""
    async with asyncio.timeout(WITHIN_SECONDS):
        while True:
            frame = msgspec.json.decode(await line.recv())
            if frame["type"] == "line_snapshot" and wanted(frame["view"]):
                return dict(frame["view"])
