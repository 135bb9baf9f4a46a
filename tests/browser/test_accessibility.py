"""The live room in every state it can be in, for everybody in it, in both languages and both
colours. All other pages are in test_every_page.
"""

from dataclasses import dataclass

import pytest
from playwright.async_api import expect

from rooms.ids import RoomId
from tests.browser.cast import Cast
from tests.browser.inspection import LOOKS, Inspection
from tests.browser.visitor import Visitor
from tests.journeys.house import Person

pytestmark = pytest.mark.asyncio(loop_scope="package")


@dataclass
class Scene:
    """A room in which everything that a message can be is shown once."""

    room: RoomId
    staff: Person
    person: Person
    other: Person


async def scene(cast: Cast) -> Scene:
    room = await cast.room()
    staff = await cast.moderator(room)
    person, other = await cast.house.people(2)
    first, second = await cast.say(person, room, "First words", "Words to be taken down")
    await cast.say(other, room, "See https://example.org", reply_to=first)
    await cast.say(staff, room, "Welcome", reply_to=second)
    await cast.react(other, room, first)
    await cast.take_down(staff, room, second)
    return Scene(room, staff, person, other)


@pytest.mark.parametrize("look", LOOKS)
async def test_the_live_room_is_open_to_all_in_every_state(cast: Cast, look: str) -> None:
    inspection = Inspection()
    shown = await scene(cast)
    guest = await cast.guest(**LOOKS[look])
    await guest.open_room(shown.room)
    await inspection.look("a guest's room", guest.page)
    member = await cast.come_in(shown.person, shown.room, **LOOKS[look])
    await _member(inspection, member)
    staff = await cast.come_in(shown.staff, shown.room, **LOOKS[look])
    await _staff(inspection, cast, staff, shown)
    await cast.pause(shown.staff, shown.person, shown.room)
    await expect(member.page.locator("form .care")).to_be_visible()
    await inspection.look("paused", member.page)
    await cast.close_room(shown.staff, shown.room)
    await expect(guest.page.locator(".composer .care")).to_be_visible()
    await inspection.look("a closed room, as a guest", guest.page)
    await _offline(inspection, await cast.visit(shown.other, **LOOKS[look]), shown.room)
    newly = await cast.visit(await cast.house.person(), **LOOKS[look])
    await _first_words(inspection, newly, await cast.room())
    assert inspection.found == {}


async def test_axe_would_find_a_picture_without_words(cast: Cast) -> None:
    guest = await cast.guest()
    await guest.page.goto("/")
    await guest.page.evaluate(
        "() => document.querySelector('main').append(Object.assign(new Image(), {src: 'data:,'}))"
    )
    inspection = Inspection()
    await inspection.look("home", guest.page)
    assert [each.partition(":")[0] for each in inspection.found["home"]] == ["image-alt"]


async def _first_words(inspection: Inspection, visitor: Visitor, room: RoomId) -> None:
    await visitor.open_room(room)
    await inspection.look("a quiet room", visitor.page)
    await visitor.composer.fill("First words")
    await visitor.page.locator("#composer button[type=submit]").click()
    await expect(visitor.page.get_by_role("dialog")).to_be_visible()
    await inspection.look("the same name or another", visitor.page)


async def _member(inspection: Inspection, member: Visitor) -> None:
    page = member.page
    await inspection.look("a member's room", page)
    mine = member.message("First words").first
    await mine.locator("summary").click()
    await expect(mine.locator(".menu")).to_be_visible()
    await inspection.look("the actions open", page)
    # Reply, change, take back.
    await mine.locator(".menu .row button").nth(1).click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await inspection.look("the dialog for changing", page)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await member.message("https://example.org").locator("summary").click()
    await page.locator(".menu .row button").first.click()
    await expect(member.composer).to_be_focused()
    await member.composer.fill("x" * 2_001)
    await inspection.look("an answer that is too long", page)
    await member.composer.fill("")
    await page.locator("#composer button[type=submit]").click()
    await expect(page.locator("form .care")).to_be_visible()
    await inspection.look("a no", page)
    await page.locator("form .care button").click()
    await _telling(inspection, member)
    await member.press_hold()
    await inspection.look("holding new messages", page)
    await member.press_hold()


async def _offline(inspection: Inspection, visitor: Visitor, room: RoomId) -> None:
    """As long without a line as it takes until that is said."""
    await visitor.page.clock.install()
    await visitor.page.route_web_socket("**/socket", lambda line: line.close(code=1001))
    await visitor.page.goto(f"/r/{room}")
    await expect(visitor.line).to_be_attached()
    await visitor.page.clock.fast_forward(11_000)
    await expect(visitor.line).to_have_attribute("data-line", "offline")
    await inspection.look("offline", visitor.page)


async def _telling(inspection: Inspection, visitor: Visitor) -> None:
    dialog = visitor.page.get_by_role("dialog")
    await visitor.message("https://example.org").locator("summary").click()
    await visitor.page.locator(".menu a[href^='/tell']").click()
    await expect(dialog).to_be_visible()
    await inspection.look("telling a moderator", visitor.page)
    await dialog.locator("[type=submit]").click()
    await expect(dialog.get_by_role("alert")).not_to_be_empty()
    await inspection.look("telling without saying what", visitor.page)
    await visitor.page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)


async def _staff(inspection: Inspection, cast: Cast, staff: Visitor, shown: Scene) -> None:
    await cast.pause(shown.staff, shown.other, shown.room)
    panel = staff.people.locator("> details")
    if not await panel.evaluate("details => details.open"):
        await panel.locator("> summary").click()
    await expect(staff.people.locator("[data-held]")).to_be_visible()
    await staff.message("First words").first.locator("summary").click()
    await expect(staff.page.locator(".moderation")).to_be_visible()
    await inspection.look("what moderators can do", staff.page)
    await _act(inspection, staff)
    await _room_menu(inspection, staff)
    await _sealed(inspection, staff)


async def _act(inspection: Inspection, staff: Visitor) -> None:
    dialog = staff.page.get_by_role("dialog")
    await staff.messages.locator("[data-act=pause]").click()
    await inspection.look("an act without its reason", staff.page)
    await dialog.get_by_role("radio").first.check()
    await dialog.get_by_role("radio").last.check()
    await inspection.look("what people will read", staff.page)
    await dialog.locator("button.primary").click()
    await expect(staff.page.locator(".after")).to_be_visible()
    await inspection.look("after an act", staff.page)
    await staff.page.locator(".after button").first.click()


async def _room_menu(inspection: Inspection, staff: Visitor) -> None:
    dialog = staff.page.get_by_role("dialog")
    await staff.page.locator(".room-menu > summary").click()
    await inspection.look("the room's menu", staff.page)
    await staff.page.locator("[data-act=calm]").click()
    await dialog.locator("button.primary").click()
    await expect(staff.page.locator("form .care")).to_be_visible()
    await inspection.look("a calm", staff.page)
    await staff.page.locator(".after button").first.click()


async def _sealed(inspection: Inspection, staff: Visitor) -> None:
    await staff.messages.nth(1).locator("summary").click()
    await staff.messages.nth(1).locator(".menu .row button").nth(1).click()
    dialog = staff.page.get_by_role("dialog")
    await expect(dialog).to_be_visible()
    await inspection.look("asking for a text that was taken away", staff.page)
    await dialog.get_by_role("textbox").fill("A report")
    await dialog.locator("[type=submit]").click()
    await expect(dialog.get_by_role("list")).to_contain_text("Words to be taken down")
    await inspection.look("a text that was taken away", staff.page)
