"""One server and one browser for the whole folder; every test has a room and people of its own."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from server.pages import client_assets
from tests.browser.cast import Cast
from tests.journeys.house import SECRET, House
from tests.journeys.web import Web
from tests.services import Chromium

WITHIN_MS = 15_000
"""The longest that anything awaited on a page may take; most of it takes a few milliseconds."""


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An embedded server without the demonstration, at the address that its pages are opened by."""
    if client_assets.load() is None:
        pytest.fail("The web client is not built: `python3 -m tests` builds it.", pytrace=False)
    web = Web(tmp_path_factory.mktemp("browser"), {"SECRET_KEY": SECRET})
    house = House(f"sqlite:///{web.database_file}", [web])
    try:
        web.begin().wait_ready()
        yield house
    finally:
        house.close()


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def browser(chromium_browser: Chromium) -> AsyncIterator[Browser]:
    expect.set_options(timeout=WITHIN_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_browser.executable_path,
            env=dict(chromium_browser.env),
            chromium_sandbox=chromium_browser.sandbox,
        )
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="package")
async def cast(browser: Browser, house: House) -> AsyncIterator[Cast]:
    """The people of one test; when they have left, none of their pages has complained."""
    cast = Cast(browser, house)
    try:
        yield cast
    finally:
        await cast.leave()
    assert cast.complaints == []
