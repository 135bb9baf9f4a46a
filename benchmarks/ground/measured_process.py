"""The server with a probe in its loop: how late a timer of a millisecond was at worst, since it was
last asked; and a full collection by Python's garbage collector on demand."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from benchmarks.ground.stalls import PROBE, Stalls
from tests.journeys.faults import unhurried

EVERY_SECONDS = 0.001
COLLECT = "collect"


class Probe:
    """A timer that notes how late it comes. Every stop of the loop longer than it is seen."""

    def __init__(self) -> None:
        self.stalls = Stalls()
        self._due = 0.0
        self._used = 0.0

    def begin(self) -> None:
        self._due = time.perf_counter() + EVERY_SECONDS
        self._used = time.thread_time()
        self._again()

    def _again(self) -> None:
        # Not the loop's clock: uvloop's goes by whole milliseconds.
        late_ms = (time.perf_counter() - self._due) * 1000
        self.stalls.longest_ms = max(self.stalls.longest_ms, late_ms)
        self.stalls.over_5_ms += late_ms > 5
        used = time.thread_time()
        used_ms = (used - self._used) * 1000
        self.stalls.longest_cpu_ms = max(self.stalls.longest_cpu_ms, used_ms)
        self._used = used
        self._due = time.perf_counter() + EVERY_SECONDS
        asyncio.get_running_loop().call_later(EVERY_SECONDS, self._again)

    async def answer(self, request: Request) -> JSONResponse:
        """What was seen since the last answer. With `collect` it first collects everything."""
        if COLLECT in request.query_params:
            began = time.perf_counter()
            gc.collect()
            self.stalls.collection_ms = (time.perf_counter() - began) * 1000
            return JSONResponse({})
        seen, self.stalls = self.stalls, Stalls()
        seen.connections = len(request.state.parts.connections)
        return JSONResponse(seen.as_json())


def app() -> Starlette:
    """For uvicorn, which is told the settings by the environment."""
    probe, made = Probe(), unhurried.app()
    made.router.routes.insert(0, Route(PROBE, probe.answer))
    serving = made.router.lifespan_context

    @asynccontextmanager
    async def probed(app: Starlette) -> AsyncIterator[object]:
        async with serving(app) as state:
            probe.begin()
            yield state

    made.router.lifespan_context = probed  # type: ignore[assignment]  # the state is passed on
    return made
