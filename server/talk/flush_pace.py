"""How long the frames of a room wait for more of them. A write is what costs: the more of its time
the process spends on writing, the more is joined into one. Pure: it is told what time it is."""

SHORTEST_WAIT_SECONDS = 0.003
"""At saturation it joins five to eight frames of one large room."""
LONGEST_WAIT_SECONDS = 0.048
"""Many small rooms together need longer: each gets a frame only now and then."""
LOOK_EVERY_SECONDS = 0.05
BUSY_SHARE = 0.7
"""Of the time. Below it nobody waits for a write, and nothing would be won."""


class FlushPace:
    """`wait_seconds`: the least time between two flushes of one room, for all rooms of a hub."""

    def __init__(self) -> None:
        self.wait_seconds = SHORTEST_WAIT_SECONDS
        self._looked_at = 0.0
        self._spent_seconds = 0.0

    def wrote(self, began: float, ended: float) -> None:
        """Some listeners were written to, from then to then (seconds, one steady clock)."""
        self._spent_seconds += ended - began
        since = ended - self._looked_at
        if since < LOOK_EVERY_SECONDS:
            return
        if self._spent_seconds > BUSY_SHARE * since:
            self.wait_seconds = min(2 * self.wait_seconds, LONGEST_WAIT_SECONDS)
        else:
            self.wait_seconds = max(self.wait_seconds / 2, SHORTEST_WAIT_SECONDS)
        self._looked_at, self._spent_seconds = ended, 0.0
