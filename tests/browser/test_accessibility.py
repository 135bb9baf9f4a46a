"""axe finds nothing on any screen, in any state of it, however it is looked at."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from rooms.ids import RoomId
from tests.browser.cast import Cast
from tests.browser.visitor import Visitor
from tests.journeys.house import Person

pytestmark = pytest.mark.asyncio(loop_scope="package")

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": PHONE,
    "spanish": {"locale": "es-MX"},
}


@dataclass
class Inspection:
    """What axe objects to, by the state it was found in."""

    found: dict[str, list[str]] = field(default_factory=dict)

    async def look(self, state: str, page: Page) -> None:
        results = await Axe().run(page)
        for violation in results.response["violations"]:
            targets = [str(node["target"]) for node in violation["nodes"]]
            self.found.setdefault(state, []).append(f"{violation['id']}: {targets[:3]}")


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
async def test_axe_finds_nothing_on_any_screen_in_any_state(cast: Cast, look: str) -> None:
    inspection = Inspection()
    shown = await scene(cast)
    guest = await cast.guest(**LOOKS[look])
    await _pages(inspection, guest, shown)
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


async def _pages(inspection: Inspection, guest: Visitor, shown: Scene) -> None:
    for path in ("/", "/join", "/nothing", f"/r/{shown.room}?before=3"):
        await guest.page.goto(path)
        await inspection.look(path.partition("/r/")[0] or "an older page", guest.page)
    await guest.page.goto("/join")
    form = guest.page.locator("form[action='/login']")
    await form.locator("[name=name]").fill("Nobody")
    await form.locator("[name=password]").fill("not the right one")
    await form.locator("button").click()
    await expect(guest.page.get_by_role("alert")).to_be_visible()
    await inspection.look("a form that says what was wrong", guest.page)
    await guest.open_room(shown.room)
    await inspection.look("a guest's room", guest.page)


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
