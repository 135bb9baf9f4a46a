"""The replay's client against a server that misbehaves by hand: what it must notice and heal."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
from websockets.asyncio.server import ServerConnection, serve

from rooms import commands, events
from rooms.actor import Role
from rooms.permissions import Readers, RoomState
from rooms.refusals import Code
from rooms.transcript import Page
from server.replay import sightings
from server.replay.client import Member
from server.talk import frames
from server.wires.close_codes import CloseCode

ROOM = "a" * 32
ANA = "b" * 32


class Script:
    """Answers each command by the next step that was written for it."""

    def __init__(self) -> None:
        self.heard: list[commands.Command] = []
        self.answers: list[list[frames.Frame | CloseCode]] = []

    async def talk(self, socket: ServerConnection) -> None:
        await socket.send(frames.encode(_welcome()), text=True)
        async for text in socket:
            command = frames.decode(text)
            self.heard.append(command)
            for answer in self.answers.pop(0) if self.answers else []:
                if isinstance(answer, CloseCode):
                    await socket.close(answer)
                    return
                await socket.send(_answering(answer, command.ref), text=True)

    def then(self, *answers: frames.Frame | CloseCode) -> None:
        self.answers.append(list(answers))


def _answering(frame: frames.Frame, ref: int) -> bytes:
    numbered = msgspec.structs.replace(frame, ref=ref) if hasattr(frame, "ref") else frame
    return frames.encode(numbered)


@asynccontextmanager
async def misbehaving(script: Script) -> AsyncIterator[str]:
    async with serve(script.talk, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def _welcome() -> frames.Welcome:
    return frames.Welcome(
        protocol=1, server_time=0, epoch="e", heartbeat_ms=20_000, spread_ms=0, signed_in=True
    )


def _joined(as_of: int, page: Page | None) -> frames.Joined:
    return frames.Joined(
        ref=0,
        room=ROOM,
        epoch="e",
        as_of=as_of,
        floor=1,
        readers=Readers.MEMBERS,
        state=RoomState.OPEN,
        here=frames.Here(people=(), others="none"),
        page=page,
    )


def _entry(seq: int) -> frames.Entry:
    posted = events.MessagePosted(
        message=_id(seq), author=ANA, name="Ana", role=Role.MEMBER, body=f"message {seq}"
    )
    return frames.Entry(room=ROOM, seq=seq, at=seq, event=posted)


def _id(number: int) -> str:
    return f"{number:08d}-0000-4000-8000-000000000000"


def _beat(head: int) -> frames.Heartbeat:
    return frames.Heartbeat(server_time=0, spread_ms=0, heads={ROOM: head})


def _bodies(member: Member) -> list[str | None]:
    return [message.body for message in member.messages(ROOM)]


FRESH = _joined(0, Page(as_of=0, messages=()))


async def test_a_lost_tail_is_asked_for_again_at_the_cursor() -> None:
    script = Script()
    script.then(FRESH, _entry(1), _beat(2))
    script.then(_joined(2, None), _entry(2))
    async with misbehaving(script) as url, Member(url) as member:
        await member.join(ROOM)
        await member.reach(ROOM, 2)
    assert script.heard[1] == commands.JoinRoom(ref=2, room=ROOM, epoch="e", after=1)
    assert _bodies(member) == ["message 1", "message 2"]
    assert member.tally.gaps == 1


async def test_doubles_and_late_entries_are_shown_once_and_in_order() -> None:
    script, seen = Script(), list[sightings.Sighting]()
    doubled = (_entry(2), _entry(1), _entry(1), frames.Void(room=ROOM, seq=4), _entry(2))
    script.then(FRESH, *doubled, _entry(3), _entry(4))
    async with misbehaving(script) as url, Member(url, watch=seen.append) as member:
        await member.join(ROOM)
        await member.reach(ROOM, 4)
    assert _bodies(member) == ["message 1", "message 2", "message 3"]
    shown = [each.placed.seq for each in seen if isinstance(each, sightings.Showed)]
    assert shown == [1, 2, 3, 4]


async def test_after_a_reset_the_fresh_page_alone_is_shown() -> None:
    script = Script()
    script.then(FRESH, _entry(1), frames.Reset(room=ROOM))
    script.then(_joined(7, Page(as_of=7, messages=())), _entry(8))
    async with misbehaving(script) as url, Member(url) as member:
        await member.join(ROOM)
        await member.reach(ROOM, 8)
    assert script.heard[1] == commands.JoinRoom(ref=2, room=ROOM)
    assert _bodies(member) == ["message 8"]


async def test_a_no_about_the_moment_is_sent_again_under_the_same_id() -> None:
    script = Script()
    script.then(frames.Refused(ref=0, code=Code.BUSY, retry_after=1))
    script.then(frames.Refused(ref=0, code=Code.RETRY, retry_after=1))
    receipt = frames.Receipt(ref=0, command_id=_id(1), room=ROOM, seq=1, at=1)
    script.then(receipt)
    command = commands.PostMessage(room=ROOM, command_id=_id(1), body="message 1")
    async with misbehaving(script) as url, Member(url) as member:
        answer = await member.write(command)
    assert isinstance(answer, frames.Receipt)
    assert [heard.ref for heard in script.heard] == [1, 2, 3]
    assert {msgspec.structs.replace(heard, ref=0) for heard in script.heard} == {command}


async def test_what_was_committed_before_the_line_went_is_found_and_not_sent_again() -> None:
    script = Script()
    script.then(FRESH)
    script.then(CloseCode.RESTARTING)
    script.then(_joined(1, None), _entry(1))
    command = commands.PostMessage(room=ROOM, command_id=_id(1), body="message 1")
    async with misbehaving(script) as url, Member(url) as member:
        await member.join(ROOM)
        answer = await member.write(command)
    assert isinstance(answer, frames.Receipt)
    assert (answer.seq, answer.repeated) == (1, True)
    kinds = [type(heard) for heard in script.heard]
    assert kinds == [commands.JoinRoom, commands.PostMessage, commands.JoinRoom]
    assert _bodies(member) == ["message 1"]


async def test_out_of_step_means_starting_over() -> None:
    script = Script()
    script.then(FRESH, _entry(1), CloseCode.OUT_OF_STEP)
    script.then(_joined(0, Page(as_of=0, messages=())))
    async with misbehaving(script) as url, Member(url) as member:
        await member.join(ROOM)
        await member.until(lambda: member.connection == 2 and member.reading(ROOM).caught_up)
    assert script.heard[1] == commands.JoinRoom(ref=2, room=ROOM)
    assert _bodies(member) == []
