"""The order "data synced, then receipt", read off what the process asked the kernel for. Killing a
process cannot show it: what was written and not synced outlives a process, and not a power cut.

Needs strace, and the right to trace; without them it is a finding of no runs.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.faults.crowd.crowd import Crowd
from tests.journeys.faults.finding import Finding
from tests.journeys.faults.of_services.sqlite_trace import CALLS, read_trace
from tests.journeys.house import House

LONGEST_TEXT = 4096
TRACING_WITHIN_SECONDS = 20.0
ATTACHED = b"attached"


@dataclass(frozen=True, slots=True)
class OrderSize:
    """Who talks while the process is traced: `messages` in all."""

    messages: int = 30
    people: int = 3
    per_second: float = 30.0


FULL_ORDER = OrderSize(messages=2_000, people=10, per_second=200.0)


async def synced_before_receipt(house: House, folder: Path, size: OrderSize) -> Finding:
    """`folder` is for the trace. Counts: `traced`, the messages whose order was seen."""
    written = folder / "trace"
    async with (
        Crowd.gather(house, rooms=1, people_per_room=size.people) as crowd,
        traced(house.webs[0].pid, written) as tracing,
    ):
        if not tracing:
            return Finding("synced_before_receipt", 0, (), {}, {"traced": 0})
        async with crowd.talking(size.per_second):
            await crowd.reached(size.messages)
        wrong = await crowd.violations()
    with written.open(errors="replace") as lines:
        trace = read_trace(lines)
    wrong += trace.violations()
    if len(trace.answered) < size.messages:
        wrong.append(f"of {size.messages} messages {len(trace.answered)} were seen")
    return Finding("synced_before_receipt", 1, tuple(wrong), {}, {"traced": len(trace.answered)})


@asynccontextmanager
async def traced(pid: int, into: Path) -> AsyncIterator[bool]:
    """Whether the process is traced in this block."""
    strace = shutil.which("strace")
    if strace is None:
        yield False
        return
    options = ("-f", "-y", "-s", str(LONGEST_TEXT), "-e", f"trace={CALLS}", "-o", str(into))
    tracer = await asyncio.create_subprocess_exec(
        *(strace, *options, "-p", str(pid)), stderr=asyncio.subprocess.PIPE
    )
    assert tracer.stderr is not None
    try:
        async with asyncio.timeout(TRACING_WITHIN_SECONDS):
            said = await tracer.stderr.readline()
        yield ATTACHED in said
    finally:
        if tracer.returncode is None:
            tracer.terminate()
        await tracer.wait()
