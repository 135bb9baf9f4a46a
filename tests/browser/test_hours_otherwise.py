"""Two hours that go otherwise: a circle, where replies wait for the end of a share, and a host who
never comes.
"""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from rooms.actor import Role
from tests.browser.evening import (
    CHICAGO,
    EN,
    ES,
    MADRID,
    Evening,
    at_stage,
    open_panel,
    panel,
    press,
    press_invite,
    sends,
    takes_place,
)
from tests.browser.inspection import NARROW, PHONE
from tests.browser.moved_cast import MovedCast
from tests.browser.moved_house import MINUTE_MS, MovedHouse, moved_house
from tests.server import held_sessions

pytestmark = pytest.mark.asyncio(loop_scope="package")

IN_TEN_MINUTES = 10


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MovedHouse]:
    with moved_house(tmp_path_factory.mktemp("hours")) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="package")
async def cast(browser: Browser, house: MovedHouse) -> AsyncIterator[MovedCast]:
    cast = MovedCast(browser, house)
    try:
        yield cast
    finally:
        await cast.leave()
    assert cast.complaints == []


async def test_circle_hears_one_share_and_then_what_was_held(cast: MovedCast) -> None:
    evening = await _in_ten_minutes(cast, form="circle")
    rosa = await cast.come_in(evening.rosa, evening.room, **CHICAGO | PHONE)
    ana = await evening.comes("ana", **CHICAGO | PHONE)
    bea = await evening.comes("bea", **MADRID)
    await open_panel(ana)
    await press(ana, "I would like to share")
    await press(ana, "I would like to share")
    await expect(panel(ana)).to_contain_text("You are next in line.")
    await press(rosa, "Begin the drop-in")
    await bea.says("Buenas noches a todas las personas")
    await open_panel(rosa)
    await press_invite(rosa)
    await press(ana, "I am ready")
    await sends(ana, "It has been a hard week.")
    await expect(bea.message("It has been a hard week.")).to_have_count(1)
    await bea.composer.fill("Gracias por compartirlo")
    await evening.looked.see("share in Spanish", bea)
    await press(bea, ES("live-hold"))
    await expect(bea.composer).to_have_value("")
    await expect(panel(bea)).to_contain_text("Gracias por compartirlo")
    await evening.looked.see("reply held", bea)
    assert await ana.message("Gracias por compartirlo").count() == 0
    await press(ana, "I have said what I wanted")
    await expect(ana.message("Gracias por compartirlo")).to_have_count(1)
    await expect(bea.message("Gracias por compartirlo")).to_have_count(1)
    assert evening.looked.found == {}


async def test_host_who_never_comes_leaves_an_ordinary_room(cast: MovedCast) -> None:
    evening = await _in_ten_minutes(cast)
    session, ana = await cast.guest(**MADRID), await evening.comes("ana", **CHICAGO | NARROW)
    await session.page.goto(evening.address)
    await session.page.evaluate("() => { window.stillThisPage = true; }")
    await ana.page.goto("/?size=200")
    await ana.open_room(evening.room)
    await open_panel(ana)
    await takes_place(ana, "How do I sleep?")
    await cast.until(evening.begins + 6 * MINUTE_MS)
    state = session.page.locator("[data-fresh=state]")
    await expect(state).to_contain_text(ES("dropin-chip-late"))
    await at_stage(ana, "late")
    await evening.looked.see("late", ana)
    await evening.looked.see("late on the page", session)
    await cast.until(evening.begins + 16 * MINUTE_MS)
    await expect(state).to_contain_text(ES("dropin-status-unhosted"))
    await at_stage(ana, "unhosted")
    await expect(panel(ana)).to_contain_text(EN("dropin-place-unreached"))
    await expect(panel(ana).get_by_role("link", name="Get help")).to_be_visible()
    await evening.looked.see("nobody came", ana)
    await evening.looked.see("nobody came on the page", session)
    await sends(ana, "Is somebody else here?")
    await expect(ana.message("Is somebody else here?")).to_have_count(1)
    assert await session.page.evaluate("() => window.stillThisPage === true")
    assert evening.looked.found == {}


async def _in_ten_minutes(cast: MovedCast, **columns: str) -> Evening:
    room = await cast.room()
    rosa, tom = [await cast.house.staff(room, Role.MENTOR) for _ in range(2)]
    passed = cast.clock.passed_ms // MINUTE_MS
    drop_in = await cast.house.write(
        lambda connection: held_sessions.hold(
            connection,
            room,
            rosa.account,
            IN_TEN_MINUTES + passed,
            second_id=tom.account,
            **columns,
        )
    )
    begins = cast.clock.now_ms + IN_TEN_MINUTES * MINUTE_MS
    return Evening(cast, room, rosa, tom, begins=begins, address=f"/d/{drop_in}")
