"""What may wait for the next write of its socket, and goes out by itself when none comes: for all
sockets of a loop together, since a timer for each costs as much as what is held."""

import asyncio
from collections.abc import Iterator
from typing import Any, Final, Protocol

_KEY: Final = "hearthside.held_writes"


class Holding(Protocol):
    """A way out that holds something back."""

    def write_held(self) -> None:
        """Write it now, if a write has not taken it along by now."""


class HeldWrites:
    """The sockets of one loop that hold something back."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._holding: list[Holding] = []

    def add(self, holding: Holding) -> None:
        """Have it write at the end of the loop's next turn but one, at the latest."""
        if not self._holding:
            self._loop.call_soon(self._turn)
        self._holding.append(holding)

    def _turn(self) -> None:
        # Two turns: what was scheduled beside `add` comes before the second.
        holding, self._holding = self._holding, []
        self._loop.call_soon(self._write, iter(holding))

    def _write(self, holding: Iterator[Holding]) -> None:
        try:
            for each in holding:
                each.write_held()
        except BaseException:
            # One that fails must not keep back what the others hold.
            self._loop.call_soon(self._write, holding)
            raise


def held_writes_of(app_state: dict[str, Any], loop: asyncio.AbstractEventLoop) -> HeldWrites:
    """Those of a server: `app_state` is the one value that uvicorn gives to all its sockets."""
    found = app_state.get(_KEY)
    if not isinstance(found, HeldWrites):
        found = app_state[_KEY] = HeldWrites(loop)
    return found
