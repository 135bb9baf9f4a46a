"""Every cell of `expectations.txt`, asked of the running service: over HTTP and over a socket."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from rooms.actor import Role
from server.replay.client import Member, Refusal
from server.talk import frames
from tests.journeys.house import PUBLIC_URL, House, embedded_house
from tests.permissions.acts import ASKED, UNDONE, WRITING
from tests.permissions.ground import Ground, code_of, forget_the_pace, headers, lay

FILE = Path(__file__).parent / "expectations.txt"
LINES = [line.split() for line in FILE.read_text().splitlines() if not line.startswith("#")]
STANDINGS = LINES[0][2:]
EXPECTED = {
    (place, standing): {act: cells[index] for where, act, *cells in LINES[1:] if where == place}
    for place in dict.fromkeys(line[0] for line in LINES[1:])
    for index, standing in enumerate(STANDINGS)
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with embedded_house(tmp_path_factory.mktemp("permissions")) as made:
        yield made


@pytest.fixture(scope="module")
def web(house: House) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=house.urls[0]) as client:
        yield client


@pytest.mark.parametrize(("place", "standing"), EXPECTED)
async def test_everybody_may_do_what_was_promised_and_nothing_else(
    house: House, web: httpx2.Client, place: str, standing: str
) -> None:
    (hall,) = await house.rooms(1)
    ground = await lay(house, web, await house.staff(hall, Role.ADMIN), place, standing)
    expected = EXPECTED[place, standing]
    async with _socket(ground) as socket:
        found = {act: await _answer(ground, web, socket, act) for act in expected}
    assert found == expected


@asynccontextmanager
async def _socket(ground: Ground) -> AsyncIterator[Member]:
    who = ground.who
    url = ground.house.urls[0]
    origin = None if who else PUBLIC_URL
    async with Member(url, token=who.token if who else None, origin=origin) as member:
        await member.until(lambda: member.is_open)
        yield member


async def _answer(ground: Ground, web: httpx2.Client, socket: Member, act: str) -> str:
    """The answer, on every way there is; all of them where they differ."""
    if act in WRITING:
        answers = [
            await _tried(ground, act, over_http=True, socket=socket),
            await _tried(ground, act, over_http=False, socket=socket),
        ]
    elif act in ASKED:
        answers = [_said(await socket.ask(ASKED[act](ground)))]
    elif act == "join":
        answers = [await _joined(ground, socket)]
    else:
        answers = [code_of(web.request(**REQUESTS[act](ground), headers=headers(ground.who)))]
    return " / ".join(dict.fromkeys(answers))


async def _tried(ground: Ground, act: str, *, over_http: bool, socket: Member) -> str:
    await ground.house.write(forget_the_pace)
    await ground.house.write(ground.stage.set)
    command = WRITING[act](ground, 0 if over_http else 1)
    answer = ground.http(command, ground.who) if over_http else _said(await socket.ask(command))
    if answer == "ok" and act in UNDONE:
        ground.must(UNDONE[act](ground), ground.keeper)
    return answer


async def _joined(ground: Ground, socket: Member) -> str:
    try:
        await socket.join(ground.room)
    except Refusal as refusal:
        return refusal.code.value
    return "ok"


def _said(answer: frames.Frame) -> str:
    return answer.code.value if isinstance(answer, frames.Refused) else "ok"


REQUESTS: dict[str, Callable[[Ground], dict[str, Any]]] = {
    "read": lambda g: {"method": "GET", "url": f"/api/rooms/{g.room}/messages"},
    "first_messages": lambda g: {"method": "GET", "url": f"/api/rooms/{g.room}/first-messages"},
    "read_attention": lambda _: {"method": "GET", "url": "/api/attention"},
    "read_first_messages": lambda _: {"method": "GET", "url": "/api/first-messages"},
    "go_on_duty": lambda _: {"method": "POST", "url": "/api/duty", "json": {"on": True}},
    "report": lambda g: {
        "method": "POST",
        "url": "/api/reports",
        "json": {"room": g.room, "message": g.others[0], "concern": "unkind"},
    },
}
