"""Two writers at once: what one has committed, the other sees once it has its lock."""

import asyncio
import threading

import pytest
from sqlalchemy import Connection

from persistence.engines.sqlite import is_sqlite
from persistence.journal import Contended
from persistence.people import sessions
from rooms import commands, events
from rooms.actor import Role
from rooms.commands import Reason
from rooms.ids import new_public_id
from rooms.refusals import Code
from tests.persistence.community import Community, Process, code, codes, post, submit
from tests.persistence.other_writer import holding, someone_waits


async def test_a_mute_committed_while_the_lock_is_awaited_is_seen(community: Community) -> None:
    ana = await community.person("Ana")
    until = await community.database.now_ms() + 600_000
    async with holding(community.url, community.garden) as execute:
        waiting = asyncio.create_task(community.do(ana, post(community.garden, "In between")))
        await someone_waits(community.url)
        await execute(
            "INSERT INTO sanction (room_id, seq, id, account_id, kind, until, reason, actor_id, at)"
            f" VALUES ('{community.garden}', 1, '{new_public_id()}', '{ana.account}', 'mute',"
            f" {until}, 'unkind', 'house', 1)"
        )
    assert code(await waiting) is Code.MUTED


async def test_a_log_out_committed_while_the_lock_is_awaited_is_seen(
    community: Community,
) -> None:
    ana = await community.person("Ana")
    async with holding(community.url, community.garden) as execute:
        waiting = asyncio.create_task(community.do(ana, post(community.garden, "In between")))
        await someone_waits(community.url)
        await execute(f"UPDATE session SET revoked_at = 1 WHERE id_hash = '{ana.session}'")
    assert code(await waiting) is Code.SIGNED_OUT


async def test_nothing_is_written_after_a_log_out_has_committed(
    community: Community, other_process: Process
) -> None:
    ana = await community.person("Ana")
    assert ana.session is not None
    revoked = asyncio.Event()

    async def log_out() -> int:
        now = await other_process.database.now_ms()
        await other_process.database.write(sessions.revoke, ana.session or "", now)
        revoked.set()
        return now

    async def hammer() -> list[tuple[bool, Code | None]]:
        seen = []
        for number in range(10):
            after = revoked.is_set()
            (outcome,) = codes(
                await community.process.journal.append(
                    [submit(ana, post(community.garden, str(number)))]
                )
            )
            seen.append((after, outcome))
        return seen

    _, seen = await asyncio.gather(log_out(), hammer())
    assert all(outcome is Code.SIGNED_OUT for after, outcome in seen if after)


async def test_a_log_out_waits_for_the_append_it_met(community: Community, url: str) -> None:
    if is_sqlite(url):
        return  # One writer: there is nothing to meet.
    ana = await community.person("Ana")
    assert ana.session is not None
    async with holding(community.url, community.garden):
        posting = asyncio.create_task(community.do(ana, post(community.garden, "Met")))
        await someone_waits(community.url)
        log_out = asyncio.create_task(community.database.write(sessions.revoke, ana.session, 1))
        done, _ = await asyncio.wait([log_out], timeout=0.2)
        assert not done
    assert codes([await posting]) == [None]
    assert await log_out == ana.account


async def test_a_lock_that_is_held_too_long_is_contention(community: Community) -> None:
    ana = await community.person("Ana")
    submission = submit(ana, post(community.garden, "Patience"))
    async with holding(community.url, community.garden):
        with pytest.raises(Contended):
            await community.process.journal.append([submission])
    assert codes(await community.process.journal.append([submission])) == [None]


async def test_mute_and_hammering_in_two_processes_agree_on_one_order(
    community: Community, other_process: Process
) -> None:
    mod = await community.staff("Mara", Role.MODERATOR, community.garden)
    ana = await community.person("Ana")
    member = await community.belongs(ana, community.garden)

    async def hammer() -> None:
        for number in range(40):
            community.shift.ms += 1_000
            await other_process.journal.append([submit(ana, post(community.garden, f"{number}"))])

    async def cycle() -> None:
        for _ in range(8):
            muted = (await community.mute(mod, ana, community.garden)).entries[0].event
            assert isinstance(muted, events.MemberMuted)
            lift = commands.LiftSanction(
                room=community.garden,
                command_id=new_public_id(),
                member=member,
                sanction=muted.sanction,
            )
            assert codes([await community.do(mod, lift)]) == [None]

    await asyncio.gather(hammer(), cycle())
    muted = False
    for kind, actor in await community.sql("SELECT kind, actor_id FROM entry ORDER BY seq"):
        assert not (muted and actor == ana.account)
        muted = {"member_muted": True, "sanction_lifted": False}.get(kind, muted)


async def test_crossing_account_wide_acts_never_deadlock(
    community: Community, other_process: Process
) -> None:
    mod = await community.staff("Mara", Role.ADMIN, community.garden, everywhere=True)
    people = [await community.person(f"Person {letter}") for letter in "ABCD"]
    for person in people:
        for room in (community.garden, community.porch, community.kitchen):
            await community.say(person, room, "I live everywhere")

    async def close_all(process: Process, backwards: bool) -> None:
        for person in reversed(people) if backwards else people:
            room = community.kitchen if backwards else community.garden
            close = commands.CloseAccount(
                room=room,
                command_id=new_public_id(),
                member=community.member(person, room),
                reason=Reason.OTHER,
            )
            await process.journal.append([submit(mod, close)])

    await asyncio.gather(close_all(community.process, False), close_all(other_process, True))
    closings = await community.sql(
        "SELECT room_id, count(*) FROM entry WHERE kind = 'account_closed' GROUP BY room_id"
    )
    assert sorted(count for _, count in closings) == [4, 4, 4]


async def test_reading_does_not_wait_for_writing(community: Community) -> None:
    reading = threading.Event()

    def slow(connection: Connection) -> bool:
        connection.exec_driver_sql("SELECT 1")
        return reading.wait(5)

    if not is_sqlite(community.url):
        return  # PostgreSQL's readers have connections of their own.
    writing = asyncio.create_task(community.database.write(slow))
    assert await community.database.now_ms() > 0
    reading.set()
    assert await writing
