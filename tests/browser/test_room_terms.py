"""What holds for everybody in a room: closed, slow, calm; said where one writes, words kept."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.cast import Cast

pytestmark = pytest.mark.asyncio(loop_scope="package")

CLOSED = "This room is closed for writing for now. Reason: no moderator on duty."
CALM = re.compile(r"being kept calm until \S.*\d")


async def test_closed_room_says_why_keeps_the_words_and_opens_again(cast: Cast) -> None:
    room = await cast.room()
    ana, guest = await cast.member(room), await cast.guest()
    await guest.open_room(room)
    mod = await cast.come_in(await cast.moderator(room), room)
    await ana.composer.fill("half a sentence")
    await mod.act_on_room("Close this room", "no moderator on duty")
    for page in (ana, guest, mod):
        await expect(page.page.get_by_text(CLOSED)).to_be_visible()
    await ana.composer.press("Enter")
    await expect(ana.composer).to_have_value("half a sentence")
    await mod.page.get_by_role("button", name="Undo").click()
    await expect(ana.page.get_by_text(CLOSED)).to_have_count(0)
    await ana.composer.press("Enter")
    await expect(guest.message("half a sentence")).to_have_count(1)


async def test_slow_pace_is_told_by_the_button_and_ends_by_itself(cast: Cast) -> None:
    room = await cast.room()
    ana = await cast.member(room)
    mod = await cast.come_in(await cast.moderator(room), room)
    await mod.act_on_room("Change the pace", "One message every 10 seconds")
    await expect(ana.page.get_by_text("10 seconds pass between two messages")).to_be_visible()
    await ana.says("the first")
    await ana.composer.fill("the second")
    waiting = ana.page.get_by_role("button", name=re.compile(r"Send in \d+ s"))
    await expect(waiting).to_have_attribute("aria-disabled", "true")
    await ana.composer.press("Enter")
    await expect(ana.composer).to_have_value("the second")
    await expect(ana.page.get_by_text("You can send again.")).to_be_attached()
    await ana.composer.press("Enter")
    await expect(mod.message("the second")).to_have_count(1)


async def test_in_a_calm_new_people_read_and_keep_their_words_until_it_ends(cast: Cast) -> None:
    room = await cast.room()
    newcomer = await cast.come_in(await cast.newcomer(), room)
    ana = await cast.member(room)
    mod = await cast.come_in(await cast.moderator(room), room)
    await newcomer.composer.fill("my first words")
    await mod.act_on_room("Calm this room")
    await expect(newcomer.page.get_by_text(CALM)).to_be_visible()
    await newcomer.composer.press("Enter")
    await expect(newcomer.composer).to_have_value("my first words")
    await ana.says("slowly")
    await mod.act_on_room("End the calm")
    await expect(newcomer.page.get_by_text(CALM)).to_have_count(0)
    await newcomer.composer.press("Enter")
    await expect(ana.message("my first words")).to_have_count(1)


async def test_link_of_a_newcomer_comes_back_with_the_reason(cast: Cast) -> None:
    room = await cast.room()
    newcomer = await cast.come_in(await cast.newcomer(), room)
    said = "Links cannot be sent in your first day here."
    await newcomer.composer.fill("See https://example.org/tea")
    await expect(newcomer.page.get_by_text(said)).to_be_visible()
    await newcomer.composer.press("Enter")
    await expect(newcomer.page.locator("#composer .care")).to_contain_text(said)
    await expect(newcomer.composer).to_have_value("See https://example.org/tea")
    await expect(newcomer.unsent).to_have_count(0)
