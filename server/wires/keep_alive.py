"""The keep-alive of all sockets of a loop together: one timer, and each socket has its turn once a
period. Two timers and a random number for each cost 60 µs a ping. Knows neither frames nor what
becomes of who is silent.
"""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any, Final, Protocol

from server.shares import MADE_UP, SHARES, Shares, next_due, slices

SLICE: Final = 50
"""Asked in one go, so that rooms breathe: 0.5 ms."""
_KEY: Final = "hearthside.keep_alive"


class Asked(Protocol):
    """A socket with a keep-alive."""

    def ask(self) -> None:
        """Its turn has come: ask the peer for a sign of life, or end what gave none since the last
        turn. Called once a period; MUST NOT raise."""


class KeepAlive:
    """Asks every socket of a loop once in `period_seconds`, evenly spread however many came at
    once. The first time may come at once.

    After a stop of the whole process it waits for a turn before it asks: what came meanwhile has
    not been read yet, and nobody is to be ended for it.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, period_seconds: float) -> None:
        self._loop = loop
        self._turns: Shares[Asked] = Shares()
        self._apart_seconds = period_seconds / SHARES
        self._next = 0
        self._due = 0.0
        self._waited = False
        self._runs = False

    def add(self, asked: Asked) -> None:
        """Ask it from now on."""
        self._turns.add(asked)
        if not self._runs:
            self._runs = True
            self._go_on(self._loop.time())

    def remove(self, asked: Asked) -> None:
        """Ask it no more; nothing when it was not asked."""
        self._turns.remove(asked)

    def _go_on(self, since: float) -> None:
        self._due = next_due(since, self._apart_seconds, self._loop.time())
        self._loop.call_at(self._due, self._take_turn)

    def _take_turn(self) -> None:
        now = self._loop.time()
        if now - self._due > MADE_UP * self._apart_seconds and not self._waited:
            self._waited = True
            self._go_on(now)
            return
        self._waited = False
        turn = self._turns.all[self._next]
        self._next = (self._next + 1) % SHARES
        self._runs = bool(self._turns)
        if self._runs:
            self._go_on(self._due)
        self._ask(slices(turn, SLICE))

    def _ask(self, turn: Iterator[Sequence[Asked]]) -> None:
        some = next(turn, None)
        if some is not None:
            # First: one that fails must not keep the others from their turn.
            self._loop.call_soon(self._ask, turn)
            for each in some:
                each.ask()


def keep_alive_of(
    app_state: dict[str, Any], loop: asyncio.AbstractEventLoop, period_seconds: float
) -> KeepAlive:
    """That of a server: `app_state` is the one value that uvicorn gives to all its sockets."""
    found = app_state.get(_KEY)
    if not isinstance(found, KeepAlive):
        found = app_state[_KEY] = KeepAlive(loop, period_seconds)
    return found
