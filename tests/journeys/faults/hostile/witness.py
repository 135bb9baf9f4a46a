"""Who lives beside an attack: two people who never stop talking, and the logs of the processes.
What they notice of it is what the attack has broken.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from rooms.ids import RoomId
from server.replay.client import Member
from tests.journeys.house import House
from tests.journeys.journey import journey

PAUSE_SECONDS = 0.05
SEEN_WITHIN_SECONDS = 60.0
_COMPLAINT = re.compile(r"\[(error|critical) |Traceback")


@dataclass
class Witness:
    """`seen_seconds`: from sending to the other one's screen, each time. `violations` is complete
    once the attack is over."""

    seen_seconds: list[float] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)

    async def heard_again(self, times: int = 1) -> None:
        """Returns when so many more words have come through."""
        wanted = len(self.seen_seconds) + times
        async with asyncio.timeout(SEEN_WITHIN_SECONDS):
            while len(self.seen_seconds) < wanted:  # noqa: ASYNC110  a word is its own event
                await asyncio.sleep(PAUSE_SECONDS)


@asynccontextmanager
async def witnessed(house: House) -> AsyncIterator[Witness]:
    """Two people talk through all doors while the block runs; at its end the journey is checked,
    and the processes must be running and have logged no error since it began."""
    witness = Witness()
    before = [len(web.log) for web in house.webs]
    async with journey(house) as going:
        room = await going.add_room()
        pair = await going.company(2, room)
        talking = asyncio.create_task(_talk(pair, room, witness))
        await witness.heard_again()
        try:
            yield witness
            await witness.heard_again(2)
        finally:
            talking.cancel()
            await asyncio.gather(talking, return_exceptions=True)
        losses = going.chronicle.losses
        witness.violations += [f"a line beside it was lost: {each.code}" for each in losses]
        witness.violations += complaints(house, before)


def complaints(house: House, before: Sequence[int]) -> list[str]:
    """The errors that were logged after the first so many characters, and who is gone."""
    logged = [
        line
        for web, start in zip(house.webs, before, strict=True)
        for line in web.log[start:].splitlines()
        if _COMPLAINT.search(line)
    ]
    return logged + [f"{web.url} is gone" for web in house.webs if web.readiness() is None]


async def _talk(pair: Sequence[Member], room: RoomId, witness: Witness) -> None:
    """In turn, each word as soon as the last one was seen, with a breath between."""
    speaker, listener = pair
    while True:
        began = time.monotonic()
        receipt = await speaker.post(room, "still here")
        await listener.reach(room, receipt.seq, within_seconds=SEEN_WITHIN_SECONDS)
        witness.seen_seconds.append(time.monotonic() - began)
        speaker, listener = listener, speaker
        await asyncio.sleep(PAUSE_SECONDS)
