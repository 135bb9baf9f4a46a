"""The people of a test whose clock is moved: their browsers have the house's time, and zones of
their own.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.async_api import BrowserContext

from tests.browser.cast import Cast
from tests.browser.inspection import Inspection
from tests.browser.moved_house import MINUTE_MS, MovedHouse
from tests.browser.visitor import Visitor
from tests.journeys.house import Person

SHOTS = os.environ.get("SHOTS")
"""A folder for pictures to be looked at; none are made without it."""


@dataclass
class MovedCast(Cast):
    """`house` is a `MovedHouse`."""

    @property
    def clock(self) -> MovedHouse:
        assert isinstance(self.house, MovedHouse)
        return self.house

    async def guest(self, **look: Any) -> Visitor:
        visitor = await super().guest(**look)
        if look.get("java_script_enabled", True):
            await self.clock.sets_clocks([visitor.page.context])
        return visitor

    async def until(self, moment: int, gone: Iterable[Person] = ()) -> None:
        """The time passes, for everybody, until a moment (ms)."""
        await self.clock.passes_until(moment, self._ticking, gone)

    async def minutes_pass(self, minutes: float, gone: Iterable[Person] = ()) -> None:
        await self.until(self.clock.now_ms + int(minutes * MINUTE_MS), gone)

    @property
    def _ticking(self) -> list[BrowserContext]:
        return [
            context for context in self._contexts if any("/" in page.url for page in context.pages)
        ]


@dataclass
class Looked(Inspection):
    """An inspection that keeps a picture of each state where a folder is named."""

    async def see(self, state: str, visitor: Visitor) -> None:
        await self.look(state, visitor.page)
        if SHOTS:
            path = Path(SHOTS) / f"{state.replace(' ', '_')}.png"
            whole = "/r/" not in visitor.page.url
            await visitor.page.screenshot(path=path, full_page=whole)


def wall(moment: int, zone: str) -> datetime:
    """What the clock on a wall there shows."""
    return datetime.fromtimestamp(moment / 1000, ZoneInfo(zone))
