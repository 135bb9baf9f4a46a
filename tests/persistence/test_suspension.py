"""Powers suspended: at once in every room, over by the clock, and known to the audit."""

from persistence.standing import helpers, standing
from rooms import commands
from rooms.actor import Actor, Role
from rooms.commands import Reason
from rooms.events import PowersSuspended
from rooms.ids import RoomId, new_public_id
from rooms.refusals import Code
from tests.persistence.community import (
    HOUR_MS,
    SECRET,
    Community,
    accepted,
    code,
    codes,
    post,
    submit,
)


def suspend(community: Community, target: Actor, room: RoomId) -> commands.SuspendPowers:
    return commands.SuspendPowers(
        room=room,
        command_id=new_public_id(),
        member=community.member(target, room),
        reason=Reason.UNKIND,
    )


def mute(community: Community, target: Actor, room: RoomId) -> commands.MuteMember:
    return commands.MuteMember(
        room=room,
        command_id=new_public_id(),
        member=community.member(target, room),
        seconds=60,
        reason=Reason.OTHER,
    )


async def role(community: Community, actor: Actor, room: RoomId) -> Role:
    found = await community.database.read(standing, SECRET, room, actor.account)
    assert found is not None
    assert found.person is not None
    return found.person.role


async def test_suspended_everywhere_until_an_hour_has_passed(community: Community) -> None:
    ana = await community.person("Ana")
    mona = await community.staff("Mona", Role.MODERATOR, community.garden, everywhere=True)
    ruth = await community.staff("Ruth", Role.MODERATOR, community.garden)
    await community.say(ana, community.kitchen, "hello")
    await community.belongs(mona, community.porch)
    outcome = accepted(await community.do(ruth, suspend(community, mona, community.garden)))
    assert {entry.room for entry in outcome.entries} == {community.garden, community.porch}
    assert all(isinstance(entry.event, PowersSuspended) for entry in outcome.entries)
    assert outcome.attention_moved
    # Also where they have never been.
    refused = await community.do(mona, mute(community, ana, community.kitchen))
    assert code(refused) is Code.NOT_ALLOWED
    assert await role(community, mona, community.kitchen) is Role.MEMBER
    assert await community.database.read(helpers, {mona.account, ruth.account}) == {ruth.account}
    community.shift.ms += HOUR_MS
    accepted(await community.do(mona, mute(community, ana, community.kitchen)))


async def test_suspended_is_no_moderator_anywhere_in_the_same_batch(community: Community) -> None:
    ana = await community.person("Ana")
    mona = await community.staff("Mona", Role.MODERATOR, community.garden, everywhere=True)
    ruth = await community.staff("Ruth", Role.MODERATOR, community.garden)
    await community.say(ana, community.kitchen, "hello")
    batch = [
        submit(ruth, suspend(community, mona, community.garden)),
        submit(mona, mute(community, ana, community.kitchen)),
    ]
    outcomes = await community.process.journal.append(batch)
    assert codes(outcomes) == [None, Code.NOT_ALLOWED]


async def test_suspension_is_a_row_and_an_audit_row_with_its_reason(community: Community) -> None:
    mona = await community.staff("Mona", Role.MODERATOR, community.garden)
    ruth = await community.staff("Ruth", Role.MODERATOR, community.garden)
    accepted(await community.do(ruth, suspend(community, mona, community.garden)))
    rows = await community.sql(
        "SELECT account_id, actor_id, reason, until - at, noted_by FROM suspension"
    )
    assert rows == [(mona.account, ruth.account, "unkind", HOUR_MS, None)]
    audit = await community.sql(
        "SELECT actor_id, target_account, reason FROM audit WHERE action = 'powers_suspended'"
    )
    assert audit == [(ruth.account, mona.account, "unkind")]


async def test_two_who_suspend_each_other_at_once_are_not_both_suspended(
    community: Community,
) -> None:
    mona = await community.staff("Mona", Role.MODERATOR, community.garden)
    ruth = await community.staff("Ruth", Role.MODERATOR, community.garden)
    batch = [
        submit(mona, suspend(community, ruth, community.garden)),
        submit(ruth, suspend(community, mona, community.garden)),
    ]
    outcomes = await community.process.journal.append(batch)
    assert codes(outcomes) == [None, Code.NOT_ALLOWED]
    await community.say(ruth, community.garden, "a member can write")
    assert code(await community.do(ruth, mute(community, mona, community.garden))) is (
        Code.NOT_ALLOWED
    )
    assert code(await community.do(ruth, post(community.garden, " "))) is Code.EMPTY
