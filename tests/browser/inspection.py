"""What every page owes to everybody, in every state it can be in: nothing for axe to object to,
nothing to scroll sideways for, a title that gives nothing away, and the way to help.
"""

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, Page

from server import texts

NARROW: dict[str, Any] = {"viewport": {"width": 320, "height": 640}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}
SPANISH: dict[str, Any] = {"locale": "es-MX", "timezone_id": "America/Mexico_City"}
DARK: dict[str, Any] = {"color_scheme": "dark"}
# Both languages in both colours, each at a size of its own.
LOOKS: dict[str, dict[str, Any]] = {
    "english-light": {"locale": "en-US"},
    "english-dark": {"locale": "en-US"} | DARK | PHONE,
    "spanish-light": SPANISH | NARROW,
    "spanish-dark": SPANISH | DARK,
}
AXE = Axe().axe_script
VIOLATIONS = """() => axe.run({resultTypes: ["violations"]}).then((found) => found.violations)"""
TOO_WIDE = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


@dataclass
class Inspection:
    """What was objected to, by the state it was found in."""

    found: dict[str, list[str]] = field(default_factory=dict)
    _titles: frozenset[str] = field(default_factory=lambda: neutral_titles())

    async def look(self, state: str, page: Page) -> None:
        objections = await _axe(page)
        if await page.evaluate(TOO_WIDE):
            objections.append("wider than the screen")
        if (title := await page.title()) not in self._titles:
            objections.append(f"title: {title}")
        if not await page.locator("header a[href='/help']").is_visible():
            objections.append("no way to help")
        if objections:
            self.found.setdefault(state, []).extend(objections)


def neutral_titles() -> frozenset[str]:
    """The house's name with the word for a kind of page, in every language."""
    said = texts.load()
    kinds = [key for key in said.keys if key.startswith("page-")]
    return frozenset(
        f"{said.t(lang, 'site-name')}: {said.t(lang, kind)}"
        for lang in texts.LANGUAGES
        for kind in kinds
    )


async def follow(page: Page, way: Locator) -> None:
    """Clicks what leads elsewhere, and waits for that page: a click ends before its page is gone,
    and a look at a page that is just going fails or praises the wrong one.
    """
    async with page.expect_navigation():
        await way.click()


async def _axe(page: Page) -> list[str]:
    # It stays in the page, so that a page in many states is given it once.
    if not await page.evaluate("() => 'axe' in window"):
        await page.evaluate(AXE)
    violations = await page.evaluate(VIOLATIONS)
    return [
        f"{violation['id']}: {[str(node['target']) for node in violation['nodes']][:3]}"
        for violation in violations
    ]
