"""Fan-out below saturation: what one delivery costs while nobody waits and nothing merges."""

from typing import Final

from benchmarks.contestants.c_reference import C_REFERENCE
from benchmarks.contestants.contestant import Contestant
from benchmarks.contestants.ejabberd import EJABBERD
from benchmarks.contestants.hearthside import EMBEDDED
from benchmarks.contestants.nchan import NCHAN
from benchmarks.contestants.node_rivals import NODE_SOCKET_IO, NODE_SOCKET_IO_REDIS
from benchmarks.contestants.python_rivals import (
    CHANNELS,
    CHANNELS_PUBSUB,
    CHANNELS_REDIS,
    DAPHNE,
    PYTHON_SOCKETIO,
    PYTHON_SOCKETIO_REDIS,
    STARLETTE,
    WEBSOCKETS,
)
from benchmarks.ground.contest import CPU, Contest, Promise
from benchmarks.load.plan import Load
from benchmarks.results import Bound

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
)
BESIDE: Final = (
    C_REFERENCE,
    NCHAN,
    WEBSOCKETS,
    NODE_SOCKET_IO,
    STARLETTE,
    CHANNELS_PUBSUB,
)

ROOM_OF_1000: Final = Load(rooms=1, lines=1_000, senders=50, per_second=100, warm_seconds=2)
RIVALS: Final[tuple[tuple[Contestant, float], ...]] = (
    (NODE_SOCKET_IO_REDIS, 0.65),
    (PYTHON_SOCKETIO, 0.65),
    (PYTHON_SOCKETIO_REDIS, 0.65),
    (CHANNELS_REDIS, 1 / 18),
    (CHANNELS, 1 / 18),
    (DAPHNE, 1 / 18),
    # No share of its cost is promised, only that ours is no dearer.
    (EJABBERD, 1.0),
)
"""Those that are not in `fan-out-1000`, and the share of their cost that ours may be."""

FAN_OUT_1000: Final = Contest(
    name="fan-out-1000",
    title="Fan-out: one room of 1,000, 100 messages a second",
    means=MEANS,
    load=ROOM_OF_1000,
    ours=EMBEDDED,
    beside=BESIDE,
    promises=PROMISES,
)
FAN_OUT_5000: Final = Contest(
    name="fan-out-5000",
    title="Fan-out: one room of 5,000, 20 messages a second",
    means=MEANS,
    load=Load(rooms=1, lines=5_000, senders=50, per_second=20, warm_seconds=3),
    ours=EMBEDDED,
    beside=BESIDE,
    promises=PROMISES,
)
RIVALS_FAN_OUT: Final = Contest(
    name="rivals-fan-out",
    title="Fan-out beside the other rivals: one room of 1,000, 100 messages a second",
    means=(
        "The same as `fan-out-1000`, beside those who are not in it. Redis, where they have one, is"
        " not counted."
    ),
    load=ROOM_OF_1000,
    ours=EMBEDDED,
    beside=[rival for rival, _ in RIVALS],
    promises=[Promise(CPU, Bound.AT_MOST, share, rival.name) for rival, share in RIVALS],
)
