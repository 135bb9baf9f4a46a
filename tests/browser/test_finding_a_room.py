"""Landing page, help and rules in a browser: without a script, at every size, for everybody."""

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from rooms.permissions import Readers
from tests.browser.cast import Cast

pytestmark = pytest.mark.asyncio(loop_scope="package")

NARROW = {"viewport": {"width": 320, "height": 640}}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "narrow": NARROW,
    "spanish": {"locale": "es-MX"},
    "spanish dark": {"locale": "es-MX", "color_scheme": "dark"},
}
PATHS = ("/", "/?view=az", "/?whom=caring", "/?size=200", "/help", "/help?country=GB", "/rules")


@pytest.mark.parametrize("look", LOOKS)
async def test_axe_finds_nothing_on_the_pages_for_finding_a_room_and_help(
    cast: Cast, look: str
) -> None:
    open_room, members = await cast.room(), await cast.room(Readers.MEMBERS)
    page = (await cast.guest(**LOOKS[look])).page
    found: dict[str, list[str]] = {}
    for path in (*PATHS, f"/r/{open_room}?before=1", f"/r/{members}"):
        await page.goto(path)
        found |= await _objections(path, page)
    await page.goto("/")
    for words in ("xyzzy", "", "I want to die", "room"):
        await _look_for(page, words)
        found |= await _objections(f"searched: {words}", page)
    assert found == {}


@pytest.mark.parametrize("size", ["100", "200"])
async def test_no_page_is_wider_than_a_narrow_screen(cast: Cast, size: str) -> None:
    room, members = await cast.room(), await cast.room(Readers.MEMBERS)
    page = (await cast.guest(**NARROW)).page
    await page.goto(f"/?size={size}")
    for path in ("/", "/?view=az", "/help?country=US", "/rules", f"/r/{room}", f"/r/{members}"):
        await page.goto(path)
        assert await page.evaluate("() => document.documentElement.scrollWidth") <= 320, path


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
    await page.get_by_role("link", name="Español").click()
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
    await box.press("Enter")
    await page.wait_for_url("**/find")
    await expect(page.get_by_role("searchbox")).to_have_value(words)


async def _objections(state: str, page: Page) -> dict[str, list[str]]:
    results = await Axe().run(page)
    said = [
        f"{violation['id']}: {[str(node['target']) for node in violation['nodes']][:3]}"
        for violation in results.response["violations"]
    ]
    return {state: said} if said else {}
