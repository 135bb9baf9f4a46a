"""A socket that has joined a room and reads nothing of it any more: it learns of its end from the
kernel alone, and what the kernel held for it can be read afterwards, once.
"""

import asyncio
import json
import re
import socket
from dataclasses import dataclass
from typing import Self

from rooms.ids import RoomId
from tests.journeys.faults.hostile.raw_socket import Handshake, address_of, mangled

SMALL_BUFFER_BYTES = 4_096
LOOK_SECONDS = 0.005
_ENDED = frozenset({7, 8})
"""Of `tcp_info.tcpi_state`: reset by the other end, or closed by it."""
_PLACE = re.compile(rb'"type":"(?:entry|void)","room":"[0-9a-f]+","seq":(\d+)')
_JOINED = re.compile(rb'"type":"joined".*?"epoch":"([^"]+)","as_of":(\d+)')


@dataclass(frozen=True, slots=True)
class Held:
    """What reached the host of somebody who did not look: the joining, and the entries' seqs."""

    epoch: str
    as_of: int
    places: list[int]

    @property
    def last(self) -> int:
        return self.places[-1] if self.places else self.as_of


class DeafSocket:
    """Open and joined; not one byte is read after the handshake."""

    def __init__(self, plug: socket.socket) -> None:
        self._plug = plug

    @classmethod
    async def open(
        cls, url: str, token: str, room: RoomId, *, history_pages: int = 0, small: bool = False
    ) -> Self:
        """`history_pages`: so many are asked for, to fill what lies between. `small`: the host
        takes as little as it can."""
        loop = asyncio.get_running_loop()
        plug = socket.socket()
        if small:
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER_BYTES)
        plug.setblocking(False)
        await loop.sock_connect(plug, address_of(url))
        await loop.sock_sendall(plug, Handshake(token).head())
        await loop.sock_recv(plug, 1)
        page = {"type": "read_history", "room": room, "before": 2**40, "limit": 100}
        for ask in ({"type": "join_room", "room": room}, *[page] * history_pages):
            await loop.sock_sendall(plug, mangled(json.dumps(ask).encode()))
        return cls(plug)

    async def ended(self, *, within_seconds: float) -> None:
        """Returns when the server has ended the line."""
        async with asyncio.timeout(within_seconds):
            while self._state() not in _ENDED:  # noqa: ASYNC110  only the kernel knows
                await asyncio.sleep(LOOK_SECONDS)

    def look(self) -> Held:
        """What the kernel holds. Closes the socket."""
        held = b""
        with self._plug:
            try:
                while more := self._plug.recv(65536):
                    held += more
            except OSError:
                pass
        joined = _JOINED.search(held)
        epoch, as_of = (joined[1].decode(), int(joined[2])) if joined else ("", 0)
        return Held(epoch, as_of, [int(place) for place in _PLACE.findall(held)])

    def _state(self) -> int:
        return self._plug.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]
