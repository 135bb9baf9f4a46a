"""Many rooms at once: everybody talks, as fast as what was said arrives."""

from collections.abc import Sequence
from typing import Final

from benchmarks.contestants.c_reference import C_REFERENCE
from benchmarks.contestants.hearthside import EMBEDDED, IN_MEMORY, ON_SERVICES
from benchmarks.contestants.nchan import NCHAN
from benchmarks.contestants.node_rivals import WS
from benchmarks.ground.contest import BUSY_LOAD, LOAD_CPU, RATE, SERVER_CPU, Contest, Promise
from benchmarks.load.plan import Load
from benchmarks.results import Bound
from benchmarks.rounds import Found

FULL_CORE = 0.9


def _limits(found: Found) -> Sequence[str]:
    """Which stage limits, as far as it was seen: whose core was full."""
    return [
        _limit(name, figures[SERVER_CPU], figures[LOAD_CPU])
        for name in (EMBEDDED.name, ON_SERVICES.name, IN_MEMORY.name)
        if (figures := found.medians(name))
    ]


def _limit(name: str, server: float, load: float) -> str:
    used = f"{name} used {server:.2f} cores, the load client {load:.2f} of its own: "
    if load >= BUSY_LOAD:
        return f"{used}the load client is full and may be what limits."
    if server >= FULL_CORE:
        return f"{used}what limits is the process's own CPU."
    return f"{used}neither is full; what it waits for was not seen."


MANY_ROOMS: Final = Contest(
    name="many-rooms",
    title="100 rooms of 50, everybody talking, 2,000 messages outstanding",
    means=(
        "Messages shown to somebody in a second when 5,000 people in 100 rooms keep 2,000 messages"
        " on their way. Ours are durable before anybody sees them; the rivals store nothing."
    ),
    # Everybody has spoken once, and is listed in their room, before it is measured.
    load=Load(rooms=100, lines=5_000, senders=5_000, outstanding=2_000, warm_seconds=6),
    ours=EMBEDDED,
    beside=(ON_SERVICES, IN_MEMORY, C_REFERENCE, NCHAN, WS),
    promises=(
        Promise(RATE, Bound.AT_LEAST, 3, NCHAN.name),
        Promise(RATE, Bound.AT_LEAST, 3, WS.name),
        Promise(RATE, Bound.AT_LEAST, 5, NCHAN.name),
        Promise(RATE, Bound.AT_LEAST, 5, WS.name),
    ),
    remarks=_limits,
)
