"""How long the frames of a room wait for more of them. A write is what costs: the more of its time
the process spends on writing, the more is joined into one. Pure: it is told what time it is."""

SHORTEST_WAIT_SECONDS = 0.003
"""At saturation it joins five to eight frames of one large room."""
LONGEST_WAIT_SECONDS = 0.048
"""Many small rooms together need longer: each gets a frame only now and then."""
LOOK_EVERY_SECONDS = 0.05
BUSY_SHARE = 0.7
"""Of the time. Below it nobody waits for a write, and nothing would be won."""
RESTS_FOR_EACH_WRITE = 2
"""A room rests twice as long as writing to it took, so that what is said meanwhile is joined and
others have their turn. 1,000 listeners take some 6 ms."""
LONGEST_REST_SECONDS = 0.012
"""However large the room: 24 ms saved little more, and showed half of what was said 24 ms late."""


class FlushPace:
    """How long a room rests between two flushes, for all rooms of a hub. `wait_seconds`: any of
    them, at least."""

    def __init__(self) -> None:
        self.wait_seconds = SHORTEST_WAIT_SECONDS
        self._looked_at = 0.0
        self._spent_seconds = 0.0
        self._written = 0
        self._listener_seconds = 0.0

    def rest_seconds(self, listeners: int) -> float:
        """After a flush to that many listeners, until the next one of that room."""
        own = RESTS_FOR_EACH_WRITE * listeners * self._listener_seconds
        return max(self.wait_seconds, min(own, LONGEST_REST_SECONDS))

    def wrote(self, began: float, ended: float, listeners: int) -> None:
        """So many listeners were written to, from then to then (seconds, one steady clock)."""
        self._spent_seconds += ended - began
        self._written += listeners
        since = ended - self._looked_at
        if since < LOOK_EVERY_SECONDS:
            return
        if self._spent_seconds > BUSY_SHARE * since:
            self.wait_seconds = min(2 * self.wait_seconds, LONGEST_WAIT_SECONDS)
        else:
            self.wait_seconds = max(self.wait_seconds / 2, SHORTEST_WAIT_SECONDS)
        if self._written:
            self._listener_seconds = self._spent_seconds / self._written
        self._looked_at, self._spent_seconds, self._written = ended, 0.0, 0
