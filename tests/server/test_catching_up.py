"""How a listener that fell behind is brought up to the live stream again, and what it is told."""

import asyncio

import pytest

from rooms import events
from rooms.actor import Role
from rooms.commands import Reason
from server.wires.close_codes import CloseCode
from tests.server.memory_transcript import (
    GARDEN,
    LONGEST_REPLAY,
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
from tests.server.node import Line, node
from tests.server.virtual_time import in_virtual_time, ticks


class NarrowLine(Line):
    """Full after every write, until its peer reads on."""

    def write(self, prepared: bytes) -> None:
        self.stall()
        super().write(prepared)


@pytest.mark.parametrize("recent", [1, 100])
@in_virtual_time
async def test_a_commit_at_any_moment_of_catching_up_is_neither_lost_nor_repeated(
    recent: int,
) -> None:
    for moment in range(30):
        async with node(MemoryTranscript(pauses=lambda: 3), recent=recent) as garden:
            line = garden.connect(actor("Ana"))
            line.receive(joining(1))
            await asyncio.sleep(1)
            line.stall()
            for _ in range(8):
                garden.commit(said())
                await asyncio.sleep(0.01)
            line.read_on()
            await ticks(moment)
            garden.commit(said())
            await asyncio.sleep(1)
            garden.commit(said())
            await asyncio.sleep(1)
            assert line.places() == list(range(1, 11))


@in_virtual_time
async def test_a_listener_that_fell_behind_gets_the_rest_once_it_reads_again() -> None:
    async with node(MemoryTranscript(), recent=4) as garden:
        line = garden.connect(actor("Ana"))
        line.receive(joining(1))
        await ticks(5)
        line.stall()
        for _ in range(20):
            garden.commit(said())
            await asyncio.sleep(0.01)
        assert len(line.places()) < 20
        line.read_on()
        await asyncio.sleep(1)
        garden.commit(said())
        await asyncio.sleep(1)
        assert line.places() == list(range(1, 22))


@in_virtual_time
async def test_the_longest_texts_are_handed_to_a_slow_line_a_little_at_a_time() -> None:
    async with node(MemoryTranscript(), recent=200) as garden:
        line, witness = NarrowLine(), garden.connect(actor("Ben"))
        garden.connect_by(line, actor("Ana"))
        for each in (line, witness):
            each.receive(joining(1))
        await ticks(5)
        for _ in range(100):
            garden.commit(said())
            await asyncio.sleep(0.01)
        assert len(witness.places()) == 100
        while len(line.places()) < 100:
            before = len(line.places())
            line.read_on()
            await ticks(20)
            assert 0 < len(line.places()) - before <= 32
        assert line.places() == list(range(1, 101))


@in_virtual_time
async def test_a_listener_whose_catching_up_cannot_be_read_is_sent_to_come_back() -> None:
    async with node(MemoryTranscript(), recent=2) as garden:
        line = garden.connect(actor("Ana"))
        line.receive(joining(1))
        await ticks(5)
        line.stall()
        for _ in range(10):
            garden.commit(said())
            await asyncio.sleep(0.01)
        garden.transcript.failing = True
        line.read_on()
        await asyncio.sleep(1)
        assert line.close_code == CloseCode.SLOW_CONSUMER


@pytest.mark.parametrize("gone", [slice(None), slice(0, 3)])
@in_virtual_time
async def test_a_listener_that_the_transcript_cannot_bring_up_is_told_to_start_over(
    gone: slice,
) -> None:
    async with node(MemoryTranscript(), recent=2) as garden:
        line = garden.connect(actor("Ana"))
        line.receive(joining(1))
        await ticks(5)
        line.stall()
        for _ in range(10):
            garden.commit(said())
            await asyncio.sleep(0.01)
        del garden.transcript.rooms[GARDEN][gone]
        line.read_on()
        await asyncio.sleep(0.01)
        assert line.sent()[-1] == {"type": "reset", "room": GARDEN}
        assert not garden.parts.hub.listening(GARDEN)


@pytest.mark.parametrize(("behind", "reads"), [(0, 1), (2, 2)])
@in_virtual_time
async def test_a_page_is_read_once_for_all_who_wait_for_that_page(behind: int, reads: int) -> None:
    async with node(MemoryTranscript(), recent=2) as garden:
        early, late = garden.connect(actor("Ana")), garden.connect(actor("Ben"))
        for line in (early, late):
            line.receive(joining(1))
        await ticks(5)
        early.stall()
        for number in range(6):
            if number == behind:
                late.stall()
            garden.commit(said())
            await asyncio.sleep(0.01)
        before, garden.transcript.gate = garden.transcript.reads, asyncio.Event()
        for line in (early, late):
            line.read_on()
        await ticks(10)
        assert garden.transcript.reads == before + reads
        garden.transcript.gate.set()
        await asyncio.sleep(0.1)
        assert early.places() == late.places() == [1, 2, 3, 4, 5, 6]


@in_virtual_time
async def test_who_catches_up_reads_nothing_beyond_their_own_removal() -> None:
    async with node(MemoryTranscript(), recent=1) as garden:
        line = garden.connect(actor("Ana"))
        line.receive(joining(1))
        await ticks(5)
        line.stall()
        for _ in range(3):
            garden.commit(said())
            await asyncio.sleep(0.01)
        garden.transcript.commit(GARDEN, removed("Ana"), said(), said())  # the broker lost these
        line.read_on()
        await asyncio.sleep(0.01)
        assert line.places() == [1, 2, 3, 4]
        assert line.sent()[-1]["type"] == "ended"


@in_virtual_time
async def test_who_catches_up_sees_each_entry_as_whom_they_listened_then() -> None:
    transcript = MemoryTranscript(roles={"Ana": Role.MODERATOR})
    async with node(transcript, recent=1) as garden:
        line = garden.connect(actor("Ana"))
        line.receive(joining(1))
        await ticks(5)
        line.stall()
        for _ in range(3):
            garden.commit(said())
            await asyncio.sleep(0.01)
        transcript.commit(GARDEN, muted("Ben"), role_changed("Ana", Role.MEMBER), muted("Ben"))
        line.read_on()
        await asyncio.sleep(0.01)
        kinds = [frame["type"] for frame in line.sent("entry", "void")]
        assert kinds == ["entry"] * 5 + ["void"]


@in_virtual_time
async def test_a_text_taken_down_is_not_sent_to_who_still_catches_up() -> None:
    async with node(MemoryTranscript()) as garden:
        line, witness = garden.connect(actor("Ana")), garden.connect(actor("Ben"))
        for each in (line, witness):
            each.receive(joining(1))
        await ticks(5)
        line.stall()
        garden.commit(said("fills the line"))
        await asyncio.sleep(0.01)
        regretted = said("regretted")
        garden.commit(regretted, said("stays"))
        await asyncio.sleep(0.01)
        garden.commit(events.MessageRetracted(message=regretted.message, author=regretted.author))
        await asyncio.sleep(0.01)
        line.read_on()
        await asyncio.sleep(0.01)
        bodies = [frame["event"].get("body") for frame in line.sent("entry")]
        assert bodies == ["fills the line", None, "stays", None]
        assert [f["event"].get("body") for f in witness.sent("entry")][1] == "regretted"


@in_virtual_time
async def test_who_fell_behind_is_told_who_went_meanwhile() -> None:
    async with node(MemoryTranscript()) as garden:
        slow, ana = garden.connect(), garden.connect(actor("Ana"))
        for line in (slow, ana):
            line.receive(joining(1))
        await ticks(5)
        garden.parts.tracker.show(GARDEN, member_of("Ana"))
        await garden.parts.tracker.tick()
        assert slow.sent("presence_changed")[-1]["joins"][0]["member"] == member_of("Ana")
        slow.stall()
        garden.commit(said())
        await asyncio.sleep(1)
        ana.receive(leaving(2))
        await ticks(2)
        await garden.parts.tracker.tick()
        slow.read_on()
        await asyncio.sleep(1)
        assert slow.sent("presence_changed")[-1]["leaves"] == [member_of("Ana")]


@in_virtual_time
async def test_a_text_taken_down_while_a_slow_line_drains_is_read_again_and_not_sent() -> None:
    async with node(MemoryTranscript()) as garden:
        texts = [said(f"words {number}") for number in range(LONGEST_REPLAY)]
        garden.transcript.commit(GARDEN, *texts)
        line = NarrowLine(garden.transcript.head)
        garden.connect_by(line, actor("Ana"))
        line.receive(joining(1, epoch="first", after=0))
        await asyncio.sleep(1)
        taken = texts[-1].message
        garden.commit(events.MessageRemoved(message=taken, reason=Reason.UNKIND))
        for _ in range(20):
            line.read_on()
            await asyncio.sleep(1)
        assert line.places() == list(range(1, len(texts) + 2))
        bodies = [
            frame["event"]["body"]
            for frame in line.sent("entry")
            if frame["event"].get("message") == taken and "body" in frame["event"]
        ]
        assert bodies == [None]
