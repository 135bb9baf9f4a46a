"""The people of one test: who they are, where they look from, and what came up beside the point.

Whatever a page did that it must not (a request to elsewhere, a breach of its policy, an error of
its script) is kept as a complaint.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx2
import msgspec
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request
from sqlalchemy import Connection, insert, select, update

from persistence import tables
from rooms import commands
from rooms.actor import Role
from rooms.commands import Reaction, Reason, Writing
from rooms.ids import PublicId, RoomId, new_public_id
from rooms.names import skeleton
from rooms.permissions import Readers, RoomState
from tests.browser.visitor import Visitor
from tests.journeys.house import House, Person

SESSION_COOKIE = "hearthside"
POLICY_WORDS = ("Content Security Policy", "Trusted")
_room, _name = tables.room.c, tables.screen_name.c
DESK: dict[str, Any] = {"viewport": {"width": 1200, "height": 900}}


@dataclass
class Cast:
    """Each person comes in with a browser context of their own."""

    browser: Browser
    house: House
    complaints: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    @property
    def address(self) -> str:
        return self.house.webs[0].url

    async def room(self, readers: Readers = Readers.GUESTS) -> RoomId:
        (room,) = await self.house.rooms(1, readers)
        return room

    async def moved_room(self, to: RoomId) -> RoomId:
        """A room whose operator has moved it to the other."""
        room = await self.room()
        await self.house.write(lambda connection: _move(connection, room, to))
        return room

    async def rename(self, room: RoomId, name: str) -> None:
        """Gives the room a name that no other has."""
        renamed = update(tables.room).where(_room.id == room)
        names = msgspec.json.encode({"en": name, "es": name}).decode()
        await self.house.write(lambda connection: connection.execute(renamed.values(names=names)))

    async def guest(self, **look: Any) -> Visitor:
        """Somebody without an account. `look`: options of a Playwright context."""
        context = await self.browser.new_context(base_url=self.address, **(DESK | look))
        self._contexts.append(context)
        page = await context.new_page()
        self._listen(page)
        return Visitor(page)

    async def visit(self, person: Person, **look: Any) -> Visitor:
        """The person, logged in."""
        visitor = await self.guest(**look)
        await visitor.page.context.add_cookies(
            [{"name": SESSION_COOKIE, "value": person.token, "url": self.address}]
        )
        return visitor

    async def member(self, room: RoomId, **look: Any) -> Visitor:
        """Somebody new, with the room open."""
        return await self.come_in(await self.house.person(), room, **look)

    async def come_in(self, person: Person, room: RoomId, **look: Any) -> Visitor:
        """The person, with the room open, and known by their name in its tree already."""
        await self.house.write(lambda connection: _goes_by_name(connection, person, room))
        visitor = await self.visit(person, **look)
        await visitor.open_room(room)
        return visitor

    async def newcomer(self) -> Person:
        """Somebody with the limits of a new account."""
        person = await self.house.newcomer()
        mine = update(tables.account).where(tables.account.c.id == person.account)
        await self.house.write(lambda connection: connection.execute(mine.values(demo=False)))
        return person

    async def moderator(self, room: RoomId) -> Person:
        return await self.house.staff(room, Role.MODERATOR)

    async def say(
        self, person: Person, room: RoomId, *bodies: str, reply_to: PublicId | None = None
    ) -> list[PublicId]:
        """Words said before anybody looks, through the server's other door. Ten at once."""
        posts = [
            commands.PostMessage(
                room=room, command_id=new_public_id(), body=body, reply_to=reply_to
            )
            for body in bodies
        ]
        await self.do(person, posts)
        return [post.command_id for post in posts]

    async def react(self, person: Person, room: RoomId, message: PublicId) -> None:
        react = commands.React(
            room=room, command_id=new_public_id(), message=message, reaction=Reaction.HUG, on=True
        )
        await self.do(person, [react])

    async def take_down(self, staff: Person, room: RoomId, message: PublicId) -> None:
        remove = commands.RemoveMessage(
            room=room, command_id=new_public_id(), message=message, reason=Reason.SELLING
        )
        await self.do(staff, [remove])

    async def close_room(self, staff: Person, room: RoomId) -> None:
        lock = commands.LockRoom(room=room, command_id=new_public_id(), reason=Reason.NO_COVER)
        await self.do(staff, [lock])

    async def pause(self, staff: Person, target: Person, room: RoomId) -> None:
        mute = commands.MuteMember(
            room=room,
            command_id=new_public_id(),
            member=target.member(room),
            seconds=3_600,
            reason=Reason.FLOODING,
        )
        await self.do(staff, [mute])

    async def have_step_out(self, staff: Person, target: Person, room: RoomId) -> None:
        remove = commands.RemoveMember(
            room=room,
            command_id=new_public_id(),
            member=target.member(room),
            seconds=3_600,
            reason=Reason.FLOODING,
        )
        await self.do(staff, [remove])

    async def do(self, person: Person, wanted: Sequence[Writing]) -> None:
        headers = {"authorization": f"Bearer {person.token}"}
        async with httpx2.AsyncClient(base_url=self.address, headers=headers) as client:
            for command in wanted:
                body = msgspec.json.encode(command)
                answer = await client.post(
                    "/api/commands", content=body, headers={"content-type": "application/json"}
                )
                assert answer.status_code == 200, answer.text

    async def leave(self) -> None:
        for context in self._contexts:
            await context.close()

    def _listen(self, page: Page) -> None:
        page.on("request", self._note_request)
        page.on("console", self._note_words)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))

    def _note_request(self, request: Request) -> None:
        if request.url != "data:," and _origin(request.url) != _origin(self.address):
            self.complaints.append(f"request to elsewhere: {request.url}")

    def _note_words(self, message: ConsoleMessage) -> None:
        if any(word in message.text for word in POLICY_WORDS):
            self.complaints.append(f"policy: {message.text}")


def _goes_by_name(connection: Connection, person: Person, room: RoomId) -> None:
    tree = connection.execute(select(_room.tree).where(_room.id == room)).scalar_one()
    own = (_name.account_id == person.account) & (_name.tree == tree)
    if connection.execute(select(_name.name).where(own)).first() is not None:
        return
    row = {"name": person.name, "skeleton": skeleton(person.name), "since": 0}
    connection.execute(
        insert(tables.screen_name).values(account_id=person.account, tree=tree, **row)
    )


def _move(connection: Connection, room: RoomId, to: RoomId) -> None:
    key = select(_room.key).where(_room.id == to).scalar_subquery()
    moved = {"moved_to": key, "state": RoomState.LOCKED.value}
    connection.execute(update(tables.room).where(_room.id == room).values(**moved))


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme.replace("ws", "http"), parts.netloc
