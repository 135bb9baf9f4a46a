"""Three people at once: a guest tells, a moderator sees it come, takes it on and does it; a mentor
finds who is new. In both languages, with nothing that moves under the finger."""

import httpx2
import pytest
from playwright.async_api import Page, expect
from sqlalchemy import Connection, update

from persistence import tables
from persistence.safety import attention
from rooms.actor import Role
from rooms.ids import RoomId
from tests.browser.cast import Cast
from tests.browser.visitor import Visitor
from tests.journeys.house import Person

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def tell(cast: Cast, who: Person, room: RoomId, note: str, concern: str = "unkind") -> None:
    report = {"room": room, "concern": concern, "note": note}
    headers = {"authorization": f"Bearer {who.token}"}
    async with httpx2.AsyncClient(base_url=cast.address, headers=headers) as client:
        assert (await client.post("/api/reports", json=report)).status_code == 201


async def at(cast: Cast, who: Person, path: str) -> Page:
    visitor = await cast.visit(who)
    await visitor.page.goto(path)
    await expect(visitor.page.locator("h1")).to_be_visible()
    return visitor.page


async def test_what_a_guest_tells_arrives_before_a_moderator_who_sees_to_it(cast: Cast) -> None:
    room = await cast.room()
    ana, sam = await cast.house.person(), await cast.moderator(room)
    (message,) = await cast.say(ana, room, "Buy my miracle tea")
    await tell(cast, ana, room, "The first one")
    desk = await at(cast, sam, "/mod")
    items = desk.locator("[data-item]")
    await expect(items).to_have_count(1)
    guest = await cast.guest()
    await _tell_by_form(guest, f"/tell?room={room}&message={message}")
    await expect(guest.page.get_by_text("A moderator is on duty now")).to_be_visible()
    await expect(items).to_have_count(1)
    await desk.get_by_role("button", name="1 new. Show it").click()
    await expect(items).to_have_count(2)
    told = items.filter(has_text="Buy my miracle tea")
    await told.get_by_role("button", name="Take this").click()
    await expect(told).to_contain_text("Yours until")
    await told.get_by_role("button", name="Nothing wrong").click()
    await expect(desk.get_by_role("heading", name="1 thing needs attention")).to_be_visible()
    await expect(items.first).to_contain_text("The first one")
    await desk.reload()
    await expect(items).to_have_count(1)


async def _tell_by_form(guest: Visitor, path: str) -> None:
    await guest.page.goto(path)
    await guest.page.get_by_label("Something is for sale").check()
    await guest.page.get_by_role("button", name="Tell a moderator").click()


async def test_of_two_moderators_the_second_is_told_who_was_first(cast: Cast) -> None:
    room = await cast.room()
    ana, sam, ina = (
        await cast.house.person(),
        await cast.moderator(room),
        await cast.moderator(room),
    )
    await tell(cast, ana, room, "Please look")
    first, second = await at(cast, sam, "/mod"), await at(cast, ina, "/mod")
    # The second one's page does not hear of it in time.
    await second.route("**/mod", lambda route: route.abort())
    await first.get_by_role("button", name="Take this").click()
    await expect(first.locator("[data-item]")).to_contain_text("You have taken this")
    await second.unroute("**/mod")
    await second.get_by_role("button", name="Take this").click()
    await expect(second.locator("#staff-said")).to_contain_text("Somebody else was first")
    await expect(second.locator("[data-item]")).to_contain_text(f"{sam.name}")


async def test_mentor_finds_who_is_new_and_comes_to_their_message(cast: Cast) -> None:
    room = await cast.room()
    wren, rosa = await cast.house.person(), await cast.house.staff(room, Role.MENTOR)
    desk = await at(cast, rosa, "/mentor")
    await expect(desk.get_by_text("Everybody who is new has an answer.")).to_be_visible()
    (message,) = await cast.say(wren, room, "Hello, I am new here")
    item = desk.locator("[data-item]")
    await expect(item).to_contain_text("Hello, I am new here")
    await item.get_by_role("button", name="I will answer").click()
    await expect(item).to_contain_text("You are going to answer.")
    await item.get_by_role("link", name="Go to this message").click()
    await expect(desk.locator(f"#m-{message}")).to_be_visible()


async def test_who_ended_their_duty_is_not_put_back_by_the_page(cast: Cast) -> None:
    room = await cast.room()
    sam = await cast.moderator(room)
    desk = await at(cast, sam, "/mod")
    names = desk.locator("#on-duty")
    await desk.get_by_role("button", name="I am on duty").click()
    await expect(names).to_contain_text(sam.name)
    await desk.get_by_role("button", name="End my duty").click()
    await expect(desk.get_by_role("button", name="I am on duty")).to_be_visible()
    await desk.reload()
    await expect(desk.get_by_role("button", name="I am on duty")).to_be_visible()
    await expect(names).not_to_contain_text(sam.name)


async def test_what_was_done_by_mistake_is_put_back_and_counted_again(cast: Cast) -> None:
    room = await cast.room()
    wren, sam = await cast.house.person(), await cast.moderator(room)
    (message,) = await cast.say(wren, room, "I do not want to go on")
    guest = await cast.guest()
    await _tell_by_form(guest, f"/tell?room={room}&message={message}")
    desk = await at(cast, sam, "/mod")
    heading, items = desk.locator("#waiting-heading"), desk.locator("[data-item]")
    for _ in range(2):
        await items.get_by_role("button", name="Take this").click()
        await items.get_by_role("button", name="Nothing wrong").click()
        await expect(heading).to_have_text("Needs attention")
        await items.get_by_role("button", name="Put it back").click()
        await expect(heading).to_have_text("1 thing needs attention")
    await items.get_by_role("button", name="Take this").click()
    await items.get_by_role("button", name="Nothing wrong").click()
    await expect(items.get_by_role("button", name="Put it back")).to_be_visible()
    await desk.reload()
    await desk.get_by_role("button", name="Put it back").click()
    await expect(items.get_by_role("button", name="Take this")).to_be_visible()


async def test_first_message_told_of_comes_back_in_its_place(cast: Cast) -> None:
    room = await cast.room()
    wren, sam = await cast.house.person(), await cast.moderator(room)
    (message,) = await cast.say(wren, room, "Hello, I am new here")
    guest = await cast.guest()
    await _tell_by_form(guest, f"/tell?room={room}&message={message}")
    await cast.house.write(_written_long_ago)
    desk = await at(cast, sam, "/mod")
    items = desk.locator("[data-item]")
    await items.get_by_role("button", name="Take this").click()
    await items.get_by_role("button", name="Nothing wrong").click()
    await expect(items).to_have_count(2)
    await expect(items.last).to_contain_text("First message, no answer yet")
    await expect(desk.locator("#arrived")).to_be_hidden()
    await items.first.get_by_role("button", name="Put it back").click()
    await expect(items).to_have_count(1)
    await expect(items.get_by_role("button", name="Take this")).to_be_visible()


def _written_long_ago(connection: Connection) -> None:
    first = tables.first_message
    connection.execute(update(first).values(at=first.c.at - attention.UNANSWERED_MS))
