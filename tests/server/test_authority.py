"""A revoked session loses its sockets on every process: by a word over the broker, and without it
by the sweep. And the read markers, which share the database with it."""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from persistence import migrations
from persistence.journal import Accepted, Submission
from persistence.people import leaving, sessions
from persistence.reading import read_markers
from rooms.actor import HOUSE, Actor, Role
from rooms.commands import ChangeRole, CloseAccount, Reason
from rooms.events import AccountClosed
from rooms.ids import new_public_id
from server.brokers.broker import Broker
from server.brokers.broker_local import LocalBroker, LocalBus
from server.node.attention import Attention
from server.node.authority import ROUND_SECONDS, SLICE, Authority
from server.node.connections import Connections
from server.node.incoming import Incoming
from server.node.markers import WRITE_EVERY_SECONDS, Markers
from server.talk import publications
from server.wires.close_codes import CloseCode
from tests.persistence.community import HOUR_MS, SECRET, Community, Process, Shift, post
from tests.server.memory_transcript import GARDEN, account_of, actor, entries_of
from tests.server.test_connections import Socket, held
from tests.server.virtual_time import in_virtual_time, ticks


@dataclass
class Door:
    """The sockets of one process, and who ends them."""

    connections: Connections
    authority: Authority
    broker: Broker


@asynccontextmanager
async def door(bus: LocalBus, database: Any = None) -> AsyncIterator[Door]:
    connections = held()
    incoming = Incoming()
    broker = LocalBroker(bus, incoming)
    attention = Attention(database, broker)
    authority = Authority(database, broker, connections, attention, SECRET)
    nobody = cast(Any, None)
    incoming.attach(cast(Any, Relay()), nobody, nobody, connections, authority, attention, nobody)
    carrying = asyncio.create_task(broker.run())
    await broker.subscribe(publications.CONTROL)
    await ticks(1)
    try:
        yield Door(connections, authority, broker)
    finally:
        carrying.cancel()


class Relay:
    """Only hears that there is doubt."""

    def doubtful(self) -> None:
        pass


def socket_of(session: str | None) -> Socket:
    return Socket(Actor(account=account_of("Ana"), session=session))


@pytest.fixture
async def community(tmp_path: Path) -> AsyncIterator[Community]:
    url = f"sqlite:///{tmp_path}/hearthside.db"
    migrations.upgrade(url)
    shift = Shift()
    async with Process.start(url, shift) as process:
        yield await Community(url, process, shift).build()


@in_virtual_time
async def test_a_session_that_ended_loses_its_sockets_on_every_process() -> None:
    bus = LocalBus()
    async with door(bus) as here, door(bus) as there:
        sockets = [socket_of("ended"), socket_of("ended"), socket_of("other")]
        for place, socket in zip((here, there, there), sockets, strict=True):
            place.connections.add(socket, "127.0.0.1")
        here.authority.session_ended(["ended"])
        codes = [socket.line.close_code for socket in sockets]
        assert codes == [CloseCode.UNAUTHENTICATED, CloseCode.UNAUTHENTICATED, None]


@in_virtual_time
async def test_words_of_another_release_are_passed_over() -> None:
    bus = LocalBus()
    async with door(bus) as here, door(bus) as there:
        socket = socket_of("kept")
        there.connections.add(socket, "127.0.0.1")
        here.broker.publish(publications.CONTROL, b"\x81\xa4type\xa6future")
        here.broker.publish(publications.CONTROL, b"not even that")
        assert not socket.line.closed


@pytest.mark.parametrize("listening", [False, True])
async def test_the_sweep_finds_sessions_that_were_revoked_or_ran_out(
    community: Community, listening: bool
) -> None:
    ana, ben, cora = [await community.person(name) for name in ("Ana", "Ben", "Cora")]
    rooms = (community.garden,) if listening else ()
    async with door(LocalBus(), community.database) as here:
        people = [Socket(each, listens_to=rooms) for each in (ana, ben, cora)]
        sockets = [*people, Socket(listens_to=rooms), socket_of(None)]
        for socket in sockets:
            here.connections.add(socket, "127.0.0.1")
        await here.authority.sweep()
        assert not any(socket.line.closed for socket in sockets)
        now = await community.database.now_ms()
        await community.database.write(sessions.revoke, str(ana.session), now)
        await here.authority.sweep()
        assert [socket.line.closed for socket in sockets] == [True, False, False, False, False]
        community.shift.ms = 2000 * HOUR_MS
        await here.authority.sweep()
        assert [socket.line.closed for socket in sockets] == [True, True, True, False, False]


async def test_who_was_closed_out_hears_that_also_before_they_listen(community: Community) -> None:
    admin = await community.staff("Ada", Role.ADMIN, community.garden, everywhere=True)
    ben, cora = [await community.person(name) for name in ("Ben", "Cora")]
    member = await community.belongs(ben, community.garden)
    close = CloseAccount(
        room=community.garden, command_id=new_public_id(), member=member, reason=Reason.SELLING
    )
    async with door(LocalBus(), community.database) as here:
        sockets = [Socket(ben), Socket(cora)]
        for socket in sockets:
            here.connections.add(socket, "127.0.0.1")
        await community.do(admin, close)
        now = await community.database.now_ms()
        await community.database.write(leaving.leave, cora.account, now)
        await here.authority.sweep()
    codes = [socket.line.close_code for socket in sockets]
    assert codes == [CloseCode.BANNED, CloseCode.UNAUTHENTICATED]


@dataclass
class BrokenDatabase:
    """All sessions are over; raises when it is asked about an unreadable one. The first so many
    reads fail."""

    broken_reads: float = 0
    unreadable: str = ""
    asked: int = 0

    async def read(
        self, look: object, secret: bytes, listeners: object, held: set[str]
    ) -> tuple[dict[Any, Any], set[str], set[str]]:
        self.asked += 1
        if self.asked <= self.broken_reads or self.unreadable in held:
            raise ConnectionError
        return {}, held, set()


@in_virtual_time
async def test_the_sweep_goes_on_after_a_database_that_was_away() -> None:
    database = BrokenDatabase(broken_reads=math.inf)
    async with door(LocalBus(), database) as here:
        socket = socket_of("some")
        here.connections.add(socket, "127.0.0.1")
        sweeping = asyncio.create_task(here.authority.run())
        await asyncio.sleep(2 * ROUND_SECONDS + 1)
        assert database.asked
        assert not socket.line.closed
        database.broken_reads = 0
        await asyncio.sleep(ROUND_SECONDS)
        assert socket.line.closed
        sweeping.cancel()


@in_virtual_time
async def test_a_read_that_fails_is_tried_again_in_the_same_sweep() -> None:
    database = BrokenDatabase(broken_reads=1)
    async with door(LocalBus(), database) as here:
        sockets = [socket_of(f"{number}") for number in range(3 * SLICE)]
        for socket in sockets:
            here.connections.add(socket, "127.0.0.1")
        await here.authority.sweep()
        assert all(socket.line.closed for socket in sockets)
        assert database.asked == 4


@in_virtual_time
async def test_those_who_cannot_be_asked_about_keep_nobody_else_from_it() -> None:
    database = BrokenDatabase(unreadable="0")
    async with door(LocalBus(), database) as here:
        sockets = [socket_of(f"{number}") for number in range(3 * SLICE)]
        for socket in sockets:
            here.connections.add(socket, "127.0.0.1")
        await here.authority.sweep()
        assert not any(socket.line.closed for socket in sockets[:SLICE])
        assert all(socket.line.closed for socket in sockets[SLICE:])


@in_virtual_time
async def test_a_node_without_sockets_asks_the_database_nothing() -> None:
    database = BrokenDatabase()
    async with door(LocalBus(), database) as here:
        here.connections.add(Socket(), "127.0.0.1")
        await here.authority.sweep()
        assert database.asked == 0


async def test_a_role_taken_away_everywhere_is_asked_about_in_rooms_without_an_entry(
    community: Community,
) -> None:
    bea = await community.staff("Bea", Role.MODERATOR, community.garden, everywhere=True)
    member = await community.belongs(bea, community.garden)
    async with door(LocalBus(), community.database) as here:
        socket = Socket(bea, listens_to=(community.garden, community.kitchen))
        guest = Socket(listens_to=(community.kitchen,))
        for each in (socket, guest):
            here.connections.add(each, "127.0.0.1")
        demoted = ChangeRole(
            room=community.garden,
            command_id=new_public_id(),
            member=member,
            role=Role.MEMBER,
            everywhere=True,
        )
        [outcome] = await community.process.journal.append(
            [Submission(actor=HOUSE, command=demoted, digest="")]
        )
        assert isinstance(outcome, Accepted)
        await here.authority.sweep()
        stood = socket.stood[community.kitchen]
        assert stood is not None
        assert stood.person is not None
        assert stood.person.role is Role.MEMBER
        assert guest.stood[community.kitchen] is not None


@in_virtual_time
async def test_a_standing_that_moved_is_looked_at_on_every_process() -> None:
    bus = LocalBus()
    database = BrokenDatabase()
    async with door(bus) as here, door(bus, database) as there:
        there.connections.add(socket_of("some"), "127.0.0.1")
        sweeping = asyncio.create_task(there.authority.run())
        await ticks(1)
        [closed] = entries_of(GARDEN, AccountClosed(member="0" * 32, reason=Reason.SELLING))
        here.authority.committed([closed])
        await ticks(3)
        assert database.asked == 1
        sweeping.cancel()


# Read markers


async def test_a_session_that_ended_moves_no_marker(community: Community) -> None:
    ana = await community.person("Ana")
    await community.do(ana, post(community.garden, "one"))
    markers = Markers(community.database)
    now = await community.database.now_ms()
    await community.database.write(sessions.revoke, str(ana.session), now)
    markers.advance(ana, community.garden, 1)
    await markers.write()
    moved = await community.database.read(read_markers.position, ana.account, community.garden)
    assert moved is None


async def test_a_marker_moves_forward_only_and_never_past_the_head(community: Community) -> None:
    ana = await community.person("Ana")
    for number in range(3):
        await community.do(ana, post(community.garden, f"{number}"))
    markers = Markers(community.database)

    async def position() -> int | None:
        return await community.database.read(read_markers.position, ana.account, community.garden)

    for moved, expected in ((2, 2), (1, 2), (3, 3), (2**53 - 1, 3)):
        markers.advance(ana, community.garden, moved)
        await markers.write()
        assert await position() == expected


@dataclass
class Written:
    """Takes the markers that are written; raises as often as it is told to."""

    failures: int = 0
    writes: list[dict[Any, int]] = field(default_factory=list)

    async def write(self, act: object, moved: dict[Any, int], now: int) -> None:
        await asyncio.sleep(0.1)
        if self.failures:
            self.failures -= 1
            raise ConnectionError
        self.writes.append(moved)


@in_virtual_time
async def test_markers_are_written_at_most_once_in_five_seconds_the_newest_of_each() -> None:
    written = Written()
    markers = Markers(cast(Any, written))
    writing = asyncio.create_task(markers.run())
    for seq in (4, 9, 7):
        markers.advance(actor("Ana"), GARDEN, seq)
        await asyncio.sleep(1)
    assert written.writes == []
    await asyncio.sleep(3 * WRITE_EVERY_SECONDS)
    assert written.writes == [{(actor("Ana"), GARDEN): 9}]
    writing.cancel()


@in_virtual_time
async def test_markers_that_could_not_be_written_are_not_lost_and_do_not_move_back() -> None:
    written = Written(failures=1)
    markers = Markers(cast(Any, written))
    markers.advance(actor("Ana"), GARDEN, 4)
    markers.advance(actor("Ben"), GARDEN, 2)
    writing = asyncio.create_task(markers.write())
    await ticks(2)
    markers.advance(actor("Ana"), GARDEN, 6)
    await writing
    await markers.write()
    assert written.writes == [{(actor("Ana"), GARDEN): 6, (actor("Ben"), GARDEN): 2}]
