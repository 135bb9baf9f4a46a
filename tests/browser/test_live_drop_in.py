"""A drop-in in the live room, with a host and two people in line: opened, a place taken, invited,
heard, passed on, a short pause, and ended; nothing for axe to object to on the way.
"""

import pytest
from playwright.async_api import Locator, expect

from rooms.actor import Role
from rooms.ids import RoomId
from tests.browser.cast import Cast
from tests.browser.inspection import NARROW, PHONE, Inspection
from tests.browser.visitor import Visitor
from tests.journeys.house import Person
from tests.server import held_sessions

pytestmark = pytest.mark.asyncio(loop_scope="package")

IN_THE_LOBBY = 10


async def test_one_is_heard_after_the_other(cast: Cast) -> None:
    room, mentor = await _lobby(cast)
    host, ana = await cast.come_in(mentor, room), await cast.member(room)
    await _press(host, "Begin the drop-in")
    await expect(_panel(ana)).to_contain_text("Live now.")
    await _takes_place(ana, "How do I tell my kids?")
    await expect(_panel(ana)).to_contain_text("You are next in line.")
    await expect(_panel(host)).to_contain_text("How do I tell my kids?")
    await ana.composer.fill("Good evening")
    await expect(ana.page.locator("#composer button[type=submit]")).to_be_disabled()
    await _panel(host).get_by_role("button", name="Invite").first.click()
    await _press(ana, "I am ready")
    await expect(ana.page.locator(".turn-row")).to_contain_text("Everyone hears you now.")
    await ana.says("Good evening")
    await expect(host.message("Good evening")).to_have_count(1)
    await expect(_panel(host)).to_contain_text("Now with you")
    await _press(ana, "I have said what I wanted")
    await expect(ana.page.locator(".turn-row")).to_have_count(0)
    await expect(ana.page.locator(".mark").last).to_contain_text("has the turn.")


async def test_pause_holds_everybody_and_what_was_typed_stays(cast: Cast) -> None:
    room, mentor = await _lobby(cast, form="open_hour")
    host, ana = await cast.come_in(mentor, room), await cast.member(room)
    await _press(host, "Begin the drop-in")
    await ana.says("Good evening")
    await ana.composer.fill("half a sen")
    await _panel(host).get_by_role("button", name="Short pause").click()
    await expect(ana.page.locator("#composer")).to_contain_text("There is a short pause.")
    await expect(ana.composer).to_have_value("half a sen")
    await _panel(host).get_by_role("button", name="Go on").click()
    await ana.says("half a sentence")


async def test_end_can_be_undone_by_who_ended_it(cast: Cast) -> None:
    room, mentor = await _lobby(cast)
    host, ana = await cast.come_in(mentor, room), await cast.member(room)
    await _press(host, "Begin the drop-in")
    await expect(_panel(ana)).to_contain_text("Live now.")
    await _panel(host).get_by_role("button", name="End the drop-in").click()
    await expect(_panel(ana)).to_contain_text("This drop-in has ended.")
    await ana.says("Thank you all")
    await _panel(host).get_by_role("button", name="Undo").click()
    await expect(_panel(ana)).to_contain_text("Live now.")


async def test_help_is_called_out_of_turn_and_the_host_sees_it_first(cast: Cast) -> None:
    room, mentor = await _lobby(cast)
    host, ana = await cast.come_in(mentor, room), await cast.member(room)
    await _press(host, "Begin the drop-in")
    await expect(_panel(ana)).to_contain_text("Live now.")
    await ana.page.locator("#composer .help-now:visible").click()
    dialog = ana.page.get_by_role("dialog")
    await expect(dialog).to_contain_text("The moderators and the host have been told.")
    await expect(dialog.get_by_role("heading", level=2).first).to_be_visible()
    await expect(host.page.locator("[data-call=help_now]")).to_be_visible()


async def test_place_survives_a_reload_and_can_be_kept_hidden_and_left(cast: Cast) -> None:
    room, mentor = await _lobby(cast)
    await cast.come_in(mentor, room)
    ana = await cast.member(room)
    await _takes_place(ana, "")
    await _press(ana, "Hide my place")
    await expect(_panel(ana)).not_to_contain_text("You are next in line.")
    await _press(ana, "Keep my place, I will be right back")
    await ana.reload()
    await _press(ana, "I am back")
    await _press(ana, "Show my place")
    await expect(_panel(ana)).to_contain_text("You are next in line.")
    await _press(ana, "Leave the line")
    await expect(_panel(ana).get_by_role("button", name="Take a place in line")).to_be_visible()


@pytest.mark.parametrize("look", [PHONE, NARROW], ids=["phone", "narrow"])
async def test_panel_is_open_to_all_on_a_small_screen(cast: Cast, look: dict[str, object]) -> None:
    room, mentor = await _lobby(cast)
    host, ana = await cast.come_in(mentor, room, **look), await cast.member(room, **look)
    inspection = Inspection()
    await inspection.look("host in the lobby", host.page)
    await _open(ana)
    await _takes_place(ana, "How do I tell my kids?")
    await inspection.look("a place in line", ana.page)
    await _press(host, "Begin the drop-in")
    await _open(host)
    await inspection.look("host with a line", host.page)
    await _panel(host).get_by_role("button", name="Invite").first.click()
    await expect(ana.page.get_by_role("button", name="I am ready")).to_be_visible()
    await inspection.look("called", ana.page)
    await _press(ana, "I am ready")
    await expect(ana.page.locator(".turn-row")).to_be_visible()
    await inspection.look("having the floor", ana.page)
    assert inspection.found == {}


async def _lobby(cast: Cast, **columns: str) -> tuple[RoomId, Person]:
    """A room with a session that begins soon, and its host."""
    room = await cast.room()
    host = await cast.house.staff(room, Role.MENTOR)
    second = await cast.house.staff(room, Role.MENTOR)
    await cast.house.write(
        lambda connection: held_sessions.hold(
            connection, room, host.account, IN_THE_LOBBY, second_id=second.account, **columns
        )
    )
    return room, host


def _panel(visitor: Visitor) -> Locator:
    return visitor.page.locator(".drop-in")


async def _press(visitor: Visitor, words: str) -> None:
    await visitor.page.get_by_role("button", name=words, exact=True).first.click()


async def _open(visitor: Visitor) -> None:
    await _panel(visitor).locator(".toggle").click()


async def _takes_place(visitor: Visitor, question: str) -> None:
    await _press(visitor, "Take a place in line")
    await _panel(visitor).locator(".take textarea").first.fill(question)
    await _press(visitor, "Take a place in line")
    await expect(_panel(visitor)).to_contain_text("in line.")
