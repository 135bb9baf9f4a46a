"""The pages for scheduling in every state: a form, its dates, a clash, two versions at once."""

from typing import Any

import pytest
from playwright.async_api import Page

from rooms.actor import Role
from tests.browser.cast import Cast
from tests.browser.inspection import LOOKS, Inspection, follow

pytestmark = pytest.mark.asyncio(loop_scope="package")

TOMORROW = """() => {
  const day = new Date(Date.now() + 86_400_000);
  return day.toISOString().slice(0, 10);
}"""


async def fill(page: Page, time: str, about: str = "") -> None:
    await page.locator("[name=date]").fill(await page.evaluate(TOMORROW))
    await page.locator("[name=time]").fill(time)
    await page.locator("[name=zone]").select_option("America/Chicago")
    await page.locator("#schedule-repeat-week").check()
    await page.locator("[name=about]").fill(about)
    await page.locator("[name=other]").select_option("Europe/Madrid")


@pytest.mark.parametrize("look", LOOKS)
async def test_every_scheduling_page_is_open_to_all(cast: Cast, look: str) -> None:
    inspection, room = Inspection(), await cast.room()
    rosa = await cast.house.staff(room, Role.MENTOR)
    page = (await cast.visit(rosa, **LOOKS[look])).page

    async def press(button: str, state: str) -> None:
        await follow(page, page.locator(f"button[value={button}]").first)
        await inspection.look(state, page)

    await page.goto("/host")
    await inspection.look("nothing yet", page)
    await page.goto("/host/new")
    await inspection.look("a new one", page)
    await fill(page, "18:00", "Living with it")
    await press("preview", "seen before it is saved")
    await press("save", "saved")
    await page.goto("/host/new")
    await fill(page, "18:30")
    await press("save", "a clash")
    await press("preview", "a clash, seen")
    await _changed(page, inspection, press)
    assert inspection.found == {}


async def _changed(page: Page, inspection: Inspection, press: Any) -> None:
    await page.goto("/host")
    await follow(page, page.locator("a[href^='/host/series/']").first)
    await inspection.look("a series", page)
    await page.locator("[name=version]").first.evaluate("field => { field.value = '77' }")
    await page.locator("[name=about]").fill("Words of mine")
    await press("save", "two versions")
    await page.goto("/host")
    await follow(page, page.locator("a[href^='/host/session/']").first)
    await inspection.look("one session", page)
    await follow(page, page.locator("a[href$='?after=1']"))
    await inspection.look("and all after it", page)
