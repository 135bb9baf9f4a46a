"""No garbage collection in this process for a while. With the millions of small things that a crowd
was shown one takes a second, in which nobody reads: it would be measured as the house's.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """What is in no cycle is freed all the same."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
