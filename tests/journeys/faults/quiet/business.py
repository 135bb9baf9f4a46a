"""A companion of every fault: while something breaks, people call for help, hosts say that it is
more than they can carry, and reminders become due; afterwards each is at its receiver, once.

Knows rows, pages and a mail server, and nothing of what broke.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
from typing import Any, Self

import httpx2
from sqlalchemy import Connection, select

from persistence import tables
from persistence.outbox import LEASE_MS
from rooms.dropins.views import CallKind
from rooms.ids import DropInId, new_public_id
from tests.journeys.faults.mailing import MAIL_PORT
from tests.journeys.faults.quiet.scene import QuietScene, QuietSize, quiet_scene
from tests.journeys.house import House, Person
from tests.journeys.waiting import answered_soon
from tests.server.mail_server import MailServer, mail_server

GIVE_UP_SECONDS = 60.0
AGAIN_SECONDS = 0.2
ANSWER_SECONDS = 10.0
SETTLED_SECONDS = 3 * LEASE_MS / 1000
"""A mail of a process that died is claimed again when its lease is over, and tried once more."""
DEFAULT_SIZE = QuietSize()


class QuietBusiness:
    """`async with QuietBusiness(house) as business:` beside a fault, then `violations()` inside the
    block, until when it goes on, round after round. The processes of the house hand their mail in
    at `MAIL_PORT`, so one at a time."""

    def __init__(self, house: House, size: QuietSize = DEFAULT_SIZE) -> None:
        self._house = house
        self._size = size
        self._dice = random.Random(size.callers)
        self._stack = AsyncExitStack()
        self._scenes: list[QuietScene] = []
        self._unheard: list[str] = []
        self._ending = False
        self._mail: MailServer
        self._asking: asyncio.Task[None]

    async def __aenter__(self) -> Self:
        self._mail = await self._stack.enter_async_context(mail_server(MAIL_PORT))
        self._scenes.append(await quiet_scene(self._house, self._size))
        self._asking = asyncio.create_task(self._rounds())
        return self

    async def __aexit__(self, *reason: object) -> None:
        del reason
        self._asking.cancel()
        await asyncio.gather(self._asking, return_exceptions=True)
        await self._stack.aclose()

    async def violations(self, *, may_repeat_mail: bool = False) -> list[str]:
        """What was lost or came twice, once everything has had its time. `may_repeat_mail`: a
        process was killed, so a mail may come again under the same Message-ID."""
        self._ending = True
        await self._asking
        await self._all_carried()
        found = [*self._unheard, *await self._of_calls(), *await self._of_notices()]
        return [*found, *self._of_mail(may_repeat=may_repeat_mail)]

    # What people do.

    async def _rounds(self) -> None:
        await self._everybody_asks(self._scenes[0])
        while not self._ending and len(self._scenes) < self._size.rounds:
            self._scenes.append(await self._another())
            await self._everybody_asks(self._scenes[-1])

    async def _another(self) -> QuietScene:
        async with asyncio.timeout(GIVE_UP_SECONDS):
            while True:
                try:
                    return await quiet_scene(self._house, self._size)
                except Exception:
                    # The database may be what is broken. What there is of this scene nobody asks.
                    await asyncio.sleep(AGAIN_SECONDS)

    async def _everybody_asks(self, scene: QuietScene) -> None:
        way = f"/api/rooms/{scene.room}/help-now"
        calling = [(who, way, {"note": who.name}) for who in scene.callers]
        asking = [
            *calling,
            # Pressed twice, it is one call.
            *calling,
            *(
                (held.host, "/api/commands", _freezing(held.room, held.drop_in))
                for held in scene.held
            ),
        ]
        self._dice.shuffle(asking)
        pause = self._size.seconds / max(1, len(asking))
        async with asyncio.TaskGroup() as tasks:
            for who, path, body in asking:
                tasks.create_task(self._insist(who, path, body))
                await asyncio.sleep(pause)

    async def _insist(self, who: Person, path: str, body: Mapping[str, Any]) -> None:
        """Ask at one door after the other until it is heard, as a person does who needs it."""
        doors = self._dice.sample(self._house.urls, len(self._house.urls))
        headers = {"Authorization": f"Bearer {who.token}"}
        try:
            async with asyncio.timeout(GIVE_UP_SECONDS):
                while not await _heard(doors[0] + path, body, headers):
                    doors.append(doors.pop(0))
                    await asyncio.sleep(AGAIN_SECONDS)
        except TimeoutError:
            self._unheard.append(f"nobody heard {who.name} ask at {path}")

    # What came of it.

    @property
    def _reminded(self) -> dict[str, DropInId]:
        return {to: drop_in for scene in self._scenes for to, drop_in in scene.reminded.items()}

    async def _all_carried(self) -> None:
        """Until nothing of ours waits in the outbox, nor is still to be put in."""

        async def waits() -> bool:
            return await self._house.write(self._waits)

        await answered_soon(waits, False, within_seconds=self._size.seconds + SETTLED_SECONDS)

    def _waits(self, connection: Connection) -> bool:
        o = tables.outbox.c
        mine = o.subject.in_(self._reminded.values())
        rows = connection.execute(select(o.channel, o.done_at, o.voided_at).where(mine)).all()
        settled = Counter(row.channel for row in rows if row.done_at or row.voided_at)
        return min(settled["page"], settled["mail"]) < len(self._reminded)

    async def _of_calls(self) -> list[str]:
        stored = await self._house.write(self._stored_calls)
        shown = Counter([call for scene in self._scenes for call in await _shown(scene, self._url)])
        wanted = self._wanted_calls()
        return [
            *_not_once("a call", stored, wanted),
            *_not_once("a call on /mod", shown, wanted),
        ]

    def _wanted_calls(self) -> set[str]:
        helped = (who for scene in self._scenes for who in scene.callers)
        held = (held for scene in self._scenes for held in scene.held)
        calls = {f"{CallKind.HELP_NOW.value} {who.name}" for who in helped}
        return calls | {f"{CallKind.CARRY.value} {each.drop_in}" for each in held}

    def _stored_calls(self, connection: Connection) -> Counter[str]:
        h = tables.help_call.c
        rooms = [room for scene in self._scenes for room in scene.rooms]
        asked = select(h.kind, h.note, h.drop_in_id).where(h.room_id.in_(rooms))
        return Counter(
            f"{kind} {note or drop_in}" for kind, note, drop_in in _ours(connection.execute(asked))
        )

    @property
    def _url(self) -> str:
        """Whichever process answers."""
        return self._dice.choice(self._house.urls)

    async def _of_notices(self) -> list[str]:
        told = await self._house.write(self._told)
        return _not_once("a notice", told, set(self._reminded.values()))

    def _told(self, connection: Connection) -> Counter[str]:
        n = tables.notice.c
        asked = select(n.drop_in_id).where(n.drop_in_id.in_(self._reminded.values()))
        return Counter(str(drop_in) for drop_in in connection.execute(asked).scalars())

    def _of_mail(self, *, may_repeat: bool) -> list[str]:
        pairs = zip(self._mail.to, self._mail.taken, strict=True)
        letters = [(to, str(message["Message-ID"])) for to, message in pairs]
        counted = set(letters) if may_repeat else letters
        return _not_once("a mail", Counter(to for to, _ in counted), set(self._reminded))


async def _shown(scene: QuietScene, url: str) -> list[str]:
    """As the moderator's page says them."""
    headers = {"Authorization": f"Bearer {scene.moderator.token}"}
    async with httpx2.AsyncClient(base_url=url, headers=headers, timeout=30) as http:
        items = (await http.get("/api/attention")).json()["items"]
    calls = [(each.get("call"), each.get("note"), each.get("drop_in")) for each in items]
    return [f"{kind} {note or drop_in}" for kind, note, drop_in in _ours(calls)]


def _ours(calls: Any) -> Iterator[tuple[str, str | None, str | None]]:
    """Those that a person made; the clock calls as well, for sessions that nobody leads."""
    made = {CallKind.HELP_NOW.value, CallKind.CARRY.value}
    return ((kind, note, drop_in) for kind, note, drop_in in calls if kind in made)


def _not_once(what: str, found: Counter[str], wanted: set[str]) -> list[str]:
    twice = [f"{what} {found[each]} times: {each}" for each in found if found[each] > 1]
    return [*twice, *(f"{what} was lost: {each}" for each in wanted - found.keys())]


def _freezing(room: str, drop_in: str) -> dict[str, Any]:
    command = {"type": "freeze_floor", "room": room, "drop_in": drop_in, "carry": True}
    return command | {"command_id": new_public_id()}


async def _heard(url: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> bool:
    """Whether it was answered for good; raises on a no that asking again does not change."""
    try:
        async with httpx2.AsyncClient(timeout=ANSWER_SECONDS, headers=headers) as http:
            answer = await http.post(url, json=body)
    except httpx2.TransportError:
        return False
    if answer.is_success:
        return True
    assert answer.status_code >= 500 or answer.status_code == 429, answer.text
    return False
