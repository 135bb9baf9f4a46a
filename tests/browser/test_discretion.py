"""What a glance at the screen, the address bar or the network gives away: nothing."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.cast import Cast

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_no_address_and_no_title_names_a_room_or_a_person(cast: Cast) -> None:
    room = await cast.room()
    person = await cast.house.person()
    ana = await cast.visit(person)
    (message,) = await cast.say(person, room, "Words that are nobody else's")
    for path in ("/", f"/r/{room}", f"/r/{room}/m/{message}", "/nothing-here"):
        await ana.page.goto(path)
        shown = f"{ana.page.url} {await ana.page.title()}"
        await expect(ana.page).to_have_title(re.compile(r"^Hearthside: (Rooms?|Page not found)$"))
        for private in ("Room 0", person.name, "journey", "Words"):
            assert private not in shown, path


async def test_pages_load_and_talk_without_a_request_to_anywhere_else(cast: Cast) -> None:
    """The cast holds this, and that no policy was breached, for every other test too."""
    room = await cast.room()
    ana = await cast.member(room)
    asked: list[str] = []
    ana.page.on("request", lambda request: asked.append(request.url))
    await ana.reload()
    await ana.says("See https://example.org/leaflet for more")
    link = ana.page.get_by_role("link", name="https://example.org/leaflet")
    await expect(link).to_have_attribute("rel", "noopener noreferrer nofollow ugc")
    assert len(asked) >= 3
    assert [url for url in asked if not url.startswith((cast.address, "data:,"))] == []


async def test_a_breach_of_the_policy_would_be_noticed(cast: Cast) -> None:
    guest = await cast.guest()
    await guest.page.goto("/")
    await guest.page.evaluate(
        "() => document.body.append(Object.assign(new Image(), {src: 'https://example.org/x.png'}))"
    )
    await expect(guest.page.locator("img")).to_be_attached()
    await guest.page.wait_for_function("() => document.querySelector('img').complete")
    assert [each for each in cast.complaints if each.startswith("policy: ")]
    cast.complaints.clear()
