"""An hour in one room: its people at their pages, and what they press."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from playwright.async_api import Locator, expect

from rooms.ids import RoomId
from server import texts
from tests.browser.moved_cast import Looked, MovedCast
from tests.browser.visitor import Visitor
from tests.journeys.house import Person

CHICAGO: dict[str, Any] = {"locale": "en-US", "timezone_id": "America/Chicago"}
MADRID: dict[str, Any] = {"locale": "es-ES", "timezone_id": "Europe/Madrid"}
LORD_HOWE: dict[str, Any] = {"locale": "en-AU", "timezone_id": "Australia/Lord_Howe"}
NO_SCRIPT: dict[str, Any] = {"java_script_enabled": False}
EN, ES = (partial(texts.load().t, lang) for lang in ("en", "es"))
"""What is said in these languages."""
MOST_TABS = 80
LOOKED_AGAIN_MS = 40_000
"""A process whose clock was moved has not waited: it looks again at what it told within 15 s."""


@dataclass
class Evening:
    """The hour's people; who has a page has it open in the room. `begins` in ms."""

    cast: MovedCast
    room: RoomId
    rosa: Person
    tom: Person
    looked: Looked = field(default_factory=Looked)
    begins: int = 0
    address: str = ""
    pages: dict[str, Visitor] = field(default_factory=dict)

    async def comes(self, name: str, **look: Any) -> Visitor:
        person = await self.cast.house.person()
        self.pages[name] = await self.cast.come_in(person, self.room, **look)
        return self.pages[name]


def panel(visitor: Visitor) -> Locator:
    return visitor.page.locator(".drop-in")


async def press(visitor: Visitor, words: str) -> None:
    await visitor.page.get_by_role("button", name=words, exact=True).first.click()


async def by_keyboard(visitor: Visitor, words: str) -> None:
    """By Tab from where the focus is, and Enter."""
    button = visitor.page.get_by_role("button", name=words, exact=True).first
    for _ in range(MOST_TABS):
        if await button.evaluate("each => each === document.activeElement"):
            await visitor.page.keyboard.press("Enter")
            return
        await visitor.page.keyboard.press("Tab")
    raise AssertionError(f"not reached: {words}")


async def open_panel(visitor: Visitor) -> None:
    await panel(visitor).locator(".toggle").click()


async def takes_place(visitor: Visitor, question: str) -> None:
    await press(visitor, "Take a place in line")
    await panel(visitor).locator(".take textarea").first.fill(question)
    await press(visitor, "Take a place in line")
    await expect(panel(visitor)).to_contain_text("in line.")


async def press_invite(host: Visitor) -> None:
    """The first in line, from the panel."""
    await panel(host).get_by_role("button", name="Invite").first.click()


async def sends(visitor: Visitor, words: str) -> None:
    """As on a phone, where Enter is a new line."""
    await visitor.composer.fill(words)
    await press(visitor, "Send")


async def at_stage(visitor: Visitor, stage: str) -> None:
    """Where the panel says that the session stands."""
    await expect(panel(visitor)).to_have_attribute("data-stage", stage, timeout=LOOKED_AGAIN_MS)
