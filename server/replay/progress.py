"""A line that shows how far the replay is, on a terminal only."""

import time
from collections.abc import Callable
from typing import TextIO

WIDTH = 30
REDRAW_SECONDS = 0.1


class Progress:
    """Counts steps towards `total` and draws them on `out`, if that is a terminal."""

    def __init__(
        self, total: int, out: TextIO, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._total = total
        self._out = out
        self._clock = clock
        self._done = 0
        self._began = clock()
        self._drawn = 0.0

    def step(self) -> None:
        self._done += 1
        if self._clock() - self._drawn >= REDRAW_SECONDS:
            self._draw()

    def close(self) -> float:
        """End the line; the seconds since the first step could be made."""
        self._draw()
        if self._out.isatty():
            self._out.write("\n")
        return self._clock() - self._began

    def _draw(self) -> None:
        if not self._out.isatty():
            return
        self._drawn = self._clock()
        filled = WIDTH * self._done // max(self._total, 1)
        bar = "█" * filled + "·" * (WIDTH - filled)
        per_second = self._done / max(self._drawn - self._began, 0.001)
        text = f"{self._done:,} of {self._total:,} messages, {per_second:.0f} a second"
        self._out.write(f"\r{bar} {text}\x1b[K")
        self._out.flush()
