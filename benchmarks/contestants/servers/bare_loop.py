"""What a message asks of Python where nobody but its sender listens and nothing is kept:
`bare_loop.py PORT [decided]`. A loop, one strict decode, a receipt and an entry in one write; and
with `decided`, the digest and the decision of a single command between them. A frame is taken to
come whole: nothing is limited, joined or held back.
"""

import asyncio
import sys
import time
from typing import cast

import msgspec
import uvloop
from websockets.frames import apply_mask  # type: ignore[attr-defined]  # in C where compiled
from websockets.utils import accept_key

from persistence.append.assembly import Batch
from persistence.append.settlement import settle
from persistence.journal import Accepted, Submission
from rooms.actor import Actor, Role
from rooms.commands import JoinRoom, PostMessage
from rooms.decide import decide
from rooms.events import MessagePosted
from rooms.facts import Person, RoomFacts
from rooms.ids import AccountId, RoomId, TreeId, command_digest
from rooms.permissions import Readers, RoomState
from rooms.transcript import Entry
from server.talk import frames
from server.wires.outlet import prepare
from tests.journeys.faults.unhurried import lift_limits

SECRET = b"nobody's"
_KEY = b"sec-websocket-key:"
_content = msgspec.json.Encoder()
WAY_IN = prepare(b'{"type":"welcome"}'), prepare(b'{"type":"joined"}')


class Line(asyncio.Protocol):
    """One person alone in a room."""

    def __init__(self, *, decided: bool) -> None:
        self._answer = self._decided if decided else self._given
        self._upgraded = False
        self._head = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        if not self._upgraded:
            self._upgrade(data)
            return
        at = 0
        while at < len(data):
            size, body = data[at + 1] & 0x7F, at + 6
            if size == 126:
                size, body = int.from_bytes(data[at + 2 : at + 4], "big"), at + 8
            self._hear(apply_mask(data[body : body + size], data[body - 4 : body]).decode())
            at = body + size

    def _upgrade(self, data: bytes) -> None:
        (line,) = (line for line in data.split(b"\r\n") if line.lower().startswith(_KEY))
        key = accept_key(line[len(_KEY) :].strip().decode())
        self._upgraded = True
        switched = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade"
        self._transport.write(f"{switched}\r\nSec-WebSocket-Accept: {key}\r\n\r\n".encode())
        self._transport.write(WAY_IN[0])

    def _hear(self, text: str) -> None:
        command = frames.decode(text)
        if isinstance(command, PostMessage):
            self._transport.write(self._answer(command))
        elif isinstance(command, JoinRoom):
            self._know(command.room)
            self._transport.write(WAY_IN[1])

    def _know(self, room: RoomId) -> None:
        person = Person(AccountId("a" * 32), "b" * 32, "Ana", role=Role.MENTOR)
        facts = RoomFacts(
            room, TreeId("tree"), RoomState.OPEN, Readers.GUESTS, pace_ms=0, head=0, last_at=0
        )
        facts.people[person.account] = person
        self._actor = Actor(person.account)
        self._batch = Batch(clock=0, rooms={room: facts})

    def _given(self, command: PostMessage) -> bytes:
        """As if every message were taken as it is."""
        self._head += 1
        said = MessagePosted(
            message=command.command_id,
            author="b" * 32,
            name="Ana",
            role=Role.MENTOR,
            body=command.body,
        )
        return _answer(command, Entry(room=command.room, seq=self._head, at=0, event=said))

    def _decided(self, command: PostMessage) -> bytes:
        content = _content.encode(msgspec.structs.replace(command, ref=0))
        digest = command_digest(SECRET, content)
        self._batch.clock = int(time.time() * 1000)
        (facts,) = self._batch.rooms.values()
        facts.messages.clear()
        self._batch.answers.clear()
        (outcome,) = settle(
            self._batch, [Submission(self._actor, command, digest)], decide
        ).outcomes
        assert isinstance(outcome, Accepted), outcome
        return _answer(command, outcome.entries[0])


def _answer(command: PostMessage, entry: Entry) -> bytes:
    receipt = frames.Receipt(
        ref=command.ref,
        command_id=command.command_id,
        room=entry.room,
        seq=entry.seq,
        at=entry.at,
    )
    shown = frames.Entry(room=entry.room, seq=entry.seq, at=entry.at, event=entry.event)
    return prepare(frames.encode(receipt)) + prepare(frames.encode(shown))


async def main(port: int, *, decided: bool) -> None:
    lift_limits()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Line(decided=decided), "127.0.0.1", port, backlog=4096
    )
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), decided="decided" in sys.argv[2:]))
