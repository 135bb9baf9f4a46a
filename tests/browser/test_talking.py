"""Talking in a room, seen from two pages at once."""

import re

import pytest
from playwright.async_api import Locator, expect

from persistence.reading import read_markers
from tests.browser.cast import Cast
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="package")

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


async def test_message_is_once_on_its_writers_page_and_once_on_everybody_elses(cast: Cast) -> None:
    room = await cast.room()
    ana, teo = await cast.member(room), await cast.member(room)
    await ana.write("Good evening")
    await expect(teo.message("Good evening")).to_have_count(1)
    await expect(ana.message("Good evening")).to_have_count(1)
    await teo.says("Good evening to you")
    await expect(ana.messages).to_contain_text(["Good evening", "Good evening to you"])
    await expect(ana.messages).to_have_count(2)
    await expect(ana.unsent).to_have_count(0)


async def test_markup_in_a_message_is_only_words(cast: Cast) -> None:
    room = await cast.room()
    ana, teo = await cast.member(room), await cast.member(room)
    await ana.says("<img src=x onerror=alert(1)><b>bold</b>")
    await expect(teo.message("<b>bold</b>")).to_have_count(1)
    await expect(teo.messages.locator("img, b")).to_have_count(0)
    await teo.page.reload()
    await expect(teo.message("<b>bold</b>")).to_have_count(1)
    await expect(teo.messages.locator("img, b")).to_have_count(0)


async def test_guest_reads_along_and_is_told_how_to_write(cast: Cast) -> None:
    room = await cast.room()
    guest, ana = await cast.guest(), await cast.member(room)
    await guest.open_room(room)
    await ana.write("Read along, all of you")
    await expect(guest.message("Read along")).to_have_count(1)
    await expect(guest.composer).to_have_count(0)
    way_in = guest.page.get_by_role("main").get_by_role("link", name="Join or log in")
    await expect(way_in).to_have_attribute("href", f"/join?next=/r/{room}")


async def test_edited_message_changes_on_every_page(cast: Cast) -> None:
    room = await cast.room()
    ana, teo = await cast.member(room), await cast.member(room)
    await ana.says("My address is 12 Elm Street")
    await expect(teo.message("12 Elm Street")).to_have_count(1)
    await ana.choose("12 Elm Street", "Change")
    await ana.page.get_by_role("textbox", name="Your message").fill("I live near the park")
    await ana.page.get_by_role("button", name="Save").click()
    for page in (ana, teo):
        await expect(page.message("near the park")).to_contain_text("edited")
        assert "12 Elm Street" not in await page.page.content()


async def test_message_taken_back_leaves_no_words_on_any_page(cast: Cast) -> None:
    room = await cast.room()
    ana, teo = await cast.member(room), await cast.member(room)
    await ana.says("I said too much")
    await teo.choose("I said too much", "Reply")
    await teo.says("Not at all")
    await expect(ana.message("Not at all")).to_contain_text("I said too much")
    await ana.messages.first.get_by_text("Actions", exact=True).click()
    await ana.page.get_by_role("button", name="Take back").click()
    await ana.page.get_by_role("button", name="Take it back").click()
    await expect(ana.messages.first).to_contain_text("You took this message back.")
    await expect(teo.messages.first).to_contain_text("The writer took this message back.")
    for page in (ana, teo):
        await expect(page.message("Not at all")).to_contain_text("A message that was taken down")
        assert "I said too much" not in await page.page.content()


async def test_reactions_are_counted_on_both_pages(cast: Cast) -> None:
    room = await cast.room()
    ana, teo = await cast.member(room), await cast.member(room)
    await ana.says("First scan tomorrow")
    await teo.react("First scan tomorrow", "Hug")
    await expect(_hugs(ana)).to_have_accessible_name("Hug, 1 person")
    await ana.react("First scan tomorrow", "Hug")
    await expect(_hugs(ana)).to_have_accessible_name("Hug, 2 people, you too")
    await expect(_hugs(teo)).to_have_accessible_name("Hug, 2 people, you too")
    await _hugs(teo).click()
    await expect(_hugs(ana)).to_have_accessible_name("Hug, you")
    await expect(_hugs(teo)).to_have_accessible_name("Hug, 1 person")


async def test_answer_leads_to_what_it_answers_and_back(cast: Cast) -> None:
    room = await cast.room()
    ana, teo = await cast.member(room), await cast.member(room)
    await ana.says("What helped you sleep?")
    await teo.choose("What helped you sleep?", "Reply")
    await expect(teo.composer).to_be_focused()
    await teo.says("Warm milk")
    answer = ana.message("Warm milk")
    await answer.get_by_role("link", name=re.compile("What helped you sleep")).click()
    await expect(ana.messages.first).to_be_focused()
    await ana.page.get_by_role("button", name="Back to where you were").click()
    await expect(answer).to_be_focused()


async def test_loading_earlier_messages_keeps_the_place(cast: Cast) -> None:
    room = await cast.room()
    for number, person in enumerate(await cast.house.people(7)):
        await cast.say(person, room, *(f"word {number}{each}" for each in range(10)))
    ana = await cast.member(room)
    await expect(ana.messages).to_have_count(50)
    earlier = ana.page.get_by_role("button", name="Load earlier messages")
    await earlier.scroll_into_view_if_needed()
    before = await ana.top_of("word 20")
    await earlier.click()
    await expect(ana.messages).to_have_count(70)
    assert await ana.top_of("word 20") == pytest.approx(before, abs=2)
    await expect(ana.page.get_by_text("This is where the room begins.")).to_be_attached()


async def test_new_messages_do_not_move_a_reader_who_is_further_up(cast: Cast) -> None:
    room = await cast.room()
    people = await cast.house.people(3)
    for number, person in enumerate(people):
        await cast.say(person, room, *(f"word {number}{each}" for each in range(9)))
    ana = await cast.member(room)
    await ana.message("word 05").scroll_into_view_if_needed()
    pill = ana.page.get_by_role("button", name="1 new message")
    before = await ana.top_of("word 05")
    await cast.say(people[0], room, "the newest")
    await expect(pill).to_be_visible()
    assert await ana.top_of("word 05") == pytest.approx(before, abs=2)
    await pill.click()
    await expect(ana.message("the newest")).to_be_in_viewport(ratio=1)


async def test_who_comes_back_after_very_much_was_said_can_go_to_where_they_stopped(
    cast: Cast,
) -> None:
    room = await cast.room()
    person = await cast.house.person()
    await cast.say(person, room, "the last I read")
    await cast.house.write(
        lambda connection: read_markers.advance(connection, person.account, room, 1, 0)
    )
    for number, other in enumerate(await cast.house.people(7)):
        await cast.say(other, room, *(f"word {number}{each}" for each in range(10)))
    ana = await cast.come_in(person, room)
    await expect(ana.messages.last).to_be_in_viewport()
    await ana.page.get_by_role("button", name="70 new messages. Go to where you stopped").click()
    line = ana.page.get_by_text("New since you were here")
    await expect(line).to_be_in_viewport()
    await expect(ana.message("word 00")).to_be_in_viewport()


@pytest.mark.parametrize("look", [{}, PHONE], ids=["desk", "phone"])
async def test_what_is_pressed_beside_the_talk_does_not_move_it(
    cast: Cast, look: dict[str, object]
) -> None:
    room = await cast.room()
    for number, person in enumerate(await cast.house.people(3)):
        await cast.say(person, room, *(f"word {number}{each}" for each in range(9)))
    ana = await cast.member(room, **look)
    await ana.message("word 15").scroll_into_view_if_needed()
    before = await ana.top_of("word 15")
    menu = ana.page.locator(".room-menu > summary")
    for pressed in (menu, ana.composer, menu):
        await pressed.focus()
        assert await ana.top_of("word 15") == pytest.approx(before, abs=2)


@pytest.mark.parametrize("look", [{}, PHONE], ids=["desk", "phone"])
async def test_room_opens_with_its_name_its_newest_message_and_the_composer_in_sight(
    cast: Cast, look: dict[str, object]
) -> None:
    room = await cast.room()
    for number, person in enumerate(await cast.house.people(2)):
        await cast.say(person, room, *(f"word {number}{each}" for each in range(10)))
    ana = await cast.member(room, **look)
    composer = ana.page.get_by_role("form", name="Write a message")
    await expect(composer).to_be_in_viewport(ratio=1)
    await expect(ana.messages.last).to_be_in_viewport(ratio=1)
    await expect(ana.page.get_by_role("heading", level=1)).to_be_in_viewport(ratio=1)
    await expect(ana.page.get_by_text("Anyone can read this room.")).to_be_in_viewport(ratio=1)
    assert await _bottom(ana.messages.last) <= await _top(composer)
    await ana.messages.nth(5).focus()
    assert await _bottom(ana.messages.nth(5)) <= await _top(composer)


async def test_keyboard_alone_writes_reacts_and_opens_the_actions(cast: Cast) -> None:
    room = await cast.room()
    ana, teo = await cast.member(room), await cast.member(room)
    keys = ana.page.keyboard
    await ana.page.get_by_role("link", name="Skip to writing").focus()
    await keys.press("Enter")
    await _tab_to(ana, ana.composer)
    await keys.type("By keyboard")
    await keys.press("Enter")
    await expect(teo.message("By keyboard")).to_have_count(1)
    await expect(ana.message("By keyboard")).to_have_count(1)
    await ana.page.get_by_role("link", name="Skip to newest message").focus()
    await keys.press("Enter")
    await keys.press("Shift+Tab")
    await keys.press("Escape")
    await expect(ana.message("By keyboard")).to_be_focused()
    await keys.press("Enter")
    await keys.press("Enter")
    await expect(ana.page.get_by_role("button", name="Take back")).to_be_visible()
    await _tab_to(ana, ana.page.get_by_role("button", name="Hug"))
    await keys.press("Enter")
    await expect(_hugs(teo)).to_have_accessible_name("Hug, 1 person")
    await keys.press("Escape")
    await expect(ana.page.get_by_role("button", name="Take back")).to_have_count(0)


def _hugs(visitor: Visitor) -> Locator:
    return visitor.messages.locator(".reactions").first.get_by_role(
        "button", name=re.compile("^Hug,")
    )


async def _tab_to(visitor: Visitor, wanted: Locator) -> None:
    for _ in range(12):
        if await wanted.evaluate("element => element === document.activeElement"):
            return
        await visitor.page.keyboard.press("Tab")
    await expect(wanted).to_be_focused()


async def _top(element: Locator) -> float:
    box = await element.bounding_box()
    assert box is not None
    return box["y"]


async def _bottom(element: Locator) -> float:
    box = await element.bounding_box()
    assert box is not None
    return box["y"] + box["height"]
