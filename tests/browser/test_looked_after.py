"""Being looked after: telling a moderator, the first words in a new place, messages held back."""

import pytest
from playwright.async_api import expect

from rooms.actor import Role
from tests.browser.cast import Cast

pytestmark = pytest.mark.asyncio(loop_scope="package")

THANKS = "Thank you. A moderator will look at this. The person will not know you told us."


async def test_guest_tells_a_moderator_and_learns_whether_anybody_is_there(cast: Cast) -> None:
    room = await cast.room()
    await cast.say(await cast.house.person(), room, "Call me at 555-0142")
    guest = await cast.guest()
    await guest.open_room(room)
    message = await guest.actions("555-0142")
    await message.get_by_role("link", name="Tell a moderator").click()
    dialog = guest.page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Call me at 555-0142")
    await dialog.get_by_role("button", name="Send to the moderators").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("choose what is wrong")
    await dialog.get_by_role("radio", name="Private details").check()
    await dialog.get_by_role("button", name="Send to the moderators").click()
    await expect(dialog).to_contain_text(THANKS)
    await expect(dialog).to_contain_text("No moderator is on duty right now.")
    await expect(dialog.get_by_role("link", name="Get help")).to_have_attribute("href", "/help")


async def test_paused_person_can_still_write_to_the_moderators(cast: Cast) -> None:
    room = await cast.room()
    person = await cast.house.person()
    ana = await cast.come_in(person, room)
    await ana.says("a word too much")
    await cast.pause(await cast.moderator(room), person, room)
    await ana.page.get_by_role("link", name="Write to the moderators in private").click()
    dialog = ana.page.get_by_role("dialog")
    await dialog.get_by_role("radio", name="Something else").check()
    await dialog.get_by_role("textbox").fill("I think this was a mistake.")
    await dialog.get_by_role("button", name="Send to the moderators").click()
    await expect(dialog).to_contain_text(THANKS)


@pytest.mark.parametrize("other", [None, "Another Name"], ids=["same", "another"])
async def test_first_words_in_another_part_of_the_house_wait_for_the_name(
    cast: Cast, other: str | None
) -> None:
    room = await cast.room()
    teo, person = await cast.member(room), await cast.house.person()
    ana = await cast.visit(person)
    await ana.open_room(room)
    await ana.write("my first words")
    dialog = ana.page.get_by_role("dialog")
    await expect(dialog).to_contain_text(f"In other rooms you are {person.name}.")
    await expect(teo.messages).to_have_count(0)
    if other is None:
        await dialog.get_by_role("button", name=f"Use {person.name} here too").click()
    else:
        await dialog.get_by_role("textbox").fill(other)
        await dialog.get_by_role("button", name="Use this name").click()
    await expect(teo.message("my first words")).to_contain_text(other or person.name)
    await ana.says("and more")


async def test_first_message_is_marked_for_helpers_alone(cast: Cast) -> None:
    room = await cast.room()
    teo = await cast.member(room)
    mentor = await cast.come_in(await cast.house.staff(room, Role.MENTOR), room)
    newcomer = await cast.come_in(await cast.newcomer(), room)
    await newcomer.says("Hello, I am new")
    await expect(mentor.message("Hello, I am new")).to_contain_text("first time here")
    await expect(teo.message("Hello, I am new")).not_to_contain_text("first time here")
    await mentor.choose("Hello, I am new", "Reply")
    await mentor.says("Welcome")
    await expect(mentor.message("Hello, I am new").first).not_to_contain_text("first time here")


async def test_held_messages_wait_until_they_are_asked_for(cast: Cast) -> None:
    room = await cast.room()
    ana, teo = await cast.member(room), await cast.member(room)
    await teo.says("before")
    await expect(ana.message("before")).to_have_count(1)
    hold = ana.page.get_by_role("button", name="Hold new messages")
    await hold.click()
    await teo.says("meanwhile")
    await expect(ana.page.get_by_text("Holding. 1 new message.")).to_be_visible()
    await ana.says("my own")
    await expect(ana.message("meanwhile")).to_have_count(0)
    await ana.page.get_by_role("button", name="Show them").click()
    await expect(ana.messages).to_contain_text(["before", "meanwhile", "my own"])
    await expect(hold).to_have_attribute("aria-pressed", "true")
