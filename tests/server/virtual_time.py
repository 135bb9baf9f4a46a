"""An event loop whose clock moves only when nothing else is left to do: hours pass in no time, and
always in the same order. Knows no threads."""

import asyncio
import functools
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec

Given = ParamSpec("Given")


class _Skipping(selectors.SelectSelector):
    """Instead of waiting for a timer it lets the time pass."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 1_000.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready:
            assert timeout is not None, "everybody waits, and nothing will ever happen"
            self.passed += timeout
        return ready


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._skipping = _Skipping()
        super().__init__(self._skipping)

    def time(self) -> float:
        return self._skipping.passed

    def stop_for(self, seconds: float) -> None:
        """As long as the whole process did nothing: no timer was kept, nothing was read."""
        self._skipping.passed += seconds


def in_virtual_time(
    test: Callable[Given, Coroutine[Any, Any, None]],
) -> Callable[Given, None]:
    """Make a plain test of an async one; its sleeps and time-outs cost nothing."""

    @functools.wraps(test)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> None:
        with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
            runner.run(test(*args, **kwargs))

    return run


async def ticks(count: int) -> None:
    """Let the loop turn so many times; no time passes."""
    for _ in range(count):
        await asyncio.sleep(0)
