"""Runs the application on uvicorn with our wires, in one process or several, and sends people away
gently when it is told to stop.
"""

import os
import socket as sockets

import uvicorn
from uvicorn.supervisors import Multiprocess

from server import http_wire, wire
from server.cli_failure import Failure
from server.settings import Settings

PING_SECONDS = 10.0
"""A dropped line is noticed by a ping that stays unanswered: after 10 s and 10 s more."""
GRACE_SECONDS = 8
BACKLOG = 2_048


def run(settings: Settings) -> int:
    """Serve until told to stop. Raises `Failure` when the port is taken, `WireMismatch` when this
    is not the uvicorn we know."""
    wire.check()
    http_wire.check()
    door = _bind(settings)
    os.environ.update(settings.as_environment())
    config = _config(settings)
    if settings.workers == 1:
        server = uvicorn.Server(config)
        server.run(sockets=[door])
        return 0 if server.started else 1
    Multiprocess(config, sockets=[door]).run()
    return 0


def _bind(settings: Settings) -> sockets.socket:
    family = sockets.AF_INET6 if ":" in settings.host else sockets.AF_INET
    door = sockets.socket(family, sockets.SOCK_STREAM)
    door.setsockopt(sockets.SOL_SOCKET, sockets.SO_REUSEADDR, 1)
    try:
        door.bind((settings.host, settings.port))
        door.listen(BACKLOG)
    except OSError as error:
        door.close()
        raise Failure(
            f"Port {settings.port} on {settings.host} cannot be used ({error.strerror}):"
            " stop what holds it, or choose another with --port."
        ) from None
    door.set_inheritable(True)
    return door


def _config(settings: Settings) -> uvicorn.Config:
    """The application is made in the process that serves it, from the environment."""
    return uvicorn.Config(
        "server.app:app",
        factory=True,
        workers=settings.workers,
        ws=wire.Wire,
        http=http_wire.HttpWire,
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=PING_SECONDS,
        ws_max_size=wire.Wire.message_limit_bytes,
        ws_per_message_deflate=False,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=GRACE_SECONDS,
        lifespan="on",
    )
