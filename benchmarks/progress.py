"""A progress bar for whoever waits at a terminal: what runs, how far it is, how long it may take.

Knows steps by their words alone. Where there is no terminal it prints a line a step.
"""

import shutil
import sys
import time
from typing import TextIO

WIDTH = 24
LINE_WIDTH = 80
CLEAR = "\r\x1b[2K"


class Bar:
    """The progress of one benchmark; `usual_seconds` is how long it took last time."""

    def __init__(self, name: str, usual_seconds: float = 0.0, to: TextIO | None = None) -> None:
        self._name = name
        self._usual_seconds = usual_seconds
        self._to = to or sys.stderr
        self._began = time.monotonic()
        self._ahead = 0
        self._taken = 0

    def steps(self, count: int) -> None:
        self._ahead = count

    def step(self, what: str) -> None:
        """A step that was not announced makes the way longer, not the bar wrong."""
        self._taken += 1
        self._ahead = max(self._ahead, self._taken)
        line = f"{self._name} {self._bar()} {what} ({self._how_long()})"
        if self._to.isatty():
            width = shutil.get_terminal_size((LINE_WIDTH, 1)).columns - 1
            self._to.write(f"{CLEAR}{line[:width]}")
        else:
            self._to.write(f"{line}\n")
        self._to.flush()

    def done(self) -> float:
        """Wipes the bar; how many seconds all of it took."""
        if self._to.isatty():
            self._to.write(CLEAR)
            self._to.flush()
        return time.monotonic() - self._began

    def _bar(self) -> str:
        full = WIDTH * (self._taken - 1) // self._ahead
        return f"[{'#' * full}{'.' * (WIDTH - full)}] {self._taken}/{self._ahead}"

    def _how_long(self) -> str:
        gone = time.monotonic() - self._began
        whole = self._usual_seconds
        if self._taken > 1:
            whole = gone / (self._taken - 1) * self._ahead
        return f"{_minutes(gone)} of about {_minutes(whole)}" if whole else _minutes(gone)


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
