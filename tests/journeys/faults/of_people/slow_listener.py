"""One of many listeners stops reading while hundreds of messages are said each second: the others
must not feel it, and the one who comes back must not miss anything.
"""

import asyncio
import time
from dataclasses import dataclass, field

from rooms.commands import LONGEST_REPLAY
from tests.journeys.faults.crowd.crowd import Crowd
from tests.journeys.faults.crowd.samples import between, deliveries
from tests.journeys.faults.finding import PACE, Finding, quantile
from tests.journeys.faults.of_people.deaf_socket import DeafSocket, Held
from tests.journeys.faults.of_people.room_reader import RoomReader
from tests.journeys.house import House, Person
from tests.services.process_table import resident_bytes

LET_GO_SECONDS = 200.0
"""Ten times the twenty seconds after which somebody who does not read is let go."""
GROWS_BY_SHARE = 0.1
GROWS_BY_SECONDS = 0.001
LOOK_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Slow:
    """So many `pairs` of two windows: `seconds` in which everybody reads, and then as long as it
    takes until the one who stopped is let go."""

    listeners: int = 200
    per_second: float = 500.0
    pairs: int = 5
    seconds: float = 15.0
    small: bool = False
    """Whether the host of the one who stops takes as little as it can, so that it is soon over."""


@dataclass(frozen=True, slots=True)
class _Windows:
    """By the event loop's clock: everybody reads from `began`, one does not from `stopped` until
    they are `let_go`."""

    began: float
    stopped: float
    let_go: float


@dataclass(slots=True)
class _Pairs:
    quiet_p99: list[float] = field(default_factory=list)
    beside_p99: list[float] = field(default_factory=list)
    grows_beyond: list[float] = field(default_factory=list)
    """By how much more than allowed; at most 0 is right."""
    let_go: list[float] = field(default_factory=list)
    paces: list[float] = field(default_factory=list)
    acknowledged: int = 0
    resumed: list[float] = field(default_factory=list)
    memory_bytes: list[int] = field(default_factory=list)


async def stops_reading(house: House, size: Slow) -> Finding:
    """Of a house without haste. `memory_bytes`: by how much the process that held the one who
    stopped grew beyond what it had grown to in the window before; the median of the pairs."""
    pairs = _Pairs()
    violations: list[str] = []
    person = await house.person()
    for _ in range(size.pairs):
        violations += await _pair(house, person, size, pairs)
    seconds = {
        "quiet_p99": pairs.quiet_p99,
        "beside_p99": pairs.beside_p99,
        "grows_beyond": pairs.grows_beyond,
        "let_go": pairs.let_go,
        "resumed": pairs.resumed,
        PACE: pairs.paces,
    }
    grown = int(quantile(pairs.memory_bytes, 0.5))
    counts = {"memory_bytes": grown, "acknowledged": pairs.acknowledged}
    return Finding("slow listener", size.pairs, violations, seconds, counts)


async def _pair(house: House, person: Person, size: Slow, pairs: _Pairs) -> list[str]:
    """With a crowd of its own: three million deliveries are looked through when it is over, since
    nobody reads meanwhile."""
    async with Crowd.gather(house, rooms=1, people_per_room=size.listeners) as crowd:
        async with crowd.talking(size.per_second):
            await crowd.more(size.listeners)
            with crowd.paced():
                windows, held = await _stopped(crowd, person, size, pairs)
            violations = await _comes_back(crowd, person, held, pairs)
        violations += await crowd.violations()
        pairs.paces += crowd.paces
        pairs.acknowledged += crowd.acknowledged
        _compare(crowd, pairs, windows)
    return violations


async def _stopped(
    crowd: Crowd, person: Person, size: Slow, pairs: _Pairs
) -> tuple[_Windows, Held]:
    """Raises TimeoutError when the one who stopped is not let go."""
    loop = asyncio.get_running_loop()
    url, pid = crowd.house.urls[0], crowd.house.webs[0].pid
    began = loop.time()
    quiet_bytes = await _most_memory(pid, size.seconds)
    stopped = loop.time()
    deaf = await DeafSocket.open(url, person.token, crowd.rooms[0], small=size.small)
    ended = asyncio.create_task(deaf.ended(within_seconds=LET_GO_SECONDS))
    beside_bytes = 0
    while not ended.done():
        beside_bytes = max(beside_bytes, await _most_memory(pid, LOOK_SECONDS))
    await ended
    let_go = loop.time()
    pairs.let_go.append(let_go - stopped)
    pairs.memory_bytes.append(beside_bytes - quiet_bytes)
    return _Windows(began, stopped, let_go), deaf.look()


def _compare(crowd: Crowd, pairs: _Pairs, windows: _Windows) -> None:
    samples = deliveries(crowd.people)
    quiet = quantile(between(samples, windows.began, windows.stopped), 0.99)
    beside = quantile(between(samples, windows.stopped, windows.let_go), 0.99)
    allowed = max(quiet * (1 + GROWS_BY_SHARE), quiet + GROWS_BY_SECONDS)
    pairs.quiet_p99.append(quiet)
    pairs.beside_p99.append(beside)
    pairs.grows_beyond.append(beside - allowed)


async def _comes_back(crowd: Crowd, person: Person, held: Held, pairs: _Pairs) -> list[str]:
    """From the last place that was ever seen, to what is said now."""
    back = RoomReader(crowd.rooms[0], epoch=held.epoch, after=held.last, replay=LONGEST_REPLAY)
    began = time.monotonic()
    await back.come(crowd.house.urls[-1], [f"Authorization: Bearer {person.token}"])
    await back.until()
    pairs.resumed.append(time.monotonic() - began)
    first = held.as_of + 1
    gaps = [] if held.places == list(range(first, first + len(held.places))) else ["a gap before"]
    gaps += back.violations()
    back.leave()
    return gaps


async def _most_memory(pid: int, seconds: float) -> int:
    """The most that the process held at any look in so many seconds."""
    deadline, most = time.monotonic() + seconds, 0
    while time.monotonic() < deadline:
        most = max(most, resident_bytes(pid))
        await asyncio.sleep(LOOK_SECONDS)
    return most
