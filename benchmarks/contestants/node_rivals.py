"""The rivals written for Node: what each is called, run with and spoken to by."""

from benchmarks.contestants.rival import RAW, Rival
from benchmarks.contestants.runtimes import FetchedNode
from benchmarks.contestants.socket_io import SOCKET_IO

WS = Rival(
    name="npm ws",
    dialect=RAW,
    runtime=FetchedNode(),
    packages=("ws", "bufferutil"),
    command=("{servers}/npm_ws.cjs", "{port}"),
)
NODE_SOCKET_IO = Rival(
    name="Socket.IO",
    dialect=SOCKET_IO,
    runtime=FetchedNode(),
    packages=("socket.io", "ws", "bufferutil"),
    command=("{servers}/socket_io.cjs", "{port}"),
)
NODE_SOCKET_IO_REDIS = Rival(
    name="Socket.IO, Redis",
    dialect=SOCKET_IO,
    runtime=FetchedNode(),
    packages=("socket.io", "@socket.io/redis-adapter", "redis", "bufferutil"),
    command=("{servers}/socket_io.cjs", "{port}", "{redis}"),
    with_redis=True,
)
