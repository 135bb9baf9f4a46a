"""Many rooms at once: everybody talks, as fast as what was said arrives."""

from collections.abc import Sequence
from typing import Final

from benchmarks.contestants.c_reference import C_REFERENCE
from benchmarks.contestants.hearthside import EMBEDDED, IN_MEMORY, ON_SERVICES
from benchmarks.contestants.nchan import NCHAN
from benchmarks.contestants.node_rivals import WS
from benchmarks.load.plan import Load
from benchmarks.results import Bound
from benchmarks.rounds import Found
from benchmarks.speed.contest import LOST, RATE, SERVER_CPU, Contest, Promise

FULL_CORE = 0.9


def _limits(found: Found) -> Sequence[str]:
    """Which stage limits: the process itself, or what it waits for."""
    said = []
    for name in (EMBEDDED.name, ON_SERVICES.name, IN_MEMORY.name):
        used = found.medians(name).get(SERVER_CPU)
        if used is not None:
            what = "its own CPU" if used >= FULL_CORE else "waiting for its commits"
            said.append(f"{name} used {used:.2f} cores: what limits it is {what}.")
    return said


MANY_ROOMS: Final = Contest(
    name="many-rooms",
    title="100 rooms of 50, everybody talking, 2,000 messages outstanding",
    means=(
        "Messages shown to somebody in a second when 5,000 people in 100 rooms keep 2,000 messages"
        " on their way. Ours are durable before anybody sees them; the rivals store nothing."
    ),
    # Everybody has spoken once, and is listed in their room, before it is measured.
    load=Load(rooms=100, lines=5_000, senders=5_000, outstanding=2_000, warm_seconds=6),
    ours=EMBEDDED.name,
    contestants=(EMBEDDED, ON_SERVICES, IN_MEMORY, C_REFERENCE, NCHAN, WS),
    promises=(
        Promise(RATE, Bound.AT_LEAST, 3, NCHAN.name),
        Promise(RATE, Bound.AT_LEAST, 3, WS.name),
        Promise(RATE, Bound.AT_LEAST, 5, NCHAN.name),
        Promise(RATE, Bound.AT_LEAST, 5, WS.name),
        Promise(LOST, Bound.AT_MOST, 0, unit="deliveries"),
    ),
    remarks=_limits,
)
