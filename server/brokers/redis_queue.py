"""What waits to be published on one Redis node: bounded, and full means the oldest goes.

Refuses to know Redis; it is emptied by whoever has a connection.
"""

import asyncio
import contextlib
from collections import deque

Publication = tuple[bytes, bytes]
"""Channel and data."""


class PublicationQueue:
    """Publications of one process for one node, in order."""

    def __init__(self, limit: int) -> None:
        self._waiting: deque[Publication] = deque(maxlen=limit)
        self._filled = asyncio.Event()
        self._overflowing = False
        self.dropped = 0

    def put(self, publication: Publication) -> bool:
        """True when this is the first loss since the queue was last empty."""
        full = len(self._waiting) == self._waiting.maxlen
        first_loss = full and not self._overflowing
        self.dropped += full
        self._overflowing |= full
        self._waiting.append(publication)
        self._filled.set()
        return first_loss

    def take(self, most: int) -> list[Publication]:
        taken = [self._waiting.popleft() for _ in range(min(most, len(self._waiting)))]
        if not self._waiting:
            self._overflowing = False
            self._filled.clear()
        return taken

    async def filled(self, *, until: float) -> None:
        """Return when something waits, or at `until` on the loop's clock."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(until):
                await self._filled.wait()
