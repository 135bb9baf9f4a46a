"""Processes die, are frozen or are sent away while a crowd talks through all of them. Each fault
leaves the house as it found it: every process serves again, and has people.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from server.replay.line import STEADY_SECONDS
from server.wires.close_codes import CloseCode
from tests.journeys.faults.crowd.crowd import Crowd
from tests.journeys.faults.crowd.person import CrowdPerson, Sample
from tests.journeys.faults.crowd.returning import (
    ALL_BACK_WITHIN_SECONDS,
    BACK_WITHIN_SECONDS,
    Returning,
    at_doors,
    busiest_second,
    change_doors,
    now,
    since,
    told_of_all,
    unused,
)
from tests.journeys.faults.crowd.samples import receipts
from tests.journeys.faults.finding import Finding
from tests.journeys.faults.quiet.business import QuietBusiness
from tests.journeys.faults.quiet.load import LoadSize, QuietLoad, quiet_load
from tests.journeys.faults.quiet.scene import FULL_QUIET, QuietSize
from tests.journeys.house import House
from tests.journeys.web import Web
from tests.persistence.other_writer import holding, someone_waits

BUSIEST = "busiest_second_percent"
GOES_WELL = (0, -15)
"""Exit codes of a process that was told to end."""


@dataclass(frozen=True, slots=True)
class Size:
    """`runs` times, in a crowd that offers `per_second` messages; the next run begins when all have
    had their lines for `held_seconds`, and then `between` more of them were acknowledged: whose
    lines do not hold comes back later each time."""

    runs: int = 20
    rooms: int = 20
    people_per_room: int = 10
    per_second: float = 2_000
    between: int = 4_000
    held_seconds: float = STEADY_SECONDS
    seed: int = 1
    quiet: QuietSize = FULL_QUIET


async def one_killed(house: House, size: Size) -> Finding:
    """kill -9 one of the processes, each in turn; it is started again when everybody who lost a
    line is back at another, and then half of all change doors. Samples: `back`, from the kill."""
    async with beset(house, size, may_repeat_mail=True) as load:
        for run in range(size.runs):
            await calm(load, size)
            load.wrong += unused(load.crowd)
            victim = house.webs[run % len(house.webs)]
            leaving = at_doors(load.crowd, [victim])
            async with losing(load, leaving):
                victim.kill()
            await victim.begin().ready()
            await change_doors(load.crowd)
        await calm(load, size)
    return load.finding("one process killed", size.runs)


async def all_killed(house: House, size: Size) -> Finding:
    """kill -9 all processes at once, and start them again. Samples: `back`, from the kill, and
    `back_once_served`, from when the first of them served again."""
    async with beset(house, size, may_repeat_mail=True) as load:
        for _ in range(size.runs):
            await calm(load, size)
            everybody = load.crowd.people
            async with losing(load, everybody, within_seconds=ALL_BACK_WITHIN_SECONDS) as returns:
                for web in house.webs:
                    web.kill()
                for web in house.webs:
                    web.begin()
                await _first_ready(house.webs)
                served_at = now()
            load.keep("back_once_served", *_seconds(since(served_at, returns)))
            await asyncio.gather(*(web.ready() for web in house.webs))
        await calm(load, size)
    return load.finding("all processes killed", size.runs)


async def rolling_restart(house: House, size: Size) -> Finding:
    """SIGTERM to each process in turn, which is started again when everybody is back, and then half
    of all change doors. Samples: `back`; `exit`, from the signal to the process's end; `BUSIEST`,
    how many of those who were sent on came back within one second, at most."""
    async with beset(house, size) as load:
        for run in range(size.runs):
            await calm(load, size)
            load.wrong += unused(load.crowd)
            web = house.webs[run % len(house.webs)]
            await sent_on(load, web)
            await web.begin().ready()
            await change_doors(load.crowd)
        await calm(load, size)
    return load.finding("rolling restart", size.runs)


async def all_cut(house: House, size: Size) -> Finding:
    """The network of everybody goes at once; all have their lines to the first process, whose
    spread it is. Samples: `back`; `BUSIEST`, how many of all came back within one second, at
    most."""
    async with beset(house, size, doors=house.urls[:1]) as load:
        await load.crowd.until(partial(told_of_all, load.crowd))
        for _ in range(size.runs):
            await calm(load, size)
            everybody = load.crowd.people
            async with losing(load, everybody, within_seconds=ALL_BACK_WITHIN_SECONDS) as returns:
                for person in everybody:
                    person.drop()
            load.keep(BUSIEST, 100 * busiest_second(returns))
    return load.finding("everybody cut off at once", size.runs)


async def frozen_in_transaction(house: House, size: Size) -> Finding:
    """SIGSTOP to the first process while it holds a room's lock, again and again. `written_again`
    is how long somebody at another process then waits for a receipt in that room."""
    gathering = Crowd.gather(house, rooms=1, people_per_room=2, urls=house.urls, seed=size.seed)
    async with gathering as crowd, QuietBusiness(house, size.quiet) as business:
        on_ice, going_on = crowd.people
        for run in range(size.runs):
            async with holding(house.database, crowd.rooms[0]):
                on_ice.say(b"from the ice", now())
                await someone_waits(house.database)
                house.webs[0].freeze()
            # The lock is the frozen process's now, and only the database can take it away.
            going_on.say(b"we go on", now())
            await crowd.until(partial(_has_receipts, going_on, run + 1))
            house.webs[0].thaw()
            await crowd.until(lambda: on_ice.quiet and on_ice.live)
        wrong = [*await crowd.violations(), *await business.violations()]
    return Finding(
        "frozen in a transaction",
        size.runs,
        tuple(wrong),
        {"written_again": _seconds(going_on.receipts)},
        {"acknowledged": crowd.acknowledged},
    )


@asynccontextmanager
async def beset(
    house: House,
    size: Size,
    *,
    doors: Sequence[str] | None = None,
    may_repeat_mail: bool = False,
) -> AsyncIterator[QuietLoad]:
    """A crowd of this size talks, and business goes on quietly. Counts: `lines lost`, of those who
    had to lose them, and `others lost theirs`."""
    talk = LoadSize(size.rooms, size.people_per_room, size.per_second, size.quiet)
    async with quiet_load(
        house, talk, may_repeat_mail=may_repeat_mail, doors=doors, seed=size.seed
    ) as load:
        load.counts |= {"lines lost": 0, "others lost theirs": 0}
        yield load
    load.keep("receipt", *_seconds(receipts(load.crowd.people)))


async def calm(load: QuietLoad, size: Size) -> None:
    """`size.between` messages while nothing is broken and nobody is behind: the pace is kept."""
    await load.goes_on(size.held_seconds)
    await load.crowd.caught_up()
    with load.crowd.paced():
        await load.crowd.more(size.between)


@asynccontextmanager
async def losing(
    load: QuietLoad,
    leaving: Collection[CrowdPerson],
    *,
    within_seconds: float = BACK_WITHIN_SECONDS,
) -> AsyncIterator[list[Sample]]:
    """The block takes these people's lines. After it they are back, and what was yielded is how
    long each was gone."""
    returning, returns = Returning(load.crowd, leaving), list[Sample]()
    yield returns
    returns += await returning.back(within_seconds=within_seconds)
    load.wrong += returning.wrong
    load.keep("back", *_seconds(returns))
    load.counts["lines lost"] += len(returns)
    load.counts["others lost theirs"] += returning.others_lost()


async def sent_on(load: QuietLoad, web: Web) -> None:
    """Told to stop, and ended; everybody is at another door, to which they were sent by a word."""
    leaving = at_doors(load.crowd, [web])
    sent = Returning(load.crowd, leaving)
    async with losing(load, leaving) as returns:
        began = now()
        code = await web.stop()
        load.keep("exit", now() - began)
    load.keep(BUSIEST, 100 * busiest_second(returns))
    if code not in GOES_WELL:
        load.wrong.append(f"a process that was told to stop ended with {code}")
    if unsaid := set(sent.ends()) - {CloseCode.RESTARTING}:
        load.wrong.append(f"lines ended otherwise than by a word to come back: {unsaid}")


def _seconds(samples: Sequence[Sample]) -> list[float]:
    return [seconds for _, seconds in samples]


def _has_receipts(person: CrowdPerson, count: int) -> bool:
    return len(person.receipts) >= count


async def _first_ready(webs: Sequence[Web]) -> None:
    tasks = [asyncio.create_task(web.ready()) for web in webs]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
