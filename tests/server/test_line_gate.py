"""Before the lines of drop-ins: one act of a room at a time, in order, and never a crowd without an
end. Other rooms notice nothing of it."""

import asyncio
import contextlib

import pytest

from rooms.actor import Actor
from rooms.dropins import acts
from rooms.dropins.acts import LineAct
from rooms.ids import AccountId, DropInId, RoomId
from rooms.refusals import Code, Refusal
from server.node.line_gate import LONGEST_WAIT_SECONDS, MOST_KNOWN, MOST_WAITING, LineGate
from tests.server.virtual_time import in_virtual_time

ROOMS = {"evening": "garden", "later": "garden", "cooking": "kitchen"}
"""Sessions, and where they are."""


class Lines:
    """The database, as the gate sees it: an act goes on until it is let go."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.done: list[str] = []
        self.looked_up: list[DropInId] = []
        self.open = asyncio.Event()
        self.gate = LineGate(self._act, self._find_room)

    async def _act(self, actor: Actor, drop_in: DropInId, wanted: LineAct) -> RoomId | Refusal:
        del wanted
        self.begun.append(actor.account)
        await self.open.wait()
        await asyncio.sleep(0)
        self.done.append(actor.account)
        if actor.account == "breaks":
            raise TimeoutError
        return ROOMS.get(drop_in, "attic")

    async def _find_room(self, drop_in: DropInId) -> RoomId | None:
        self.looked_up.append(drop_in)
        return "attic" if drop_in.startswith("more") else ROOMS.get(drop_in)

    def asks(self, who: str, drop_in: DropInId = "evening") -> "asyncio.Task[RoomId | Refusal]":
        act = self.gate.act(Actor(AccountId(who)), drop_in, acts.StepAside())
        return asyncio.create_task(act)


async def turns() -> None:
    for _ in range(8):
        await asyncio.sleep(0)


def is_busy(answer: object) -> bool:
    return isinstance(answer, Refusal) and answer.code is Code.BUSY


@in_virtual_time
async def test_one_act_of_a_room_at_a_time_in_the_order_they_were_asked_for() -> None:
    lines = Lines()
    asked = [lines.asks(str(n), ("evening", "later")[n % 2]) for n in range(20)]
    await turns()
    assert lines.begun == ["0"]
    lines.open.set()
    assert await asyncio.gather(*asked) == ["garden"] * 20
    assert lines.done == lines.begun == [str(n) for n in range(20)]


@in_virtual_time
async def test_another_room_waits_for_nobody_here() -> None:
    lines = Lines()
    asked = [lines.asks(who) for who in ("ana", "bo")]
    asked.append(lines.asks("cleo", "cooking"))
    await turns()
    assert lines.begun == ["ana", "cleo"]
    lines.open.set()
    assert await asyncio.gather(*asked) == ["garden", "garden", "kitchen"]


@in_virtual_time
async def test_who_finds_too_many_there_is_told_so_at_once() -> None:
    lines = Lines()
    asked = [lines.asks(str(n)) for n in range(MOST_WAITING + 1)]
    await turns()
    assert is_busy(await lines.asks("too many"))
    lines.open.set()
    assert await asyncio.gather(*asked) == ["garden"] * (MOST_WAITING + 1)
    assert await lines.asks("after") == "garden"
    assert "too many" not in lines.begun


@in_virtual_time
async def test_nobody_waits_long_for_a_silent_database() -> None:
    lines = Lines()
    first = lines.asks("first")
    await turns()
    began = asyncio.get_running_loop().time()
    assert all(map(is_busy, await asyncio.gather(*(lines.asks(str(n)) for n in range(50)))))
    assert asyncio.get_running_loop().time() - began == LONGEST_WAIT_SECONDS
    assert lines.begun == ["first"]
    lines.open.set()
    assert await first == "garden"


@in_virtual_time
async def test_who_goes_away_or_fails_leaves_the_gate_open() -> None:
    lines = Lines()
    first, goes, breaks, last = (lines.asks(who) for who in ("first", "goes", "breaks", "last"))
    await turns()
    goes.cancel()
    first.cancel()
    lines.open.set()
    with pytest.raises(TimeoutError):
        await breaks
    assert await last == "garden"
    assert lines.begun == ["first", "breaks", "last"]
    for gone in (first, goes):
        with contextlib.suppress(asyncio.CancelledError):
            await gone
        assert gone.cancelled()


@in_virtual_time
async def test_where_a_session_is_is_asked_once() -> None:
    lines = Lines()
    lines.open.set()
    assert [await lines.asks(who) for who in ("ana", "bo")] == ["garden"] * 2
    assert lines.looked_up == ["evening"]
    unknown = await lines.asks("ana", "nowhere")
    assert isinstance(unknown, Refusal)
    assert unknown.code is Code.UNKNOWN_DROP_IN
    for number in range(MOST_KNOWN):
        await lines.gate.act(Actor(AccountId("ana")), f"more{number}", acts.StepAside())
    lines.looked_up.clear()
    await lines.asks("ana", f"more{MOST_KNOWN - 1}")
    await lines.asks("ana")
    assert lines.looked_up == ["evening"]
