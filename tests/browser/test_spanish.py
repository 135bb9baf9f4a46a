"""Spanish is a first language here: a page in it has no English left."""

import re

import pytest
from playwright.async_api import Page, expect

from server import texts
from tests.browser.cast import Cast

pytestmark = pytest.mark.asyncio(loop_scope="package")

SPANISH = {"locale": "es-MX", "timezone_id": "America/Mexico_City"}
# Everything that is shown or spoken.
ALL_WORDS = """() => {
  const spoken = ["aria-label", "title", "placeholder", "alt"];
  const named = [...document.querySelectorAll(spoken.map((name) => `[${name}]`).join())];
  const labels = named.flatMap((element) => spoken.map((name) => element.getAttribute(name)));
  return [document.title, document.body.innerText, ...labels.filter(Boolean)].join("\\n");
}"""


def english_only() -> list[str]:
    """The English texts that are said otherwise in Spanish, those with parameters left out."""
    said = texts.load()
    found: list[str] = []
    for key in sorted(said.keys):
        try:
            english, spanish = said.t("en", key), said.t("es", key)
        except texts.TextMissing:
            continue
        if english.casefold() not in spanish.casefold():
            found.append(english)
    return found


async def assert_spanish(page: Page) -> None:
    shown = await page.evaluate(ALL_WORDS)
    left = [text for text in english_only() if re.search(rf"\b{re.escape(text)}(?!\w)", shown)]
    assert left == []
    await expect(page.locator("html")).to_have_attribute("lang", "es")


async def test_every_page_is_in_spanish_for_who_reads_spanish(cast: Cast) -> None:
    assert len(english_only()) > 100
    room = await cast.room()
    staff = await cast.moderator(room)
    person, other = await cast.house.people(2)
    first, second = await cast.say(person, room, "Buenas tardes", "Otra cosa")
    await cast.say(other, room, "Hola", reply_to=first)
    await cast.react(other, room, first)
    await cast.take_down(staff, room, second)
    guest = await cast.guest(**SPANISH)
    for path in ("/", "/join", "/nada", f"/r/{room}/m/{first}"):
        await guest.page.goto(path)
        await assert_spanish(guest.page)
    mod = await cast.come_in(staff, room, **SPANISH)
    await expect(mod.page.get_by_role("heading", level=1)).to_have_text("Sala 0")
    await mod.message("Hola").get_by_text("Acciones", exact=True).click()
    await expect(mod.page.get_by_role("button", name="Responder")).to_be_visible()
    await mod.people.get_by_text("Cambiar el nombre").click()
    await assert_spanish(mod.page)
    await mod.messages.nth(1).get_by_text("Acciones", exact=True).click()
    await mod.page.get_by_role("button", name="Leer el texto que se quitó").click()
    await expect(mod.page.get_by_role("dialog")).to_contain_text("72 horas")
    await assert_spanish(mod.page)
    await mod.page.keyboard.press("Escape")
    await cast.pause(staff, person, room)
    await expect(mod.people).to_contain_text("En pausa hasta")
    paused = await cast.come_in(person, room, **SPANISH)
    await assert_spanish(mod.page)
    await assert_spanish(paused.page)


async def test_language_that_was_chosen_stays(cast: Cast) -> None:
    guest = await cast.guest(locale="en-US")
    await guest.page.goto("/")
    await guest.page.get_by_role("link", name="Español").click()
    await expect(guest.page.get_by_role("heading", level=1)).to_contain_text("Hable con personas")
    room = await cast.room()
    await guest.open_room(room)
    await expect(guest.page.get_by_role("main")).to_contain_text("Unirse o entrar")
