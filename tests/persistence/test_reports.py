"""What somebody told the moderators: kept once, for those who look after the room, and for long
enough; taken on by one person at a time."""

import asyncio
from collections.abc import Callable

import msgspec
import pytest
from sqlalchemy import Connection

from persistence import audit, retention
from persistence.safety import attention, duty, first_messages, reports
from persistence.safety.attention import TAKEN_MS
from persistence.safety.leases import REOPEN_MS
from persistence.safety.reach import Reach, held_reach, reach
from persistence.safety.reports import GUESTS, MEMBERS, Concern, Outcome, Teller, Telling
from persistence.safety.waiting import Item, Kind
from rooms import commands
from rooms.actor import Actor, Role
from rooms.commands import Reason
from rooms.ids import PublicId, RoomId, new_public_id
from rooms.refusals import Code, Refusal
from tests.persistence.community import HOUR_MS, SECRET, Community, Process, accepted, post

WORDS = "Message me at 555 0100"


def of(actor: Actor) -> Teller:
    return Teller(actor.account, f"key of {actor.account}", MEMBERS)


def guest(place: str = "somewhere") -> Teller:
    return Teller(None, place, GUESTS)


def member(actor: Actor, key: str) -> Teller:
    """The same person as if they were another, where only the number of tellings matters."""
    return Teller(actor.account, key, MEMBERS)


async def tell(
    community: Community, telling: Telling, teller: Teller, process: Process | None = None
) -> Code | None:
    database = (process or community.process).database
    now = await database.now_ms()
    refused = await database.write(reports.tell, SECRET, telling, teller, now)
    return refused.code if refused else None


Act = Callable[..., Refusal | None]


async def reached(community: Community, actor: Actor) -> Reach:
    now = await community.database.now_ms()
    return await community.database.read(reach, SECRET, actor, now)


async def waiting(community: Community, actor: Actor) -> tuple[Item, ...]:
    theirs = await reached(community, actor)
    now = await community.database.now_ms()
    return await community.database.read(attention.waiting, theirs, now)


async def act(process: Process, actor: Actor, what: Act, *args: object) -> Refusal | None:
    def acting(connection: Connection, now: int) -> Refusal | None:
        return what(connection, held_reach(connection, SECRET, actor, now), now, *args)

    return await process.database.write(acting, await process.database.now_ms())


async def moderator(community: Community, name: str, room: RoomId = "") -> Actor:
    return await community.staff(name, Role.MODERATOR, room or community.garden)


async def told_of_a_message(community: Community) -> tuple[Actor, PublicId]:
    ana = await community.person("Ana Lind")
    return ana, await community.say(ana, community.garden, WORDS)


def about(community: Community, message: PublicId | None, **more: object) -> Telling:
    told = Telling(room=community.garden, message=message, concern=Concern.UNKIND)
    return msgspec.structs.replace(told, **more)


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
