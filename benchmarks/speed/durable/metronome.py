"""`python -m benchmarks.speed.durable.metronome PER_SECOND COUNT`: writes to its output when each
beat was due, evenly spaced. A process of its own, as people are: who measures cannot delay it.
"""

import asyncio
import struct
import sys
import time
from collections.abc import AsyncIterator, Sequence

from server.setup.steps import ROOT

# time.perf_counter is CLOCK_MONOTONIC: the same in all processes of a machine.
_DUE = struct.Struct("<d")
START_SECONDS = 0.2


def beat(per_second: float, count: int) -> None:
    began = time.perf_counter() + START_SECONDS
    said = 0
    while said < count:
        time.sleep(max(0.0, began + said / per_second - time.perf_counter()))
        due = min(count, int((time.perf_counter() - began) * per_second) + 1)
        moments = (began + number / per_second for number in range(said, due))
        sys.stdout.buffer.write(b"".join(map(_DUE.pack, moments)))
        sys.stdout.buffer.flush()
        said = max(said, due)


async def beats(per_second: float, count: int) -> AsyncIterator[Sequence[float]]:
    """What was due since the last look, as `time.perf_counter` tells time."""
    module = ("-m", "benchmarks.speed.durable.metronome", str(per_second), str(count))
    process = await asyncio.create_subprocess_exec(
        sys.executable, *module, stdout=asyncio.subprocess.PIPE, cwd=ROOT
    )
    assert process.stdout is not None
    left, held = count, b""
    while left:
        held += await process.stdout.read(1 << 16)
        whole = len(held) - len(held) % _DUE.size
        due = [moment for (moment,) in _DUE.iter_unpack(held[:whole])]
        held, left = held[whole:], left - len(due)
        yield due
    await process.wait()


if __name__ == "__main__":
    beat(float(sys.argv[1]), int(sys.argv[2]))
