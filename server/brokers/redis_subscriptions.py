"""Which channels one Redis connection listens to, and which of them Redis has confirmed.

Redis answers in the order it was asked, so answers are matched by place. Refuses to know
connections.
"""

import asyncio
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

Command = tuple[str, bytes]


class OutOfStep(Exception):
    """Redis confirmed something that was not asked for: a channel that moved to another node."""


@dataclass(frozen=True, slots=True)
class _Asked:
    kind: bytes
    channel: bytes
    confirmed: asyncio.Event


class Subscriptions:
    """The wishes of one link, across its sessions."""

    def __init__(self, subscribe: str, unsubscribe: str) -> None:
        self._subscribe = subscribe
        self._unsubscribe = unsubscribe
        self._wanted: dict[bytes, asyncio.Event] = {}
        self._commands: list[Command] = []
        self._commanded = asyncio.Event()
        self._asked: deque[_Asked] = deque()
        self._open = False

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._wanted)

    def want(self, channel: bytes) -> None:
        if channel not in self._wanted:
            self._wanted[channel] = asyncio.Event()
            self._ask(self._subscribe, channel, self._wanted[channel])

    def forget(self, channel: bytes) -> None:
        if (confirmed := self._wanted.pop(channel, None)) is not None:
            confirmed.set()
            self._ask(self._unsubscribe, channel, asyncio.Event())

    async def confirmed(self, channel: bytes) -> None:
        """Return when Redis confirmed the channel, or at once while no session is open."""
        if self._open and (confirmed := self._wanted.get(channel)) is not None:
            await confirmed.wait()

    async def all_confirmed(self) -> None:
        for channel in tuple(self._wanted):
            await self.confirmed(channel)

    def open(self) -> None:
        """A new connection knows nothing: ask for everything again."""
        self._open = True
        for channel in tuple(self._wanted):
            self._wanted[channel] = asyncio.Event()
            self._ask(self._subscribe, channel, self._wanted[channel])

    def close(self) -> None:
        """The connection is gone; nobody waits for its answers any longer."""
        self._open = False
        self._asked.clear()
        self._commands.clear()
        for confirmed in self._wanted.values():
            confirmed.set()

    async def commands(self) -> list[Command]:
        """What to send next; waits until there is something."""
        await self._commanded.wait()
        self._commanded.clear()
        commands, self._commands = self._commands, []
        return commands

    def answered(self, kind: bytes, channel: bytes) -> None:
        """Redis confirmed. Raises OutOfStep when that was not the answer due."""
        asked = self._asked.popleft() if self._asked else None
        if asked is None or (asked.kind, asked.channel) != (kind, channel):
            raise OutOfStep(f"unexpected {kind.decode()} confirmation")
        asked.confirmed.set()

    def _ask(self, verb: str, channel: bytes, confirmed: asyncio.Event) -> None:
        if self._open:
            self._asked.append(_Asked(verb.lower().encode(), channel, confirmed))
            self._commands.append((verb, channel))
            self._commanded.set()
