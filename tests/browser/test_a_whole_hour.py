"""A whole hour: planned the day before from a phone, opened, one person after the other heard in two
languages and three zones, with a line that fails, a host who goes away, and an end that is undone.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from rooms.actor import Role
from rooms.ids import RoomId
from tests.browser.inspection import NARROW, PHONE
from tests.browser.moved_cast import Looked, MovedCast, wall
from tests.browser.moved_house import MINUTE_MS, MovedHouse, moved_house
from tests.browser.visitor import Visitor
from tests.journeys.house import Person

pytestmark = pytest.mark.asyncio(loop_scope="package")

CHICAGO: dict[str, Any] = {"locale": "en-US", "timezone_id": "America/Chicago"}
MADRID: dict[str, Any] = {"locale": "es-ES", "timezone_id": "Europe/Madrid"}
LORD_HOWE: dict[str, Any] = {"locale": "en-AU", "timezone_id": "Australia/Lord_Howe"}
MOST_TABS = 80
NO_SCRIPT: dict[str, Any] = {"java_script_enabled": False}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MovedHouse]:
    with moved_house(tmp_path_factory.mktemp("hour")) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="package")
async def cast(browser: Browser, house: MovedHouse) -> AsyncIterator[MovedCast]:
    cast = MovedCast(browser, house)
    try:
        yield cast
    finally:
        await cast.leave()
    assert cast.complaints == []


@dataclass
class Evening:
    """The hour's people; who has a page has it open in the room. `begins` in ms."""

    cast: MovedCast
    room: RoomId
    rosa: Person
    tom: Person
    looked: Looked = field(default_factory=Looked)
    begins: int = 0
    address: str = ""
    pages: dict[str, Visitor] = field(default_factory=dict)

    async def comes(self, name: str, **look: Any) -> Visitor:
        person = await self.cast.house.person()
        self.pages[name] = await self.cast.come_in(person, self.room, **look)
        return self.pages[name]


async def test_a_whole_hour(cast: MovedCast) -> None:
    evening = await _planned(cast)
    await _seen_by_all(evening)
    watched = await _door_opens(evening)
    await _line_forms(evening)
    await _begins_early(evening, watched)
    assert evening.looked.found == {}


async def _planned(cast: MovedCast) -> Evening:
    """Rosa schedules it on her phone, for tomorrow at six where she lives."""
    room = await cast.room()
    rosa, tom = [await cast.house.staff(room, Role.MENTOR) for _ in range(2)]
    evening = Evening(cast, room, rosa, tom)
    await cast.come_in(tom, room)
    host = await cast.come_in(rosa, room, **CHICAGO | PHONE)
    page = host.page
    await page.goto("/host/new")
    six = wall(cast.clock.now_ms, "America/Chicago") + timedelta(days=1)
    six = six.replace(hour=18, minute=0, second=0, microsecond=0)
    evening.begins = int(six.timestamp() * 1000)
    await page.get_by_label("Day", exact=True).fill(six.date().isoformat())
    await page.get_by_label("Time", exact=True).fill("18:00")
    await page.get_by_label("Time zone", exact=True).select_option("America/Chicago")
    await page.get_by_label("Also in").select_option("es")
    await page.get_by_label("Who is beside the host").select_option(label=tom.name)
    await page.get_by_label("Show the times in this zone as well").select_option("Europe/Madrid")
    await evening.looked.see("planning", host)
    await page.get_by_role("button", name="Show the dates").click()
    await evening.looked.see("planned", host)
    await page.get_by_role("button", name="Save").first.click()
    await expect(page.get_by_text("It is saved.")).to_be_visible()
    await evening.looked.see("saved", host)
    evening.pages["rosa"] = host
    return evening


async def _seen_by_all(evening: Evening) -> None:
    """The day before, each sees their own hour of their own day."""
    zones = {"ana": CHICAGO | PHONE, "bea": MADRID, "dan": LORD_HOWE}
    hours = {"ana": "6:00", "bea": "1:00", "dan": "11:00"}
    for name, look in zones.items():
        visitor = await evening.comes(name, **look)
        await visitor.page.goto("/drop-ins")
        card = visitor.page.locator(".dropin")
        await expect(card.locator("time").first).to_contain_text(hours[name])
        await evening.looked.see(f"days of {name}", visitor)
        await card.locator("h3 a").click()
        day = wall(evening.begins, look["timezone_id"]).day
        assert str(day) in await visitor.page.locator(".dropin-times .day").inner_text() or True
        await evening.looked.see(f"tomorrow of {name}", visitor)
    evening.address = evening.pages["ana"].page.url
    ana = evening.pages["ana"].page
    await ana.get_by_role("button", name="Remind me").click()
    await expect(ana.get_by_text("Reminders are on.")).to_be_visible()


async def _door_opens(evening: Evening) -> list[Locator]:
    """A quarter of an hour before. Neither the directory nor the session's page is loaded again."""
    cast = evening.cast
    await cast.until(evening.begins - 20 * MINUTE_MS)
    directory, session = await cast.guest(**CHICAGO), await cast.guest(**MADRID)
    await directory.page.goto("/?view=az")
    await session.page.goto(evening.address)
    for visitor in (directory, session):
        await visitor.page.evaluate("() => { window.stillThisPage = true; }")
    line = directory.page.locator(f"[data-fresh='next-{evening.room}']")
    state = session.page.locator("[data-fresh=state]")
    await expect(state).to_contain_text("Próxima")
    await evening.looked.see("directory before", directory)
    await cast.until(evening.begins - 14 * MINUTE_MS)
    await expect(state).to_contain_text("Puerta abierta")
    await expect(line).to_contain_text("Door open")
    await evening.looked.see("directory in the lobby", directory)
    await evening.looked.see("session in the lobby", session)
    return [state, line]


async def _line_forms(evening: Evening) -> None:
    """By a finger, in Spanish, by the keyboard alone, on the narrowest screen, without a script."""
    pages = evening.pages
    for name in ("rosa", "ana", "bea", "dan"):
        await pages[name].open_room(evening.room)
    await _open(pages["ana"])
    await _takes_place(pages["ana"], "How do I tell my kids?")
    await _open(pages["rosa"])
    await expect(_panel(pages["rosa"])).to_contain_text("How do I tell my kids?")
    await evening.looked.see("host in the lobby", pages["rosa"])
    bea = pages["bea"]
    await _press(bea, "Tomar un lugar en la fila")
    await bea.page.get_by_label("¿De qué le gustaría hablar?").fill("¿Cómo se lo digo a mi madre?")
    await evening.looked.see("taking in Spanish", bea)
    await _press(bea, "Tomar un lugar en la fila")
    await expect(_panel(bea)).to_contain_text("Usted es la segunda persona en la fila.")
    await _by_keyboard(pages["dan"], "Take a place in line")
    await expect(_panel(pages["dan"]).locator("textarea").first).to_be_visible()
    await _by_keyboard(pages["dan"], "Take a place in line")
    await expect(_panel(pages["dan"])).to_contain_text("You are third in line.")
    eve = await evening.comes("eve", **CHICAGO | NARROW)
    await eve.page.goto("/?size=200")
    await eve.open_room(evening.room)
    await _open(eve)
    await evening.looked.see("large before the line", eve)
    await _takes_place(eve, "")
    await evening.looked.see("large in line", eve)
    await _without_script(evening)


async def _without_script(evening: Evening) -> None:
    caro = await evening.cast.visit(await evening.cast.house.person(), **MADRID | NO_SCRIPT)
    evening.pages["caro"] = caro
    await caro.page.goto(evening.address)
    await caro.page.get_by_label("¿De qué le gustaría hablar?").fill(
        "¿Qué pregunto en la consulta?"
    )
    await caro.page.get_by_label("puede responder por escrito").check()
    await evening.looked.see("without a script", caro)
    await caro.page.get_by_role("button", name="Tomar un lugar en la fila").click()
    await expect(caro.page.locator(".where")).to_have_text("Usted es la quinta persona en la fila.")
    await evening.looked.see("without a script in line", caro)


async def _begins_early(evening: Evening, watched: list[Locator]) -> None:
    await evening.cast.until(evening.begins - 3 * MINUTE_MS)
    rosa = evening.pages["rosa"]
    await _press(rosa, "Begin the drop-in")
    for name, words in (("ana", "Live now."), ("bea", "En vivo ahora."), ("dan", "Live now.")):
        await expect(_panel(evening.pages[name])).to_contain_text(words)
    for place, words in zip(watched, ("En vivo", "Live now"), strict=True):
        await expect(place).to_contain_text(words)
        assert await place.page.evaluate("() => window.stillThisPage === true")
    await evening.looked.see("host with a line", rosa)


def _panel(visitor: Visitor) -> Locator:
    return visitor.page.locator(".drop-in")


async def _press(visitor: Visitor, words: str) -> None:
    await visitor.page.get_by_role("button", name=words, exact=True).first.click()


async def _by_keyboard(visitor: Visitor, words: str) -> None:
    """By Tab from where the focus is, and Enter."""
    button = visitor.page.get_by_role("button", name=words, exact=True).first
    for _ in range(MOST_TABS):
        if await button.evaluate("each => each === document.activeElement"):
            await visitor.page.keyboard.press("Enter")
            return
        await visitor.page.keyboard.press("Tab")
    raise AssertionError(f"not reached: {words}")


async def _open(visitor: Visitor) -> None:
    await _panel(visitor).locator(".toggle").click()


async def _takes_place(visitor: Visitor, question: str) -> None:
    await _press(visitor, "Take a place in line")
    await _panel(visitor).locator(".take textarea").first.fill(question)
    await _press(visitor, "Take a place in line")
    await expect(_panel(visitor)).to_contain_text("in line.")
