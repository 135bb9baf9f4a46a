"""A loop that only looks at the clock: what the machine takes away from whoever has a core. Where
it is itself a guest of another, that time counts as the process's own: nothing tells the two apart.
"""

import gc
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.contestants.processes import on_cores


@dataclass(slots=True)
class Stops:
    """Of the loop, as `stalls.Stalls` counts them."""

    longest_ms: float = 0.0
    longest_cpu_ms: float = 0.0
    over_5_ms: int = 0

    def stopped(self, wall_ms: float, cpu_ms: float) -> None:
        self.longest_ms = max(self.longest_ms, wall_ms)
        self.longest_cpu_ms = max(self.longest_cpu_ms, cpu_ms)
        self.over_5_ms += wall_ms > 5


def stops_of_an_empty_loop(cores: Sequence[int], seconds: float) -> Stops:
    """This thread is on these cores for so long, and does nothing else."""
    stops = Stops()
    with on_cores(cores):
        gc.disable()
        try:
            last, used = time.perf_counter(), time.thread_time()
            until = last + seconds
            while last < until:
                now, using = time.perf_counter(), time.thread_time()
                stops.stopped((now - last) * 1e3, (using - used) * 1e3)
                last, used = now, using
        finally:
            gc.enable()
    return stops
