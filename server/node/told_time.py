"""The time that clients are told: the database's, as well as this process knows it. They count down
to moments of the database's, so this machine's own clock may be wrong.
"""

from collections.abc import Callable


class ToldTime:
    """This machine's clock, with what the database's was last found to be ahead of it."""

    def __init__(self, machine_ms: Callable[[], int]) -> None:
        self.machine_ms = machine_ms
        self._ahead_ms = 0

    def heard(self, database_ms: int) -> None:
        """The database's clock was just read."""
        self._ahead_ms = database_ms - self.machine_ms()

    def now_ms(self) -> int:
        return self.machine_ms() + self._ahead_ms
