"""What somebody tells the moderators reaches those who watch, on every process, and no member."""

import asyncio
import re
from typing import Any

import httpx2
from websockets.asyncio.client import ClientConnection, connect

from rooms.actor import Role
from rooms.ids import RoomId, new_public_id
from tests.journeys.house import House, Person

WITHIN_SECONDS = 30
CHANCE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}|\b\d{13}\b|\"name\":\"\w+\"")


async def ask(house: House, who: Person, method: str, path: str, **given: Any) -> httpx2.Response:
    headers = {"authorization": f"Bearer {who.token}"}
    async with httpx2.AsyncClient(base_url=house.urls[0], headers=headers) as client:
        answer = await client.request(method, path, **given)
    assert answer.is_success, answer.text
    return answer


async def say(house: House, who: Person, room: RoomId, body: str) -> str:
    message = new_public_id()
    command = {"type": "post_message", "command_id": message, "room": room, "body": body}
    await ask(house, who, "POST", "/api/commands", json=command)
    return message


async def until(line: ClientConnection, sign: str) -> list[str]:
    """The frames up to the one that bears the sign. Presence and heartbeats have a time of their
    own in every world."""
    frames: list[str] = []
    async with asyncio.timeout(WITHIN_SECONDS):
        while not frames or sign not in frames[-1]:
            frames.append(str(await line.recv()))
    return [each for each in frames if not re.search('"type":"(presence|heartbeat)', each)]


def line_of(house: House, who: Person) -> connect:
    address = house.urls[-1].replace("http", "ws", 1) + "/socket"
    return connect(address, additional_headers={"authorization": f"Bearer {who.token}"})


async def world(house: House, *, told: bool) -> list[str]:
    """All that a member's socket is sent while a message is told of, taken on and done."""
    (room,) = await house.rooms(1)
    ana, ben = await house.people(2)
    sam = await house.staff(room, Role.MODERATOR)
    message = await say(house, ana, room, "Some words")
    async with line_of(house, ben) as line, line_of(house, sam) as watching:
        await line.send(f'{{"type": "join_room", "ref": 1, "room": "{room}"}}')
        frames = await until(line, '"type":"joined"')
        if told:
            await tell_and_see_to_it(house, sam, watching, room, message)
        await say(house, ana, room, "The last words")
        frames += await until(line, "The last words")
    seen: dict[str, str] = {}
    return [CHANCE.sub(lambda m: seen.setdefault(m[0], f"<{len(seen)}>"), each) for each in frames]


async def tell_and_see_to_it(
    house: House, sam: Person, watching: ClientConnection, room: RoomId, message: str
) -> None:
    await watching.send('{"type": "watch_attention", "ref": 1}')
    await until(watching, '"type":"done"')
    report = {"room": room, "message": message, "concern": "unkind"}
    await ask(house, sam, "POST", "/api/reports", json=report)
    await until(watching, '"type":"attention_changed"')
    found = (await ask(house, sam, "GET", "/api/attention")).json()["items"]
    (item,) = [each["id"] for each in found if each["message"] == message]
    await ask(house, sam, "POST", f"/api/attention/{item}/take")
    await until(watching, '"type":"attention_changed"')
    await ask(house, sam, "POST", f"/api/attention/{item}/done", json={"outcome": "acted"})
    await until(watching, '"type":"attention_changed"')


async def test_who_watches_is_told_and_no_members_byte_differs(house: House) -> None:
    assert await world(house, told=True) == await world(house, told=False)
