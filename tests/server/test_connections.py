"""The sockets of one node: how many, how they are sent away, what their heartbeat says; and what
one socket makes of what it is sent."""

import asyncio
import weakref
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, cast

import msgspec
import pytest

from persistence.standing import Standing
from rooms import commands
from rooms.actor import Actor
from rooms.ids import RoomId, new_public_id
from server.node.connections import (
    BEAT_SECONDS,
    HEARTBEAT_SECONDS,
    MOST_PER_ADDRESS,
    MOST_PER_PERSON,
    Connections,
    address_prefix,
    sessions_of,
)
from server.shares import SHARES
from server.sockets.connection import GUARD, MOST_ASKS_AT_ONCE
from server.wires.close_codes import CloseCode
from tests.server.memory_transcript import (
    GARDEN,
    PORCH,
    MemoryTranscript,
    account_of,
    actor,
    joining,
)
from tests.server.node import Line, node
from tests.server.virtual_time import VirtualTimeLoop, in_virtual_time, ticks

ANYWHERE = "203.0.113.7"


@dataclass(eq=False)
class Socket:
    """A connection as far as `Connections` sees it."""

    actor: Actor | None = None
    line: Line = field(default_factory=Line)
    listens_to: tuple[RoomId, ...] = ()
    stood: dict[RoomId, Standing | None] = field(default_factory=dict)

    def stand_again(self, room: RoomId, here: Standing | None) -> None:
        self.stood[room] = here

    def rooms(self) -> tuple[RoomId, ...]:
        return self.listens_to

    def end(self, code: CloseCode) -> None:
        self.line.close(code)


def held(most: int = 1_000_000, heads: dict[RoomId, int] | None = None) -> Connections:
    return Connections(most=most, heads=lambda: heads or {}, clock=lambda: 123)


def added(connections: Connections, *sockets: Socket, address: str = ANYWHERE) -> None:
    for socket in sockets:
        connections.add(socket, address)


# How many


def test_a_person_has_so_many_sockets_and_may_replace_one() -> None:
    connections = held()
    sockets = [Socket(actor("Ana")) for _ in range(MOST_PER_PERSON)]
    for number, socket in enumerate(sockets):
        connections.add(socket, f"203.0.{number}.1")
    assert not connections.admits(account_of("Ana"), ANYWHERE)
    assert connections.admits(account_of("Ben"), ANYWHERE)
    assert connections.admits(None, ANYWHERE)
    connections.remove(sockets[0])
    assert connections.admits(account_of("Ana"), ANYWHERE)


@pytest.mark.parametrize(
    ("address", "neighbour", "stranger"),
    [
        ("203.0.113.7", "203.0.113.200", "203.0.114.7"),
        ("2001:db8:1::1", "2001:db8:1:ffff::2", "2001:db8:2::1"),
        ("no address", "none either", "203.0.113.7"),
    ],
)
def test_an_address_range_has_so_many_sockets(address: str, neighbour: str, stranger: str) -> None:
    connections = held()
    sockets = [Socket() for _ in range(MOST_PER_ADDRESS)]
    added(connections, *sockets, address=address)
    assert not connections.admits(None, neighbour)
    assert connections.admits(None, stranger)
    connections.remove(sockets[0])
    assert connections.admits(None, neighbour)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_this_machine_itself_is_not_counted(address: str) -> None:
    connections = held()
    added(connections, *(Socket() for _ in range(2 * MOST_PER_ADDRESS)), address=address)
    assert connections.admits(None, address)


def test_an_ipv4_address_in_ipv6_clothes_is_that_ipv4_address() -> None:
    assert address_prefix("::ffff:203.0.113.7") == address_prefix("203.0.113.9")


def test_a_full_node_admits_nobody() -> None:
    connections = held(most=2)
    added(connections, Socket(), Socket(actor("Ana")))
    assert len(connections) == 2
    assert not connections.admits(None, "127.0.0.1")


# How they are sent away


def test_ending_sessions_closes_their_sockets_and_no_others() -> None:
    connections = held()
    ana = [Socket(Actor(account=account_of("Ana"), session=f"s{n}")) for n in (1, 1, 2)]
    guest, program = Socket(), Socket(actor("Ben"))
    added(connections, *ana, guest, program)
    assert sessions_of(*connections.slices(10)) == {"s1", "s2"}
    connections.end_sessions(["s1", "unheard of"])
    codes = [socket.line.close_code for socket in (*ana, guest, program)]
    assert codes == [CloseCode.UNAUTHENTICATED] * 2 + [None] * 3


def test_all_can_be_sent_away_at_once() -> None:
    connections = held()
    sockets = [Socket(), Socket(actor("Ana"))]
    added(connections, *sockets)
    connections.end_all(CloseCode.OUT_OF_STEP)
    assert {socket.line.close_code for socket in sockets} == {CloseCode.OUT_OF_STEP}


def test_lost_clients_come_back_over_a_window_that_grows_with_their_number() -> None:
    windows_ms = {}
    for count in (0, 100, 150, 200, 2_000, 18_000):
        connections = held()
        added(connections, *(Socket() for _ in range(count)))
        windows_ms[count] = connections.spread_ms()
    few = {0: 1_000, 100: 1_000, 150: 1_500, 200: 1_999}
    assert windows_ms == {**few, 2_000: 9_999, 18_000: 30_000}


# The heartbeat


@in_virtual_time
async def test_a_heartbeat_tells_the_heads_of_the_rooms_one_listens_to() -> None:
    connections = held(heads={GARDEN: 7, PORCH: 3})
    sockets = [Socket(listens_to=(GARDEN,)), Socket(listens_to=("c" * 32,)), Socket()]
    added(connections, *sockets)
    beating = asyncio.create_task(connections.beat())
    await asyncio.sleep(BEAT_SECONDS + 0.1)
    beating.cancel()
    told = [socket.line.sent() for socket in sockets]
    assert [[beat["heads"] for beat in beats] for beats in told] == [[{GARDEN: 7}], [{}], [{}]]
    assert told[0][0] == {
        "type": "heartbeat",
        "server_time": 123,
        "spread_ms": connections.spread_ms(),
        "heads": {GARDEN: 7},
    }


@in_virtual_time
async def test_the_heartbeats_of_many_are_spread_over_the_whole_time() -> None:
    connections = held()
    sockets = [Socket() for _ in range(10 * SHARES)]
    added(connections, *sockets)
    beating = asyncio.create_task(connections.beat())
    for share in range(1, SHARES + 1):
        await asyncio.sleep(BEAT_SECONDS / SHARES)
        await ticks(3)
        assert sum(bool(socket.line.written) for socket in sockets) == 10 * share
    beating.cancel()


@in_virtual_time
async def test_a_late_loop_is_silent_no_longer_than_clients_are_told() -> None:
    connections = held()
    socket = Socket()
    added(connections, socket)
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualTimeLoop)
    beating = asyncio.create_task(connections.beat())
    heard = [loop.time()]
    while len(heard) < 5:
        await asyncio.sleep(BEAT_SECONDS / SHARES)
        loop.stop_for(0.3)
        if socket.line.written:
            socket.line.written.clear()
            heard.append(loop.time())
    beating.cancel()
    assert max(later - before for before, later in pairwise(heard)) <= HEARTBEAT_SECONDS


@in_virtual_time
async def test_heartbeats_keep_nobody_who_has_gone() -> None:
    connections = held()
    gone = Socket()
    added(connections, gone)
    there = weakref.ref(gone)
    beating = asyncio.create_task(connections.beat())
    await asyncio.sleep(HEARTBEAT_SECONDS)
    connections.remove(gone)
    del gone
    await ticks(2)
    assert there() is None
    beating.cancel()


@in_virtual_time
async def test_who_comes_during_a_round_is_told_within_one_round() -> None:
    connections = held()
    added(connections, *(Socket() for _ in range(10 * SHARES)))
    beating = asyncio.create_task(connections.beat())
    await asyncio.sleep(HEARTBEAT_SECONDS / 3)
    came = Socket()
    added(connections, came)
    await asyncio.sleep(HEARTBEAT_SECONDS * (1 + 1 / SHARES))
    beating.cancel()
    assert came.line.written


# What one socket makes of what it is sent


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ('{"type":"unheard_of","ref":5}', 5),
        (f'{{"type":"leave_room","ref":6,"room":"{GARDEN}","more":1}}', 6),
        ('{"type":"leave_room","ref":7,"room":"garden"}', 7),
        (f'{{"type":"leave_room","ref":"8","room":"{GARDEN}"}}', 0),
        ("[1, 2]", 0),
        ("7", 0),
    ],
)
@in_virtual_time
async def test_json_that_is_no_command_is_refused_with_its_ref(text: str, ref: int) -> None:
    async with node(MemoryTranscript()) as garden:
        line = garden.connect(actor("Ana"))
        line.receive(text)
        await ticks(2)
        (answer,) = line.sent()
        assert (answer["type"], answer["code"], answer["ref"]) == ("refused", "bad_request", ref)
        assert not line.closed


@pytest.mark.parametrize("text", ["{", "", "\ud800", '{"type":"leave_room"', b"\x00\x01"])
@in_virtual_time
async def test_what_is_no_json_ends_the_socket(text: str | bytes) -> None:
    async with node(MemoryTranscript()) as garden:
        line = garden.connect(actor("Ana"))
        line.receive(text)
        await ticks(2)
        assert line.close_code == CloseCode.BAD_FRAME


def posting(ref: int) -> tuple[str, str]:
    command = commands.PostMessage(ref=ref, room=GARDEN, command_id=new_public_id(), body="hello")
    return msgspec.json.encode(command).decode(), command.command_id


@in_virtual_time
async def test_a_guest_cannot_write() -> None:
    async with node(MemoryTranscript()) as garden:
        line = garden.connect()
        text, command_id = posting(3)
        line.receive(text)
        await ticks(2)
        (answer,) = line.sent()
        assert (answer["code"], answer["command_id"]) == ("not_signed_in", command_id)


@in_virtual_time
async def test_a_runaway_client_is_slowed_down_and_later_heard_again() -> None:
    async with node(MemoryTranscript()) as garden:
        line = garden.connect()
        await ticks(1)
        leave = msgspec.json.encode(commands.LeaveRoom(ref=1, room=GARDEN)).decode()
        for _ in range(GUARD.burst):
            line.receive(leave)
        text, command_id = posting(2)
        line.receive(text)
        codes = [answer["code"] for answer in line.sent()]
        assert codes == ["not_joined"] * GUARD.burst + ["rate_limited"]
        refused = line.sent()[-1]
        assert (refused["ref"], refused["command_id"]) == (2, command_id)
        await asyncio.sleep(refused["retry_after"] / 1000)
        line.receive(leave)
        assert line.sent()[-1]["code"] == "not_joined"


@in_virtual_time
async def test_a_socket_asks_only_so_much_at_once() -> None:
    async with node(MemoryTranscript(gate=asyncio.Event())) as garden:
        line = garden.connect(actor("Ana"))
        await ticks(1)
        for ref in range(1, MOST_ASKS_AT_ONCE + 2):
            line.receive(joining(ref))
        (answer,) = line.sent()
        assert (answer["ref"], answer["code"]) == (MOST_ASKS_AT_ONCE + 1, "busy")
        cast(Any, garden.transcript.gate).set()
        await ticks(20)
        line.receive(joining(99))
        await ticks(20)
        assert line.sent()[-1]["ref"] == 99


@in_virtual_time
async def test_an_ask_that_fails_is_answered_busy_and_the_socket_lives() -> None:
    async with node(MemoryTranscript(failing=True)) as garden:
        line = garden.connect(actor("Ana"))
        line.receive(joining(1))
        await ticks(10)
        assert line.sent()[-1]["code"] == "busy"
        garden.transcript.failing = False
        line.receive(joining(2))
        await ticks(10)
        assert line.sent()[-1]["type"] == "joined"


@in_virtual_time
async def test_an_ended_socket_listens_to_nothing_and_is_written_nothing() -> None:
    async with node(MemoryTranscript()) as garden:
        line = Line()
        connection = garden.connect_by(line, actor("Ana"))
        line.receive(joining(1))
        await ticks(5)
        assert connection.rooms() == (GARDEN,)
        connection.end(CloseCode.UNAUTHENTICATED)
        garden.commit()
        assert line.close_code == CloseCode.UNAUTHENTICATED
        assert connection.rooms() == ()
        assert not garden.parts.hub.listening(GARDEN)
