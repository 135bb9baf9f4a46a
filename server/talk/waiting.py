"""Commands that wait for the append: a queue a room, and the rooms take turns.

Knows nothing of commits. The cost of a batch does not grow with what waits.
"""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from persistence.journal import Outcome, Submission
from rooms.ids import RoomId

MOST_OF_A_ROOM = 64
"""Commands of one room in one batch: as many as one flush shows together, and as a reader holds
back before it asks for what is missing (`rooms.feed`)."""

Answer = Callable[[Outcome], None]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A command, and what is to be called with its outcome."""

    submission: Submission
    answer: Answer


class WaitingRooms:
    """A room's commands keep their order; the room that has waited longest goes first.

    A room whose commands were taken is busy until it is given back: nothing more of it is taken.
    """

    def __init__(self) -> None:
        self._queues: dict[RoomId, deque[Waiting]] = {}
        self._turns: deque[RoomId] = deque()
        self._busy: set[RoomId] = set()
        self._count = 0
        self._ready = 0

    @property
    def ready(self) -> int:
        """How many could be taken now: those of rooms that are not busy."""
        return self._ready

    def __len__(self) -> int:
        return self._count

    def put(self, waiting: Waiting) -> None:
        room = waiting.submission.command.room
        if (queue := self._queues.get(room)) is None:
            queue = self._queues[room] = deque()
            if room not in self._busy:
                self._turns.append(room)
        queue.append(waiting)
        self._count += 1
        if room not in self._busy:
            self._ready += 1

    def take(self, most: int) -> list[Waiting]:
        """At most so many, of rooms that are not busy, and of each its share. Those are busy from
        now on."""
        batch: list[Waiting] = []
        while self._turns and len(batch) < most:
            room = self._turns.popleft()
            self._busy.add(room)
            self._ready -= len(self._queues[room])
            batch += self._taken(room, min(MOST_OF_A_ROOM, most - len(batch)))
        return batch

    def give_back(self, rooms: Iterable[RoomId]) -> None:
        """These rooms are busy no longer; what still waits there has its turn after the others."""
        for room in rooms:
            self._busy.discard(room)
            if queue := self._queues.get(room):
                self._turns.append(room)
                self._ready += len(queue)

    def clear(self) -> list[Waiting]:
        """Everything that waits; nothing waits any more."""
        left = [waiting for queue in self._queues.values() for waiting in queue]
        self._queues.clear()
        self._turns.clear()
        self._count = self._ready = 0
        return left

    def _taken(self, room: RoomId, most: int) -> list[Waiting]:
        queue = self._queues[room]
        taken = [queue.popleft() for _ in range(min(most, len(queue)))]
        self._count -= len(taken)
        if not queue:
            del self._queues[room]
        return taken
