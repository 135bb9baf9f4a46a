"""Two hours at once in one house, and people who come, step aside, go, come back through another
door, and are called, while processes die. Knows the HTTP API, and nothing of fairness.
"""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx2

from rooms.ids import DropInId, RoomId, new_public_id
from tests.journeys.house import House, Person

AGAIN_SECONDS = 0.05
GIVE_UP_SECONDS = 180.0
_NOT_YET = {"busy", "retry"}


@dataclass
class Doors:
    """The processes of the house, by HTTP: what one does not answer is asked of the next."""

    house: House
    dice: random.Random
    answers: Counter[str] = field(default_factory=Counter)
    _open: dict[str, httpx2.AsyncClient] = field(default_factory=dict)

    async def __aenter__(self) -> "Doors":
        limits = httpx2.Limits(max_connections=12, max_keepalive_connections=12)
        for url in self.house.urls:
            self._open[url] = httpx2.AsyncClient(base_url=url, limits=limits, timeout=20)
        return self

    async def __aexit__(self, *_: object) -> None:
        for client in self._open.values():
            await client.aclose()

    async def act(self, person: Person, drop_in: DropInId, kind: str, **more: Any) -> Any:
        """An act on the line; the view, or the code of the refusal."""
        body = {"type": kind, **more}
        return await self._post(person, f"/api/drop-ins/{drop_in}/line", body)

    async def command(
        self, person: Person, room: RoomId, drop_in: DropInId | None, kind: str, **more: Any
    ) -> Any:
        """A command that leaves an entry; the receipt, or the code of the refusal."""
        body = {"type": kind, "room": room, "command_id": new_public_id(), **more}
        if drop_in is not None:
            body["drop_in"] = drop_in
        return await self._post(person, "/api/commands", body)

    async def _post(self, person: Person, path: str, body: Mapping[str, Any]) -> Any:
        headers = {"Authorization": f"Bearer {person.token}"}
        async with asyncio.timeout(GIVE_UP_SECONDS):
            while True:
                client = self._open[self.dice.choice(self.house.urls)]
                try:
                    answer = await client.post(path, json=body, headers=headers)
                except httpx2.TransportError:
                    # Killed. What came of it nobody knows: it is asked again, as a person would.
                    await asyncio.sleep(AGAIN_SECONDS)
                    continue
                assert answer.headers["content-type"] == "application/json", (
                    answer.status_code,
                    answer.text,
                    [web.log for web in self.house.webs],
                )
                said = answer.json()
                code = said.get("code") if answer.status_code >= 400 else None
                if code in _NOT_YET:
                    await asyncio.sleep(AGAIN_SECONDS)
                    continue
                self.answers[f"{body['type']}: {code or 'done'}"] += 1
                return code or said


@dataclass(frozen=True)
class Session:
    """An hour: where it is, and who runs it."""

    drop_in: DropInId
    room: RoomId
    hosts: tuple[Person, Person]
    capacity: int
    first_timers_first: bool


@dataclass
class Crowd:
    """The people of both hours. Who hosts and who is called comes in by `front`, and does not stand
    behind everybody else. `gone`: how often somebody wanted to leave a line, heard or not;
    `heard`: how many had their turn."""

    doors: Doors
    front: Doors
    sessions: list[Session]
    people: list[Person]
    dice: random.Random
    gone: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    heard: Counter[DropInId] = field(default_factory=Counter)
    turn_over: asyncio.Event = field(default_factory=asyncio.Event)
    _by_member: defaultdict[DropInId, dict[str, Person]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def __post_init__(self) -> None:
        for session in self.sessions:
            for person in self.people:
                self._by_member[session.drop_in][person.member(session.room)] = person

    def members(self, session: Session) -> dict[str, str]:
        """Accounts by their member id in the room, the hosts' too."""
        everybody = (*self.people, *session.hosts)
        return {person.member(session.room): person.account for person in everybody}

    async def comes_and_goes(self, person: Person, steps: int) -> None:
        """One person's hour: mostly waiting, sometimes not."""
        session = self.dice.choice(self.sessions)
        await self._takes(person, session)
        for _ in range(steps):
            match self.dice.choices(range(5), (2, 5, 1, 3, 2))[0]:
                case 0:
                    await self.doors.act(person, session.drop_in, "step_aside")
                case 1:
                    await self.doors.act(person, session.drop_in, "come_back")
                case 2:
                    self.gone[person.account] += 1
                    await self.doors.act(person, session.drop_in, "leave_line")
                case 3:
                    session = self.dice.choice(self.sessions)
                    await self._takes(person, session)
                case 4:
                    kind = self.dice.choice(["more_time", "pass_turn"])
                    await self.doors.act(person, session.drop_in, kind)

    async def calls_in(self, session: Session, done: asyncio.Event) -> None:
        """Both hosts invite whoever is next, for as long as there is anybody about. Who is called
        answers on another device than the one they wait with, so both may act at once."""
        async with asyncio.TaskGroup() as ringing:
            while not done.is_set():
                both = self.dice.random() < 0.3
                hosts = session.hosts if both else [self.dice.choice(session.hosts)]
                views = await asyncio.gather(
                    *(self.front.act(host, session.drop_in, "call_next") for host in hosts)
                )
                for person in self._called(session, views):
                    ringing.create_task(self._is_called(person, session))
                await asyncio.sleep(AGAIN_SECONDS)

    def _called(self, session: Session, views: Sequence[Any]) -> set[Person]:
        return {
            self._by_member[session.drop_in][waiting["member"]]
            for view in views
            if not isinstance(view, str)
            for waiting in view["hosting"]["line"]
            if waiting["state"] == "called"
        }

    async def _takes(self, person: Person, session: Session) -> None:
        answer = await self.doors.act(person, session.drop_in, "take_place", question="How long?")
        if not isinstance(answer, str):
            self.taken[person.account] += 1

    async def _is_called(self, person: Person, session: Session) -> None:
        match self.dice.choices(range(5), (12, 2, 2, 1, 3))[0]:
            case 0:
                await self._talks(person, session)
            case 1:
                await self.front.act(person, session.drop_in, "pass_turn")
            case 2:
                await self.front.act(person, session.drop_in, "more_time")
                await self._talks(person, session)
            case 3:
                await self.front.act(person, session.drop_in, "step_aside")
            case _:
                pass  # Asleep.

    async def _talks(self, person: Person, session: Session) -> None:
        given = await self.front.command(person, session.room, session.drop_in, "take_floor")
        if isinstance(given, str):
            return
        await self.front.command(person, session.room, None, "post_message", body="It is my turn")
        freed = await self.front.command(person, session.room, session.drop_in, "free_floor")
        assert not isinstance(freed, str) or freed == "nothing_to_change", freed
        self.heard[session.drop_in] += 1
        self.turn_over.set()

    async def speaks_out_of_turn(self, done: asyncio.Event) -> None:
        """Programs do not wait until they are asked."""
        while not done.is_set():
            person, session = self.dice.choice(self.people), self.dice.choice(self.sessions)
            await self.doors.command(person, session.room, None, "post_message", body="Me me me")
            await asyncio.sleep(AGAIN_SECONDS)
