"""Every socket is asked for a sign of life once a period, a crowd spread over it."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import pytest

from server.shares import SHARES
from server.wires.keep_alive import SLICE, KeepAlive
from tests.server.virtual_time import VirtualTimeLoop, in_virtual_time, ticks

PERIOD_SECONDS = 9.5
APART_SECONDS = PERIOD_SECONDS / SHARES


class Socket:
    """Remembers when it was asked."""

    def __init__(self) -> None:
        self.asked_at: list[float] = []

    def ask(self) -> None:
        self.asked_at.append(asyncio.get_running_loop().time())


def _keep_alive() -> KeepAlive:
    return KeepAlive(asyncio.get_running_loop(), PERIOD_SECONDS)


def _came(count: int, keep_alive: KeepAlive) -> list[Socket]:
    sockets = [Socket() for _ in range(count)]
    for socket in sockets:
        keep_alive.add(socket)
    return sockets


def _asked(sockets: Iterable[Socket]) -> int:
    return sum(len(socket.asked_at) for socket in sockets)


@in_virtual_time
async def test_each_is_asked_once_a_period() -> None:
    sockets = _came(100, _keep_alive())
    await asyncio.sleep(10 * PERIOD_SECONDS + APART_SECONDS / 2)
    for socket in sockets:
        assert len(socket.asked_at) == 10
        for one, next_one in pairwise(socket.asked_at):
            assert next_one - one == pytest.approx(PERIOD_SECONDS)


@in_virtual_time
async def test_a_crowd_that_came_at_once_is_asked_a_few_at_a_time() -> None:
    sockets = _came(20 * SHARES, _keep_alive())
    await asyncio.sleep(PERIOD_SECONDS + APART_SECONDS / 2)
    at_once = Counter(moment for socket in sockets for moment in socket.asked_at)
    assert sorted(at_once.values()) == [20] * SHARES


@in_virtual_time
async def test_others_have_their_turn_of_the_loop_while_many_are_asked() -> None:
    sockets = _came(SHARES * SLICE * 10, _keep_alive())
    await asyncio.sleep(APART_SECONDS)
    assert 0 < _asked(sockets) <= SLICE * 3
    await ticks(10)
    assert _asked(sockets) == SLICE * 10


@in_virtual_time
async def test_who_has_gone_is_asked_no_more() -> None:
    keep_alive = _keep_alive()
    gone, here = _came(2, keep_alive)
    await asyncio.sleep(PERIOD_SECONDS)
    keep_alive.remove(gone)
    await asyncio.sleep(10 * PERIOD_SECONDS)
    assert len(gone.asked_at) == 1
    assert len(here.asked_at) > 10


@in_virtual_time
async def test_who_comes_after_all_had_gone_is_asked() -> None:
    keep_alive = _keep_alive()
    [first] = _came(1, keep_alive)
    keep_alive.remove(first)
    await asyncio.sleep(3 * PERIOD_SECONDS)
    [next_one] = _came(1, keep_alive)
    await asyncio.sleep(PERIOD_SECONDS)
    assert len(next_one.asked_at) == 1


@in_virtual_time
async def test_after_a_stop_of_the_process_nobody_is_asked_before_there_was_time_to_read() -> None:
    sockets = _came(SHARES, _keep_alive())
    await asyncio.sleep(PERIOD_SECONDS)
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualTimeLoop)
    loop.stop_for(60)
    went_on_at = loop.time()
    await asyncio.sleep(PERIOD_SECONDS)
    again = [moment for socket in sockets for moment in socket.asked_at if moment > went_on_at - 60]
    assert len(again) > SHARES / 2
    assert min(again) >= went_on_at + APART_SECONDS


@in_virtual_time
async def test_turns_that_come_late_do_not_lengthen_the_period() -> None:
    [socket] = _came(1, _keep_alive())
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualTimeLoop)
    while len(socket.asked_at) < 11:
        await asyncio.sleep(APART_SECONDS)
        loop.stop_for(1.3 * APART_SECONDS)
    took = socket.asked_at[-1] - socket.asked_at[0]
    assert took <= 10 * PERIOD_SECONDS + 3 * APART_SECONDS


@in_virtual_time
async def test_one_that_fails_keeps_no_other_from_its_turn() -> None:
    class Failing(Socket):
        def ask(self) -> None:
            super().ask()
            raise ValueError

    keep_alive = _keep_alive()
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
    failing = Failing()
    keep_alive.add(failing)
    sockets = _came(SHARES, keep_alive)
    await asyncio.sleep(3 * PERIOD_SECONDS + APART_SECONDS / 2)
    assert len(failing.asked_at) == 3
    assert all(len(socket.asked_at) == 3 for socket in sockets[:-1])


@in_virtual_time
async def test_a_loop_that_is_always_late_asks_all_the_same() -> None:
    sockets = _came(SHARES, _keep_alive())
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualTimeLoop)
    for _ in range(5 * SHARES):
        loop.stop_for(10 * APART_SECONDS)
        await asyncio.sleep(0)
    assert all(socket.asked_at for socket in sockets)
