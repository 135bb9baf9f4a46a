"""What waits for moderators and mentors is taken on by one person at a time, who is of that room
and still has their powers."""

import asyncio

import pytest

from persistence import audit
from persistence.safety import attention, duty, first_messages
from persistence.safety.attention import TAKEN_MS
from persistence.safety.leases import REOPEN_MS
from persistence.safety.reports import Outcome
from persistence.safety.waiting import Kind
from rooms import commands
from rooms.actor import Actor, Role
from rooms.commands import Reason
from rooms.ids import PublicId, RoomId, new_public_id
from rooms.refusals import Code
from tests.persistence.community import HOUR_MS, Community, Process, accepted, post
from tests.persistence.telling import (
    WORDS,
    Act,
    about,
    act,
    member,
    moderator,
    of,
    reached,
    tell,
    told_of_a_message,
    waiting,
)


async def test_of_two_who_take_at_once_one_has_it(
    community: Community, other_process: Process
) -> None:
    _, message = await told_of_a_message(community)
    sam, ina = await moderator(community, "Sam"), await moderator(community, "Ina")
    for number in range(8):
        telling = about(community, message, note=str(number))
        assert await tell(community, telling, member(sam, f"key {number}")) is None
    for item in await waiting(community, sam):
        first, second = await asyncio.gather(
            act(community.process, sam, attention.take, item.id),
            act(other_process, ina, attention.take, item.id),
        )
        refused = [each for each in (first, second) if each is not None]
        assert [each.code for each in refused] == [Code.NOTHING_TO_CHANGE]
    taken = await waiting(community, sam)
    assert all(item.taken is not None for item in taken)
    assert {item.taken.by for item in taken if item.taken} <= {"Sam", "Ina"}
    acts = [row.action for row in await community.database.read(audit.recent)]
    assert acts.count("report_taken") == 8


async def test_taken_is_held_for_a_while_and_then_taken_over(community: Community) -> None:
    _, message = await told_of_a_message(community)
    sam, ina = await moderator(community, "Sam"), await moderator(community, "Ina")
    assert await tell(community, about(community, message), of(ina)) is None
    (item,) = await waiting(community, sam)

    async def code(actor: Actor, what: Act, *args: object) -> Code | None:
        refused = await act(community.process, actor, what, item.id, *args)
        return refused.code if refused else None

    assert await code(sam, attention.take) is None
    assert await code(ina, attention.take) is Code.NOTHING_TO_CHANGE
    assert await code(ina, attention.release) is Code.NOTHING_TO_CHANGE
    assert await code(ina, attention.done, Outcome.ACTED) is Code.NOTHING_TO_CHANGE
    community.shift.ms = TAKEN_MS
    assert await code(ina, attention.take) is None
    assert await code(sam, attention.done, Outcome.ACTED) is Code.NOTHING_TO_CHANGE
    assert await code(ina, attention.release) is None
    assert await code(sam, attention.done, Outcome.HANDED_OVER) is None
    assert await code(ina, attention.take) is Code.NOTHING_TO_CHANGE
    written = await community.database.read(audit.recent)
    assert [row.action for row in written][:4] == [
        "report_done",
        "report_released",
        "report_taken",
        "report_taken",
    ]
    assert (written[0].reason, written[0].target_seq) == ("handed_over", 1)
    assert not any(WORDS in str(row) for row in written)


async def test_what_is_not_of_ones_rooms_can_not_be_touched(community: Community) -> None:
    ana, message = await told_of_a_message(community)
    elsewhere = await moderator(community, "Kofi", community.kitchen)
    sam = await moderator(community, "Sam")
    assert await tell(community, about(community, message), of(ana)) is None
    (item,) = await waiting(community, sam)
    for actor, code in ((elsewhere, Code.UNKNOWN_MESSAGE), (ana, Code.NOT_ALLOWED)):
        for what, args in (
            (attention.take, ()),
            (attention.release, ()),
            (attention.done, (Outcome.ACTED,)),
        ):
            refused = await act(community.process, actor, what, item.id, *args)
            assert refused is not None
            assert refused.code is code


async def test_first_message_waits_for_mentors_at_once_and_for_moderators_in_five_minutes(
    community: Community,
) -> None:
    sam = await moderator(community, "Sam")
    rosa = await community.staff("Rosa", Role.MENTOR, community.garden)
    wren, ben = await community.person("Wren"), await community.person("Ben")
    first = await community.say(wren, community.garden, "Hello, I am new.")

    async def seen_by(mentor: Actor) -> list[PublicId | None]:
        theirs, now = await reached(community, mentor), await community.database.now_ms()
        found = await community.database.read(
            first_messages.waiting, theirs.hosted, mentor.account, now
        )
        return [item.message for item in found]

    assert await seen_by(rosa) == [first]
    assert await seen_by(ben) == []
    assert await waiting(community, sam) == ()
    community.shift.ms = 5 * 60_000
    (item,) = await waiting(community, sam)
    assert (item.kind, item.message) == (Kind.FIRST_MESSAGE, first)
    assert not await act(community.process, rosa, attention.take, item.id)
    refused = await act(community.process, sam, attention.take, item.id)
    assert refused is not None
    accepted(await community.do(rosa, post(community.garden, "Welcome!", first)))
    assert await seen_by(rosa) == []
    assert await waiting(community, sam) == ()


async def test_suspended_colleague_sees_and_does_nothing(community: Community) -> None:
    _, message = await told_of_a_message(community)
    sam, ina = await moderator(community, "Sam"), await moderator(community, "Ina")
    vera = await community.staff("Vera", Role.ADMIN, community.garden, everywhere=True)
    assert await tell(community, about(community, message), of(sam)) is None
    (item,) = await waiting(community, ina)
    suspend = commands.SuspendPowers(
        room=community.garden,
        command_id=new_public_id(),
        member=community.member(ina, community.garden),
        reason=Reason.OTHER,
    )
    accepted(await community.do(sam, suspend))
    assert await waiting(community, ina) == ()
    refused = await act(community.process, ina, attention.take, item.id)
    assert refused is not None
    assert refused.code is Code.NOT_ALLOWED
    told = [each for each in await waiting(community, vera) if each.kind is Kind.SUSPENSION]
    assert [(each.person, each.by) for each in told] == [("Ina", "Sam")]
    assert all(each.kind is not Kind.SUSPENSION for each in await waiting(community, sam))
    community.shift.ms = HOUR_MS
    assert await waiting(community, ina) != ()


@pytest.mark.parametrize("how", ["switched", "watching"])
async def test_on_duty_ends_by_itself_and_with_the_powers(community: Community, how: str) -> None:
    sam = await moderator(community, "Sam")
    ben = await community.person("Ben")
    say = duty.switch_on if how == "switched" else duty.watch
    lasts = duty.SWITCHED_MS if how == "switched" else duty.WATCHING_MS

    async def names(room: RoomId | None = None) -> list[str]:
        return await community.database.read(duty.names, await community.database.now_ms(), room)

    for actor in (sam, ben):
        await community.database.write(say, actor.account, await community.database.now_ms())
    assert await names() == ["Sam"]
    assert await names(community.garden) == ["Sam"]
    assert await names(community.kitchen) == []
    community.shift.ms = lasts
    assert await names() == []


async def test_what_one_has_done_can_be_put_back_for_ten_minutes(community: Community) -> None:
    _, message = await told_of_a_message(community)
    sam, ina = await moderator(community, "Sam"), await moderator(community, "Ina")
    await tell(community, about(community, message), of(ina))
    (item,) = await waiting(community, sam)
    assert not await act(community.process, sam, attention.done, item.id, Outcome.NOTHING_WRONG)
    assert await act(community.process, ina, attention.reopen, item.id)
    assert not await act(community.process, sam, attention.reopen, item.id)
    assert await act(community.process, sam, attention.reopen, item.id)
    (again,) = await waiting(community, ina)
    assert (again.id, again.taken) == (item.id, None)
    acts = [each.action for each in await community.database.read(audit.recent, 2)]
    assert acts == ["report_reopened", "report_done"]
    assert not await act(community.process, sam, attention.done, item.id, Outcome.ACTED)
    community.shift.ms += REOPEN_MS
    assert await act(community.process, sam, attention.reopen, item.id)
