"""From the front door to a message that was sent, changed and taken back, without a mouse: the
focus is always to be seen, and no place keeps it.
"""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.cast import Cast
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="package")

PASSWORD = "four quiet words here"
MOST_STEPS = 60
HAS_FOCUS = "element => element === document.activeElement"
# What has the focus, when that cannot be seen: no ring around it, nothing of it on the screen, or
# something else on top of it.
UNSEEN = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return null;
  const style = getComputedStyle(focused);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const box = focused.getBoundingClientRect();
  const top = Math.max(box.top, 0), height = Math.min(box.bottom, innerHeight) - top;
  const isThere = (part) => {
    const there = document.elementFromPoint(box.left + box.width / 2, top + height * part);
    return there !== null && (focused.contains(there) || there.contains(focused));
  };
  const inSight = height > 0 && [0.2, 0.5, 0.8].some(isThere);
  return focused.matches(":focus-visible") && ring && inSight
    ? null : focused.outerHTML.slice(0, 200);
}"""


class Keys:
    """Somebody who has only a keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def go_to(self, wanted: Locator, key: str = "Tab") -> None:
        """Step by step; fails where the focus cannot be seen, or never comes."""
        await expect(wanted).to_be_attached()
        for _ in range(MOST_STEPS):
            await self.press(key)
            if await wanted.evaluate(HAS_FOCUS):
                return
        pytest.fail(f"{MOST_STEPS} times {key} do not lead to {wanted} on {self.page.url}")

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)
            if key in ("Tab", "Shift+Tab"):
                assert await self.page.evaluate(UNSEEN) is None, self.page.url

    async def open(self, link: Locator) -> None:
        await self.go_to(link)
        await self.press("Enter")

    async def fill(self, field: Locator, words: str) -> None:
        await self.go_to(field)
        await self.page.keyboard.type(words)

    async def goes_round(self) -> None:
        """The focus comes back to where the page begins: nothing keeps it."""
        await self.go_to(self.page.locator("a.skip").first)


async def test_keyboard_alone_leads_from_the_front_door_to_words_sent_changed_and_taken_back(
    cast: Cast,
) -> None:
    room, name = await cast.room(), (await cast.newcomer()).name
    await cast.rename(room, name)
    teo = await cast.member(room)
    visitor = await cast.guest()
    page, keys = visitor.page, Keys(visitor.page)
    await page.goto("/")
    await keys.goes_round()
    await keys.fill(page.get_by_role("searchbox"), name)
    await keys.press("Enter")
    await page.wait_for_url("**/find")
    await keys.open(page.locator(f"main a[href='/r/{room}']").first)
    await visitor.live()
    await keys.goes_round()
    await keys.open(page.get_by_role("main").get_by_role("link", name="Join or log in"))
    await _join(keys, name[::-1])
    await keys.open(page.locator("main a.primary"))
    await visitor.live()
    await _talk(keys, visitor, teo)


async def _join(keys: Keys, name: str) -> None:
    page = keys.page
    form = page.locator("form[action='/join']")
    await expect(form).to_be_visible()
    await keys.goes_round()
    await keys.fill(form.locator("[name=name]"), name)
    await keys.fill(form.locator("[name=password]"), PASSWORD)
    await keys.go_to(form.locator("[name=adult]").first)
    await keys.press("Space")
    await keys.go_to(form.locator("[name=consent]"))
    await keys.press("Space")
    await keys.open(form.get_by_role("button"))
    await expect(page.locator(".recovery-code")).to_be_visible()


async def _talk(keys: Keys, visitor: Visitor, teo: Visitor) -> None:
    page = visitor.page
    await keys.fill(visitor.composer, "Hello from the keys")
    await keys.press("Enter")
    await expect(teo.message("Hello from the keys")).to_have_count(1)
    await expect(visitor.unsent).to_have_count(0)
    await keys.press("ArrowUp")
    await expect(page.get_by_role("textbox", name="Your message")).to_be_focused()
    await keys.press("End")
    await page.keyboard.type(" again")
    await keys.open(page.get_by_role("button", name="Save"))
    await expect(teo.message("Hello from the keys again")).to_contain_text("edited")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(visitor.composer).to_be_focused()
    await keys.go_to(visitor.messages.last.locator(".actions > summary"), "Shift+Tab")
    await keys.press("Enter")
    await keys.open(visitor.messages.last.get_by_role("button", name="Take back"))
    await keys.open(page.get_by_role("dialog").get_by_role("button", name="Take it back"))
    await expect(teo.messages.last).to_contain_text("The writer took this message back.")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await keys.goes_round()
