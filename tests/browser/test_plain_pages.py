"""The pages for who has no script: reading, joining, logging in and out by forms."""

import pytest
from playwright.async_api import Page, expect

from rooms.permissions import Readers
from tests.browser.cast import Cast
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="package")

PASSWORD = "four quiet words here"


async def plain(cast: Cast) -> Visitor:
    return await cast.guest(java_script_enabled=False)


async def test_room_is_readable_without_a_script(cast: Cast) -> None:
    room = await cast.room()
    (ana,) = await cast.house.people(1)
    (question,) = await cast.say(ana, room, "First line.\nSecond line.")
    await cast.say(ana, room, "An answer", reply_to=question)
    await cast.react(ana, room, question)
    guest = await plain(cast)
    await guest.page.goto(f"/r/{room}")
    page = guest.page
    await expect(page.get_by_role("article").first).to_contain_text("First line.\nSecond line.")
    await expect(page.get_by_role("article").first).to_contain_text("Hug 1")
    await expect(page.get_by_role("article").last).to_contain_text(f"{ana.name}: First line.")
    # Playwright's way of running no script does not draw this element; browsers without one do.
    assert "turn on JavaScript" in await page.locator("noscript").inner_html()
    await expect(page.get_by_role("link", name="Join or log in").last).to_be_visible()


async def test_earlier_messages_are_reached_without_a_script(cast: Cast) -> None:
    room = await cast.room()
    for number, person in enumerate(await cast.house.people(6)):
        await cast.say(person, room, *(f"word {number}{each}" for each in range(10)))
    guest = await plain(cast)
    await guest.page.goto(f"/r/{room}")
    await expect(guest.page.get_by_role("article")).to_have_count(50)
    await guest.page.get_by_role("link", name="Load earlier messages").click()
    await expect(guest.page.get_by_role("article")).to_have_count(10)
    await expect(guest.page.get_by_text("word 00")).to_be_visible()
    await guest.page.get_by_role("link", name="Go to the newest messages").click()
    await expect(guest.page.get_by_text("word 59")).to_be_visible()


async def test_members_room_leads_through_the_form_and_back(cast: Cast) -> None:
    room = await cast.room(Readers.MEMBERS)
    page = (await plain(cast)).page
    name = (await cast.house.person()).name[::-1].capitalize()
    await page.goto(f"/r/{room}")
    await expect(page.get_by_role("heading", name="Only members can read")).to_be_visible()
    await page.locator("main").get_by_role("link", name="Join or log in").click()
    await _join(page, name)
    await expect(page).to_have_url(f"{cast.address}/r/{room}")
    await page.get_by_role("link", name="My account", exact=True).click()
    await page.get_by_role("button", name="Log out", exact=True).first.click()
    await page.goto(f"/r/{room}")
    await expect(page.get_by_role("heading", name="Only members can read")).to_be_visible()


async def test_without_a_script_one_finds_a_room_joins_and_is_helped(cast: Cast) -> None:
    room, name = await cast.room(), (await cast.newcomer()).name
    await cast.rename(room, name)
    await cast.say(await cast.house.person(), room, "Words to tell of")
    page = (await plain(cast)).page
    await page.goto("/")
    await page.get_by_role("searchbox").fill(name)
    await page.get_by_role("button", name="Find").click()
    await page.locator(f"main a[href='/r/{room}']").first.click()
    await page.get_by_role("article").get_by_role("link", name="Tell a moderator").click()
    await expect(page.get_by_role("figure")).to_contain_text("Words to tell of")
    await page.get_by_label("Unkind or hurtful words").check()
    await page.get_by_role("button", name="Tell a moderator").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    await page.locator("main").get_by_role("link", name="Back to the room").click()
    await page.locator("main").get_by_role("link", name="Join or log in").first.click()
    await _join(page, name[::-1].capitalize())
    await expect(page).to_have_url(f"{cast.address}/r/{room}")
    await page.locator("header").get_by_role("link", name="Get help").click()
    await page.get_by_label("Your country").select_option("US")
    await page.get_by_role("button", name="Show").click()
    await expect(page.get_by_role("link", name="Call 988").first).to_be_visible()
    await page.get_by_role("link", name="I am worried about someone").click()
    await expect(page.get_by_label("I am worried about someone")).to_be_checked()
    await page.get_by_role("button", name="Tell a moderator").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")


async def _join(page: Page, name: str) -> None:
    new = page.locator("form[action='/join']")
    await new.get_by_label("Screen name").fill(name)
    await new.get_by_label("Password").fill(PASSWORD)
    await new.get_by_label("Yes", exact=True).check()
    await new.locator("[name=consent]").check()
    await new.get_by_role("button", name="Join").click()
    await expect(page.locator(".recovery-code")).to_be_visible()
    await page.locator("main a.primary").click()
