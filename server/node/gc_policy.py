"""When Python's garbage collector may stop this process. Left alone, a full collection stops a
process of 15,000 connections for 0.9 s; frozen objects cost it nothing. Knows no connections,
only how many there are."""

import asyncio
import gc
import time
from collections.abc import Callable
from typing import Final, Literal

THRESHOLDS: Final = (4_000, 0, 0)
"""Between two looks of ours. The generations take turns, each looking at what the one before has
left: at most 12,000 objects that are not frozen, 3 ms."""
NEW_AT: Final = 3_000
"""So many new objects, when somebody comes in, are looked at in one go, in 1 ms. By its generations
Python looks at each three times, which was a tenth of what a crowd's coming in costs."""
EVERY_SECONDS: Final = 0.25
"""Python counts what is new less what is freed. Where one takes the other's place, as messages do
in full rooms, it would find a hundred thousand new objects at once, in 30 ms."""
FREEZE_AT: Final = 4_000
"""With so many objects that are not frozen a full collection takes 0.6 ms; a crowd that comes in
brings more. Fewer are left to it: what is in the middle of a request when it is frozen would be
garbage that is not found again."""
MOST_FREEZES: Final = 5_000
"""So many times something is frozen before everything is looked through: each time some 25 objects
that a request was using became garbage. At 15,000 lines that is once in three hours."""
QUIET_LOOKS: Final = 240
OLDEST: Final = 2

Pause = Callable[[int, float], None]


class GcPolicy:
    """The collector of this process, from `start` to `stop`. What outlives full collections is
    frozen: it mostly lives as long as somebody's connection does, which leaves no cycles.

    `on_pause(generation, seconds)` hears of every collection, in the thread that was stopped; it
    MUST NOT raise or take a lock. Frozen garbage in cycles is only freed by `settle`, which comes
    in quiet hours, and at the latest after `most_freezes`. How much is frozen is never counted:
    that is as long a stop as the collection.
    """

    def __init__(
        self,
        on_pause: Pause,
        *,
        most_freezes: int = MOST_FREEZES,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._on_pause = on_pause
        self._most_freezes = most_freezes
        self._clock = clock
        self._began = 0.0
        self._settling = False
        self._freezes = 0
        self._connections = 0
        self._had_people = False
        self._quiet_looks = 0
        self._thresholds = gc.get_threshold()

    def start(self) -> None:
        """Take over, once all that lives as long as the process has been made."""
        gc.callbacks.append(self._heard)
        gc.set_threshold(*THRESHOLDS)
        self._freeze_what_lives()

    def stop(self) -> None:
        """Put the collector back as it was before `start`; nothing is frozen any more."""
        gc.callbacks.remove(self._heard)
        gc.set_threshold(*self._thresholds)
        gc.unfreeze()

    def count(self, connections: int) -> None:
        """So many connections are open now. Collect what a crowd has brought."""
        self._connections = connections
        self._had_people = self._had_people or connections > 0
        if gc.get_count()[0] >= NEW_AT:
            gc.collect()

    async def run(self) -> None:
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            self.look()

    def look(self) -> None:
        """Collect what is new; everything, once everybody has been gone for a minute, or when much
        was frozen."""
        self._quiet_looks = 0 if self._connections else self._quiet_looks + 1
        is_quiet = self._had_people and self._quiet_looks >= QUIET_LOOKS
        if is_quiet or self._freezes >= self._most_freezes:
            self.settle()
        else:
            gc.collect()

    def settle(self) -> None:
        """Collect everything, frozen or not, then freeze what lives. Stops the process for 0.1 s,
        and for 10 to 60 µs a connection: for hours in which nobody is here, and for once in some
        hours when there never are any."""
        self._had_people = self._connections > 0
        gc.unfreeze()
        self._freeze_what_lives()

    def _freeze_what_lives(self) -> None:
        """Of what is not frozen yet: at the start, what was made since the imports."""
        self._settling = True
        gc.collect()
        self._settling = False
        self._freezes = 0
        # Python puts off a full collection until a quarter of what the last one left is new: this
        # one, after the freeze, leaves nothing.
        gc.collect()

    def _heard(self, phase: Literal["start", "stop"], info: dict[str, int]) -> None:
        if phase == "start":
            self._began = self._clock()
            return
        if info["generation"] == OLDEST:
            self._freeze()
        self._on_pause(info["generation"], self._clock() - self._began)

    def _freeze(self) -> None:
        if self._settling or _how_many(OLDEST) >= FREEZE_AT:
            self._freezes += 1
            gc.freeze()


def _how_many(generation: int) -> int:
    """The collector's objects of a generation. In one call, in which no other thread has its turn:
    the list refers also to a tuple that one of them is just making, and then cannot finish
    (SystemError in `_PyTuple_Resize`)."""
    return next(map(len, map(gc.get_objects, (generation,))))
