"""Processes die, are frozen or are sent away while a crowd talks through all of them. Each fault
leaves the house as it found it: every process serves again.
"""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import partial

from server.wires.close_codes import CloseCode
from tests.journeys.faults.crowd import Crowd
from tests.journeys.faults.crowd_person import CrowdPerson, Sample
from tests.journeys.faults.finding import Finding
from tests.journeys.house import House
from tests.journeys.web import Web
from tests.persistence.other_writer import holding, someone_waits

BACK_WITHIN_SECONDS = 300.0
"""Ten times the promise for 2,000 who are cut off at once."""
GOES_WELL = (0, -15)
"""Exit codes of a process that was told to end."""


@dataclass(frozen=True, slots=True)
class Size:
    """`runs` times, in a crowd that offers `per_second` messages; the next run begins when
    `between` more of them were acknowledged."""

    runs: int = 20
    rooms: int = 20
    people_per_room: int = 10
    per_second: float = 2_000
    between: int = 4_000
    seed: int = 1


async def one_killed(house: House, size: Size) -> Finding:
    """kill -9 one of the processes, each in turn; it is started again when everybody who lost a
    line is back at another."""
    async with gathered(house, size) as crowd:
        async with crowd.talking(size.per_second):
            for run in range(size.runs):
                await crowd.more(size.between)
                victim = house.webs[run % len(house.webs)]
                coming_back = Returning(crowd, [victim])
                victim.kill()
                await coming_back.back()
                await victim.begin().ready()
            await crowd.more(size.between)
        return await found("one process killed", crowd, size.runs)


async def all_killed(house: House, size: Size) -> Finding:
    """kill -9 all processes at once, and start them again. `back_once_served` is measured from when
    the first of them served again."""
    served: list[Sample] = []
    async with gathered(house, size) as crowd:
        async with crowd.talking(size.per_second):
            for _ in range(size.runs):
                await crowd.more(size.between)
                coming_back = Returning(crowd, house.webs)
                for web in house.webs:
                    web.kill()
                for web in house.webs:
                    web.begin()
                await _first_ready(house.webs)
                coming_back.serving()
                served += await coming_back.back()
                await asyncio.gather(*(web.ready() for web in house.webs))
            await crowd.more(size.between)
        return await found("all processes killed", crowd, size.runs, back_once_served=served)


async def rolling_restart(house: House, size: Size) -> Finding:
    """SIGTERM to each process in turn, which is started again when everybody is back. `exit` is
    from the signal to the process's end."""
    exits: list[Sample] = []
    wrong: list[str] = []
    async with gathered(house, size) as crowd:
        async with crowd.talking(size.per_second):
            for run in range(size.runs):
                await crowd.more(size.between)
                web = house.webs[run % len(house.webs)]
                wrong += await sent_on(crowd, web, exits)
                await web.begin().ready()
            await crowd.more(size.between)
        if unsaid := set(crowd.closes) - {CloseCode.RESTARTING}:
            wrong.append(f"lines ended otherwise than by a word to come back: {unsaid}")
        return await found("rolling restart", crowd, size.runs, wrong, exit=exits)


async def all_cut(house: House, size: Size) -> Finding:
    """The network of everybody goes at once; all have their lines to the first process, whose
    spread it is. `busiest_second_percent`: how many of all came back within one second, at most."""
    async with gathered(house, size, house.urls[:1]) as crowd:
        busiest = 0.0
        await crowd.until(partial(_told_of_all, crowd))
        async with crowd.talking(size.per_second):
            for _ in range(size.runs):
                await crowd.more(size.between)
                coming_back = Returning(crowd, house.webs[:1])
                for person in crowd.people:
                    person.drop()
                busiest = max(busiest, busiest_second(await coming_back.back()))
        counts = {"busiest_second_percent": round(100 * busiest)}
        return await found("everybody cut off at once", crowd, size.runs, counts=counts)


async def frozen_in_transaction(house: House, size: Size) -> Finding:
    """SIGSTOP to the first process while it holds a room's lock, again and again. `written_again`
    is how long somebody at another process then waits for a receipt in that room."""
    async with Crowd.gather(
        house, rooms=1, people_per_room=2, urls=house.urls, seed=size.seed
    ) as crowd:
        (room,) = crowd.rooms
        on_ice, going_on = crowd.people
        loop = asyncio.get_running_loop()
        for run in range(size.runs):
            async with holding(house.database, room):
                on_ice.say(b"from the ice", loop.time())
                await someone_waits(house.database)
                house.webs[0].freeze()
            # The lock is the frozen process's now, and only the database can take it away.
            going_on.say(b"we go on", loop.time())
            await crowd.until(partial(_has_receipts, going_on, run + 1))
            house.webs[0].thaw()
            await crowd.until(lambda: on_ice.quiet and on_ice.live)
        return await found(
            "frozen in a transaction", crowd, size.runs, written_again=going_on.receipts
        )


def busiest_second(returns: Iterable[Sample]) -> float:
    """The largest share of them that ended within one second."""
    ends = sorted(when + seconds for when, seconds in returns)
    most, first = 0, 0
    for last, end in enumerate(ends):
        while end - ends[first] > 1:
            first += 1
        most = max(most, last - first + 1)
    return most / len(ends) if ends else 0.0


class Returning:
    """Everybody who has a line to one of these processes, which is about to be lost."""

    def __init__(self, crowd: Crowd, webs: Sequence[Web]) -> None:
        doors = {web.url for web in webs}
        self._crowd = crowd
        self._marks: dict[CrowdPerson, int] = {
            person: len(person.back) for person in crowd.people if person.door in doors
        }
        self._served_at = 0.0

    def serving(self) -> None:
        """From now on somebody could be back."""
        self._served_at = asyncio.get_running_loop().time()

    async def back(self) -> list[Sample]:
        """Returns when all of them are live again, with how long each of them was gone, or, where
        nobody served for a while, how long after `serving`."""
        await self._crowd.until(
            lambda: all(len(person.back) > mark for person, mark in self._marks.items()),
            within_seconds=BACK_WITHIN_SECONDS,
        )
        samples = [each for person, mark in self._marks.items() for each in person.back[mark:]]
        return [_from(self._served_at, sample) for sample in samples]


def _has_receipts(person: CrowdPerson, count: int) -> bool:
    return len(person.receipts) >= count


def _from(served_at: float, sample: Sample) -> Sample:
    began, seconds = sample
    start = max(began, served_at)
    return start, max(0.0, began + seconds - start)


def _told_of_all(crowd: Crowd) -> bool:
    """Whether those who came first know, by a heartbeat, how many have come since."""
    spreads = [person.spread_ms for person in crowd.people]
    return min(spreads) >= 0.9 * max(spreads)


def gathered(
    house: House, size: Size, doors: Sequence[str] | None = None
) -> AbstractAsyncContextManager[Crowd]:
    """A crowd of this size, at these doors or at all."""
    return Crowd.gather(
        house,
        rooms=size.rooms,
        people_per_room=size.people_per_room,
        urls=doors,
        seed=size.seed,
    )


async def sent_on(crowd: Crowd, web: Web, exits: list[Sample]) -> list[str]:
    """Told to stop, and ended; everybody is at another door."""
    began = asyncio.get_running_loop().time()
    coming_back = Returning(crowd, [web])
    code = await web.stop()
    exits.append((began, asyncio.get_running_loop().time() - began))
    await coming_back.back()
    return [] if code in GOES_WELL else [f"a process that was told to stop ended with {code}"]


async def _first_ready(webs: Sequence[Web]) -> None:
    tasks = [asyncio.create_task(web.ready()) for web in webs]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)


async def found(
    fault: str,
    crowd: Crowd,
    runs: int,
    wrong: Sequence[str] = (),
    *,
    counts: dict[str, int] | None = None,
    **samples: Iterable[Sample],
) -> Finding:
    return Finding(
        fault=fault,
        runs=runs,
        violations=[*wrong, *await crowd.violations()],
        seconds={
            "back": [seconds for _, seconds in crowd.back_seconds],
            "receipt": [seconds for _, seconds in crowd.receipt_seconds],
            **{name: [seconds for _, seconds in each] for name, each in samples.items()},
        },
        counts={
            "acknowledged": crowd.acknowledged,
            "lines lost": len(crowd.back_seconds),
            **(counts or {}),
        },
    )
