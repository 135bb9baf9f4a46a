"""Somebody's last hour taken down by one entry: the same for every reader as one by one."""

from typing import Any

from persistence.reading import read_markers, transcripts
from persistence.reading.recent_messages import count_recent
from persistence.safety.sealed import sealed_texts
from rooms import commands, events
from rooms.actor import Actor, Role
from rooms.commands import CountRecent, Reason
from rooms.ids import new_public_id
from rooms.refusals import Code, Refusal
from rooms.transcript import Gone, Page
from tests.persistence.community import HOUR_MS, SECRET, Community, accepted, code


def here(community: Community, **more: Any) -> dict[str, Any]:
    return {"room": community.garden, "command_id": new_public_id(), **more}


def take_down(community: Community, target: Actor) -> commands.RemoveRecent:
    member = community.member(target, community.garden)
    return commands.RemoveRecent(**here(community), member=member, reason=Reason.FLOODING)


async def page(community: Community, before: int | None = None, limit: int = 50) -> Page:
    return await community.database.read(
        transcripts.read_page, community.garden, before, limit, None
    )


async def count(community: Community, actor: Actor, target: Actor) -> int | Refusal:
    asked = CountRecent(room=community.garden, member=community.member(target, community.garden))
    return await community.database.read(count_recent, SECRET, actor, asked)


async def test_last_hour_is_gone_from_every_page_and_restored_one_by_one(
    community: Community,
) -> None:
    ana, ben = await community.person("Ana"), await community.person("Ben")
    mona = await community.staff("Mona", Role.MODERATOR, community.garden)
    old = await community.say(ana, community.garden, "old")
    community.shift.ms += HOUR_MS
    first = await community.say(ana, community.garden, "one")
    other = await community.say(ben, community.garden, "other")
    second = await community.say(ana, community.garden, "two")
    elsewhere = await community.say(ana, community.porch, "elsewhere")
    edit = commands.EditMessage(**here(community), message=second, body="edited")
    accepted(await community.do(ana, edit))
    outcome = accepted(await community.do(mona, take_down(community, ana)))
    [entry] = outcome.entries
    assert isinstance(entry.event, events.MessagesRemoved)
    assert entry.event.messages == (first, second)
    await community.say(ben, community.garden, "later")
    shown = {message.message: message for message in (await page(community)).messages}
    assert [shown[old].body, shown[other].body] == ["old", "other"]
    for message in (first, second):
        assert shown[message].body is None
        assert shown[message].gone is Gone.REMOVED
        assert shown[message].removed_for is Reason.FLOODING
    (*_, last) = await community.database.read(transcripts.read_entries, community.porch, 0, 10)
    assert isinstance(last.event, events.MessagePosted)
    assert last.event.message == elsewhere
    # An older page, which does not reach to the entry that took it down.
    above = await page(community, before=shown[other].seq, limit=1)
    assert [(m.message, m.body) for m in above.messages] == [(first, None)]
    restore = commands.RestoreMessage(**here(community), message=second)
    accepted(await community.do(mona, restore))
    shown = {message.message: message for message in (await page(community)).messages}
    assert (shown[second].body, shown[second].gone, shown[first].body) == ("edited", None, None)


async def test_texts_of_the_last_hour_are_sealed_and_not_in_the_audit(
    community: Community,
) -> None:
    ana, mona = (
        await community.person("Ana"),
        await community.staff("Mona", Role.MODERATOR, community.garden),
    )
    messages = [await community.say(ana, community.garden, word) for word in ("one", "two")]
    accepted(await community.do(mona, take_down(community, ana)))
    now = await community.database.now_ms()
    for message, word in zip(messages, ("one", "two"), strict=True):
        texts = await community.database.write(
            sealed_texts, community.garden, message, mona.account, "a look", now
        )
        assert [text.body for text in texts] == [word]
    assert await community.sql("SELECT reason FROM audit WHERE action = 'messages_removed'") == [
        ("flooding 2",)
    ]
    payloads = await community.sql("SELECT payload FROM entry WHERE kind = 'messages_removed'")
    assert "one" not in str(payloads)


async def test_count_is_what_would_be_taken_down(community: Community) -> None:
    ana = await community.person("Ana")
    mona = await community.staff("Mona", Role.MODERATOR, community.garden)
    message = await community.say(ana, community.garden, "one")
    await community.say(ana, community.garden, "two")
    await community.say(ana, community.porch, "elsewhere")
    assert await count(community, mona, ana) == 2
    retract = commands.RetractMessage(**here(community), message=message)
    accepted(await community.do(ana, retract))
    assert await count(community, mona, ana) == 1
    for actor, target in ((ana, mona), (mona, mona)):
        refused = await count(community, actor, target)
        assert isinstance(refused, Refusal)
        assert refused.code is Code.NOT_ALLOWED
    accepted(await community.do(mona, take_down(community, ana)))
    assert await count(community, mona, ana) == 0
    assert code(await community.do(mona, take_down(community, ana))) is Code.NOTHING_TO_CHANGE


async def test_unread_counts_what_was_taken_down_together_as_one_by_one(
    community: Community,
) -> None:
    ana, ben = await community.person("Ana"), await community.person("Ben")
    mona = await community.staff("Mona", Role.MODERATOR, community.garden)
    await community.database.write(read_markers.advance, ben.account, community.garden, 0, 1)

    async def unread() -> int:
        return await community.database.read(read_markers.unread, ben.account, community.garden)

    await community.say(ana, community.garden, "one")
    apart = await community.say(ana, community.garden, "two")
    remove = commands.RemoveMessage(**here(community), message=apart, reason=Reason.OTHER)
    accepted(await community.do(mona, remove))
    before = await unread()
    accepted(await community.do(mona, take_down(community, ana)))
    assert await unread() == before
