"""First messages wait until somebody else replies, or until they are gone."""

from typing import Any

from persistence.safety import first_messages
from rooms import commands
from rooms.actor import Actor, Role
from rooms.commands import Reason
from rooms.ids import PublicId, new_public_id
from tests.persistence.community import Community, accepted, post, submit


async def waiting(community: Community) -> set[str]:
    found = await community.sql("SELECT message_id FROM first_message WHERE answered_at IS NULL")
    return {message for (message,) in found}


async def moved(community: Community, actor: Actor, command: commands.Writing) -> bool:
    return accepted(await community.do(actor, command)).attention_moved


def about(community: Community, message: PublicId) -> dict[str, Any]:
    return {"room": community.garden, "command_id": new_public_id(), "message": message}


async def test_first_message_in_each_room_waits_and_no_later_one(community: Community) -> None:
    ana = await community.person("Ana")
    first, second = post(community.garden, "one"), post(community.garden, "two")
    elsewhere = post(community.porch, "three")
    assert await moved(community, ana, first)
    assert not await moved(community, ana, second)
    assert await moved(community, ana, elsewhere)
    assert await waiting(community) == {first.command_id, elsewhere.command_id}


async def test_first_message_of_a_helper_waits_for_nobody(community: Community) -> None:
    for role in (Role.MENTOR, Role.MODERATOR):
        helper = await community.stranger(role, community.garden)
        assert not await moved(community, helper, post(community.garden, "hello"))
    suspended = await community.stranger(Role.MENTOR, community.garden)
    suspend = commands.SuspendPowers(
        room=community.garden,
        command_id=new_public_id(),
        member=community.member(suspended, community.garden),
        reason=Reason.OTHER,
    )
    accepted(await community.do(helper, suspend))
    assert not await moved(community, suspended, post(community.garden, "hello"))
    assert await waiting(community) == set()


async def test_reply_of_somebody_else_answers_it(community: Community) -> None:
    ana, ben = await community.person("Ana"), await community.person("Ben")
    await community.say(ben, community.garden, "earlier")
    first = await community.say(ana, community.garden, "one")
    before = await waiting(community)
    react = commands.React(**about(community, first), reaction=commands.Reaction.HUG)
    assert not await moved(community, ana, post(community.garden, "mine", first))
    assert not await moved(community, ben, post(community.garden, "no reply"))
    assert not await moved(community, ben, react)
    assert await waiting(community) == before
    assert await moved(community, ben, post(community.garden, "welcome", first))
    assert await waiting(community) == before - {first}
    assert not await moved(community, ben, post(community.garden, "welcome again", first))


async def test_reply_in_the_same_batch_answers_it(community: Community) -> None:
    ana, ben = await community.person("Ana"), await community.person("Ben")
    first = post(community.garden, "one")
    reply = post(community.garden, "welcome", first.command_id)
    await community.process.journal.append([submit(ana, first), submit(ben, reply)])
    assert await waiting(community) == {reply.command_id}


async def test_first_message_that_is_gone_waits_no_more(community: Community) -> None:
    mona = await community.staff("Mona", Role.MODERATOR, community.garden)
    ana, ben, eva = [await community.person(name) for name in ("Ana", "Ben", "Eva")]
    firsts = [await community.say(who, community.garden, "one") for who in (ana, ben, eva)]
    take_down = commands.RemoveMessage(**about(community, firsts[1]), reason=Reason.OTHER)
    last_hour = commands.RemoveRecent(
        room=community.garden,
        command_id=new_public_id(),
        member=community.member(eva, community.garden),
        reason=Reason.FLOODING,
    )
    assert await moved(community, ana, commands.RetractMessage(**about(community, firsts[0])))
    assert await moved(community, mona, take_down)
    assert await moved(community, mona, last_hour)
    assert await waiting(community) == set()


async def test_nobody_is_to_welcome_who_has_left(community: Community) -> None:
    ana = await community.person("Ana")
    await community.say(ana, community.garden, "one")
    await community.say(ana, community.porch, "one")
    leave = commands.LeaveCommunity(room=community.porch, command_id=new_public_id())
    assert await moved(community, ana, leave)
    assert await waiting(community) == set()


async def test_newcomer_waits_again_once_the_last_answer_is_gone(community: Community) -> None:
    mona = await community.staff("Mona", Role.MODERATOR, community.garden)
    ana, ben, eva = [await community.person(name) for name in ("Ana", "Ben", "Eva")]
    await community.say(ben, community.garden, "earlier")
    first = await community.say(ana, community.garden, "one")
    await say_to(community, ana, first, "my own")
    welcome = await say_to(community, ben, first, "welcome")
    again = await say_to(community, eva, first, "welcome too")
    edit = commands.EditMessage(**about(community, again), body="welcome from me too")
    accepted(await community.do(eva, edit))
    await community.do(ben, commands.RetractMessage(**about(community, welcome)))
    assert first not in await waiting(community)
    take_down = commands.RemoveMessage(**about(community, again), reason=Reason.OTHER)
    assert await moved(community, mona, take_down)
    assert first in await waiting(community)
    restore = commands.RestoreMessage(**about(community, again))
    assert await moved(community, mona, restore)
    assert first not in await waiting(community)


async def test_first_message_that_is_put_back_waits_again(community: Community) -> None:
    mona = await community.staff("Mona", Role.MODERATOR, community.garden)
    ana, ben = await community.person("Ana"), await community.person("Ben")
    answered, first = [await community.say(who, community.garden, "one") for who in (ben, ana)]
    await say_to(community, mona, answered, "welcome")
    for message in (first, answered):
        await take_down_and_put_back(community, mona, message)
    assert await waiting(community) == {first}


async def test_answer_counts_that_came_while_it_was_taken_down(community: Community) -> None:
    mona = await community.staff("Mona", Role.MODERATOR, community.garden)
    ana, ben = await community.person("Ana"), await community.person("Ben")
    await community.say(ben, community.porch, "earlier")
    first = await community.say(ana, community.garden, "one")
    take_down = commands.RemoveMessage(**about(community, first), reason=Reason.OTHER)
    accepted(await community.do(mona, take_down))
    assert first not in await waiting(community)
    await say_to(community, mona, first, "We still read you")
    accepted(await community.do(mona, commands.RestoreMessage(**about(community, first))))
    assert first not in await waiting(community)


async def take_down_and_put_back(community: Community, who: Actor, message: PublicId) -> None:
    take_down = commands.RemoveMessage(**about(community, message), reason=Reason.OTHER)
    assert await moved(community, who, take_down)
    assert message not in await waiting(community)
    restore = commands.RestoreMessage(**about(community, message))
    assert await moved(community, who, restore)


async def test_closed_account_waits_for_nobody_until_it_is_open_again(community: Community) -> None:
    mona = await community.staff("Mona", Role.MODERATOR, community.garden, everywhere=True)
    ana = await community.person("Ana")
    first = await community.say(ana, community.garden, "one")
    whom: dict[str, Any] = {
        "room": community.garden,
        "member": community.member(ana, community.garden),
    }
    assert await welcomed(community, mona) == [first]
    close = commands.CloseAccount(**whom, command_id=new_public_id(), reason=Reason.OTHER)
    assert await moved(community, mona, close)
    assert await welcomed(community, mona) == []
    assert await moved(community, mona, commands.OpenAccount(**whom, command_id=new_public_id()))
    assert await welcomed(community, mona) == [first]


async def say_to(community: Community, who: Actor, message: PublicId, body: str) -> PublicId:
    reply = post(community.garden, body, message)
    accepted(await community.do(who, reply))
    return reply.command_id


async def welcomed(community: Community, who: Actor) -> list[PublicId]:
    """Those that the lists show; the room's own list says the same."""
    rooms, now = [community.garden], await community.database.now_ms()
    listed = await community.database.read(first_messages.waiting, rooms, who.account, now)
    found = await community.database.read(first_messages.unanswered, community.garden)
    assert [item.message for item in listed] == found
    return found
