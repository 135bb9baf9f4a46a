"""Listeners that are real browsers: Chromium by Playwright, read by their DOM alone. The one module
that needs Playwright, which a server does without.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Error, Page, async_playwright

from rooms.ids import PublicId, RoomId
from server.failure import Failure

LIVE_SECONDS = 30.0
SETTLE_SECONDS = 60.0
POLL_SECONDS = 0.1
_MESSAGES = "nodes => nodes.map(node => node.dataset.message)"


@dataclass(frozen=True, slots=True)
class Audience:
    """One browser's page on one room."""

    room: RoomId
    page: Page

    async def shown(self) -> list[PublicId]:
        """The ids of the messages in the DOM, in its order."""
        ids: list[PublicId] = await self.page.eval_on_selector_all("[data-message]", _MESSAGES)
        return ids

    async def settled(self, last: PublicId | None) -> list[PublicId]:
        """What is shown once `last` is the last of it, or when waiting for that was too long."""
        deadline = asyncio.get_running_loop().time() + SETTLE_SECONDS
        while (shown := await self.shown())[-1:] != ([last] if last else []):
            if asyncio.get_running_loop().time() > deadline:
                break
            await asyncio.sleep(POLL_SECONDS)
        return shown


@asynccontextmanager
async def audience(
    places: list[tuple[str, str, RoomId]], chromium: Path | None
) -> AsyncIterator[list[Audience]]:
    """A page for each `(address, token, room)`, joined and live. Raises Failure when there is no
    Chromium, or a page does not come to life."""
    async with async_playwright() as playwright:
        try:
            browser = await playwright.chromium.launch(
                executable_path=chromium, env=dict(os.environ)
            )
        except Error as error:
            raise Failure(
                "Chromium does not start: `python3 -m playwright install chromium`, or name one"
                f" with --chromium ({_first_line(error)})."
            ) from None
        async with browser:
            yield [await _open(browser, *place) for place in places]


async def _open(browser: Browser, url: str, token: str, room: RoomId) -> Audience:
    context = await browser.new_context()
    await context.add_cookies([{"name": "hearthside", "value": token, "url": url}])
    page = await context.new_page()
    try:
        answer = await page.goto(f"{url}/r/{room}")
        if answer is None or not answer.ok:
            raise Failure(f"The room's page answers {answer.status if answer else 'nothing'}.")
        await page.wait_for_selector(
            "[data-line=up]", state="attached", timeout=LIVE_SECONDS * 1000
        )
    except Error as error:
        raise Failure(f"The room's page did not come to life: {_first_line(error)}") from None
    return Audience(room, page)


def _first_line(error: Error) -> str:
    return error.message.partition("\n")[0]
