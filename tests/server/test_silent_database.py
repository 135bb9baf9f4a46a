"""A database that says nothing any more: nobody waits for it without an end."""

import asyncio
from collections.abc import Mapping, Sequence

from persistence.journal import Outcome, Submission
from rooms.commands import PostMessage
from rooms.ids import RoomId, new_public_id
from rooms.refusals import Code, Refusal
from rooms.transcript import Entry
from server.brokers.broker_local import LocalBroker, LocalBus
from server.node.incoming import Incoming
from server.talk.desk import FINISH_SECONDS, MOST_IN_FLIGHT, SLOW_SECONDS, Desk
from server.talk.relay import Heads, Relay
from tests.server.memory_transcript import GARDEN, PORCH, actor
from tests.server.virtual_time import in_virtual_time, ticks


class SilentJournal:
    async def append(self, submissions: Sequence[Submission]) -> list[Outcome]:
        del submissions
        return await asyncio.Event().wait()  # type: ignore[return-value]  # it never does


def asked(desk: Desk, room: RoomId, codes: list[Code | None]) -> None:
    def answered(outcome: Outcome) -> None:
        codes.append(outcome.code if isinstance(outcome, Refusal) else None)

    command = PostMessage(room=room, command_id=new_public_id(), body="hello")
    desk.submit(actor("Ana"), command, answered)


@in_virtual_time
async def test_desk_ends_in_time_and_answers_everybody_first() -> None:
    committed: list[Entry] = []
    desk = Desk(SilentJournal(), secret=b"secret", committed=committed.extend)
    in_flight: list[Code | None] = []
    waiting: list[Code | None] = []
    for room in (GARDEN, PORCH):
        asked(desk, room, in_flight)
        await asyncio.sleep(2 * SLOW_SECONDS)
    assert MOST_IN_FLIGHT == 2
    asked(desk, GARDEN, waiting)
    await ticks(2)
    began = asyncio.get_running_loop().time()
    await desk.finish()
    assert asyncio.get_running_loop().time() - began <= FINISH_SECONDS + 1
    # What was on its way may be committed; what waited is not.
    assert in_flight == [Code.RETRY, Code.RETRY]
    assert waiting == [Code.BUSY]
    assert committed == []


class Line:
    """A transcript with nothing in it, at the end of a line that may fall silent."""

    def __init__(self) -> None:
        self.silent = False
        self.asked = 0

    async def heads(self, known: Mapping[RoomId, int]) -> Heads:
        self.asked += 1
        if self.silent:
            await asyncio.Event().wait()
        return Heads("epoch", dict.fromkeys(known, 0))

    async def entries(self, room: RoomId, after: int, limit: int) -> list[Entry]:
        del room, after, limit
        self.asked += 1
        if self.silent:
            await asyncio.Event().wait()
        return []


def relay_over(line: Line) -> Relay:
    return Relay(
        LocalBroker(LocalBus(), Incoming()),
        read_entries=line.entries,
        read_heads=line.heads,
        deliver=lambda room, entries: None,
        restored=lambda: None,
    )


@in_virtual_time
async def test_heads_are_compared_again_after_a_silence() -> None:
    line = Line()
    relay = relay_over(line)
    await relay.listen(GARDEN)
    checking = asyncio.create_task(relay.run())
    line.silent = True
    before = line.asked
    await asyncio.sleep(60)
    assert line.asked >= before + 5
    checking.cancel()
    await asyncio.wait([checking])


@in_virtual_time
async def test_who_joins_during_a_silence_is_told_and_may_join_after_it() -> None:
    line = Line()
    relay = relay_over(line)
    line.silent = True
    async with asyncio.timeout(60):
        (told,) = await asyncio.gather(relay.listen(GARDEN), return_exceptions=True)
    assert isinstance(told, TimeoutError)
    line.silent = False
    await relay.listen(GARDEN)
