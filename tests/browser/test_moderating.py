"""What moderators do, as it reaches everybody's open page, and what it says to whom it is about."""

import re

import pytest
from playwright.async_api import expect

from rooms.permissions import Readers
from tests.browser.cast import Cast

pytestmark = pytest.mark.asyncio(loop_scope="package")

WORDS = "Buy my miracle drops"
TOMBSTONE = "A moderator took down this message. Reason: selling something."
OWN_TOMBSTONE = "We took down your message. Reason: selling something."
PAUSED = "A moderator has paused your messages in this room until"


async def test_message_taken_down_leaves_every_page_and_says_why_even_after_a_reload(
    cast: Cast,
) -> None:
    room = await cast.room()
    ana, teo, guest = await cast.member(room), await cast.member(room), await cast.guest()
    mod = await cast.come_in(await cast.moderator(room), room)
    await guest.open_room(room)
    await ana.says(WORDS)
    await expect(guest.message(WORDS)).to_have_count(1)
    dialog = await mod.begin_act(WORDS, "Take down")
    await expect(dialog.get_by_role("button", name="Confirm")).to_have_attribute(
        "aria-disabled", "true"
    )
    await dialog.get_by_role("radio", name="selling something").check()
    await expect(dialog).to_contain_text(OWN_TOMBSTONE)
    await expect(dialog).to_contain_text(TOMBSTONE)
    await expect(guest.message(WORDS)).to_have_count(1)
    await dialog.get_by_role("button", name="Confirm").click()
    for page, said in (
        (teo, TOMBSTONE),
        (guest, TOMBSTONE),
        (mod, TOMBSTONE),
        (ana, OWN_TOMBSTONE),
    ):
        await expect(page.messages).to_contain_text(said)
        assert WORDS not in await page.page.content()
        await page.reload()
        await expect(page.messages).to_contain_text(said)
        assert WORDS not in await page.page.content()
    plain = await cast.guest(java_script_enabled=False)
    await plain.page.goto(f"/r/{room}")
    await expect(plain.page.get_by_role("article")).to_contain_text(TOMBSTONE)


async def test_paused_person_sees_until_when_and_why_keeps_the_draft_and_writes_after_lifting(
    cast: Cast,
) -> None:
    room = await cast.room()
    person = await cast.house.person()
    ana, teo = await cast.come_in(person, room), await cast.member(room)
    await ana.says("a whole one")
    await ana.composer.fill("half a sentence")
    await cast.pause(await cast.moderator(room), person, room)
    for _ in range(2):
        note = ana.page.get_by_text(re.compile(PAUSED))
        await expect(note).to_contain_text(re.compile(r"until \S.*\d.*Reason: too many messages"))
        await expect(ana.composer).to_have_value("half a sentence")
        await ana.composer.press("Enter")
        await expect(ana.composer).to_have_value("half a sentence")
        await ana.reload()
    await expect(teo.messages).to_have_count(1)
    mod = await cast.come_in(await cast.moderator(room), room)
    await expect(mod.people).to_contain_text(f"{person.name}Paused until")
    await mod.people.get_by_role("button", name=f"End it now: {person.name}").click()
    await expect(ana.page.get_by_text(re.compile(PAUSED))).to_have_count(0)
    await expect(mod.people.get_by_role("button", name=re.compile("^End it now"))).to_have_count(0)
    await ana.composer.press("Enter")
    await expect(teo.message("half a sentence")).to_have_count(1)


async def test_members_are_not_told_who_is_paused(cast: Cast) -> None:
    room = await cast.room()
    person = await cast.house.person()
    teo = await cast.member(room)
    await cast.say(person, room, "a word too much")
    await cast.pause(await cast.moderator(room), person, room)
    await cast.say(await cast.house.person(), room, "a word after it")
    await expect(teo.message("a word after it")).to_have_count(1)
    for _ in range(2):
        await expect(teo.people).not_to_contain_text("Taking a break")
        assert "Paused until" not in await teo.page.content()
        await teo.reload()


async def test_who_is_asked_to_step_out_sees_why_and_no_more_words(cast: Cast) -> None:
    room = await cast.room(Readers.MEMBERS)
    ana = await cast.member(room)
    mod = await cast.come_in(await cast.moderator(room), room)
    await ana.says(WORDS)
    await mod.act(WORDS, "to step out", "unkind words", "1 day")
    await expect(ana.page.get_by_role("alert")).to_contain_text("Reason: unkind words.")
    assert WORDS not in await ana.page.content()
    await expect(mod.people).to_contain_text("Stepped out until")


async def test_acts_are_undone_where_they_were_done(cast: Cast) -> None:
    room = await cast.room()
    ana = await cast.member(room)
    mod = await cast.come_in(await cast.moderator(room), room)
    await ana.says(WORDS)
    await mod.act(WORDS, "Take down", "selling something")
    await expect(ana.messages).to_contain_text(OWN_TOMBSTONE)
    await mod.page.get_by_role("button", name="Undo").click()
    await expect(ana.message(WORDS)).to_have_count(1)
    await mod.act(WORDS, "Pause", "unkind words", "1 hour")
    await expect(ana.page.get_by_text(re.compile(PAUSED))).to_be_visible()
    await mod.page.get_by_role("button", name="Undo").click()
    await expect(ana.page.get_by_text(re.compile(PAUSED))).to_have_count(0)


async def test_last_hour_is_counted_before_it_is_taken_down_and_can_come_back(cast: Cast) -> None:
    room = await cast.room()
    person = await cast.house.person()
    teo = await cast.member(room)
    mod = await cast.come_in(await cast.moderator(room), room)
    await cast.say(person, room, "one of them", "another of them")
    await teo.says("not one of those")
    dialog = await mod.begin_act("another of them", "Take down the last hour here")
    await expect(dialog).to_contain_text("2 messages will be taken down.")
    await dialog.get_by_role("radio", name="too many messages at once").check()
    await dialog.get_by_role("button", name="Confirm").click()
    await expect(teo.messages.filter(has_text="A moderator took down")).to_have_count(2)
    await expect(teo.message("not one of those")).to_have_count(1)
    await mod.page.get_by_role("button", name="Undo").click()
    await expect(teo.message("of them")).to_have_count(2)


async def test_act_on_what_is_gone_meanwhile_says_so_and_keeps_what_was_chosen(cast: Cast) -> None:
    room = await cast.room()
    person = await cast.house.person()
    first, second = await cast.moderator(room), await cast.moderator(room)
    mod = await cast.come_in(first, room)
    (message,) = await cast.say(person, room, WORDS)
    dialog = await mod.begin_act(WORDS, "Take down")
    await dialog.get_by_role("radio", name="selling something").check()
    await cast.take_down(second, room, message)
    await expect(mod.messages).to_contain_text(TOMBSTONE)
    await dialog.get_by_role("button", name="Confirm").click()
    await expect(dialog.get_by_role("alert")).not_to_be_empty()
    await expect(dialog.get_by_role("radio", name="selling something")).to_be_checked()


async def test_colleague_whose_powers_are_set_aside_is_told_and_acts_as_a_member(
    cast: Cast,
) -> None:
    room = await cast.room()
    colleague = await cast.moderator(room)
    other = await cast.come_in(colleague, room)
    mod = await cast.come_in(await cast.moderator(room), room)
    ana = await cast.member(room)
    await ana.says(WORDS)
    await other.says("words of a colleague")
    await mod.act("words of a colleague", "role aside for 1 hour", "unkind words")
    note = other.page.get_by_text("Another moderator has set your role aside until")
    await expect(note).to_contain_text("Reason: unkind words.")
    message = await other.actions(WORDS)
    await expect(message.get_by_role("button", name="Reply")).to_be_visible()
    await expect(message.get_by_role("button", name="Take down")).to_have_count(0)
    await other.says("a word as a member")
