"""Fan-out below saturation: what one delivery costs while nobody waits and nothing merges."""

from typing import Final

from benchmarks.contestants.c_reference import C_REFERENCE
from benchmarks.contestants.hearthside import EMBEDDED
from benchmarks.contestants.nchan import NCHAN
from benchmarks.contestants.node_rivals import NODE_SOCKET_IO
from benchmarks.contestants.python_rivals import CHANNELS_PUBSUB, STARLETTE, WEBSOCKETS
from benchmarks.load.plan import Load
from benchmarks.results import Bound
from benchmarks.speed.contest import CPU, LOST, Contest, Promise

MEANS: Final = (
    "CPU of the whole server (durable append, presence, permissions) for one message shown to one"
    " person, over the same figure of others that mostly store and check nothing. The C reference"
    " makes one write a delivery and nothing else: the kernel's own price."
)
PROMISES: Final = (
    Promise(CPU, Bound.AT_MOST, 1.5, C_REFERENCE.name),
    Promise(CPU, Bound.AT_MOST, 1.1, NCHAN.name),
    Promise(CPU, Bound.AT_MOST, 0.8, WEBSOCKETS.name),
    Promise(CPU, Bound.AT_MOST, 0.65, NODE_SOCKET_IO.name),
    Promise(CPU, Bound.AT_MOST, 0.65, STARLETTE.name),
    Promise(CPU, Bound.AT_MOST, 1 / 18, CHANNELS_PUBSUB.name),
    Promise(LOST, Bound.AT_MOST, 0, unit="deliveries"),
)
CONTESTANTS: Final = (
    EMBEDDED,
    C_REFERENCE,
    NCHAN,
    WEBSOCKETS,
    NODE_SOCKET_IO,
    STARLETTE,
    CHANNELS_PUBSUB,
)

FAN_OUT_1000: Final = Contest(
    name="fan-out-1000",
    title="Fan-out: one room of 1,000, 100 messages a second",
    means=MEANS,
    load=Load(rooms=1, lines=1_000, senders=50, per_second=100, warm_seconds=2),
    ours=EMBEDDED.name,
    contestants=CONTESTANTS,
    promises=PROMISES,
)
FAN_OUT_5000: Final = Contest(
    name="fan-out-5000",
    title="Fan-out: one room of 5,000, 20 messages a second",
    means=MEANS,
    load=Load(rooms=1, lines=5_000, senders=50, per_second=20, warm_seconds=3),
    ours=EMBEDDED.name,
    contestants=CONTESTANTS,
    promises=PROMISES,
)
