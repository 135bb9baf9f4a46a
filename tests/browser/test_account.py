"""Joining and one's own account in a browser: by keyboard alone, without a script, and as axe and a
narrow screen see it."""

import itertools
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.cast import Cast

pytestmark = pytest.mark.asyncio(loop_scope="package")

PASSWORD = "four quiet words here"
LOOKS: dict[str, dict[str, Any]] = {
    "english-light": {"locale": "en-US"},
    "english-dark": {"locale": "en-US", "color_scheme": "dark"},
    "spanish-light": {"locale": "es-MX", "viewport": {"width": 320, "height": 640}},
    "spanish-dark": {"locale": "es-MX", "color_scheme": "dark"},
}


async def look(page: Page) -> None:
    """Nothing for axe to object to, and nothing to scroll sideways for."""
    results = await Axe().run(page)
    found = [(each["id"], each["nodes"][0]["target"]) for each in results.response["violations"]]
    assert found == [], page.url
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


async def fill_in(page: Page, name: str) -> None:
    form = page.locator("form[action='/join']")
    await form.locator("[name=name]").fill(name)
    await form.locator("[name=password]").fill(PASSWORD)
    await form.locator("[name=adult][value=yes]").check()


@pytest.mark.parametrize("seen", LOOKS)
async def test_every_page_of_an_account_is_open_to_all(cast: Cast, seen: str) -> None:
    (name,) = (person.name for person in await cast.house.people(1))
    page = (await cast.guest(**LOOKS[seen])).page
    for path in ("/recover", "/reset?token=x", "/join"):
        await page.goto(path)
        await look(page)
    await fill_in(page, name)
    await page.locator("form[action='/join'] button").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await look(page)
    await fill_in(page, name[::-1])
    await page.locator("[name=consent]").check()
    await page.locator("form[action='/join'] button").click()
    await expect(page.locator(".recovery-code")).to_be_visible()
    await look(page)
    await page.goto("/me")
    for details in await page.locator("main details").all():
        await details.locator("summary").click()
    await look(page)


async def test_one_joins_by_keyboard_without_a_script(cast: Cast) -> None:
    (name,) = (person.name for person in await cast.house.people(1))
    page = (await cast.guest(java_script_enabled=False)).page
    await page.goto("/join")
    await page.locator("#join-name").focus()
    for keys in (name[::-1], "Tab", PASSWORD, "Tab", "Tab", "Space", "Tab", "Space", "Enter"):
        if keys in ("Tab", "Space", "Enter"):
            await page.keyboard.press(keys)
        else:
            await page.keyboard.type(keys)
    code = page.locator(".recovery-code")
    await expect(code).to_be_visible()
    groups = (await code.inner_text()).split("-")
    assert [len(group) for group in groups] == list(itertools.repeat(4, 5))
