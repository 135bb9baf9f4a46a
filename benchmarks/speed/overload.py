"""Overload: a room offered more than one write a delivery can carry."""

from typing import Final

from benchmarks.contestants.c_reference import C_REFERENCE, C_REFERENCE_JOINED
from benchmarks.contestants.hearthside import EMBEDDED
from benchmarks.contestants.nchan import NCHAN
from benchmarks.contestants.python_rivals import STARLETTE
from benchmarks.ground.contest import P99, RATE, Contest, Promise
from benchmarks.load.plan import Load
from benchmarks.results import Bound

OVERLOAD: Final = Contest(
    name="overload",
    title="Overload: one room of 1,000 offered 1,600 messages a second",
    means=(
        "Messages shown to somebody in a second when 1.6 million are asked for. One write a"
        " delivery ends at about 200,000; what is beyond it comes from joining the messages of a"
        " moment into one write, each still a message of its own."
    ),
    load=Load(rooms=1, lines=1_000, senders=50, per_second=1_600, warm_seconds=2),
    ours=EMBEDDED,
    beside=(C_REFERENCE, C_REFERENCE_JOINED, NCHAN, STARLETTE),
    promises=(
        Promise(RATE, Bound.AT_LEAST, 6, STARLETTE.name),
        Promise(RATE, Bound.AT_LEAST, 4, NCHAN.name),
        Promise(RATE, Bound.AT_LEAST, 4, C_REFERENCE.name),
        Promise(P99, Bound.AT_MOST, 50, unit="ms"),
    ),
)
