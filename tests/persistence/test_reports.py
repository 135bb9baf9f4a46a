"""What somebody told the moderators: kept once, for those who look after the room, and for long
enough."""

import asyncio

from persistence import retention
from persistence.safety import attention
from persistence.safety.reports import GUESTS, MEMBERS, Concern, Outcome, Telling
from persistence.safety.waiting import Kind
from rooms import commands
from rooms.actor import Role
from rooms.commands import Reason
from rooms.ids import new_public_id
from rooms.refusals import Code
from tests.persistence.community import HOUR_MS, Community, Process, accepted
from tests.persistence.telling import (
    WORDS,
    about,
    act,
    guest,
    moderator,
    of,
    tell,
    told_of_a_message,
    waiting,
)


async def test_what_was_told_waits_for_who_moderates_that_room_alone(community: Community) -> None:
    ana, message = await told_of_a_message(community)
    here, there = await moderator(community, "Sam"), await moderator(community, "Ina", "")
    elsewhere = await moderator(community, "Kofi", community.kitchen)
    everywhere = await community.staff("Vera", Role.MODERATOR, community.kitchen, everywhere=True)
    mentor = await community.staff("Rosa", Role.MENTOR, community.garden)
    telling = about(community, message, note="She wrote it twice.")
    assert await tell(community, telling, of(elsewhere)) is None
    (item,) = await waiting(community, here)
    assert (item.kind, item.concern, item.note) == (Kind.REPORT, Concern.UNKIND, telling.note)
    assert item.quoted is not None
    assert (item.quoted.text, item.quoted.name) == (WORDS, "Ana Lind")
    assert item.quoted.author == community.member(ana, community.garden)
    assert [len(await waiting(community, each)) for each in (there, everywhere)] == [1, 1]
    for nobody in (elsewhere, mentor, ana):
        assert await waiting(community, nobody) == ()


async def test_same_telling_twice_is_kept_once(
    community: Community, other_process: Process
) -> None:
    _, message = await told_of_a_message(community)
    sam = await moderator(community, "Sam")
    telling = about(community, message)
    of_the_house = Telling(concern=Concern.UNKIND)
    both = [community.process, other_process]
    for what, teller in ((telling, of(sam)), (of_the_house, guest())):
        answers = [tell(community, what, teller, process) for process in both * 3]
        assert await asyncio.gather(*answers) == [None] * 6
    assert len(await waiting(community, sam)) == 2
    assert await tell(community, about(community, message, note="More."), of(sam)) is None
    assert len(await waiting(community, sam)) == 3


async def test_what_is_told_again_after_it_was_done_waits_again(community: Community) -> None:
    _, message = await told_of_a_message(community)
    sam = await moderator(community, "Sam")
    of_the_house = Telling(concern=Concern.UNKIND)
    for what, teller in ((about(community, message), of(sam)), (of_the_house, guest())):
        for _ in range(3):
            assert await tell(community, what, teller) is None
            (item,) = await waiting(community, sam)
            assert not await act(community.process, sam, attention.done, item.id, Outcome.ACTED)
            assert await waiting(community, sam) == ()


async def test_what_one_may_not_read_and_what_is_not_there_are_refused_alike(
    community: Community,
) -> None:
    ana, message = await told_of_a_message(community)
    nowhere = "0" * 32
    cases = [
        (about(community, message), guest(), Code.UNKNOWN_ROOM),
        (about(community, None, room=nowhere), guest(), Code.UNKNOWN_ROOM),
        (about(community, None, room=nowhere), of(ana), Code.UNKNOWN_ROOM),
        (about(community, new_public_id()), of(ana), Code.UNKNOWN_MESSAGE),
        (about(community, message, room=community.porch), of(ana), Code.UNKNOWN_MESSAGE),
        (about(community, message, room=None), of(ana), Code.UNKNOWN_MESSAGE),
    ]
    for telling, teller, code in cases:
        assert await tell(community, telling, teller) is code
    assert await community.sql("SELECT id FROM report") == []
    assert await community.sql("SELECT * FROM throttle") == []


async def test_paused_and_stepped_out_and_outside_a_closed_room_one_can_tell(
    community: Community,
) -> None:
    ana, message = await told_of_a_message(community)
    ben = await community.person("Ben")
    await community.belongs(ben, community.garden)
    sam = await moderator(community, "Sam")
    await community.mute(sam, ben, community.garden)
    remove = commands.RemoveMember(
        room=community.garden,
        command_id=new_public_id(),
        member=community.member(ben, community.garden),
        seconds=600,
        reason=Reason.OTHER,
    )
    lock = commands.LockRoom(
        room=community.garden, command_id=new_public_id(), reason=Reason.HEATED
    )
    for command in (remove, lock):
        accepted(await community.do(sam, command))
    assert await tell(community, about(community, message), of(ben)) is None
    assert await tell(community, about(community, None), of(ana)) is None
    assert len(await waiting(community, sam)) == 2


async def test_a_worry_comes_first_then_the_oldest(community: Community) -> None:
    _, message = await told_of_a_message(community)
    sam = await moderator(community, "Sam")
    order = [Concern.SELLING, Concern.WORRIED_ABOUT_SOMEONE, Concern.UNKIND]
    order += [Concern.WORRIED_ABOUT_SOMEONE]
    for number, concern in enumerate(order):
        community.shift.ms = number * 1000
        telling = about(community, message, concern=concern, note=str(number))
        assert await tell(community, telling, of(sam)) is None
    assert [item.note for item in await waiting(community, sam)] == ["1", "3", "0", "2"]


async def test_who_tells_too_much_is_asked_to_wait(community: Community) -> None:
    ana = await community.person("Ana")
    sam = await moderator(community, "Sam")
    for teller, most in ((of(ana), MEMBERS.burst), (of(sam), MEMBERS.burst)):
        codes = [
            await tell(community, about(community, None, note=str(number)), teller)
            for number in range(most + 1)
        ]
        assert codes == [None] * most + [Code.RATE_LIMITED]
    house = Telling(concern=Concern.UNKIND)
    codes = [
        await tell(community, Telling(concern=Concern.UNKIND, note=str(number)), guest())
        for number in range(GUESTS.burst + 1)
    ]
    assert codes == [None] * GUESTS.burst + [Code.RATE_LIMITED]
    assert await tell(community, house, guest("elsewhere")) is None
    community.shift.ms = HOUR_MS
    assert await tell(community, house, guest()) is None


async def test_text_that_was_taken_down_is_not_in_the_list_but_kept_until_done(
    community: Community,
) -> None:
    _, message = await told_of_a_message(community)
    sam = await moderator(community, "Sam")
    assert await tell(community, about(community, message), of(sam)) is None
    remove = commands.RemoveMessage(
        room=community.garden, command_id=new_public_id(), message=message, reason=Reason.SELLING
    )
    accepted(await community.do(sam, remove))
    (item,) = await waiting(community, sam)
    assert item.quoted is not None
    assert item.quoted.text is None
    assert item.quoted.gone == "removed"

    async def purge() -> int:
        now = await community.database.now_ms()
        return await community.database.write(retention.purge_sealed, now)

    community.shift.ms = 100 * HOUR_MS
    assert await purge() == 0
    assert not await act(community.process, sam, attention.done, item.id, Outcome.ACTED)
    assert await purge() == 1
