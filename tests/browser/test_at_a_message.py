"""Coming to one message: in the live room, however far up it is, and on the page of its own."""

import re

import pytest
from playwright.async_api import Locator, expect
from sqlalchemy import update

from persistence import tables
from rooms.ids import PublicId, RoomId
from rooms.names import skeleton
from tests.browser.cast import Cast
from tests.browser.inspection import PHONE

pytestmark = pytest.mark.asyncio(loop_scope="package")

TWO_DAYS_MS = 2 * 24 * 3_600_000
LINES_EACH = "(all) => all.map((each) => each.getClientRects().length)"
LONG_NAME = "Nubes sobre el mar azul"
SMALL_PHONE = PHONE | {"viewport": {"width": 360, "height": 640}}


async def much_talk(cast: Cast, room: RoomId, people: int) -> list[PublicId]:
    said: list[PublicId] = []
    for number, person in enumerate(await cast.house.people(people)):
        said += await cast.say(person, room, *(f"word {number}{each}" for each in range(10)))
    return said


@pytest.mark.parametrize("place", [3, 40, 69], ids=["further up", "on the page", "the newest"])
async def test_a_link_leads_to_its_message_in_the_live_room(cast: Cast, place: int) -> None:
    room = await cast.room()
    said = await much_talk(cast, room, 7)
    ana = await cast.visit(await cast.house.person(), **PHONE)
    await ana.page.goto(f"/r/{room}#m{said[place]}")
    await ana.live()
    message = ana.message(f"word {place // 10}{place % 10}")
    await expect(message).to_be_focused()
    await expect(message).to_be_in_viewport(ratio=1)
    await expect(message).to_have_attribute("aria-current", "true")
    await expect(ana.page.locator("[aria-current=true].message")).to_have_count(1)
    await expect(ana.composer).to_be_visible()
    await expect(message.get_by_text("Actions", exact=True)).to_be_visible()


async def test_a_link_to_another_message_is_followed_in_the_open_room(cast: Cast) -> None:
    room = await cast.room()
    said = await much_talk(cast, room, 7)
    ana = await cast.visit(await cast.house.person())
    await ana.page.goto(f"/r/{room}#m{said[60]}")
    await expect(ana.message("word 60")).to_be_focused()
    await ana.page.goto(f"/r/{room}#m{said[2]}")
    await expect(ana.message("word 02")).to_be_focused()
    await expect(ana.message("word 02")).to_be_in_viewport(ratio=1)


async def test_who_may_not_read_so_far_is_at_the_end_with_a_way_to_the_message(cast: Cast) -> None:
    room = await cast.room()
    said = await much_talk(cast, room, 7)
    theirs = update(tables.entry).where(tables.entry.c.room_id == room)
    two_days_ago = theirs.values(at=tables.entry.c.at - TWO_DAYS_MS)
    await cast.house.write(lambda connection: connection.execute(two_days_ago))
    guest = await cast.guest()
    await guest.page.goto(f"/r/{room}#m{said[2]}")
    alone = guest.page.get_by_role("link", name="The message is not shown here")
    await expect(alone).to_have_attribute("href", f"/r/{room}/m/{said[2]}")
    await expect(guest.messages.last).to_be_in_viewport(ratio=1)


async def test_without_a_script_the_link_leads_to_the_message_on_the_page(cast: Cast) -> None:
    room = await cast.room()
    said = await much_talk(cast, room, 3)
    guest = await cast.guest(java_script_enabled=False)
    await guest.page.goto(f"/r/{room}#m{said[5]}")
    await expect(guest.page.locator(f"#m-{said[5]}")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
async def test_the_page_of_one_message_is_open_at_it_and_leads_into_the_room(
    cast: Cast, script: object
) -> None:
    room = await cast.room()
    said = await much_talk(cast, room, 7)
    reader, friend = await cast.house.people(2)
    await cast.react(friend, room, said[35])
    ana = await cast.visit(reader, **PHONE, java_script_enabled=script)
    await ana.page.goto(f"/r/{room}/m/{said[35]}")
    message = ana.page.locator(f"#m-{said[35]}")
    await expect(message).to_be_in_viewport(ratio=1)
    await expect(message).to_be_focused()
    assert await _edge(message.locator(".below")) == "none"
    into = ana.page.get_by_role("link", name="Go to this message in the room")
    await expect(into).to_be_in_viewport(ratio=1)
    await into.click()
    await expect(ana.page).to_have_url(re.compile(f"/r/{room}#m{said[35]}$"))
    if script:
        await expect(ana.message("word 35")).to_be_focused()
    await expect(ana.page.locator(f"#m-{said[35]}")).to_be_in_viewport(ratio=1)


async def test_on_a_phone_the_rooms_are_near_and_the_time_is_beside_a_long_name(cast: Cast) -> None:
    room = await cast.room()
    person = await cast.house.person()
    long = {"name": LONG_NAME, "skeleton": skeleton(LONG_NAME)}
    name = update(tables.screen_name).where(tables.screen_name.c.account_id == person.account)
    theirs = update(tables.account).where(tables.account.c.id == person.account)
    await cast.house.write(lambda connection: connection.execute(name.values(long)))
    await cast.house.write(lambda connection: connection.execute(theirs.values(demo=True)))
    await cast.say(person, room, "Good evening")
    ana = await cast.member(room, **SMALL_PHONE | {"locale": "es-MX"})
    meta = ana.message("Good evening").locator(".meta")
    assert await _top(meta.locator(".when")) < await _top(meta.locator(".played")) + 8
    await ana.page.locator(".room-menu > summary").click()
    await ana.page.locator(".room-menu").get_by_role("link", name="Salas", exact=True).click()
    await expect(ana.page).to_have_url(f"{cast.address}/")


async def test_recovery_code_is_never_broken_within_a_group(cast: Cast) -> None:
    name = (await cast.house.person()).name[::-1]
    page = (await cast.guest(viewport={"width": 320, "height": 640})).page
    await page.goto("/join?size=200")
    form = page.locator("form:has(#join-name)")
    await form.locator("#join-name").fill(name)
    await form.locator("#join-password").fill("four quiet words here")
    await form.get_by_role("radio").first.check()
    await form.get_by_role("checkbox").first.check()
    await form.locator("#join-name").press("Enter")
    groups = page.locator(".recovery-code span")
    await expect(groups).to_have_count(5)
    assert await groups.evaluate_all(LINES_EACH) == [1] * 5


async def test_what_tells_stays_in_sight_with_what_it_lacks(cast: Cast) -> None:
    room = await cast.room()
    (ana,) = await cast.house.people(1)
    await cast.say(ana, room, "\n".join(["Good evening"] * 9))
    teo = await cast.member(room, **SMALL_PHONE)
    message = await teo.actions("Good evening")
    await message.get_by_role("link", name="Tell a moderator").click()
    send = teo.page.get_by_role("button", name="Send to the moderators")
    await expect(send).to_be_in_viewport(ratio=1)
    await send.click()
    await expect(teo.page.get_by_text("Please choose what is wrong.")).to_be_in_viewport(ratio=1)
    await expect(send).to_be_in_viewport(ratio=1)


async def _edge(element: Locator) -> str:
    style: str = await element.evaluate("element => getComputedStyle(element).borderTopStyle")
    return style


async def _top(element: Locator) -> float:
    box = await element.bounding_box()
    assert box is not None
    return box["y"]
