"""What members may no longer see: unread by every reader at once, opened by staff, then purged."""

from collections.abc import Callable

import pytest
from sqlalchemy import update

from persistence import audit, retention, tables
from persistence.reading import transcripts
from persistence.safety import reports, sealed
from persistence.safety.reports import Concern, Telling
from persistence.sealing import SEALED_FOR_MS
from rooms import commands
from rooms.actor import Actor, Role
from rooms.commands import Reason, Writing
from rooms.ids import PublicId, new_public_id
from rooms.refusals import Code
from rooms.transcript import Gone
from tests.persistence.community import Community, accepted, code, codes, post, submit

SECRET_WORDS = "words that will be taken away"
TakeAway = Callable[[Community, PublicId], Writing]


def edit(community: Community, message: PublicId) -> Writing:
    return commands.EditMessage(
        room=community.garden, command_id=new_public_id(), message=message, body="Better words"
    )


def retract(community: Community, message: PublicId) -> Writing:
    return commands.RetractMessage(
        room=community.garden, command_id=new_public_id(), message=message
    )


def remove(community: Community, message: PublicId) -> Writing:
    return commands.RemoveMessage(
        room=community.garden,
        command_id=new_public_id(),
        message=message,
        reason=Reason.CONTACT_DETAILS,
    )


def restore(community: Community, message: PublicId) -> Writing:
    return commands.RestoreMessage(
        room=community.garden, command_id=new_public_id(), message=message
    )


async def said(community: Community) -> tuple[Actor, Actor, PublicId]:
    mod = await community.staff("Mara", Role.MODERATOR, community.garden)
    ana = await community.person("Ana")
    return ana, mod, await community.say(ana, community.garden, SECRET_WORDS)


async def everything_read(community: Community) -> str:
    entries = await community.database.read(transcripts.read_entries, community.garden, 0, 100)
    page = await community.database.read(transcripts.read_page, community.garden, None, 50)
    return f"{entries} {page}"


async def opened(community: Community, actor: Actor, message: PublicId) -> list[str]:
    now = await community.database.now_ms()
    texts = await community.database.write(
        sealed.sealed_texts, community.garden, message, actor.account, "to judge it", now
    )
    return [text.body for text in texts]


@pytest.mark.parametrize("take_away", [edit, retract, remove])
async def test_taken_away_words_are_read_by_nobody(
    community: Community, take_away: TakeAway
) -> None:
    ana, mod, message = await said(community)
    assert SECRET_WORDS in await everything_read(community)
    actor = mod if take_away is remove else ana
    accepted(await community.do(actor, take_away(community, message)))
    assert SECRET_WORDS not in await everything_read(community)


@pytest.mark.parametrize("take_away", [edit, retract, remove])
async def test_taken_away_words_are_opened_by_staff_for_72_hours_and_then_gone(
    community: Community, take_away: TakeAway
) -> None:
    ana, mod, message = await said(community)
    actor = mod if take_away is remove else ana
    accepted(await community.do(actor, take_away(community, message)))
    community.shift.ms = SEALED_FOR_MS - 60_000
    await community.database.write(retention.purge_sealed, await community.database.now_ms())
    assert await opened(community, mod, message) == [SECRET_WORDS]
    community.shift.ms = SEALED_FOR_MS + 120_000
    assert await opened(community, mod, message) == []
    now = await community.database.now_ms()
    assert await community.database.write(retention.purge_sealed, now) == 1
    stored = await community.sql("SELECT body, digest FROM entry WHERE sealed_at IS NOT NULL")
    assert stored == [(None, None)]


async def test_opening_sealed_words_is_recorded_with_its_reason(community: Community) -> None:
    ana, mod, message = await said(community)
    accepted(await community.do(ana, retract(community, message)))
    await opened(community, mod, message)
    (newest, *_) = await community.database.read(audit.recent)
    assert (newest.action, newest.actor_id, newest.target_account, newest.reason) == (
        "sealed_opened",
        mod.account,
        ana.account,
        "to judge it",
    )


async def test_a_restored_message_shows_its_latest_words_alone(community: Community) -> None:
    ana, mod, message = await said(community)
    accepted(await community.do(ana, edit(community, message)))
    accepted(await community.do(mod, remove(community, message)))
    accepted(await community.do(mod, restore(community, message)))
    page = await community.database.read(transcripts.read_page, community.garden, None, 50)
    (shown,) = page.messages
    assert (shown.body, shown.gone) == ("Better words", None)
    assert SECRET_WORDS not in await everything_read(community)


async def test_a_restored_message_may_be_taken_down_again(community: Community) -> None:
    _, mod, message = await said(community)
    for act in (remove, restore, remove):
        accepted(await community.do(mod, act(community, message)))
    page = await community.database.read(transcripts.read_page, community.garden, None, 50)
    assert [(shown.body, shown.gone) for shown in page.messages] == [(None, Gone.REMOVED)]


async def test_what_was_kept_too_long_ago_cannot_be_restored(community: Community) -> None:
    _, mod, message = await said(community)
    accepted(await community.do(mod, remove(community, message)))
    community.shift.ms = SEALED_FOR_MS + 1_000
    assert code(await community.do(mod, restore(community, message))) is Code.GONE


async def test_an_edit_after_a_removal_is_refused(community: Community) -> None:
    ana, mod, message = await said(community)
    accepted(await community.do(mod, remove(community, message)))
    assert code(await community.do(ana, edit(community, message))) is Code.GONE


async def test_a_whole_life_in_one_batch_ends_as_it_would_one_by_one(
    community: Community,
) -> None:
    mod = await community.staff("Mara", Role.MODERATOR, community.garden)
    ana = await community.person("Ana")
    first = post(community.garden, SECRET_WORDS)
    acts = [(ana, edit), (mod, remove), (mod, restore), (mod, remove)]
    life = [submit(actor, act(community, first.command_id)) for actor, act in acts]
    outcomes = await community.process.journal.append([submit(ana, first), *life])
    assert codes(outcomes) == [None] * 5
    read = await everything_read(community)
    assert SECRET_WORDS not in read
    assert "Better words" not in read


async def test_a_repeat_after_the_purge_still_gets_its_answer(community: Community) -> None:
    ana = await community.person("Ana")
    command = post(community.garden, SECRET_WORDS)
    first = accepted(await community.do(ana, command))
    accepted(await community.do(ana, retract(community, command.command_id)))
    community.shift.ms = SEALED_FOR_MS + 120_000
    now = await community.database.now_ms()
    await community.database.write(retention.purge_sealed, now)
    again = accepted(await community.do(ana, command))
    assert (again.seq, again.repeated) == (first.seq, True)


@pytest.mark.parametrize("is_purged", [False, True])
@pytest.mark.parametrize("act", [retract, remove])
async def test_the_id_of_a_message_that_is_gone_is_nobody_elses(
    community: Community, act: Callable[[Community, PublicId], Writing], is_purged: bool
) -> None:
    ana, mod, message = await said(community)
    ben = await community.person("Ben")
    accepted(await community.do(ana if act is retract else mod, act(community, message)))
    if is_purged:
        community.shift.ms = SEALED_FOR_MS + 120_000
        now = await community.database.now_ms()
        await community.database.write(retention.purge_sealed, now)
    same = commands.PostMessage(room=community.garden, command_id=message, body="Mine now")
    assert code(await community.do(ben, same)) is Code.IDEMPOTENCY_CONFLICT


async def test_words_are_stored_in_one_column_alone(community: Community) -> None:
    ana, mod, message = await said(community)
    for actor, act in ((ana, edit), (mod, remove), (mod, restore)):
        accepted(await community.do(actor, act(community, message)))
    stored = await community.sql("SELECT payload FROM entry")
    assert not any("words" in payload or "Ana" in payload for (payload,) in stored)


async def told_of(community: Community, message: PublicId) -> None:
    telling = Telling(room=community.garden, message=message, concern=Concern.UNKIND)
    now = await community.database.now_ms()
    await community.database.write(reports.open_report, new_public_id(), telling, now)


async def seen_to(community: Community) -> None:
    closing = update(tables.report).values(closed_at=1)
    await community.database.write(lambda connection: connection.execute(closing))


async def test_message_taken_down_may_be_put_back_while_a_report_keeps_its_words(
    community: Community,
) -> None:
    _, mod, message = await said(community)
    accepted(await community.do(mod, remove(community, message)))
    await told_of(community, message)
    community.shift.ms = 3 * SEALED_FOR_MS
    accepted(await community.do(mod, restore(community, message)))
    page = await community.database.read(transcripts.read_page, community.garden, None, 10)
    assert [each.body for each in page.messages] == [SECRET_WORDS]
    accepted(await community.do(mod, remove(community, message)))
    await seen_to(community)
    community.shift.ms *= 2
    assert code(await community.do(mod, restore(community, message))) is Code.GONE


async def test_words_under_an_open_report_are_kept_until_it_is_closed(
    community: Community,
) -> None:
    ana, mod, message = await said(community)
    accepted(await community.do(ana, retract(community, message)))
    await told_of(community, message)
    community.shift.ms = 3 * SEALED_FOR_MS

    async def purged() -> int:
        return await community.database.write(
            retention.purge_sealed, await community.database.now_ms()
        )

    assert await purged() == 0
    assert await opened(community, mod, message) == [SECRET_WORDS]
    await seen_to(community)
    assert await opened(community, mod, message) == []
    assert await purged() == 1
