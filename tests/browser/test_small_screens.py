"""Small screens and large letters: nothing to scroll sideways for, nothing that stays in the way of
what is read, and the place to write within reach.
"""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.cast import Cast
from tests.browser.inspection import NARROW, PHONE, TOO_WIDE

pytestmark = pytest.mark.asyncio(loop_scope="package")

# The screen, and the reader's size of text in per cent. At 400 % a desk's screen is 320 by 256.
SCREENS: dict[str, tuple[dict[str, Any], int]] = {
    "narrow": (NARROW, 100),
    "narrow with large letters": (NARROW, 200),
    "smallest phone": (PHONE | {"viewport": {"width": 320, "height": 568}}, 100),
    "zoomed": ({"viewport": {"width": 320, "height": 256}}, 100),
    "phone with large letters": (PHONE, 200),
    "desk with large letters": ({"viewport": {"width": 1280, "height": 900}}, 200),
}
# What stays while the page is scrolled, is wider than half of it, and takes over a quarter of its
# height.
IN_THE_WAY = """() => [...document.querySelectorAll("body *")].filter((element) => {
  const box = element.getBoundingClientRect();
  const stays = ["sticky", "fixed"].includes(getComputedStyle(element).position);
  return stays && box.width > innerWidth / 2 && box.height > innerHeight / 4;
}).map((element) => `${element.className}: ${element.getBoundingClientRect().height}`)"""
TAKES_MOST_OF_THE_WIDTH = "(element) => element.offsetWidth > innerWidth / 2"
WORDS = "A few words that are long enough to be broken into several lines on a narrow screen."


@pytest.mark.parametrize("screen", SCREENS)
async def test_every_place_has_room_on_a_small_screen(cast: Cast, screen: str) -> None:
    look, percent = SCREENS[screen]
    room = await cast.room()
    sam = await cast.moderator(room)
    message, *_ = await cast.say(sam, room, *[WORDS] * 9)
    guest = (await cast.guest(**look)).page
    await guest.goto(f"/?size={percent}")
    found = dict[str, list[str]]()
    for path in ("/", "/join", "/help?country=US", f"/tell?message={message}&room={room}"):
        await guest.goto(path)
        found[path] = await _objections(guest)
    mod = await cast.visit(sam, **look)
    for path in (f"/mod?size={percent}", "/mentor", "/me", "/me/calendar"):
        await mod.page.goto(path)
        found[path] = await _objections(mod.page)
    await mod.open_room(room)
    found["room"] = await _objections(mod.page)
    await mod.composer.click()
    await expect(mod.composer).to_be_in_viewport(ratio=1)
    assert await mod.page.locator("#composer").evaluate(TAKES_MOST_OF_THE_WIDTH)
    await mod.composer.fill("Within reach")
    await mod.page.locator("#composer button[type=submit]").click()
    await expect(mod.message("Within reach")).to_have_count(1)
    found["room, after writing"] = await _objections(mod.page)
    assert {place: said for place, said in found.items() if said} == {}


async def _objections(page: Page) -> list[str]:
    found: list[str] = await page.evaluate(IN_THE_WAY)
    return [*found, "wider than the screen"] if await page.evaluate(TOO_WIDE) else found
