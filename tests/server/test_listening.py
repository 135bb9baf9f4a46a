"""How one connection comes into a room, catches up, falls behind, returns and goes."""

import asyncio

import pytest

from rooms import commands, events
from rooms.actor import Role
from server.node.together import BESIDE_SECONDS
from server.wires.close_codes import CloseCode
from tests.server.memory_transcript import (
    GARDEN,
    PORCH,
    MemoryTranscript,
    actor,
    joining,
    leaving,
    member_of,
    muted,
    removed,
    role_changed,
    said,
)
from tests.server.node import node
from tests.server.virtual_time import in_virtual_time, ticks


@in_virtual_time
async def test_who_joins_reads_the_page_and_then_what_follows_it() -> None:
    async with node(MemoryTranscript()) as garden:
        garden.transcript.commit(GARDEN, said(), said())
        line = garden.connect(actor("Ana"))
        line.receive(joining(1))
        await ticks(5)
        garden.commit(said(), said())
        await asyncio.sleep(1)
        (joined,) = line.sent("joined")
        assert (joined["as_of"], joined["page"]["as_of"]) == (2, 2)
        assert line.places() == [3, 4]


@in_virtual_time
async def test_who_returns_with_a_cursor_gets_exactly_what_was_missed() -> None:
    async with node(MemoryTranscript()) as garden:
        garden.transcript.commit(GARDEN, *(said() for _ in range(6)))
        line = garden.connect(actor("Ana"))
        line.receive(joining(1, epoch="first", after=2))
        await asyncio.sleep(1)
        (joined,) = line.sent("joined")
        assert joined["page"] is None
        assert line.places() == [3, 4, 5, 6]


@pytest.mark.parametrize(("epoch", "after"), [("another", 2), ("first", 7), ("first", None)])
@in_virtual_time
async def test_a_cursor_that_is_of_no_use_is_answered_with_a_page(
    epoch: str, after: int | None
) -> None:
    async with node(MemoryTranscript()) as garden:
        garden.transcript.commit(GARDEN, *(said() for _ in range(6)))
        line = garden.connect(actor("Ana"))
        line.receive(joining(1, epoch=epoch, after=after))
        await asyncio.sleep(1)
        assert line.sent("joined")[0]["page"]["as_of"] == 6
        assert line.places() == []


@pytest.mark.parametrize("alone", [True, False])
@in_virtual_time
async def test_a_commit_at_any_moment_of_a_join_is_neither_lost_nor_repeated(alone: bool) -> None:
    for moment in range(30):
        async with node(MemoryTranscript(pauses=lambda: 3)) as garden:
            if not alone:
                garden.connect(actor("Ben")).receive(joining(1))
            await asyncio.sleep(1)
            line = garden.connect(actor("Ana"))
            line.receive(joining(1))
            await ticks(moment)
            garden.commit(said())
            await asyncio.sleep(1)
            garden.commit(said())
            await asyncio.sleep(1)
            (joined,) = line.sent("joined")
            assert line.places() == list(range(joined["as_of"] + 1, 3))


@in_virtual_time
async def test_joining_again_starts_over_and_the_person_stays_in_the_room() -> None:
    async with node(MemoryTranscript()) as garden:
        line = garden.connect(actor("Ana"))
        line.receive(joining(1))
        await ticks(5)
        garden.parts.tracker.show(GARDEN, member_of("Ana"))
        garden.commit(said())
        line.receive(joining(2, epoch="first", after=0))
        await asyncio.sleep(1)
        garden.commit(said())
        await asyncio.sleep(1)
        after_again = [f for f in line.sent() if f["type"] in ("joined", "entry")]
        assert [f.get("seq", f.get("ref")) for f in after_again][-3:] == [2, 1, 2]
        await garden.parts.tracker.tick()
        assert [each.name for each in garden.parts.tracker.here(GARDEN).people] == ["Ana"]


@in_virtual_time
async def test_a_join_that_fails_late_does_not_take_the_person_out_of_the_room() -> None:
    async with node(MemoryTranscript()) as garden:
        holder, line = garden.connect(actor("Ben")), garden.connect(actor("Ana"))
        holder.receive(joining(1))
        await ticks(5)
        garden.transcript.gate = asyncio.Event()
        line.receive(joining(1))
        await ticks(5)
        failing, garden.transcript.gate = garden.transcript.gate, None
        line.receive(joining(2))
        await asyncio.sleep(BESIDE_SECONDS)
        await ticks(5)
        garden.parts.tracker.show(GARDEN, member_of("Ana"))
        garden.transcript.failing = True
        failing.set()
        await ticks(5)
        assert [frame["ref"] for frame in line.sent("joined", "refused")] == [2, 1]
        await garden.parts.tracker.tick()
        assert [each.name for each in garden.parts.tracker.here(GARDEN).people] == ["Ana"]


@in_virtual_time
async def test_after_leaving_nothing_more_of_the_room_is_written() -> None:
    async with node(MemoryTranscript(), slice_size=1) as garden:
        lines = [garden.connect(actor(f"P{n}")) for n in range(6)]
        for line in lines:
            line.receive(joining(1))
        await ticks(5)
        garden.commit(said())
        await ticks(2)
        for line in lines:
            line.receive(leaving(2))
        await asyncio.sleep(1)
        assert {line.sent()[-1]["type"] for line in lines} == {"left"}
        assert not garden.parts.hub.listening(GARDEN)


@in_virtual_time
async def test_leaving_what_was_not_joined_is_refused() -> None:
    async with node(MemoryTranscript()) as garden:
        line = garden.connect(actor("Ana"))
        line.receive(leaving(1))
        await ticks(1)
        assert line.sent()[-1]["code"] == "not_joined"


@in_virtual_time
async def test_an_unknown_room_is_refused_and_leaves_nobody_behind() -> None:
    async with node(MemoryTranscript()) as garden:
        line = garden.connect(actor("Ana"))
        line.receive(joining(1, "c" * 32))
        await ticks(5)
        assert line.sent()[-1]["code"] == "unknown_room"
        assert not garden.parts.hub.listening("c" * 32)
        line.receive(joining(2, PORCH))
        await ticks(5)
        assert line.sent()[-1]["type"] == "joined"


@in_virtual_time
async def test_who_was_told_to_step_out_is_told_so_and_reads_nothing_more() -> None:
    async with node(MemoryTranscript()) as garden:
        ana, ben = garden.connect(actor("Ana")), garden.connect(actor("Ben"))
        for line in (ana, ben):
            line.receive(joining(1))
        await ticks(5)
        garden.commit(said(), removed("Ana"), said(), said())
        await asyncio.sleep(1)
        assert ana.places() == [1, 2]
        assert ana.sent()[-1]["type"] == "ended"
        assert ana.sent()[-1]["code"] == "stepped_out"
        assert ben.places() == [1, 2, 3, 4]
        ana.receive(joining(2))
        await ticks(5)
        assert ana.sent()[-1]["code"] == "stepped_out"


@in_virtual_time
async def test_a_closed_account_loses_its_socket_at_the_entry_that_says_so() -> None:
    async with node(MemoryTranscript()) as garden:
        line = garden.connect(actor("Ana"))
        for room in (GARDEN, PORCH):
            line.receive(joining(1, room))
        await ticks(5)
        closed = events.AccountClosed(member=member_of("Ana"), reason=commands.Reason.SELLING)
        garden.commit(said(), closed, said())
        await asyncio.sleep(1)
        assert line.close_code == CloseCode.BANNED
        assert line.places() == [1, 2]
        assert not garden.parts.hub.listening(PORCH)


@in_virtual_time
async def test_who_gains_sight_is_told_to_read_the_room_afresh() -> None:
    async with node(MemoryTranscript()) as garden:
        line = garden.connect(actor("Ana"))
        line.receive(joining(1))
        await ticks(5)
        garden.commit(muted("Ben"), role_changed("Ana", Role.MODERATOR), muted("Ben"))
        await asyncio.sleep(1)
        kinds = [frame["type"] for frame in line.sent()[1:]]
        assert kinds == ["void", "entry", "reset", "entry"]


@in_virtual_time
async def test_a_lost_line_leaves_nothing_behind() -> None:
    async with node(MemoryTranscript()) as garden:
        line = garden.connect(actor("Ana"))
        line.receive(joining(1))
        await ticks(5)
        line.receive(joining(2, PORCH))
        line.lose()
        await asyncio.sleep(1)
        assert garden.sockets[0].done()
        assert not garden.parts.hub.listening(GARDEN)
        assert not garden.parts.hub.listening(PORCH)
        assert garden.parts.relay.heads() == {}


@in_virtual_time
async def test_a_socket_cancelled_from_this_side_does_not_break_the_room() -> None:
    async with node(MemoryTranscript()) as garden:
        cancelled, other = garden.connect(actor("Ana")), garden.connect(actor("Ben"))
        for line in (cancelled, other):
            line.receive(joining(1))
        await ticks(5)
        cancelled.stall()
        garden.transcript.gate = asyncio.Event()
        cancelled.receive(joining(2, PORCH))
        await ticks(2)
        garden.sockets[0].cancel()
        await ticks(1)
        for _ in range(3):
            garden.commit(said())
            await asyncio.sleep(0.01)
        assert other.places() == [1, 2, 3]
        assert cancelled.closed
