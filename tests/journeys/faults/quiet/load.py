"""What every fault of a service happens in: a crowd that talks, and quiet business beside it. At
its end both are asked what was lost and what came twice. Breaks nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.journeys.faults.crowd.crowd import Crowd
from tests.journeys.faults.crowd.person import Sample
from tests.journeys.faults.crowd.samples import between
from tests.journeys.faults.finding import PACE, Finding
from tests.journeys.faults.quiet.business import QuietBusiness
from tests.journeys.faults.quiet.scene import FULL_QUIET, QuietSize
from tests.journeys.house import House

Window = tuple[float, float]
"""From and until, by the event loop's clock."""


@dataclass(frozen=True, slots=True)
class LoadSize:
    """Who talks how much, and what goes on quietly meanwhile."""

    rooms: int = 3
    people_per_room: int = 4
    per_second: float = 100.0
    quiet: QuietSize = field(default_factory=QuietSize)


FULL_LOAD = LoadSize(20, 10, 1_000.0, FULL_QUIET)


@dataclass
class QuietLoad:
    """`seconds`, `counts` and `wrong` are for the finding; who breaks something adds to them."""

    crowd: Crowd
    seconds: dict[str, list[float]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    async def goes_on(self, seconds: float) -> Window:
        """So long; the window it was."""
        loop = asyncio.get_running_loop()
        start = loop.time()
        await asyncio.sleep(seconds)
        return start, loop.time()

    async def calm(self, seconds: float) -> Window:
        """The same, while nothing is broken and nobody is behind: the crowd's pace is kept."""
        await self.crowd.caught_up()
        with self.crowd.paced():
            return await self.goes_on(seconds)

    def keep(self, name: str, *seconds: float) -> None:
        """Samples of the finding."""
        self.seconds.setdefault(name, []).extend(seconds)

    def cut(self, name: str, samples: Sequence[Sample], windows: Iterable[Window]) -> None:
        """What began in the windows becomes samples of the finding."""
        for start, end in windows:
            self.keep(name, *between(samples, start, end))

    def finding(self, fault: str, runs: int) -> Finding:
        counts = {"acknowledged": self.crowd.acknowledged, **self.counts}
        seconds = {**self.seconds, PACE: self.crowd.paces} if self.crowd.paces else self.seconds
        return Finding(fault, runs, tuple(self.wrong), seconds, counts)


@asynccontextmanager
async def quiet_load(
    house: House,
    size: LoadSize,
    *,
    may_repeat_mail: bool = False,
    doors: Sequence[str] | None = None,
    seed: int = 1,
) -> AsyncIterator[QuietLoad]:
    """The crowd talks while the block lasts. After it, everybody has settled and `wrong` is whole.
    `may_repeat_mail`: processes are killed in it. `doors`: where the crowd comes in, if not by all
    of the house's."""
    gathering = Crowd.gather(
        house,
        rooms=size.rooms,
        people_per_room=size.people_per_room,
        urls=doors,
        seed=seed,
    )
    async with gathering as crowd, QuietBusiness(house, size.quiet) as business:
        load = QuietLoad(crowd)
        async with crowd.talking(size.per_second):
            yield load
        load.wrong += await crowd.violations()
        load.wrong += await business.violations(may_repeat_mail=may_repeat_mail)
