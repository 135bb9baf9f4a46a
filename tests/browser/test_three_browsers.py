"""A member, another member, a moderator and a guest at once, each at their own page, in either
language: somebody is paused while they write, a quoted message is taken down, a guest tells.
"""

import re
from functools import partial
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from rooms.ids import PublicId, RoomId
from server import texts
from tests.browser.cast import Cast
from tests.browser.inspection import PHONE, SPANISH
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="package")

LOOKS: dict[str, dict[str, Any]] = {"en": {"locale": "en-US"}, "es": SPANISH | PHONE}
SOLD = "Drops that cure everything"
ANSWER = "I do not think so"
HALF = "half a sentence"


@pytest.mark.parametrize("lang", LOOKS)
async def test_what_a_moderator_does_is_the_same_on_every_page_and_takes_nobodys_words(
    cast: Cast, lang: str
) -> None:
    look, say = LOOKS[lang], partial(texts.load().t, lang)
    room = await cast.room()
    sam, (seller, other) = await cast.moderator(room), await cast.house.people(2)
    (sold,) = await cast.say(seller, room, SOLD)
    (answer,) = await cast.say(other, room, ANSWER, reply_to=sold)
    ana, teo = await cast.come_in(seller, room, **look), await cast.come_in(other, room, **look)
    mod, guest = await cast.come_in(sam, room, **look), await cast.guest(**look)
    await guest.open_room(room)
    desk = await mod.page.context.new_page()
    await desk.goto("/mod")
    await ana.composer.fill(HALF)
    await _act(mod, sold, "pause")
    paused = ana.page.get_by_text(say("paused-until", until="\0").partition("\0")[0])
    await expect(paused).to_be_visible()
    await _act(mod, sold, "take_down")
    for visitor in (ana, teo, mod, guest):
        quote = visitor.page.locator(f"#m-{answer} .quote")
        await expect(quote).to_have_text(say("quote-gone"))
        assert SOLD not in await visitor.page.content()
    await _tell(guest, answer, say("tell-thanks"))
    await _see_to_it(desk, ANSWER)
    await _lift(mod, say("lift"))
    await expect(paused).to_have_count(0)
    await expect(ana.composer).to_have_value(HALF)
    await ana.page.locator("#composer button[type=submit]").click()
    await expect(teo.message(HALF)).to_have_count(1)
    await _nothing_shows_of_the_telling(teo, room)


async def _act(mod: Visitor, message: PublicId, act: str) -> None:
    """With the first reason and the first term that are offered."""
    shown = mod.page.locator(f"#m-{message}")
    await shown.locator(".actions > summary").click()
    await shown.locator(f"[data-act={act}]").click()
    dialog = mod.page.get_by_role("dialog")
    await expect(dialog.locator("fieldset").first).to_be_visible()
    for choice in await dialog.locator("fieldset").all():
        await choice.get_by_role("radio").first.check()
    await dialog.locator("button.primary").click()
    await expect(dialog).to_have_count(0)


async def _tell(guest: Visitor, message: PublicId, thanks: str) -> None:
    shown = guest.page.locator(f"#m-{message}")
    await shown.locator(".actions > summary").click()
    await shown.locator("a[href^='/tell']").click()
    dialog = guest.page.get_by_role("dialog")
    await dialog.get_by_role("radio").first.check()
    await dialog.locator("[type=submit]").click()
    await expect(dialog).to_contain_text(thanks)


async def _see_to_it(desk: Page, words: str) -> None:
    """It comes by itself, is taken, and is done."""
    item = desk.locator("[data-item]").filter(has_text=words)
    arrived = desk.locator("#arrived button")
    await expect(item.or_(arrived).first).to_be_visible()
    if await arrived.is_visible():
        await arrived.click()
    await item.locator("[data-act=take] button").click()
    await item.locator("[data-act=done] button").first.click()
    await expect(item).to_have_count(0)


async def _lift(mod: Visitor, words: str) -> None:
    panel: Locator = mod.people.locator("> details")
    if not await panel.evaluate("details => details.open"):
        await panel.locator("> summary").click()
    await mod.people.get_by_role("button", name=re.compile(f"^{words}")).click()


async def _nothing_shows_of_the_telling(teo: Visitor, room: RoomId) -> None:
    response = await teo.page.request.get("/mod")
    assert not response.ok
    response = await teo.page.request.get(f"/r/{room}")
    assert response.ok
    assert "data-item" not in await response.text()
