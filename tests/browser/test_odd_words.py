"""Words of every shape: nothing that somebody writes pushes the page out of its frame."""

import pytest
from playwright.async_api import expect

from tests.browser.cast import Cast

pytestmark = pytest.mark.asyncio(loop_scope="package")

NARROW = {"viewport": {"width": 320, "height": 640}}
OVERFLOW = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
HEARTS = "\N{HEAVY BLACK HEART}\N{VARIATION SELECTOR-16}" * 60


async def test_one_endless_word_and_hearts_alone_stay_within_a_narrow_screen(cast: Cast) -> None:
    room = await cast.room()
    person = await cast.house.person()
    await cast.say(person, room, "x" * 2_000, HEARTS)
    ana = await cast.member(room, **NARROW)
    await expect(ana.messages).to_have_count(2)
    assert await ana.page.evaluate(OVERFLOW) == 0
    await ana.composer.fill("y" * 2_000)
    assert await ana.page.evaluate(OVERFLOW) == 0


async def test_very_many_lines_show_their_beginning_until_all_is_asked_for(cast: Cast) -> None:
    room = await cast.room()
    lines = "\n".join(f"line {number}" for number in range(200))
    await cast.say(await cast.house.person(), room, lines)
    ana = await cast.member(room)
    await expect(ana.messages.first).to_contain_text("line 11…")
    await ana.page.get_by_role("button", name="Show all of it").click()
    await expect(ana.messages.first).to_contain_text("line 199")
    await ana.page.get_by_role("button", name="Show less").click()
    await expect(ana.messages.first).not_to_contain_text("line 199")
