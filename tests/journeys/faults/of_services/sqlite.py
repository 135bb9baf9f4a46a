"""The only process, on SQLite, is killed again and again under load: what was acknowledged stands.
That it would stand without power too is the order of what the process asked the kernel for:
`sqlite_order`.
"""

import asyncio
from dataclasses import dataclass, field

from tests.journeys.faults.crowd.samples import backs
from tests.journeys.faults.finding import Finding
from tests.journeys.faults.quiet.load import FULL_LOAD, LoadSize, quiet_load
from tests.journeys.faults.quiet.scene import QuietSize
from tests.journeys.house import House

NOBODY_REMINDED = QuietSize(reminded=0)
"""A mail that a killed process had is sent when its lease is over: a minute, at full size alone."""


@dataclass(frozen=True, slots=True)
class KillsSize:
    """`runs` kills, each after so many more receipts."""

    runs: int = 2
    receipts: int = 100
    load: LoadSize = field(default_factory=lambda: LoadSize(quiet=NOBODY_REMINDED))


FULL_KILLS = KillsSize(runs=30, receipts=2_000, load=FULL_LOAD)


async def sqlite_killed(house: House, size: KillsSize) -> Finding:
    """Samples: `serves again`, from the kill; `back`, how long each person was away."""
    (web,) = house.webs
    async with quiet_load(house, size.load, may_repeat_mail=True) as load:
        load.crowd.lost_line("killed")
        loop = asyncio.get_running_loop()
        for _ in range(size.runs):
            await load.crowd.more(size.receipts)
            killed_at = loop.time()
            web.kill()
            web.begin()
            await web.ready()
            load.keep("serves again", loop.time() - killed_at)
            await load.crowd.everybody_live()
    load.keep("back", *(seconds for _, seconds in backs(load.crowd.people)))
    return load.finding("sqlite_killed", size.runs)
