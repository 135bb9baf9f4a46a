"""What must be so before the server starts: a free port, a Redis that answers, help lines that
can be read.

Each check either passes or raises `Failure` with one sentence that says what to do.
"""

import asyncio
import datetime
from urllib.parse import urlsplit

import structlog

from server.failure import Failure
from server.help import warning
from server.help.lines_file import LinesFileError
from server.settings import Settings
from server.setup.port import why_taken

PATIENCE_SECONDS = 3.0
REDIS_PORT = 6379

log = structlog.get_logger()


def check_port(settings: Settings) -> None:
    """Raise Failure when the address cannot be listened on now."""
    if why := why_taken(settings.host, settings.port):
        raise Failure(why)


async def check_redis(settings: Settings) -> None:
    """Raise Failure when Redis is configured and nothing listens there."""
    if settings.redis is None:
        return
    parts = urlsplit(settings.redis)
    if not parts.hostname:
        raise Failure("REDIS_URL is not an address: it looks like redis://host:6379.")
    host, port = parts.hostname, parts.port or REDIS_PORT
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            _, writer = await asyncio.open_connection(host, port)
    except (OSError, TimeoutError):
        raise Failure(
            f"Redis does not answer at {host}:{port}: start it, or correct REDIS_URL"
            " (without it, one process serves alone)."
        ) from None
    writer.close()


def check_help_lines(settings: Settings) -> None:
    """Warn the operator of lines that have to be looked at. Raises Failure for a bad file."""
    today = datetime.datetime.now(datetime.UTC).date()
    try:
        advice = warning.of_lines(today) if settings.production else warning.of_stale_lines(today)
    except LinesFileError as error:
        raise Failure(str(error)) from None
    if advice:
        log.warning("help_lines_unchecked", advice=advice)
