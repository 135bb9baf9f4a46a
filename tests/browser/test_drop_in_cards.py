"""Cards of drop-ins that turn by themselves: the next one, the one that is on, the one that is
over, on a page that is never loaded again.
"""

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import Connection, update

from persistence import tables
from rooms.actor import Role
from rooms.ids import DropInId, RoomId
from tests.browser.cast import Cast
from tests.journeys.house import Person
from tests.server import held_sessions

pytestmark = pytest.mark.asyncio(loop_scope="package")

TWO_HOURS = 120


async def test_card_turns_from_coming_to_live_to_over_without_a_reload(cast: Cast) -> None:
    room = await cast.room()
    host = await cast.house.staff(room, Role.MENTOR)
    drop_in = await held(cast, room, host, TWO_HOURS)
    visitor = await cast.guest(timezone_id="America/Chicago")
    page = visitor.page
    await opened(page, f"/d/{drop_in}")
    await mark(page)
    state = page.locator("[data-fresh=state]")
    await expect(state).to_contain_text("Coming up")
    await goes_live(cast, drop_in, room, host)
    await visitor.network_is_back()
    await expect(state).to_contain_text("Live now")
    await expect(page.locator("#cards-said")).to_contain_text("Live now Planned end")
    await column(cast, drop_in, state="ended", ended_at=1)
    await visitor.network_is_back()
    await expect(state).to_contain_text("This drop-in has ended.")
    assert await is_marked(page)


async def test_directory_puts_what_has_begun_first_without_a_reload(cast: Cast) -> None:
    room = await cast.room()
    host = await cast.house.staff(room, Role.MENTOR)
    drop_in = await held(cast, room, host, TWO_HOURS)
    visitor = await cast.guest()
    page = visitor.page
    await opened(page, "/?view=az")
    await mark(page)
    line = page.locator(f"[data-fresh='next-{room}']")
    await expect(line).to_contain_text("Next drop-in:")
    await goes_live(cast, drop_in, room, host)
    await visitor.network_is_back()
    await expect(line).to_contain_text("Live now")
    await expect(page.locator(".now")).to_contain_text("Happening now")
    assert await is_marked(page)


async def test_what_somebody_is_writing_outlasts_the_turn(cast: Cast) -> None:
    room = await cast.room()
    host = await cast.house.staff(room, Role.MENTOR)
    drop_in = await held(cast, room, host, TWO_HOURS)
    visitor = await cast.visit(await cast.house.person())
    page = visitor.page
    await opened(page, f"/d/{drop_in}")
    field = page.locator("#ask-body")
    await field.fill("How do I tell my")
    await goes_live(cast, drop_in, room, host)
    await visitor.network_is_back()
    await expect(page.locator("[data-fresh=state]")).to_contain_text("Live now")
    await expect(field).to_have_value("How do I tell my")
    await expect(field).to_be_focused()
    await page.get_by_role("button", name="Leave the question").click()
    await expect(
        page.get_by_role("status").filter(has_text="Your question is kept")
    ).to_be_visible()


async def test_times_are_in_the_devices_zone_from_the_first_look(cast: Cast) -> None:
    visitor = await cast.guest(timezone_id="Asia/Kathmandu")
    await visitor.page.goto("/drop-ins")
    await expect(visitor.page.locator("#zone-of-times")).to_contain_text("Nepal Time")
    await visitor.page.reload()
    await expect(visitor.page.locator("[data-zone-told=device]")).to_have_count(1)


async def opened(page: Page, path: str) -> None:
    """There, and what keeps the cards fresh has asked for the first time."""
    async with page.expect_response(lambda answer: "/api/drop-ins" in answer.url):
        await page.goto(path)


async def held(cast: Cast, room: RoomId, host: Person, begins: int) -> DropInId:
    return await cast.house.write(
        lambda connection: held_sessions.hold(connection, room, host.account, begins)
    )


async def goes_live(cast: Cast, drop_in: DropInId, room: RoomId, host: Person) -> None:
    await cast.house.write(
        lambda connection: held_sessions.goes_live(connection, drop_in, room, host.account)
    )


async def column(cast: Cast, drop_in: DropInId, **values: str | int) -> None:
    def change(connection: Connection) -> None:
        mine = update(tables.drop_in).where(tables.drop_in.c.id == drop_in)
        connection.execute(mine.values(**values))

    await cast.house.write(change)


async def mark(page: Page) -> None:
    await page.evaluate("() => { window.stillThisPage = true; }")


async def is_marked(page: Page) -> bool:
    return bool(await page.evaluate("() => window.stillThisPage === true"))
