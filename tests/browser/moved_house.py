"""A house with a clock of its own: hours pass for its server and for the browsers that look at it
when a test says so, and meanwhile everybody who is in a room has been in it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.async_api import BrowserContext
from sqlalchemy import Connection, update

from persistence import clock, tables
from rooms.ids import AccountId
from tests.browser.moved_server import SHIFT_FILE
from tests.journeys.house import SECRET, House, Person
from tests.journeys.web import Web

MINUTE_MS = 60_000


class MovedWeb(Web):
    """A process at the time that stands in the file."""

    app = "tests.browser.moved_server:app"


class MovedHouse(House):
    """One process on SQLite. The clock goes forward only."""

    def __init__(self, folder: Path) -> None:
        self._shifted = folder / "shift"
        web = MovedWeb(folder, {"SECRET_KEY": SECRET, SHIFT_FILE: str(self._shifted)})
        super().__init__(f"sqlite:///{web.database_file}", [web])
        self._shift_ms = 0

    @property
    def now_ms(self) -> int:
        return clock.machine_ms() + self._shift_ms

    @property
    def passed_ms(self) -> int:
        """How far it is ahead of the machine's."""
        return self._shift_ms

    async def sets_clocks(self, contexts: Iterable[BrowserContext]) -> None:
        """For browsers that have just come."""
        for context in contexts:
            await context.clock.install(time=self.now_ms / 1000)

    async def passes_until(
        self, moment: int, contexts: Iterable[BrowserContext], gone: Iterable[Person] = ()
    ) -> None:
        """Until a moment (ms). Whose page is closed has to be named as `gone`: of all others that
        were seen in a room it is known that they stayed."""
        more = moment - self.now_ms
        assert more >= 0, "the clock goes forward only"
        away = [person.account for person in gone]
        await self.write(lambda connection: _stayed(connection, more, away))
        self._shift_ms += more
        written = self._shifted.with_suffix(".new")
        written.write_text(str(self._shift_ms))
        written.replace(self._shifted)
        for context in contexts:
            # The pages' own timers ring as in a tab that slept: once, and late.
            await context.clock.fast_forward(more)


@contextmanager
def moved_house(folder: Path) -> Iterator[MovedHouse]:
    """Serving, until the context is left."""
    house = MovedHouse(folder)
    try:
        for web in house.webs:
            web.begin().wait_ready()
        yield house
    finally:
        house.close()


def _stayed(connection: Connection, more: int, away: list[AccountId]) -> None:
    seen = tables.drop_in_seen.c
    here = update(tables.drop_in_seen).where(seen.account_id.not_in(away))
    connection.execute(here.values(at=seen.at + more))
