"""The line in a real database: one order under the room's lock, whichever process asks, and places
that outlast every process."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from persistence.dropins import line, places
from persistence.engines.postgres import MOST_CONNECTIONS
from rooms.actor import Actor, Role
from rooms.dropins import acts
from rooms.dropins.line import CALL_MS, LATE_READY_MS
from rooms.dropins.views import PlaceState
from rooms.ids import AccountId
from rooms.refusals import Code
from tests.persistence.community import Community, Process, Shift
from tests.persistence.drop_in_rows import put_session
from tests.persistence.hours import MINUTE_MS
from tests.persistence.line_scene import does, hosted, states, takes, version


async def test_forty_at_once_for_eight_places_are_eight_and_a_list_in_order(
    community: Community, other_process: Process
) -> None:
    _, drop_in = await hosted(community, capacity=8)
    people = [await community.stranger() for _ in range(40)]
    # As many as a process has lines: more would only wait for one, and be told so.
    lines = [
        (each, asyncio.Semaphore(MOST_CONNECTIONS)) for each in (community.process, other_process)
    ]

    async def takes_one(number: int, person: Actor) -> Code | None:
        process, free = lines[number % 2]
        async with free:
            return await does(community, person, drop_in, acts.TakePlace(), process)

    answers = await asyncio.gather(*(takes_one(*each) for each in enumerate(people)))
    assert set(answers) == {None}
    found = await states(community, drop_in)
    assert [state for _, state in found] == ["waiting"] * 8 + ["listed"] * 32
    assert {account for account, _ in found} == {person.account for person in people}
    leaver, first_listed = found[3][0], found[8][0]
    assert await does(community, Actor(AccountId(leaver)), drop_in, acts.LeaveLine()) is None
    assert await community.database.write(line.tick, drop_in)
    now = dict(await states(community, drop_in))
    assert (now[leaver], now[first_listed]) == ("left", "waiting")
    assert list(now.values()).count("waiting") == 8


async def test_a_person_wins_one_place_in_one_of_two_rooms(
    community: Community, other_process: Process
) -> None:
    rosa, garden = await hosted(community)
    porch = await put_session(community, rosa, room=community.porch)
    for person in [await community.stranger() for _ in range(6)]:
        both = await asyncio.gather(
            does(community, person, garden, acts.TakePlace()),
            does(community, person, porch, acts.TakePlace(), other_process),
        )
        assert sorted(both, key=str) == [None, Code.IN_ANOTHER_LINE]


async def test_the_database_itself_keeps_nobody_in_two_lines(community: Community) -> None:
    rosa, garden = await hosted(community)
    porch = await put_session(community, rosa, room=community.porch)
    luz = await community.stranger()
    await takes(community, garden, luz)
    assert await does(community, luz, garden, acts.LeaveLine()) is None
    await takes(community, porch, luz)
    again = text("UPDATE drop_in_place SET state = 'waiting', ended_at = NULL")
    with pytest.raises(IntegrityError):
        await community.database.write(lambda connection: connection.execute(again).rowcount)


async def test_two_hosts_call_one_person(community: Community, other_process: Process) -> None:
    rosa, drop_in = await hosted(community)
    ben = await community.staff("Ines", Role.MODERATOR, community.garden)
    await takes(community, drop_in, *[await community.stranger() for _ in range(3)])
    both = await asyncio.gather(
        does(community, rosa, drop_in, acts.CallNext()),
        does(community, ben, drop_in, acts.CallNext(), other_process),
    )
    assert sorted(both, key=str) == [None, Code.ALREADY_CALLED]
    assert [state for _, state in await states(community, drop_in)] == [
        "called",
        "waiting",
        "waiting",
    ]


async def test_a_call_and_a_leaving_at_once_leave_nobody_called_who_left(
    community: Community, other_process: Process
) -> None:
    rosa, drop_in = await hosted(community)
    for _ in range(6):
        person = await community.stranger()
        await takes(community, drop_in, person)
        called, left = await asyncio.gather(
            does(community, rosa, drop_in, acts.CallNext()),
            does(community, person, drop_in, acts.LeaveLine(), other_process),
        )
        assert left is None
        assert called in (None, Code.NOBODY_WAITS)
        assert dict(await states(community, drop_in))[person.account] == "left"


async def test_places_outlast_every_process(url: str, community: Community) -> None:
    rosa, drop_in = await hosted(community)
    people = [await community.stranger() for _ in range(3)]
    await takes(community, drop_in, *people)
    await does(community, people[1], drop_in, acts.StepAside())
    before = await community.database.read(places.line_of, drop_in)
    async with Process.start(url, Shift(60 * MINUTE_MS)) as much_later:
        assert await much_later.database.read(places.line_of, drop_in) == before
        assert await does(community, rosa, drop_in, acts.CallNext(), much_later) is None
    found = await states(community, drop_in)
    assert [state for _, state in found] == ["called", "aside", "waiting"]


async def test_what_is_read_is_what_was_kept(community: Community) -> None:
    rosa, drop_in = await hosted(community)
    ana, bo = await community.stranger(), await community.stranger()
    await takes(community, drop_in, ana, bo, note="Only for you")
    for actor, act in (
        (ana, acts.HidePosition(hidden=True)),
        (rosa, acts.TellWaiting(words="Five more minutes")),
        (rosa, acts.CallNext()),
        (rosa, acts.CloseLine()),
        (rosa, acts.AllWell()),
        (rosa, acts.MoveUp(member=community.member(bo, community.garden), reason="Today")),
    ):
        assert await does(community, actor, drop_in, act) is None
    read = await community.database.read(places.line_of, drop_in)
    assert read is not None
    assert (read.told, read.line_open) == ("Five more minutes", False)
    called, urgent = read.held
    assert (called.state, called.position_hidden) == (PlaceState.CALLED, True)
    assert (urgent.note, urgent.question, urgent.first_time) == ("Only for you", "How long?", True)
    ((action, reason),) = await community.sql(
        f"SELECT action, reason FROM audit WHERE target_account = '{bo.account}'"
    )
    assert (action, reason) == ("move_up", "Today")
    assert await version(community, drop_in) == 8


async def test_a_refusal_and_an_idle_tick_change_nothing(community: Community) -> None:
    rosa, drop_in = await hosted(community)
    ana = await community.stranger()
    await takes(community, drop_in, ana)
    before = await version(community, drop_in)
    assert await does(community, ana, drop_in, acts.CallNext()) is Code.NOT_ALLOWED
    assert await does(community, ana, drop_in, acts.TakePlace(note="\x00")) is Code.BAD_TEXT
    assert await does(community, rosa, "f" * 32, acts.CallNext()) is Code.UNKNOWN_DROP_IN
    assert not await community.database.write(line.tick, drop_in)
    assert await version(community, drop_in) == before


async def test_a_call_times_out_once_however_many_processes_see_it(
    community: Community, other_process: Process
) -> None:
    rosa, drop_in = await hosted(community)
    ana, bo = await community.stranger(), await community.stranger()
    await takes(community, drop_in, ana, bo)
    await does(community, rosa, drop_in, acts.CallNext())
    community.shift.ms += CALL_MS + LATE_READY_MS + 1
    ticks = await asyncio.gather(
        *(each.database.write(line.tick, drop_in) for each in (community.process, other_process))
    )
    assert sorted(ticks) == [False, True]
    assert await states(community, drop_in) == [(bo.account, "waiting"), (ana.account, "waiting")]
