"""The rivals by name, in the order of the tables. It knows none of them better than that."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from benchmarks.contestants.contestant import Absent, Contestant
from benchmarks.contestants.ejabberd import EJABBERD
from benchmarks.contestants.nchan import NCHAN
from benchmarks.contestants.node_rivals import NODE_SOCKET_IO, NODE_SOCKET_IO_REDIS, WS
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

NEEDS_NOTHING: Final[tuple[Contestant, ...]] = (STARLETTE, WEBSOCKETS)
"""Those that run on what the project has installed anyhow."""
FETCHED: Final[tuple[Contestant, ...]] = (
    NCHAN,
    WS,
    NODE_SOCKET_IO,
    NODE_SOCKET_IO_REDIS,
    PYTHON_SOCKETIO,
    PYTHON_SOCKETIO_REDIS,
    CHANNELS_PUBSUB,
    CHANNELS_REDIS,
    CHANNELS,
    DAPHNE,
    EJABBERD,
)
EVERYONE: Final[Mapping[str, Contestant]] = MappingProxyType(
    {rival.name: rival for rival in (*NEEDS_NOTHING, *FETCHED)}
)


def show() -> None:
    """`python3 -m benchmarks rivals`: fetches whoever is not here yet, and says what is there."""
    for name, rival in EVERYONE.items():
        try:
            print(f"{name:32} {rival.version()}", flush=True)
        except Absent as error:
            print(f"{name:32} absent: {error}", flush=True)
