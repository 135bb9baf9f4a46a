"""Calls for a moderator: one of what several processes see, taken by one person, and closed by the
house when there is nothing to it any more. And who needs help now, whatever else is going on."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from persistence.dropins import calls, help_now
from persistence.dropins.help_now import Caller, Help
from persistence.safety import attention, open_calls
from persistence.safety.attention import waiting
from persistence.safety.reach import reach
from persistence.safety.reports import Outcome
from persistence.safety.waiting import Item, Kind
from rooms import commands
from rooms.actor import Actor, Role
from rooms.commands import Reason, Writing
from rooms.dropins.forms import Form
from rooms.dropins.stages import State
from rooms.dropins.views import Called, CallKind
from rooms.ids import new_public_id
from rooms.refusals import Code, Refusal
from tests.persistence.community import HOUR_MS, SECRET, Community, Process, accepted
from tests.persistence.hours import MINUTE_MS, plan

HOURS_AND_BEYOND = [
    ("nothing is live", None),
    *((form.value, {"form": form.value, "frozen": False}) for form in Form),
    ("short pause", {"form": "line", "frozen": True}),
]


async def waits(community: Community, actor: Actor) -> list[Item]:
    now = await community.database.now_ms()
    theirs = await community.database.read(reach, SECRET, actor, now)
    return list(await community.database.read(waiting, theirs, now))


async def act(community: Community, actor: Actor, what: Callable[..., Any], *args: Any) -> Any:
    now = await community.database.now_ms()
    theirs = await community.database.read(reach, SECRET, actor, now)
    return await community.database.write(what, theirs, now, *args)


async def seen_in(community: Community) -> tuple[Called, ...]:
    now = await community.database.now_ms()
    return await community.database.read(calls.open_in, SECRET, community.garden, now)


async def help_from(community: Community, actor: Actor, note: str = "") -> Help | Refusal:
    return await community.database.write(
        help_now.call_for_help,
        SECRET,
        Caller(actor.account, f"key of {actor.account}"),
        community.garden,
        note,
        await community.database.now_ms(),
    )


async def test_what_several_processes_see_is_called_once(
    community: Community, other_process: Process
) -> None:
    async def call(process: Process) -> bool:
        return await process.database.write(
            calls.call, CallKind.LATE, community.garden, key="late:1"
        )

    both = (community.process, other_process)
    made = await asyncio.gather(*(call(both[number % 2]) for number in range(10)))
    assert sorted(made) == [False] * 9 + [True]
    assert len(await seen_in(community)) == 1


async def test_gravest_comes_first_whenever_it_was_called(community: Community) -> None:
    sam = await community.staff("Sam", Role.MODERATOR, community.garden)
    for kind in reversed(CallKind):
        await community.database.write(calls.call, kind, community.garden, key=kind.value)
        community.shift.ms += 1000
    assert [call.kind for call in await seen_in(community)] == list(CallKind)
    assert [item.call for item in await waits(community, sam)] == list(CallKind)


async def test_call_is_taken_by_one_closed_and_put_back(community: Community) -> None:
    sam = await community.staff("Sam", Role.MODERATOR, community.garden)
    ina = await community.staff("Ina", Role.MODERATOR, community.garden)
    await community.database.write(calls.call, CallKind.CARRY, community.garden, key="carry:1")
    (item,) = await waits(community, sam)
    taken = await asyncio.gather(
        *(act(community, actor, attention.take, item.id) for actor in (sam, ina))
    )
    assert sorted(refusal.code if refusal else "taken" for refusal in taken) == [
        "nothing_to_change",
        "taken",
    ]
    (call,) = await seen_in(community)
    first, other = (sam, ina) if taken[0] is None else (ina, sam)
    assert call.taken_by == ("Sam" if first is sam else "Ina")
    refused = await act(community, other, attention.done, item.id, Outcome.ACTED)
    assert refused.code is Code.NOTHING_TO_CHANGE
    assert await act(community, first, attention.done, item.id, Outcome.ACTED) is None
    assert await seen_in(community) == ()
    assert await act(community, first, attention.reopen, item.id) is None
    assert [call.taken_by for call in await seen_in(community)] == [""]


async def test_who_may_take_which_call(community: Community) -> None:
    garden = community.garden
    people = {
        "member": await community.person("Ana"),
        "mentor": await community.staff("Teo", Role.MENTOR, garden),
        "moderator": await community.staff("Sam", Role.MODERATOR, garden),
        "elsewhere": await community.staff("Ina", Role.MODERATOR, community.porch),
    }
    mentors = {CallKind.LATE, CallKind.AWAY, CallKind.UNCOVERED}
    for kind in CallKind:
        await community.database.write(calls.call, kind, garden, key=kind.value)
    items = {item.call: item.id for item in await waits(community, people["moderator"])}
    for called, item in items.items():
        for who, actor in people.items():
            refusal = await act(community, actor, attention.take, item)
            may = who == "moderator" or (who == "mentor" and called in mentors)
            assert (refusal is None) is may, (called, who)
            await act(community, actor, attention.release, item)


async def test_house_closes_what_is_over_and_leaves_what_a_person_called_for(
    community: Community,
) -> None:
    host = await community.staff("Rosa", Role.MENTOR, community.garden)
    drop_in = await community.database.write(plan, community.garden, host.account, 60)
    for kind in CallKind:
        await community.database.write(
            calls.call, kind, community.garden, key=kind.value, drop_in=drop_in
        )

    async def settled() -> set[CallKind]:
        rooms = await community.database.read(calls.overtaken, [])
        before = await seen_in(community)
        await community.database.write(calls.close_overtaken, [])
        left = {call.kind for call in await seen_in(community)}
        assert (rooms == [community.garden]) is (left != {call.kind for call in before})
        return left

    everything = set(CallKind)
    assert await settled() == everything - {CallKind.SILENT, CallKind.AWAY}
    await community.database.write(
        lambda connection: connection.exec_driver_sql(
            f"UPDATE drop_in SET second_id = 'teo' WHERE id = '{drop_in}'"
        )
    )
    assert CallKind.UNCOVERED not in await settled()
    await community.database.write(
        lambda connection: connection.exec_driver_sql(
            f"UPDATE drop_in SET state = '{State.LIVE.value}' WHERE id = '{drop_in}'"
        )
    )
    assert await settled() == {CallKind.HELP_NOW, CallKind.CARRY, CallKind.ASKED}


@pytest.mark.parametrize("hosting", [each[1] for each in HOURS_AND_BEYOND])
@pytest.mark.parametrize("state", ["open", "paused", "out", "locked", "calm"])
async def test_help_now_is_accepted_in_every_form_pace_and_pause(
    community: Community, hosting: dict[str, Any] | None, state: str
) -> None:
    sam = await community.staff("Sam", Role.MODERATOR, community.garden)
    ana = await community.person("Ana")
    member = await community.belongs(ana, community.garden)
    if hosting is not None:
        await live(community, sam, **hosting)
    await hold(community, sam, member, state)
    called = await help_from(community, ana, "Please")
    assert isinstance(called, Help)
    assert (called.at is not None, called.taken, called.unanswered) == (True, False, False)
    (call,) = await seen_in(community)
    assert (call.kind, call.name, call.note) == (CallKind.HELP_NOW, "Ana", "Please")
    (item,) = [item for item in await waits(community, sam) if item.kind is Kind.CALL]
    assert item.person == "Ana"


async def test_help_now_again_is_the_same_call_and_loses_no_word(
    community: Community, other_process: Process
) -> None:
    ana = await community.person("Ana")
    del other_process
    answers = await asyncio.gather(*(help_from(community, ana, "Now") for _ in range(10)))
    assert len({answer.at for answer in answers if isinstance(answer, Help)}) == 1
    await help_from(community, ana, "It is my son")
    (call,) = await seen_in(community)
    assert call.note == "Now\nIt is my son"


async def test_help_now_that_was_seen_to_can_be_called_again(community: Community) -> None:
    sam = await community.staff("Sam", Role.MODERATOR, community.garden)
    ana = await community.person("Ana")
    await help_from(community, ana)
    (item,) = await waits(community, sam)
    await act(community, sam, attention.done, item.id, Outcome.ACTED)
    again = await help_from(community, ana)
    assert isinstance(again, Help)
    assert again.at is not None
    assert len(await seen_in(community)) == 1


async def test_after_three_minutes_without_anybody_it_says_so_once(
    community: Community, other_process: Process
) -> None:
    ana = await community.person("Ana")
    await help_from(community, ana)
    community.shift.ms += 3 * MINUTE_MS - 1000
    assert await community.database.write(calls.tell_unanswered) == []
    assert [call.unanswered for call in await seen_in(community)] == [False]
    community.shift.ms += 2000
    assert [call.unanswered for call in await seen_in(community)] == [True]
    told = await asyncio.gather(
        *(
            process.database.write(calls.tell_unanswered)
            for process in (community.process, other_process) * 4
        )
    )
    assert {account for accounts in told for account in accounts} == {ana.account}
    assert await community.sql("SELECT kind, account_id FROM notice") == [
        ("help_unanswered", ana.account)
    ]
    now = await community.database.now_ms()
    own = await community.database.read(help_now.own, ana.account, community.garden, now)
    assert own.unanswered


async def test_call_that_was_taken_and_left_waits_for_somebody_again(
    community: Community,
) -> None:
    sam = await community.staff("Sam", Role.MODERATOR, community.garden)
    await help_from(community, await community.person("Ana"))
    item = (await waits(community, sam))[0]
    await act(community, sam, attention.take, item.id)
    for minutes, taker, unanswered in ((14.9, "Sam", False), (0.2, "", False), (3, "", True)):
        community.shift.ms += int(minutes * MINUTE_MS)
        told = [(call.taken_by, call.unanswered) for call in await seen_in(community)]
        assert told == [(taker, unanswered)]


async def test_a_week_after_it_was_seen_to_nobody_can_read_who_called_or_why(
    community: Community,
) -> None:
    sam = await community.staff("Sam", Role.MODERATOR, community.garden)
    for name in ("Ana", "Ben"):
        await help_from(community, await community.person(name), f"From {name}")
        community.shift.ms += 1000
    item = (await waits(community, sam))[0]
    await act(community, sam, attention.done, item.id, Outcome.ACTED)
    asked = "SELECT note, account_id IS NULL FROM help_call ORDER BY at"
    for days, kept in ((6.9, "From Ana"), (0.2, None)):
        community.shift.ms += int(days * 24 * HOUR_MS)
        now = await community.database.now_ms()
        await community.database.write(calls.erase, now)
        first, other = await community.sql(asked)
        assert (first[0], bool(first[1])) == (kept, kept is None)
        assert (other[0], bool(other[1])) == ("From Ben", False)


async def test_hosts_of_the_session_may_take_a_call_for_help(community: Community) -> None:
    rosa = await community.staff("Rosa", Role.MENTOR, community.garden)
    await live(community, rosa)
    await help_from(community, await community.person("Ana"))
    (call,) = await seen_in(community)
    assert await act(community, rosa, attention.take, open_calls.item_id(call.call)) is None
    assert [call.taken_by for call in await seen_in(community)] == ["Rosa"]


@pytest.mark.parametrize("kind", [CallKind.ASKED, CallKind.SILENT, CallKind.CARRY])
async def test_what_is_for_moderators_alone_no_host_takes_or_ends(
    community: Community, kind: CallKind
) -> None:
    rosa = await community.staff("Rosa", Role.MENTOR, community.garden)
    await live(community, rosa)
    await community.database.write(
        lambda connection: calls.call(connection, kind, community.garden, key="one", note="Rosa?")
    )
    (call,) = await seen_in(community)
    item = open_calls.item_id(call.call)
    for what in (attention.take, attention.release):
        refused = await act(community, rosa, what, item)
        assert refused.code is Code.UNKNOWN_MESSAGE
    refused = await act(community, rosa, attention.done, item, Outcome.ACTED)
    assert refused.code is Code.UNKNOWN_MESSAGE


async def live(community: Community, host: Actor, form: str = "line", frozen: bool = False) -> None:
    drop_in = await community.database.write(
        plan, community.garden, host.account, -5, state=State.LIVE.value, form=form
    )
    pause = "true" if frozen else "false"
    hosting = (
        f'{{"drop_in": "{drop_in}", "form": "{form}", "host": "{host.account}", "host_since": 0,'
        f' "opened_at": 0, "ends_at": 0, "frozen": {pause}}}'
    )
    await community.database.write(
        lambda connection: connection.exec_driver_sql(
            f"UPDATE room SET hosting = '{hosting}' WHERE id = '{community.garden}'"
        )
    )


async def hold(community: Community, sam: Actor, member: str, state: str) -> None:
    """Bring the person, or the room, into this state."""
    room, ids = community.garden, new_public_id
    reason, seconds = Reason.UNKIND, 600
    made: dict[str, Writing] = {
        "paused": commands.MuteMember(
            room=room, command_id=ids(), member=member, seconds=seconds, reason=reason
        ),
        "out": commands.RemoveMember(
            room=room, command_id=ids(), member=member, seconds=seconds, reason=reason
        ),
        "locked": commands.LockRoom(room=room, command_id=ids(), reason=reason),
        "calm": commands.CalmRoom(room=room, command_id=ids()),
    }
    if state in made:
        accepted(await community.do(sam, made[state]))
