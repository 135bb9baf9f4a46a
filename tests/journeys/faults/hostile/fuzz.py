"""Minutes of frames that were made up, through many sockets at once, beside two people who talk.
Whatever was said, every socket ends, the processes stay, and nobody else notices.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from tests.journeys.faults.finding import Finding
from tests.journeys.faults.hostile.frames import Conversation, conversations
from tests.journeys.faults.hostile.raw_socket import Handshake, RawSocket, mangled, raw_socket
from tests.journeys.faults.hostile.witness import witnessed
from tests.journeys.house import PUBLIC_URL, House

GOODBYE = mangled((1000).to_bytes(2), first_byte=0x88)
ENDS_WITHIN_SECONDS = 60.0
SOCKETS = 6


@dataclass(frozen=True, slots=True)
class FuzzSize:
    """For `seconds`, or until so many `sockets` have had their say, whichever is first; what was
    begun by then is ended."""

    seconds: float = 180.0
    sockets: int = 1_000_000


async def fuzz(house: House, size: FuzzSize, seed: int | None = None) -> Finding:
    """The seed is in the finding's counts, for another run with the same frames."""
    seed = random.randrange(2**32) if seed is None else seed
    (room,) = await house.rooms(1)
    person, staff = await house.person(), await house.staff(room)
    callers = [Handshake(person.token), Handshake(staff.token), Handshake(origin=PUBLIC_URL)]
    ends: Counter[str] = Counter()
    deadline = time.monotonic() + size.seconds
    rounds = count(seed)
    async with witnessed(house) as witness:
        while ends.total() < size.sockets and time.monotonic() < deadline:
            # In a thread: it takes seconds, in which those who talk beside it must answer pings.
            waiting = iter(await asyncio.to_thread(conversations, room, next(rounds)))
            await asyncio.gather(
                *(
                    _send(
                        house.urls[at % len(house.urls)], callers[at % len(callers)], waiting, ends
                    )
                    for at in range(SOCKETS)
                )
            )
    counts = {"seed": seed, "sockets": ends.total()} | {f"closed {k}": n for k, n in ends.items()}
    violations = [*witness.violations, *([f"{ends['never']} never ended"] if ends["never"] else [])]
    return Finding("fuzz", ends.total(), violations, {"seen": witness.seen_seconds}, counts)


async def _send(
    url: str, caller: Handshake, waiting: Iterator[Conversation], ends: Counter[str]
) -> None:
    for conversation in waiting:
        async with raw_socket(url, caller) as socket:
            try:
                ends[str(await _said(socket, conversation))] += 1
            except TimeoutError:
                ends["never"] += 1


async def _said(socket: RawSocket, conversation: Conversation) -> int:
    """The code with which it ended, once the last word is a goodbye."""
    for piece in (*conversation, GOODBYE):
        await socket.send(piece)
    # What was begun and not ended swallows the goodbye: the end of the stream does not.
    socket.say_no_more()
    return await socket.close_code(within_seconds=ENDS_WITHIN_SECONDS)
