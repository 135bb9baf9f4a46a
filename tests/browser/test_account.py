"""Joining in a browser, by keyboard alone and without a script."""

import itertools

import pytest
from playwright.async_api import expect

from tests.browser.cast import Cast

pytestmark = pytest.mark.asyncio(loop_scope="package")

PASSWORD = "four quiet words here"


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
