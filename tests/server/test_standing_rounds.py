"""Everybody's standing is asked about once a round, a few at a time, whoever cannot be asked about
and whatever is asked for at once meanwhile."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from server.brokers.broker_local import LocalBus
from server.node.authority import ROUND_SECONDS, Authority
from server.shares import SHARES
from tests.server.test_authority import door, socket_of
from tests.server.test_connections import Socket
from tests.server.virtual_time import in_virtual_time

A_FEW = 10
APART_SECONDS = ROUND_SECONDS / SHARES


class Database:
    """Everybody may stay. Remembers when each session was asked about; says nothing when it is
    asked about the one without an answer."""

    def __init__(self, without_answer: str = "") -> None:
        self.asked_at: defaultdict[str, list[float]] = defaultdict(list)
        self.most_at_once = 0
        self._without_answer = without_answer

    async def read(
        self, look: object, secret: bytes, listeners: object, held: set[str]
    ) -> tuple[dict[Any, Any], set[str], set[str]]:
        if self._without_answer in held:
            await asyncio.Event().wait()
        self.most_at_once = max(self.most_at_once, len(held))
        for session in held:
            self.asked_at[session].append(asyncio.get_running_loop().time())
        return {}, set(), set()


def _crowd() -> Sequence[Socket]:
    return [socket_of(f"{number}") for number in range(A_FEW * SHARES)]


async def _going_on(authority: Authority, seconds: float) -> None:
    going = asyncio.create_task(authority.run())
    await asyncio.sleep(seconds)
    going.cancel()
    await asyncio.wait([going])


@in_virtual_time
async def test_everybody_is_asked_about_once_a_round_and_a_few_at_a_time() -> None:
    database = Database()
    async with door(LocalBus(), database) as here:
        for socket in _crowd():
            here.connections.add(socket, "127.0.0.1")
        await _going_on(here.authority, ROUND_SECONDS + APART_SECONDS / 2)
    assert [len(moments) for moments in database.asked_at.values()] == [1] * A_FEW * SHARES
    assert database.most_at_once == A_FEW


@in_virtual_time
async def test_who_comes_during_a_round_is_asked_about_within_one_round() -> None:
    database = Database()
    async with door(LocalBus(), database) as here:
        for socket in _crowd():
            here.connections.add(socket, "127.0.0.1")
        going = asyncio.create_task(here.authority.run())
        await asyncio.sleep(ROUND_SECONDS / 3)
        here.connections.add(socket_of("came"), "127.0.0.1")
        await asyncio.sleep(ROUND_SECONDS + APART_SECONDS)
        going.cancel()
    assert database.asked_at["came"]


@in_virtual_time
async def test_those_without_an_answer_hold_up_no_round_also_while_all_are_asked_about() -> None:
    database = Database(without_answer="0")
    async with door(LocalBus(), database) as here:
        for socket in _crowd():
            here.connections.add(socket, "127.0.0.1")
        going = asyncio.create_task(here.authority.run())
        for _ in range(4):
            await asyncio.sleep(0.9 * ROUND_SECONDS)
            here.authority.sweep_soon()
        await asyncio.sleep(ROUND_SECONDS)
        share = next(share for share in here.connections.shares if _named(share, "0"))
        beside = {str(each.actor.session) for each in share if each.actor}
        going.cancel()
    others = {session: at for session, at in database.asked_at.items() if session not in beside}
    assert len(others) == A_FEW * (SHARES - 1)
    for moments in others.values():
        assert all(later - before <= ROUND_SECONDS + 0.1 for before, later in pairwise(moments))


def _named(share: Any, session: str) -> bool:
    return any(each.actor.session == session for each in share)
