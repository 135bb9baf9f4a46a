"""A whole hour: planned the day before from a phone, begun early, one person after the other heard
in two languages and three zones, with a line that fails, a host who goes away, an end undone.
"""

import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from rooms.actor import Role
from tests.browser.evening import (
    CHICAGO,
    EN,
    ES,
    LORD_HOWE,
    MADRID,
    NO_SCRIPT,
    Evening,
    at_stage,
    by_keyboard,
    open_panel,
    panel,
    press,
    press_invite,
    sends,
    takes_place,
)
from tests.browser.inspection import NARROW, PHONE
from tests.browser.moved_cast import MovedCast, wall
from tests.browser.moved_house import MINUTE_MS, MovedHouse, moved_house
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="package")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MovedHouse]:
    with moved_house(tmp_path_factory.mktemp("hour")) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="package")
async def cast(browser: Browser, house: MovedHouse) -> AsyncIterator[MovedCast]:
    cast = MovedCast(browser, house)
    try:
        yield cast
    finally:
        await cast.leave()
    assert cast.complaints == []


@pytest.mark.timeout(400)
async def test_a_whole_hour(cast: MovedCast) -> None:
    evening = await _planned(cast)
    await _seen_by_all(evening)
    watched = await _door_opens(evening)
    await _line_forms(evening)
    await _begins_early(evening, watched)
    await _line_fails(evening)
    await _first_is_heard(evening)
    await _second_passes(evening)
    await _by_keyboard_alone(evening)
    await _host_is_gone(evening)
    await _too_much(evening)
    await _wraps(evening)
    await _ends(evening, watched)
    assert evening.looked.found == {}


async def _planned(cast: MovedCast) -> Evening:
    """Rosa schedules it on her phone, for tomorrow at six where she lives."""
    room = await cast.room()
    rosa, tom = [await cast.house.staff(room, Role.MENTOR) for _ in range(2)]
    evening = Evening(cast, room, rosa, tom)
    await cast.come_in(tom, room)
    host = await cast.come_in(rosa, room, **CHICAGO | PHONE)
    page = host.page
    await page.goto("/host/new")
    six = wall(cast.clock.now_ms, "America/Chicago") + timedelta(days=1)
    six = six.replace(hour=18, minute=0, second=0, microsecond=0)
    evening.begins = int(six.timestamp() * 1000)
    await page.get_by_label("Day", exact=True).fill(six.date().isoformat())
    await page.get_by_label("Time", exact=True).fill("18:00")
    await page.get_by_label("Time zone", exact=True).select_option("America/Chicago")
    await page.get_by_label("Also in").select_option("es")
    await page.get_by_label("Who is beside the host").select_option(label=tom.name)
    await page.get_by_label("Show the times in this zone as well").select_option("Europe/Madrid")
    await evening.looked.see("planning", host)
    await page.get_by_role("button", name="Show the dates").click()
    await evening.looked.see("planned", host)
    await page.get_by_role("button", name="Save").first.click()
    await expect(page.get_by_text("It is saved.")).to_be_visible()
    await evening.looked.see("saved", host)
    evening.pages["rosa"] = host
    return evening


async def _seen_by_all(evening: Evening) -> None:
    """The day before, each sees their own hour of their own day."""
    zones = {"ana": CHICAGO | PHONE, "bea": MADRID, "dan": LORD_HOWE}
    hours = {"ana": "6:00", "bea": "1:00", "dan": "11:00"}
    for name, look in zones.items():
        visitor = await evening.comes(name, **look)
        await visitor.page.goto("/drop-ins")
        card = visitor.page.locator(".dropin")
        await expect(card.locator("time").first).to_contain_text(hours[name])
        await evening.looked.see(f"days of {name}", visitor)
        await card.locator("h3 a").click()
        await evening.looked.see(f"tomorrow of {name}", visitor)
    evening.address = evening.pages["ana"].page.url
    ana = evening.pages["ana"].page
    await ana.get_by_role("button", name="Remind me").click()
    await expect(ana.get_by_text("Reminders are on.")).to_be_visible()


async def _door_opens(evening: Evening) -> list[Locator]:
    """A quarter of an hour before. Neither the directory nor the session's page is loaded again."""
    cast = evening.cast
    await cast.until(evening.begins - 20 * MINUTE_MS)
    directory, session = await cast.guest(**CHICAGO), await cast.guest(**MADRID)
    await directory.page.goto("/?view=az")
    await session.page.goto(evening.address)
    for visitor in (directory, session):
        await visitor.page.evaluate("() => { window.stillThisPage = true; }")
    line = directory.page.locator(f"[data-fresh='next-{evening.room}']")
    state = session.page.locator("[data-fresh=state]")
    await expect(state).to_contain_text(ES("dropin-chip-scheduled"))
    await evening.looked.see("directory before", directory)
    await cast.until(evening.begins - 14 * MINUTE_MS)
    await expect(state).to_contain_text(ES("dropin-chip-lobby"))
    await expect(line).to_contain_text("Door open")
    await evening.looked.see("directory in the lobby", directory)
    await evening.looked.see("session in the lobby", session)
    return [state, line]


async def _line_forms(evening: Evening) -> None:
    """By a finger, in Spanish, by the keyboard alone, on the narrowest screen, without a script."""
    pages = evening.pages
    for name in ("rosa", "ana", "bea", "dan"):
        await pages[name].open_room(evening.room)
    await open_panel(pages["ana"])
    await takes_place(pages["ana"], "How do I tell my kids?")
    await open_panel(pages["rosa"])
    await expect(panel(pages["rosa"])).to_contain_text("How do I tell my kids?")
    await evening.looked.see("host in the lobby", pages["rosa"])
    bea = pages["bea"]
    await press(bea, ES("dropin-take"))
    await bea.page.get_by_label(ES("dropin-take-question")).fill("¿Cómo se lo digo a mi madre?")
    await evening.looked.see("taking in Spanish", bea)
    await press(bea, ES("dropin-take"))
    await expect(panel(bea)).to_contain_text(ES("dropin-place", position=2))
    await by_keyboard(pages["dan"], "Take a place in line")
    await expect(panel(pages["dan"]).locator("textarea").first).to_be_visible()
    await by_keyboard(pages["dan"], "Take a place in line")
    await expect(panel(pages["dan"])).to_contain_text("You are third in line.")
    eve = await evening.comes("eve", **CHICAGO | NARROW)
    await eve.page.goto("/?size=200")
    await eve.open_room(evening.room)
    await open_panel(eve)
    await evening.looked.see("large before the line", eve)
    await takes_place(eve, "")
    await evening.looked.see("large in line", eve)
    await _without_script(evening)


async def _without_script(evening: Evening) -> None:
    caro = await evening.cast.visit(await evening.cast.house.person(), **MADRID | NO_SCRIPT)
    evening.pages["caro"] = caro
    await caro.page.goto(evening.address)
    await caro.page.get_by_label(ES("dropin-take-question")).fill("¿Qué pregunto en la consulta?")
    await caro.page.locator("#take-writing").check()
    await caro.page.get_by_role("button", name=ES("dropin-take")).click()
    await expect(caro.page.locator(".where")).to_have_text(ES("dropin-place", position=5))


async def _begins_early(evening: Evening, watched: list[Locator]) -> None:
    await evening.cast.until(evening.begins - 3 * MINUTE_MS)
    rosa = evening.pages["rosa"]
    await press(rosa, "Begin the drop-in")
    for name, words in (
        ("ana", "Live now."),
        ("bea", ES("dropin-chip-live")),
        ("dan", "Live now."),
    ):
        await expect(panel(evening.pages[name])).to_contain_text(words)
    await evening.cast.minutes_pass(1)
    for place, words in zip(watched, (ES("dropin-chip-live"), "Live now"), strict=True):
        await expect(place).to_contain_text(words)
        assert await place.page.evaluate("() => window.stillThisPage === true")
    await evening.looked.see("host with a line", rosa)


async def _line_fails(evening: Evening) -> None:
    """Ana's connection goes and comes back; her place was kept."""
    ana = evening.pages["ana"]
    await ana.page.context.set_offline(True)
    await evening.cast.minutes_pass(1)
    await expect(ana.line).to_have_attribute("data-line", re.compile("reconnecting|offline"))
    await evening.looked.see("line lost", ana)
    await ana.page.context.set_offline(False)
    await ana.network_is_back()
    await ana.live()
    await expect(panel(ana)).to_contain_text("You are next in line.")
    await press(evening.pages["eve"], "Keep my place, I will be right back")
    await expect(panel(evening.pages["eve"])).to_contain_text("Your place is kept.")


async def _first_is_heard(evening: Evening) -> None:
    ana, bea, rosa = (evening.pages[name] for name in ("ana", "bea", "rosa"))
    await press_invite(rosa)
    await expect(panel(ana)).to_contain_text("It is your turn. Take your time.")
    await expect(panel(ana).locator(".called .place")).to_be_in_viewport()
    await evening.looked.see("called", ana)
    await evening.looked.see("host waits for an answer", rosa)
    await press(ana, "Give me two more minutes")
    await expect(panel(ana).locator(".left")).to_contain_text(re.compile(r"[34]:\d\d"))
    await press(ana, "I am ready")
    await expect(ana.page.locator(".turn-row")).to_contain_text("Everyone hears you now.")
    await expect(panel(ana).locator(".toggle")).to_have_attribute("aria-expanded", "false")
    await sends(ana, "Good evening. I do not know how to begin.")
    await expect(ana.message("I do not know how to begin.")).to_have_count(1)
    await evening.looked.see("having the turn", ana)
    await bea.composer.fill("Le entiendo muy bien")
    await expect(bea.page.locator("#composer button[type=submit]")).to_be_disabled()
    await evening.looked.see("not my turn in Spanish", bea)
    await expect(rosa.message("I do not know how to begin.")).to_have_count(1)
    await evening.looked.see("host with somebody", rosa)
    await _words_too_late(ana, rosa)


async def _words_too_late(ana: Visitor, rosa: Visitor) -> None:
    """What is on its way when the turn ends comes back to where it was written."""
    await ana.page.context.set_offline(True)
    await sends(ana, "One more thing")
    await expect(ana.unsent).to_contain_text("One more thing")
    await press(rosa, "Done, next person")
    await expect(panel(rosa).locator("[data-waits=called]")).to_have_count(1)
    await ana.page.context.set_offline(False)
    await ana.network_is_back()
    await ana.live()
    await expect(ana.composer).to_have_value("One more thing")
    await expect(ana.message("One more thing")).to_have_count(0)


async def _second_passes(evening: Evening) -> None:
    bea, eve = evening.pages["bea"], evening.pages["eve"]
    await expect(panel(bea)).to_contain_text(ES("dropin-place-called"))
    await expect(bea.composer).to_have_value("Le entiendo muy bien")
    await expect(panel(bea).locator(".called .place")).to_be_in_viewport()
    await evening.looked.see("called in Spanish", bea)
    await press(bea, ES("dropin-pass"))
    await expect(panel(bea)).to_contain_text(ES("dropin-place", position=2))
    await press(eve, "I am back")
    await expect(panel(eve)).to_contain_text("in line.")


async def _by_keyboard_alone(evening: Evening) -> None:
    dan, rosa = evening.pages["dan"], evening.pages["rosa"]
    await press_invite(rosa)
    await expect(panel(dan)).to_contain_text("It is your turn.")
    await by_keyboard(dan, "I am ready")
    await expect(dan.page.locator(".turn-row")).to_be_visible()
    await expect(dan.composer).to_be_focused()
    await dan.page.keyboard.type("Thank you for having me.")
    await dan.page.keyboard.press("Enter")
    await expect(rosa.message("Thank you for having me.")).to_have_count(1)
    await by_keyboard(dan, "I have said what I wanted")
    await expect(dan.page.locator(".turn-row")).to_have_count(0)


async def _host_is_gone(evening: Evening) -> None:
    """Rosa's phone dies; Tom, who stands beside her, goes on after three minutes."""
    rosa = evening.pages["rosa"]
    tom = evening.pages["tom"] = await evening.cast.come_in(evening.tom, evening.room, **CHICAGO)
    await expect(tom.page.locator(".drop-in")).to_be_visible()
    await rosa.page.goto("about:blank")
    await evening.cast.minutes_pass(1, gone=[evening.rosa])
    eve = evening.pages["eve"]
    await at_stage(eve, "host_away")
    await evening.looked.see("host away", eve)
    await evening.cast.minutes_pass(3, gone=[evening.rosa])
    await expect(tom.page.locator(".mark").last).to_contain_text(f"{evening.tom.name} goes on.")
    await at_stage(eve, "live")
    await evening.looked.see("co-host goes on", tom)


async def _too_much(evening: Evening) -> None:
    """One press for a host; one press for anybody, out of turn."""
    tom, eve, bea = (evening.pages[name] for name in ("tom", "eve", "bea"))
    await panel(tom).get_by_role("button", name="More than I can carry").click()
    await expect(panel(tom)).to_contain_text(EN("console-carry-title"))
    await expect(panel(bea)).to_contain_text(ES("dropin-status-frozen"))
    await evening.looked.see("carried", tom)
    await evening.looked.see("short pause in Spanish", bea)
    await eve.page.locator("#composer .help-now:visible").click()
    dialog = eve.page.get_by_role("dialog")
    await expect(dialog).to_contain_text(EN("help-now-sent"))
    await evening.looked.see("help now", eve)
    await dialog.get_by_role("button", name=EN("help-now-back-room")).click()
    await expect(tom.page.locator("[data-call=help_now]")).to_be_visible()
    await evening.looked.see("host sees the call", tom)
    await press(tom, "Go on")
    await expect(panel(bea)).to_contain_text(ES("dropin-chip-live"))
    await _in_writing(evening)


async def _in_writing(evening: Evening) -> None:
    tom, caro = evening.pages["tom"], evening.pages["caro"]
    hers = panel(tom).locator("li[data-waits]").filter(has_text="¿Qué pregunto en la consulta?")
    await hers.get_by_role("button", name="Answer in writing").click()
    await hers.locator("textarea:visible").first.fill("Lleve una lista corta.")
    await evening.looked.see("answering in writing", tom)
    await hers.get_by_role("button", name="Send").click()
    await expect(hers).to_have_count(0)
    await caro.page.goto(evening.address)
    await expect(caro.page.get_by_text("Lleve una lista corta.")).to_be_visible()


async def _wraps(evening: Evening) -> None:
    await evening.cast.until(evening.begins + 56 * MINUTE_MS, gone=[evening.rosa])
    eve = evening.pages["eve"]
    await at_stage(eve, "wrapping")
    await evening.looked.see("wrapping", eve)
    await evening.looked.see("host wrapping", evening.pages["tom"])


async def _ends(evening: Evening, watched: list[Locator]) -> None:
    tom, ana, eve = (evening.pages[name] for name in ("tom", "ana", "eve"))
    await press(tom, "End the drop-in")
    await at_stage(ana, "ended")
    await panel(tom).get_by_role("button", name="Undo").click()
    await at_stage(ana, "wrapping")
    await press(tom, "End the drop-in")
    await expect(panel(eve)).to_contain_text(EN("dropin-place-unreached"))
    await evening.looked.see("not reached", eve)
    await press(ana, "Send")
    await expect(ana.message("One more thing")).to_have_count(1)
    await open_panel(ana)
    await panel(ana).get_by_text(EN("dropin-feedback"), exact=True).click()
    await (
        panel(ana)
        .get_by_role("group", name=EN("dropin-feedback-heard"))
        .get_by_label("Yes")
        .check()
    )
    await (
        panel(ana)
        .get_by_role("group", name=EN("dropin-feedback-again"))
        .get_by_label("Yes")
        .check()
    )
    await evening.looked.see("feedback", ana)
    await panel(ana).get_by_role("button", name="Send", exact=True).click()
    await expect(panel(ana)).to_contain_text(EN("dropin-feedback-done"))
    await evening.cast.minutes_pass(2)
    await expect(watched[0]).to_contain_text(ES("dropin-status-ended"))
    await expect(watched[1]).not_to_contain_text("Live now")
    for place in watched:
        assert await place.page.evaluate("() => window.stillThisPage === true")
