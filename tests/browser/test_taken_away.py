"""What is taken away leaves every page, whatever state it is in; staff may read it for a while."""

import pytest
from playwright.async_api import Route, WebSocketRoute, expect

from server.wires.close_codes import CloseCode
from tests.browser.cast import Cast

pytestmark = pytest.mark.asyncio(loop_scope="package")

WORDS = "My surname is Example"
READ = "Read the text that was taken away"
SCRIPT = "**/assets/main-*.js"
# What #say has held, each time that it changed.
LISTEN = """() => {
  window.spoken = [];
  const say = document.getElementById("say");
  new MutationObserver(() => spoken.push(say.textContent))
    .observe(say, {childList: true, characterData: true, subtree: true});
}"""


async def test_who_may_not_come_in_is_left_none_of_the_words_the_server_had_put_there(
    cast: Cast,
) -> None:
    room = await cast.room()
    person, other = await cast.house.people(2)
    staff = await cast.moderator(room)
    await cast.say(person, room, "a first word")
    await cast.say(other, room, WORDS)
    ana = await cast.visit(person)

    async def step_out_first(route: Route) -> None:
        assert WORDS in await ana.page.content()
        await cast.have_step_out(staff, person, room)
        await route.continue_()

    await ana.page.route(SCRIPT, step_out_first)
    await ana.page.goto(f"/r/{room}")
    await expect(ana.page.get_by_role("alert")).to_contain_text("asked you to take a break")
    assert WORDS not in await ana.page.content()


async def test_who_is_not_wanted_back_is_left_none_of_the_words_the_server_had_put_there(
    cast: Cast,
) -> None:
    room = await cast.room()
    await cast.say(await cast.house.person(), room, WORDS)
    ana = await cast.visit(await cast.house.person())

    async def close(line: WebSocketRoute) -> None:
        await line.close(code=CloseCode.BANNED)

    await ana.page.route_web_socket("**/socket", close)
    await ana.page.goto(f"/r/{room}")
    await expect(ana.line).to_contain_text("Your account is closed.")
    await expect(ana.page.get_by_text("Loading the room")).to_have_count(0)
    assert WORDS not in await ana.page.content()


@pytest.mark.parametrize("place", ["m/{message}", "?before={before}"])
async def test_page_that_the_browser_had_put_by_is_read_again(cast: Cast, place: str) -> None:
    room = await cast.room()
    person = await cast.house.person()
    (message,) = await cast.say(person, room, WORDS)
    guest = await cast.guest()
    await guest.page.goto(
        f"/r/{room}/{place.format(message=message, before=1_000)}".replace("/?", "?")
    )
    await expect(guest.page.get_by_text(WORDS)).to_be_visible()
    await cast.take_down(await cast.moderator(room), room, message)
    # Playwright's browsers put no page by: this is what those that do tell it afterwards.
    await guest.page.evaluate(
        "() => window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"
    )
    await expect(guest.page.get_by_role("article")).to_contain_text("took down this message")
    assert WORDS not in await guest.page.content()


async def test_new_words_are_spoken_once_to_who_listens_to_the_page(cast: Cast) -> None:
    room = await cast.room()
    guest, person = await cast.guest(), await cast.house.person()
    await guest.open_room(room)
    await guest.page.evaluate(LISTEN)
    await cast.say(person, room, "Good evening")
    await guest.page.wait_for_function("() => spoken.at(-1) === ''")
    assert await guest.page.evaluate("() => spoken") == [f"{person.name}: Good evening", ""]


async def test_staff_read_a_text_that_was_taken_back_for_a_reason_and_the_page_forgets_it(
    cast: Cast,
) -> None:
    room = await cast.room()
    ana = await cast.member(room)
    mod = await cast.come_in(await cast.moderator(room), room)
    await ana.says(WORDS)
    await ana.choose(WORDS, "Take back")
    await ana.page.get_by_role("button", name="Take it back").click()
    await mod.choose("took this message back", READ)
    dialog = mod.page.get_by_role("dialog", name=READ)
    await expect(dialog).to_contain_text("deleted 72 hours after it was taken away")
    reason = dialog.get_by_label("Why do you need to read it?")
    await dialog.get_by_role("button", name="Read").click()
    await expect(reason).to_be_focused()
    await reason.fill("  ")
    await dialog.get_by_role("button", name="Read").click()
    await expect(dialog.get_by_role("alert")).to_have_text("Please say why.")
    await reason.fill("Somebody reported it.")
    await dialog.get_by_role("button", name="Read").click()
    await expect(dialog.get_by_role("list")).to_contain_text(WORDS)
    await expect(dialog.get_by_role("list")).to_be_focused()
    await mod.page.keyboard.press("Escape")
    await expect(mod.page.locator("dialog")).to_have_count(0)
    assert WORDS not in await mod.page.content()
    await expect(mod.messages.first.locator("summary")).to_be_focused()
    await ana.messages.first.get_by_text("Actions", exact=True).click()
    await expect(ana.page.get_by_role("link", name="Link to this message").last).to_be_visible()
    await expect(ana.page.get_by_role("button", name=READ)).to_have_count(0)


async def test_staff_read_what_stood_in_an_edited_message(cast: Cast) -> None:
    room = await cast.room()
    ana = await cast.member(room)
    mod = await cast.come_in(await cast.moderator(room), room)
    await ana.says(WORDS)
    await ana.choose(WORDS, "Change")
    await ana.page.get_by_role("textbox", name="Your message").fill("Better so")
    await ana.page.get_by_role("button", name="Save").click()
    await mod.choose("Better so", READ)
    dialog = mod.page.get_by_role("dialog", name=READ)
    await dialog.get_by_label("Why do you need to read it?").fill("Somebody reported it.")
    await dialog.get_by_role("button", name="Read").click()
    await expect(dialog.get_by_role("listitem")).to_contain_text([WORDS])
    await dialog.get_by_role("button", name="Close").click()
    await expect(mod.page.locator("dialog")).to_have_count(0)
    assert WORDS not in await mod.page.content()
