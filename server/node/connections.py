"""Every socket of this node: how many there may be, their heartbeat, and how they are sent away.

Knows sessions by their stored hash and callers by their address prefix, and keeps neither longer
than the socket lives.
"""

import asyncio
import ipaddress
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from persistence.standing import Standing
from rooms.actor import Actor
from rooms.ids import AccountId, RoomId
from server.shares import Shares, slices, turns
from server.talk import frames
from server.wires.close_codes import CloseCode
from server.wires.outlet import Outlet, prepare

Key = TypeVar("Key")
Listener = tuple[RoomId, AccountId | None]

HEARTBEAT_SECONDS = 20.0
"""What clients are told."""
BEAT_SECONDS = 19.0
"""From one heartbeat to the next: just under."""
BEAT_SLICE = 50
"""Heartbeats written in one go: 1 ms."""
MOST_PER_PERSON = 10
MOST_PER_ADDRESS = 50
"""A prefix (/24, /48) may be a hospital: many people behind one address."""
LOOPBACK = "loopback"
"""This machine itself is not counted: it is the operator's own, or a proxy that names nobody."""
SHORTEST_SPREAD_MS = 1_000
LONGEST_SPREAD_MS = 30_000


class Held(Protocol):
    """A connection, as far as it matters here."""

    @property
    def actor(self) -> Actor | None:
        """Who is at the other end; None for a guest."""

    @property
    def line(self) -> Outlet:
        """The way out."""

    def rooms(self) -> tuple[RoomId, ...]:
        """The rooms listened to now."""

    def end(self, code: CloseCode) -> None:
        """Send nothing more and take nothing more."""

    def stand_again(self, room: RoomId, here: Standing | None) -> None:
        """What the database says now of this listener's standing in a room listened to."""


class Connections:
    """The sockets of this node."""

    def __init__(
        self,
        *,
        most: int,
        heads: Callable[[], dict[RoomId, int]],
        clock: Callable[[], int],
        counted: Callable[[int], None] = lambda count: None,
    ) -> None:
        self._most = most
        self._heads = heads
        self._clock = clock
        self._counted = counted
        self._connections: dict[Held, str] = {}
        self._shares: Shares[Held] = Shares()
        self._people: Counter[AccountId] = Counter()
        self._prefixes: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._connections)

    def admits(self, account: AccountId | None, address: str | None) -> bool:
        """Whether one more socket fits: in all, of this person, from this address."""
        if len(self._connections) >= self._most:
            return False
        if account is not None and self._people[account] >= MOST_PER_PERSON:
            return False
        prefix = address_prefix(address)
        return prefix == LOOPBACK or self._prefixes[prefix] < MOST_PER_ADDRESS

    def add(self, connection: Held, address: str | None) -> None:
        prefix = address_prefix(address)
        self._connections[connection] = prefix
        self._shares.add(connection)
        self._prefixes[prefix] += 1
        if connection.actor is not None:
            self._people[connection.actor.account] += 1
        self._counted(len(self._connections))

    def remove(self, connection: Held) -> None:
        prefix = self._connections.pop(connection)
        self._shares.remove(connection)
        _less(self._prefixes, prefix)
        if connection.actor is not None:
            _less(self._people, connection.actor.account)
        self._counted(len(self._connections))

    @property
    def shares(self) -> Sequence[Collection[Held]]:
        """All who are here, dealt out evenly: each is in the same share until they go."""
        return self._shares.all

    def slices(self, size: int) -> Iterator[Sequence[Held]]:
        """All who are here now, so many at a time."""
        return slices(self._connections, size)

    def tell(self, accounts: Collection[str], frame: frames.Frame) -> None:
        """Write a frame to every socket of these people here."""
        prepared = prepare(frames.encode(frame))
        for connection in self._connections:
            if connection.actor is not None and connection.actor.account in accounts:
                connection.line.write(prepared)

    def end_sessions(
        self, sessions: Iterable[str], code: CloseCode = CloseCode.UNAUTHENTICATED
    ) -> None:
        """Close what came by these sessions: nothing more is read or written there."""
        ended = set(sessions)
        for connection in tuple(self._connections):
            if connection.actor is not None and connection.actor.session in ended:
                connection.end(code)

    def end_all(self, code: CloseCode) -> None:
        for connection in tuple(self._connections):
            connection.end(code)

    def spread_ms(self) -> int:
        """The window over which this process's lost clients return: 1 s at 100 connections, 2 s at
        200, 10 s at 2,000. Up to 200 of them at 100 a second, 2,000 at twice that."""
        count = len(self._connections)
        wanted = min(count * 10, 1_111 + count * 4_444 // 1_000)
        return min(max(wanted, SHORTEST_SPREAD_MS), LONGEST_SPREAD_MS)

    def server_time(self) -> int:
        """What clients set their clocks by (ms)."""
        return self._clock()

    async def beat(self) -> None:
        """Tell every client within `HEARTBEAT_SECONDS` of the last time that the line is alive, and
        the heads of its rooms."""
        async for number in turns(BEAT_SECONDS):
            await self._beat_share(number)

    async def _beat_share(self, number: int) -> None:
        for some in slices(self.shares[number], BEAT_SLICE):
            self._beat(some)
            await asyncio.sleep(0)

    def _beat(self, some: Iterable[Held]) -> None:
        heads, spread, now = self._heads(), self.spread_ms(), self.server_time()
        for connection in some:
            mine = {room: heads[room] for room in connection.rooms() if room in heads}
            beat = frames.Heartbeat(server_time=now, spread_ms=spread, heads=mine)
            connection.line.write(prepare(frames.encode(beat)))


def sessions_of(connections: Iterable[Held]) -> set[str]:
    """The stored hashes of the sessions that these sockets came by."""
    return {
        connection.actor.session
        for connection in connections
        if connection.actor is not None and connection.actor.session is not None
    }


def listeners_of(connections: Iterable[Held]) -> set[Listener]:
    """Who listens to what; None stands for all guests of a room."""
    return {
        (room, _account(connection)) for connection in connections for room in connection.rooms()
    }


def stand_again(
    connections: Iterable[Held],
    found: Mapping[Listener, Standing],
    *,
    asked: Collection[Listener],
) -> None:
    """Hold those who were asked about to what the database says of their standing."""
    for connection in connections:
        for room in connection.rooms():
            listener = (room, _account(connection))
            if listener in asked:
                connection.stand_again(room, found.get(listener))


def address_prefix(address: str | None) -> str:
    """The /24 or /48 that an address is in; what is no address counts as one place."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        # A socket bound to both families sees an IPv4 caller in IPv6 clothes.
        parsed = parsed.ipv4_mapped or parsed
    if parsed.is_loopback:
        return LOOPBACK
    bits = 24 if parsed.version == 4 else 48
    return str(ipaddress.ip_network((parsed, bits), strict=False))


def _account(connection: Held) -> AccountId | None:
    return connection.actor.account if connection.actor else None


def _less(counter: Counter[Key], key: Key) -> None:
    counter[key] -= 1
    if counter[key] <= 0:
        del counter[key]
