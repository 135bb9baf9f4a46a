"""Every page that can be come to, with whatever it may have to say, in both languages and both
colours. The states of the live room are in test_accessibility.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.async_api import Page, expect

from rooms.ids import RoomId
from rooms.permissions import Readers
from tests.browser.cast import Cast
from tests.browser.inspection import LOOKS, Inspection, follow
from tests.journeys.house import Person

pytestmark = pytest.mark.asyncio(loop_scope="package")

PASSWORD = "four quiet words here"
FOR_EVERYBODY = (
    *("/", "/?view=az", "/help", "/help?country=GB", "/rules"),
    *("/join", "/recover", "/tell", "/nothing-here"),
)


@dataclass
class Walk:
    """One look at everything."""

    cast: Cast
    inspection: Inspection
    look: dict[str, Any]
    room: RoomId
    person: Person
    staff: Person

    async def visit(self, page: Page, *paths: str) -> None:
        for path in paths:
            await page.goto(path)
            await self.inspection.look(path.replace(self.room, "…"), page)

    async def page_of(self, person: Person | None) -> Page:
        visit = self.cast.visit(person, **self.look) if person else self.cast.guest(**self.look)
        return (await visit).page


@pytest.mark.parametrize("look", LOOKS)
async def test_every_page_is_open_to_all_in_every_state(cast: Cast, look: str) -> None:
    room = await cast.room()
    staff, (person, newly) = await cast.moderator(room), await cast.house.people(2)
    walk = Walk(cast, Inspection(), LOOKS[look], room, person, staff)
    (message,) = await cast.say(person, room, "Words that somebody told us of")
    guest = await walk.page_of(None)
    await _rooms_one_cannot_write_in(walk, guest)
    await walk.visit(guest, *FOR_EVERYBODY, f"/tell?room={room}&message={message}")
    await _searches(walk, guest)
    await _telling(walk, guest)
    await _staff(walk)
    await _stepped_out(walk)
    await _forms(walk, guest)
    await _joining(walk, guest, newly.name[::-1])
    assert walk.inspection.found == {}


async def _rooms_one_cannot_write_in(walk: Walk, guest: Page) -> None:
    cast, room = walk.cast, walk.room
    members = await cast.room(Readers.MEMBERS)
    closed = await cast.room()
    await cast.close_room(await cast.moderator(closed), closed)
    moved = await cast.moved_room(room)
    for state, path in {
        "a quiet room": f"/r/{await cast.room()}?before=1",
        "members only": f"/r/{members}",
        "closed": f"/r/{closed}?before=1",
        "moved": f"/r/{moved}?before=1",
    }.items():
        await guest.goto(path)
        await walk.inspection.look(state, guest)
    await expect(guest.locator(f"main a[href='/r/{room}']").first).to_be_visible()


async def _searches(walk: Walk, guest: Page) -> None:
    await guest.goto("/")
    for words in ("room", "xyzzy", "", "I want to die"):
        await guest.locator("#find-words").fill(words)
        async with guest.expect_navigation(url="**/find"):
            await guest.locator("#find-words").press("Enter")
        await expect(guest.locator("#find-words")).to_have_value(words)
        await walk.inspection.look(f"searched: {words}", guest)


async def _telling(walk: Walk, guest: Page) -> None:
    await guest.goto(f"/tell?room={walk.room}")
    await guest.locator("#telling-note").fill("w" * 501)
    await guest.locator("[name=concern]").first.check()
    await guest.locator("form.telling button").click()
    await expect(guest.get_by_role("alert")).to_be_visible()
    await walk.inspection.look("a note that is too long", guest)
    await guest.locator("#telling-note").fill("A worry")
    await guest.locator("form.telling button").click()
    await expect(guest.get_by_role("status")).to_be_visible()
    await walk.inspection.look("told", guest)


async def _staff(walk: Walk) -> None:
    page = await walk.page_of(walk.staff)
    await page.goto("/mod")
    await page.locator("[data-act=take] button").first.click()
    await expect(page.locator("[data-act=release]").first).to_be_visible()
    await walk.inspection.look("/mod", page)
    await page.goto("/mentor")
    await expect(page.locator("[data-item]").first).to_be_visible()
    await walk.visit(page, "/mentor", "/me", "/me/calendar")


async def _stepped_out(walk: Walk) -> None:
    page = await walk.page_of(walk.person)
    await walk.cast.have_step_out(walk.staff, walk.person, walk.room)
    await walk.visit(page, f"/r/{walk.room}")
    await expect(page.locator("main a[href^='/tell']")).to_be_visible()


async def _forms(walk: Walk, guest: Page) -> None:
    """What was wrong is said; that the browser keeps no cookies is, too."""
    for path, form in (("/join", "/login"), ("/recover", "/recover"), ("/reset?token=x", "/reset")):
        for state in ("blocked", "wrong"):
            await guest.goto(path)
            for field in await guest.locator(f"form[action='{form}'] [type=text]").all():
                await field.fill("Nobody at all")
            await guest.locator(f"form[action='{form}'] [type=password]").fill(PASSWORD)
            if state == "blocked":
                await guest.context.clear_cookies()
            await follow(guest, guest.locator(f"form[action='{form}'] button"))
            await expect(guest.get_by_role("alert").first).to_be_visible()
            blocked = guest.locator("#cookies-blocked")
            await expect(blocked).to_have_count(1 if state == "blocked" else 0)
            await walk.inspection.look(f"{form}: {state}", guest)


async def _joining(walk: Walk, guest: Page, name: str) -> None:
    for consent in (False, True):
        await guest.goto("/join")
        form = guest.locator("form[action='/join']")
        await form.locator("[name=name]").fill(name)
        await form.locator("[name=password]").fill(PASSWORD)
        await form.locator("[name=adult][value=yes]").check()
        await form.locator("[name=consent]").set_checked(consent)
        await form.locator("button").click()
        if not consent:
            await expect(guest.get_by_role("alert")).to_be_visible()
            await walk.inspection.look("joining without consent", guest)
    await expect(guest.locator(".recovery-code")).to_be_visible()
    await walk.inspection.look("the recovery code", guest)
    await guest.goto("/me")
    for details in await guest.locator("main details").all():
        await details.locator("summary").click()
    await walk.inspection.look("/me", guest)
