"""The rivals that need nothing fetched relay what is said, within a room and no further."""

import asyncio
import json
import os
import re
import uuid
from contextlib import AsyncExitStack

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from benchmarks.contestants.bare_loop import BARE_LOOP, BARE_LOOP_DECIDED
from benchmarks.contestants.contestant import Contestant, Dialect, Hear, Place, Running
from benchmarks.contestants.everyone import NEEDS_NOTHING
from benchmarks.contestants.fetching import NODE_FILES

DEADLINE_SECONDS = 30.0


class Line:
    """One place in a room, spoken to as its server's dialect says."""

    def __init__(self, dialect: Dialect, place: Place, socket: ClientConnection) -> None:
        self._dialect, self._place, self._socket = dialect, place, socket

    async def come_in(self) -> None:
        for step in self._dialect.way_in:
            if isinstance(step, Hear):
                await self.heard(step.marker)
            else:
                await self._socket.send(self._filled(step.text))

    async def say(self, payload: str) -> None:
        await self._socket.send(self._filled(self._dialect.message, payload))

    async def heard(self, marker: str) -> list[str]:
        """Everything up to the frame that contains the marker."""
        frames: list[str] = []
        async with asyncio.timeout(DEADLINE_SECONDS):
            while not frames or marker not in frames[-1]:
                frames.append(str(await self._socket.recv()))
        return frames

    def _filled(self, text: str, payload: str = "") -> str:
        """Braces that name nothing are the dialect's own."""
        values = {
            "room": self._place.room,
            "token": self._place.token,
            "id": str(uuid.uuid4()),
            "payload": payload,
        }
        return re.sub(r"\{(room|token|id|payload)\}", lambda found: values[found[1]], text)


async def line(dialect: Dialect, running: Running, number: int, open_: AsyncExitStack) -> Line:
    place = running.places[number]
    path = dialect.path.replace("{room}", place.room).replace("{token}", place.token)
    named = [Subprotocol(dialect.subprotocol)] if dialect.subprotocol else None
    address = f"ws://127.0.0.1:{running.ports[0]}{path}"
    socket = await open_.enter_async_context(connect(address, subprotocols=named))
    made = Line(dialect, place, socket)
    await made.come_in()
    return made


@pytest.mark.parametrize("rival", NEEDS_NOTHING, ids=lambda rival: rival.name)
async def test_a_rival_relays_within_a_room_alone(rival: Contestant) -> None:
    cores = sorted(os.sched_getaffinity(0))
    async with AsyncExitStack() as open_:
        running = open_.enter_context(rival.running(rooms=2, lines=4, senders=4, cores=cores))
        here, there, also_here, _ = [
            await line(rival.dialect, running, number, open_) for number in range(4)
        ]
        await here.say("first")
        assert await here.heard("first")
        assert await also_here.heard("first")
        # Had the other room been told of the first message, it would have been before this one.
        await there.say("second")
        assert not any("first" in frame for frame in await there.heard("second"))


@pytest.mark.parametrize("control", [BARE_LOOP, BARE_LOOP_DECIDED], ids=lambda each: each.name)
async def test_a_loop_alone_answers_as_the_house_does(control: Contestant) -> None:
    cores = sorted(os.sched_getaffinity(0))
    async with AsyncExitStack() as open_:
        running = open_.enter_context(control.running(rooms=1, lines=1, senders=1, cores=cores))
        here = await line(control.dialect, running, 0, open_)
        for seq in (1, 2):
            await here.say("said")
            receipt, entry = map(json.loads, await here.heard('"type":"entry"'))
            assert receipt["type"] == "receipt"
            assert (receipt["seq"], entry["seq"]) == (seq, seq)
            assert entry["event"]["body"] == "said"


def test_the_rivals_lock_names_no_download_address() -> None:
    lock = next(file for file in NODE_FILES if file.name == "package-lock.json")
    assert '"resolved"' not in lock.read_text(encoding="utf-8")
