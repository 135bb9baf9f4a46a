"""Who was seen in the room of a session: what each process writes down, and what it counts."""

import asyncio

import pytest

from persistence.dropins import present, seen
from persistence.dropins.seen import Here
from rooms.actor import Actor
from rooms.dropins.stages import State
from rooms.ids import DropInId, RoomId
from tests.persistence.community import SECRET, Community, Process
from tests.persistence.hours import MINUTE_MS, plan


async def mark(
    community: Community, *helpers: Actor, others: tuple[Actor, ...] = ()
) -> list[RoomId]:
    here = Here(
        helpers=frozenset(actor.account for actor in helpers),
        others=frozenset(actor.account for actor in others),
    )
    return await community.database.write(seen.mark, SECRET, {community.garden: here})


async def rows(community: Community) -> set[str]:
    return {account for (account,) in await community.sql("SELECT account_id FROM drop_in_seen")}


@pytest.mark.parametrize(
    ("begins", "state", "is_near"),
    [
        (15.5, State.SCHEDULED, False),
        (14.5, State.SCHEDULED, True),
        (-14.5, State.SCHEDULED, True),
        (-17, State.SCHEDULED, False),
        (-300, State.LIVE, True),
        (0, State.CANCELLED, False),
        (-10, State.ENDED, False),
    ],
)
async def test_people_are_seen_in_sessions_that_are_near_or_live_alone(
    community: Community, begins: float, state: State, is_near: bool
) -> None:
    rosa = await community.person("Rosa")
    await community.database.write(plan, community.garden, rosa.account, begins, state=state.value)
    await mark(community, rosa)
    assert await rows(community) == ({rosa.account} if is_near else set())
    rooms = await community.database.read(seen.rooms_near)
    assert rooms == ({community.garden} if is_near else set())


async def test_of_those_who_read_only_who_waits_in_line_is_written_down(
    community: Community,
) -> None:
    rosa, ana, ben = [await community.person(name) for name in ("Rosa", "Ana", "Ben")]
    drop_in = await live(community, rosa)
    await community.database.write(
        lambda connection: connection.exec_driver_sql(
            "INSERT INTO drop_in_place (id, drop_in_id, account_id, number, turn, state, since,"
            " joined_at, shown, language, in_writing, first_time, position_hidden, moved_down)"
            f" VALUES ('p', '{drop_in}', '{ana.account}', 1, 1, 'waiting', 0, 0, 'no', 'en',"
            " false, true, false, false)"
        )
    )
    await mark(community, rosa, others=(ana, ben))
    assert await rows(community) == {rosa.account, ana.account}


async def test_room_is_told_when_somebody_comes_and_not_while_they_stay(
    community: Community,
) -> None:
    rosa = await community.person("Rosa")
    await live(community, rosa)
    assert await mark(community, rosa) == [community.garden]
    for _ in range(5):
        community.shift.ms += 10_000
        assert await mark(community, rosa) == []
    community.shift.ms += MINUTE_MS
    assert await mark(community, rosa) == [community.garden]


async def test_both_processes_write_the_same_people_down_at_once(
    community: Community, other_process: Process
) -> None:
    people = [await community.stranger() for _ in range(6)]
    await live(community, people[0])
    both = (community.process, other_process)
    here = [
        Here(helpers=frozenset(each.account for each in order)) for order in (people, people[::-1])
    ]
    await asyncio.gather(
        *(
            both[number % 2].database.write(seen.mark, SECRET, {community.garden: here[number % 2]})
            for number in range(12)
        )
    )
    assert await rows(community) == {each.account for each in people}


async def test_attendance_is_counted_while_it_is_live_without_its_hosts(
    community: Community,
) -> None:
    people = [await community.stranger() for _ in range(7)]
    drop_in = await live(community, people[0])
    for _ in range(3):
        await mark(community, people[0], others=tuple(people[1:]))
    assert await community.sql("SELECT count(*) FROM drop_in_present") == [(6,)]
    assert await community.database.read(present.count, drop_in) == 5


async def test_page_of_a_host_without_a_script_counts_for_some_minutes_and_a_socket_for_now(
    community: Community,
) -> None:
    rosa = await community.person("Rosa")
    await live(community, rosa)

    async def ahead_ms() -> int:
        ((at,),) = await community.sql("SELECT at FROM drop_in_seen")
        return int(at) - await community.database.now_ms()

    came = await community.database.write(seen.mark_by_page, community.garden, rosa.account)
    assert came
    assert 2 * MINUTE_MS < await ahead_ms() <= 3 * MINUTE_MS
    assert await mark(community, rosa) == []
    assert await ahead_ms() <= 0


async def live(community: Community, host: Actor) -> DropInId:
    return await community.database.write(
        plan, community.garden, host.account, -5, state=State.LIVE.value
    )
