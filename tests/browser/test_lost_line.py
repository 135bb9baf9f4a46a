"""The line goes and comes back: nothing is lost, nothing is said twice."""

import httpx2
import pytest
from playwright.async_api import expect

from tests.browser.cast import SESSION_COOKIE, Cast
from tests.browser.visitor import Visitor
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


async def test_killed_tab_loses_no_draft_and_no_words_on_their_way(cast: Cast) -> None:
    room = await cast.room()
    person = await cast.house.person()
    ana, teo = await cast.come_in(person, room), await cast.member(room)
    await ana.page.context.set_offline(True)
    await ana.write("on its way")
    await ana.composer.fill("half a sen")
    await expect(ana.unsent).to_contain_text("on its way")
    again = Visitor(await ana.page.context.new_page())
    await ana.page.close()
    await again.page.context.set_offline(False)
    await again.open_room(room)
    await expect(again.composer).to_have_value("half a sen")
    await expect(teo.message("on its way")).to_have_count(1)
    await expect(again.unsent).to_have_count(0)


async def test_session_that_ends_while_writing_says_so_and_gives_the_words_back(
    cast: Cast, house: House
) -> None:
    room = await cast.room()
    person = await cast.house.person()
    ana = await cast.come_in(person, room)
    await ana.composer.fill("half a sentence")
    headers = {"authorization": f"Bearer {person.token}", "origin": cast.address}
    async with httpx2.AsyncClient(base_url=cast.address, headers=headers) as client:
        assert (await client.delete("/api/session")).is_success
    await expect(ana.line).to_contain_text("Your words are kept here.")
    log_in = ana.line.get_by_role("link", name="Log in")
    await expect(log_in).to_have_attribute("href", f"/join?next=/r/{room}")
    await expect(ana.composer).to_have_value("half a sentence")
    again = await house.signed_in(person)
    await ana.page.context.add_cookies(
        [{"name": SESSION_COOKIE, "value": again.token, "url": cast.address}]
    )
    await ana.open_room(room)
    await expect(ana.composer).to_have_value("half a sentence")


async def test_shared_device_keeps_nothing(cast: Cast) -> None:
    room = await cast.room()
    ana = await cast.member(room)
    shared = "document.documentElement.setAttribute('data-shared-device', '')"
    await ana.page.add_init_script(
        f"new MutationObserver(() => {shared}).observe(document, {{childList: true}})"
    )
    await ana.reload()
    await ana.composer.fill("half a sentence")
    await ana.reload()
    await expect(ana.composer).to_have_value("")
