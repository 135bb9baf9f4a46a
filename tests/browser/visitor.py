"""One person at one page, as they would describe it: what they see, write, press and choose.

Found by what is shown or spoken, not by how it is made. Everything waits for the page, with the
deadline of `expect`; what must not be there is asked for after what must.
"""

import re

from playwright.async_api import Locator, Page, expect

from rooms.ids import RoomId


class Visitor:
    """`page` is at hand for what only one test needs."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def open_room(self, room: RoomId) -> None:
        """Returns when the live room is up."""
        await self.page.goto(f"/r/{room}")
        await self.live()

    async def reload(self) -> None:
        await self.page.reload()
        await self.live()

    async def live(self) -> None:
        await expect(self.line).to_have_attribute("data-line", re.compile("^(up|back)$"))
        await expect(self.page.locator("#still")).to_have_count(0)

    async def network_is_back(self) -> None:
        """What a browser tells its pages; without it they come back a little later, at random."""
        await self.page.evaluate("() => window.dispatchEvent(new Event('online'))")

    @property
    def line(self) -> Locator:
        return self.page.locator("[data-line]")

    @property
    def composer(self) -> Locator:
        return self.page.locator("#composer-text")

    @property
    def messages(self) -> Locator:
        """What is in the room; not what is still unsent."""
        return self.page.get_by_role("log").get_by_role("article")

    @property
    def unsent(self) -> Locator:
        return self.page.locator("[data-unsent]")

    @property
    def people(self) -> Locator:
        return self.page.get_by_role("complementary")

    async def press_hold(self) -> None:
        """The switch that holds new messages; on a narrow screen it is in the room's menu."""
        switch = self.page.locator(".hold:visible")
        if await switch.count() == 0:
            await self.page.locator(".room-menu > summary").click()
        await switch.click()

    def message(self, words: str) -> Locator:
        return self.messages.filter(has_text=words)

    async def write(self, words: str) -> None:
        await self.composer.fill(words)
        await self.composer.press("Enter")

    async def says(self, words: str) -> None:
        """Writes, and waits until it is in the room."""
        await self.write(words)
        await expect(self.message(words)).to_have_count(1)

    async def actions(self, words: str) -> Locator:
        """The message with its actions open."""
        message = self.message(words)
        await message.get_by_text("Actions", exact=True).click()
        return message

    async def choose(self, words: str, action: str) -> None:
        message = await self.actions(words)
        await message.get_by_role("button", name=action, exact=True).click()

    async def begin_act(self, words: str, act: str) -> Locator:
        """A moderator's act on the message, up to its dialog."""
        message = await self.actions(words)
        await message.get_by_role("button", name=act).first.click()
        return self.page.get_by_role("dialog")

    async def begin_room_act(self, act: str) -> Locator:
        await self.page.get_by_text("This room", exact=True).click()
        await self.page.get_by_role("button", name=act).click()
        return self.page.get_by_role("dialog")

    async def act(self, words: str, act: str, *choices: str) -> None:
        """Done, when this returns."""
        await _do(await self.begin_act(words, act), choices)

    async def act_on_room(self, act: str, *choices: str) -> None:
        await _do(await self.begin_room_act(act), choices)

    async def react(self, words: str, reaction: str) -> None:
        """With the buttons that are offered, which come last."""
        message = await self.actions(words)
        await message.get_by_role("button", name=re.compile(f"^{reaction}")).last.click()

    async def top_of(self, words: str) -> float:
        """How far below the screen's top edge the message begins."""
        box = await self.message(words).bounding_box()
        assert box is not None, words
        return box["y"]


async def _do(dialog: Locator, choices: tuple[str, ...]) -> None:
    for choice in choices:
        await dialog.get_by_role("radio", name=choice, exact=True).check()
    await dialog.get_by_role("button", name="Confirm").click()
    await expect(dialog).to_have_count(0)
