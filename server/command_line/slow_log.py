"""What an operator should know of how their Redis is set up, as far as it may be asked."""

import asyncio

from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

PATIENCE_SECONDS = 3.0
SLOW_LOG = "slowlog-log-slower-than"
KEPT = (
    f"Redis keeps slow commands with their arguments ({SLOW_LOG} is not -1), and publications"
    f" carry what people write: `CONFIG SET {SLOW_LOG} -1`, and the same in its configuration."
)
NOT_ASKED = (
    "whether Redis keeps slow commands could not be asked (CONFIG is refused): see that"
    f" {SLOW_LOG} is -1, or words that people write may stay there."
)


async def notes(url: str) -> list[str]:
    """What to look after; nothing when Redis cannot be reached, which is another check's word."""
    try:
        client = Redis.from_url(url)
        async with client, asyncio.timeout(PATIENCE_SECONDS):
            # One node answers for all: they are set up alike.
            found = await client.config_get(SLOW_LOG)
    except ResponseError:
        return [NOT_ASKED]
    except (RedisError, OSError, ValueError):
        return []
    # A platform that hides its settings answers with nothing.
    return _judged(found.get(SLOW_LOG))


def _judged(slower_than: str | None) -> list[str]:
    if slower_than is None:
        return [NOT_ASKED]
    return [] if int(slower_than) < 0 else [KEPT]
