"""`python -m benchmarks.speed.durable.metronome PER_SECOND COUNT`: writes to its output when each
beat was due, evenly spaced. A process of its own, as people are: who measures cannot delay it.
"""

import asyncio
import os
import struct
import sys
import time
from collections.abc import Callable, Sequence

from benchmarks.contestants.processes import on_cores
from server.setup.steps import ROOT

# time.perf_counter is CLOCK_MONOTONIC: the same in all processes of a machine.
_DUE = struct.Struct("<d")
START_SECONDS = 0.2
PIPE_BYTES = 1 << 16


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


async def beats(
    per_second: float, count: int, cores: Sequence[int], due: Callable[[float], None]
) -> None:
    """Calls `due` with each moment when it has come, as `time.perf_counter` tells time; the beat
    itself runs on these cores."""
    heard, said = os.pipe()
    os.set_blocking(heard, False)
    module = ("-m", "benchmarks.speed.durable.metronome", str(per_second), str(count))
    with on_cores(cores):
        process = await asyncio.create_subprocess_exec(
            sys.executable, *module, stdout=said, cwd=ROOT
        )
    os.close(said)
    loop = asyncio.get_running_loop()
    ended = loop.create_future()

    def hear() -> None:
        # A pipe gives and takes whole moments: their size divides that of its pages.
        moments = os.read(heard, PIPE_BYTES)
        try:
            for (moment,) in _DUE.iter_unpack(moments):
                due(moment)
        except Exception as error:
            loop.remove_reader(heard)
            ended.set_exception(error)
            return
        if not moments:
            loop.remove_reader(heard)
            ended.set_result(None)

    # Bare: a stream and its futures cost the measured core more than taking the message does.
    loop.add_reader(heard, hear)
    await ended
    os.close(heard)
    await process.wait()


if __name__ == "__main__":
    beat(float(sys.argv[1]), int(sys.argv[2]))
