"""What somebody's own device has to do with it: its keyboard, its clock."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.cast import Cast
from tests.browser.inspection import PHONE

pytestmark = pytest.mark.asyncio(loop_scope="package")

TEN_MINUTES_FAST = """{
  const Right = Date;
  const wrong = () => Right.now() + 600_000;
  globalThis.Date = class extends Right {
    constructor(...parts) { parts.length ? super(...parts) : super(wrong()); }
    static now() { return wrong(); }
  };
}"""


async def test_enter_is_a_new_line_where_one_types_on_the_screen(cast: Cast) -> None:
    room = await cast.room()
    teo, ana = await cast.member(room), await cast.member(room, **PHONE)
    await ana.composer.fill("one")
    await ana.composer.press("Enter")
    await ana.page.keyboard.type("two")
    await expect(ana.composer).to_have_value("one\ntwo")
    await ana.page.get_by_role("button", name="Send").tap()
    await expect(teo.messages).to_contain_text(["one\ntwo"])


async def test_clock_that_is_wrong_shows_the_right_times_and_waits_the_right_time(
    cast: Cast,
) -> None:
    room = await cast.room()
    person = await cast.house.person()
    mod = await cast.come_in(await cast.moderator(room), room)
    wrong = await cast.come_in(person, room)
    await wrong.page.context.add_init_script(TEN_MINUTES_FAST)
    await wrong.reload()
    await mod.act_on_room("Change the pace", "One message every 10 seconds")
    await wrong.says("when is it")
    times = [visitor.message("when is it").locator("time") for visitor in (mod, wrong)]
    right = await times[0].inner_text()
    await expect(times[1]).to_have_text(right)
    waiting = wrong.page.get_by_role("button", name=re.compile(r"^Send in ([1-9]|10) s$"))
    await expect(waiting).to_be_visible()
