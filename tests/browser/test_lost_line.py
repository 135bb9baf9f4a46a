"""The line goes and comes back: nothing is lost, nothing is said twice."""

import pytest
from playwright.async_api import expect

from tests.browser.cast import Cast
from tests.journeys.house import House

pytestmark = pytest.mark.asyncio(loop_scope="package")

WORDS = ("one of three", "two of three", "three of three")


async def test_words_written_while_the_server_is_gone_are_sent_once_and_in_order(
    cast: Cast, house: House
) -> None:
    room = await cast.room()
    ana, teo = await cast.member(room), await cast.member(room)
    await ana.says("before")
    (web,) = house.webs
    web.kill()
    for words in WORDS:
        await ana.write(words)
    await expect(ana.unsent).to_contain_text(list(WORDS))
    await expect(ana.line).to_have_attribute("data-line", "reconnecting")
    await web.begin().ready()
    for page in (ana, teo):
        await page.network_is_back()
        await expect(page.messages).to_contain_text(["before", *WORDS])
        await expect(page.messages).to_have_count(4)
    await expect(ana.unsent).to_have_count(0)


async def test_words_written_offline_are_sent_once_after_the_return(cast: Cast) -> None:
    room = await cast.room()
    ana, teo = await cast.member(room), await cast.member(room)
    await ana.page.context.set_offline(True)
    for words in WORDS:
        await ana.write(words)
    await expect(ana.unsent).to_have_count(3)
    await teo.says("meanwhile")
    await ana.page.context.set_offline(False)
    for page in (ana, teo):
        await expect(page.messages).to_have_count(4)
        await expect(page.messages).to_contain_text(["meanwhile", *WORDS])
    await expect(ana.unsent).to_have_count(0)


async def test_reload_keeps_unsent_words_and_the_draft(cast: Cast, house: House) -> None:
    room = await cast.room()
    ana, teo = await cast.member(room), await cast.member(room)
    (web,) = house.webs
    web.freeze()
    try:
        await ana.write("sent into the silence")
        await ana.composer.fill("and half a sen")
        await expect(ana.unsent).to_contain_text("sent into the silence")
        reloading = ana.page.evaluate("() => location.reload()")
    finally:
        web.thaw()
    await reloading
    await ana.live()
    await expect(ana.composer).to_have_value("and half a sen")
    await expect(teo.message("sent into the silence")).to_have_count(1)
    await expect(ana.message("sent into the silence")).to_have_count(1)
    await expect(ana.unsent).to_have_count(0)


async def test_who_was_shown_is_shown_again_after_the_line_was_lost(
    cast: Cast, house: House
) -> None:
    room = await cast.room()
    person = await cast.house.person()
    ana, teo = await cast.come_in(person, room), await cast.member(room)
    await ana.page.get_by_role("button", name="Show me here").click()
    await expect(teo.people).to_contain_text(person.name)
    (web,) = house.webs
    web.kill()
    await web.begin().ready()
    await ana.network_is_back()
    await teo.reload()
    await expect(teo.people).to_contain_text(person.name)
