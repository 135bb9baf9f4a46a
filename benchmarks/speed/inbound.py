"""The way in: what one message costs where nobody but its sender listens and nothing is stored."""

from typing import Final

from benchmarks.contestants.bare_loop import BARE_LOOP, BARE_LOOP_DECIDED
from benchmarks.contestants.c_reference import C_REFERENCE
from benchmarks.contestants.hearthside import IN_MEMORY
from benchmarks.contestants.nchan import NCHAN
from benchmarks.contestants.node_rivals import WS
from benchmarks.contestants.python_rivals import STARLETTE
from benchmarks.ground.contest import CPU, Contest, Promise
from benchmarks.load.plan import Load
from benchmarks.results import Bound

INBOUND: Final = Contest(
    name="inbound",
    title="Inbound: 1,000 rooms of one, 200 messages outstanding",
    means=(
        "CPU for one message that comes in, is decoded, checked, decided, answered with a receipt"
        " and shown to the only listener, with the transcript in memory. The C reference sends the"
        " frame back and does nothing else; ours sends two, in one write. The Python loops are"
        " controls: the same decode and the same two frames with no service around them, and with"
        " the decision of each command by itself."
    ),
    load=Load(rooms=1_000, lines=1_000, senders=1_000, outstanding=200, warm_seconds=3),
    ours=IN_MEMORY,
    beside=(C_REFERENCE, BARE_LOOP, BARE_LOOP_DECIDED, NCHAN, WS, STARLETTE),
    promises=(
        Promise(CPU, Bound.AT_MOST, 3.3, C_REFERENCE.name),
        Promise(CPU, Bound.AT_MOST, 2.0, C_REFERENCE.name),
    ),
)
