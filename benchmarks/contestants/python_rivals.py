"""The rivals written in Python: what each is called, run with and spoken to by."""

from benchmarks.contestants.rival import RAW, Rival
from benchmarks.contestants.runtimes import FetchedPython, OwnPython
from benchmarks.contestants.socket_io import SOCKET_IO

UVICORN = ("--host=127.0.0.1", "--port={port}", "--backlog=4096", "--log-level=warning")
PLAIN = ("--no-access-log", "--ws-per-message-deflate=false")
"""Compression costs more than everything else: each rival is better without."""

STARLETTE = Rival(
    name="naive Starlette",
    dialect=RAW,
    runtime=OwnPython(),
    packages=("starlette", "uvicorn", "uvloop"),
    command=("-m", "uvicorn", "starlette_naive:app", *UVICORN, *PLAIN),
)
WEBSOCKETS = Rival(
    name="websockets.broadcast",
    dialect=RAW,
    runtime=OwnPython(),
    packages=("websockets", "uvloop"),
    command=("{servers}/websockets_broadcast.py", "{port}"),
)


def channels(name: str, layer: str, *, with_redis: bool = True) -> Rival:
    """Django Channels on uvicorn, the faster of its two servers, with one of its layers."""
    return Rival(
        name=name,
        dialect=RAW,
        runtime=FetchedPython(),
        packages=("channels", "channels-redis", "django", "uvicorn", "uvloop"),
        command=("-m", "uvicorn", "channels_rooms:application", "--lifespan=off", *UVICORN, *PLAIN),
        environment={"CHANNEL_LAYER": layer, "REDIS_URL": "{redis}"},
        with_redis=with_redis,
    )


IN_MEMORY = "channels.layers.InMemoryChannelLayer"
CHANNELS_PUBSUB = channels(
    "Channels, Redis pub/sub", "channels_redis.pubsub.RedisPubSubChannelLayer"
)
CHANNELS_REDIS = channels("Channels, Redis", "channels_redis.core.RedisChannelLayer")
CHANNELS = channels("Channels, in memory", IN_MEMORY, with_redis=False)
DAPHNE = Rival(
    name="Channels on daphne, in memory",
    dialect=RAW,
    runtime=FetchedPython(),
    packages=("channels", "daphne", "django", "twisted"),
    command=(
        *("-m", "daphne", "--verbosity=0", "--no-server-name"),
        *("-b", "127.0.0.1", "-p", "{port}", "channels_rooms:application"),
    ),
    environment={"CHANNEL_LAYER": IN_MEMORY, "REDIS_URL": ""},
)


def python_socketio(name: str, *, with_redis: bool) -> Rival:
    return Rival(
        name=name,
        dialect=SOCKET_IO,
        runtime=FetchedPython(),
        packages=("python-socketio", "uvicorn", "uvloop"),
        command=("-m", "uvicorn", "python_socketio:app", *UVICORN, *PLAIN),
        environment={"REDIS_URL": "{redis}"},
        with_redis=with_redis,
    )


PYTHON_SOCKETIO = python_socketio("python-socketio", with_redis=False)
PYTHON_SOCKETIO_REDIS = python_socketio("python-socketio, Redis", with_redis=True)
