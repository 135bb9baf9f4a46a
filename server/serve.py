"""Runs the application on uvicorn with our wires, in one process or several, and sends people away
gently when it is told to stop.
"""

import os

import uvicorn
from uvicorn.supervisors import Multiprocess

from server.settings import Settings
from server.wires import http_wire, wire

PING_SECONDS = 9.5
"""A dropped line is noticed by a ping that stays unanswered until the next one is due: within 20 s
of the last that was heard."""
GRACE_SECONDS = 8
KEEP_ALIVE_SECONDS = 75
"""Longer than proxies and clients keep a line at rest (60 s is usual): who would ask next must be
the one to end it, or a request meets the end of its line and fails."""
APP = "server.app:app"


def run(settings: Settings, app: str = APP) -> int:
    """Serve until told to stop. `app` is where a worker finds the application's factory. Raises
    `WireMismatch` when this is not the uvicorn we know."""
    wire.check()
    http_wire.check()
    os.environ.update(settings.as_environment())
    config = _config(settings, app)
    if settings.workers == 1:
        server = uvicorn.Server(config)
        server.run()
        return 0 if server.started else 1
    Multiprocess(config, sockets=[config.bind_socket()]).run()
    return 0


def _config(settings: Settings, app: str) -> uvicorn.Config:
    """The application is made in the process that serves it, from the environment."""
    return uvicorn.Config(
        app,
        factory=True,
        workers=settings.workers,
        host=settings.host,
        port=settings.port,
        ws=wire.Wire,
        http=http_wire.HttpWire,
        ws_ping_interval=PING_SECONDS,
        ws_max_size=wire.Wire.message_limit_bytes,
        ws_per_message_deflate=False,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
        lifespan="on",
    )
