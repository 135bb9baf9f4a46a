"""An application with people who look after its rooms, each of them with a token of their own."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from httpx2 import Response
from starlette.testclient import TestClient

from rooms import commands
from rooms.actor import Role
from rooms.commands import Reason
from rooms.ids import RoomId, new_public_id
from tests.journeys.house import SECRET, House, Person
from tests.server.embedded import room_ids, served


@dataclass
class LookedAfter:
    """`garden` is open to guests, `parlour` to members alone."""

    client: TestClient
    house: House
    garden: RoomId
    parlour: RoomId

    def person(self) -> Person:
        return asyncio.run(self.house.person())

    def staff(self, role: Role, room: RoomId | None = None) -> Person:
        """An admin is one everywhere."""
        return asyncio.run(self.house.staff(room or self.garden, role))

    def ask(self, who: Person | None, method: str, path: str, **given: Any) -> Response:
        self.client.cookies.clear()
        headers = {"authorization": f"Bearer {who.token}"} if who else {}
        return self.client.request(method, path, headers=headers, **given)

    def code(self, who: Person | None, method: str, path: str, **given: Any) -> str:
        """The refusal's code, or `ok`."""
        answer = self.ask(who, method, path, **given)
        return "ok" if answer.is_success else str(answer.json()["code"])

    def say(self, who: Person, body: str = "Words", room: RoomId | None = None) -> str:
        message = new_public_id()
        said = commands.PostMessage(room=room or self.garden, command_id=message, body=body)
        self.do(who, said)
        return message

    def do(self, who: Person, command: commands.Writing) -> None:
        body = msgspec.json.encode(command)
        answer = self.ask(who, "POST", "/api/commands", content=body)
        assert answer.status_code == 200, answer.text

    def suspend(self, who: Person, whom: Person) -> None:
        member = whom.member(self.garden)
        suspend = commands.SuspendPowers(
            room=self.garden, command_id=new_public_id(), member=member, reason=Reason.OTHER
        )
        self.do(who, suspend)

    def tell(self, who: Person | None, **given: Any) -> Response:
        report = {"room": self.garden, "concern": "unkind"} | given
        return self.ask(who, "POST", "/api/reports", json=report)

    def items(self, who: Person) -> list[dict[str, Any]]:
        answer = self.ask(who, "GET", "/api/attention")
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["items"]
        return found


@contextmanager
def looked_after(folder: Path) -> Iterator[LookedAfter]:
    with served(folder, secret_key=SECRET, demo=False) as client:
        rooms = room_ids(client)
        house = House(f"sqlite:///{(folder / 'hearthside.db').absolute()}", [])
        yield LookedAfter(client, house, rooms["Open"], rooms["Members"])
