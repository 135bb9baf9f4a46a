"""Finding a room and help from the landing page: without a script, and by keyboard alone."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.cast import Cast
from tests.browser.inspection import follow

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_room_is_found_and_left_again_without_a_script(cast: Cast) -> None:
    room = await cast.room()
    page = (await cast.guest(java_script_enabled=False)).page
    await page.goto("/")
    await _look_for(page, "room 0")
    assert page.url == f"{cast.address}/find"
    await page.locator(f"a[href='/r/{room}']").first.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Room 0")
    await page.go_back()
    await expect(page.get_by_role("searchbox")).to_have_value("room 0")
    await follow(page, page.get_by_role("link", name="Español"))
    await expect(page.get_by_role("searchbox")).to_have_value("room 0")
    await page.get_by_role("link", name="Ayuda").click()
    await page.get_by_label("Su país").select_option("US")
    await page.get_by_role("button", name="Mostrar").click()
    await expect(page.get_by_role("link", name="Llamar al 988")).to_be_visible()


async def test_keyboard_alone_finds_a_room(cast: Cast) -> None:
    await cast.room()
    page = (await cast.guest()).page
    await page.goto("/")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("searchbox")).to_be_focused()
    await page.keyboard.type("room 0")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("room 0")


async def _look_for(page: Page, words: str) -> None:
    box = page.get_by_role("searchbox")
    await box.fill(words)
    async with page.expect_navigation(url="**/find"):
        await box.press("Enter")
    await expect(page.get_by_role("searchbox")).to_have_value(words)
