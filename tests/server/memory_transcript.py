"""A transcript in memory, with the standing of its people, behind the reads that the server core
does. It fails or stands still when told to, and keeps one snapshot a read as a database does."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from persistence.reading import transcripts
from persistence.standing import Standing
from rooms import commands, events
from rooms.actor import Actor, Role
from rooms.commands import JoinRoom, Reason
from rooms.decide import admit
from rooms.events import Event
from rooms.facts import Person, RoomFacts, Sanction, SanctionKind
from rooms.ids import AccountId, MemberId, PublicId, RoomId, TreeId, new_public_id
from rooms.permissions import Readers, RoomState
from rooms.refusals import Refusal
from rooms.transcript import Entry, Page
from server.node.joining import Ask, Opening
from server.sockets.openings import Answered, read_openings
from server.talk.relay import Heads
from tests.server.virtual_time import ticks

Answer = TypeVar("Answer")

GARDEN: RoomId = "a" * 32
PORCH: RoomId = "b" * 32
FAR_AWAY_MS = 10**12
LONGEST_REPLAY = 8
LONGEST_PAGE = 5
MOST_READS = 10_000


def account_of(name: str) -> AccountId:
    return AccountId(name)


def member_of(name: str) -> MemberId:
    return name.encode().hex().ljust(32, "0")


def actor(name: str) -> Actor:
    return Actor(account=account_of(name))


def said(body: str = "hello", *, by: str = "Ana") -> events.MessagePosted:
    return events.MessagePosted(
        message=new_public_id(), author=member_of(by), name=by, role=Role.MEMBER, body=body
    )


def muted(who: str, sanction: PublicId | None = None) -> events.MemberMuted:
    return events.MemberMuted(
        member=member_of(who),
        sanction=sanction or new_public_id(),
        until=FAR_AWAY_MS,
        reason=Reason.UNKIND,
    )


def removed(who: str) -> events.MemberRemoved:
    return events.MemberRemoved(
        member=member_of(who), sanction=new_public_id(), until=FAR_AWAY_MS, reason=Reason.UNKIND
    )


def role_changed(who: str, role: Role) -> events.RoleChanged:
    return events.RoleChanged(member=member_of(who), role=role)


def entries_of(room: RoomId, *happened: Event, after: int = 0) -> list[Entry]:
    return [
        Entry(room=room, seq=seq, at=seq, event=event)
        for seq, event in enumerate(happened, after + 1)
    ]


@dataclass
class MemoryTranscript:
    """`roles` are those the people came with. `pauses` are turns of the loop, two a read: before
    its snapshot and after it."""

    roles: dict[str, Role] = field(default_factory=dict)
    epoch: str = "first"
    rooms: dict[RoomId, list[Entry]] = field(default_factory=lambda: {GARDEN: [], PORCH: []})
    pauses: Callable[[], int] = lambda: 0
    failing: bool = False
    reads: int = 0
    gate: asyncio.Event | None = None

    def commit(self, room: RoomId, *happened: Event) -> list[Entry]:
        new = entries_of(room, *happened, after=self.head(room))
        self.rooms[room].extend(new)
        for entry in new:
            if isinstance(entry.event, events.MessageRemoved):
                self._seal(room, entry.event.message)
        return new

    def _seal(self, room: RoomId, message: PublicId) -> None:
        for place, entry in enumerate(self.rooms[room]):
            told = entry.event
            if isinstance(told, events.MessagePosted) and told.message == message:
                sealed = msgspec.structs.replace(told, body=None)
                self.rooms[room][place] = msgspec.structs.replace(entry, event=sealed)

    def head(self, room: RoomId = GARDEN) -> int:
        return len(self.rooms[room])

    async def read_heads(self, known: Mapping[RoomId, int]) -> Heads:
        return await self._snapshot(self._heads, known)

    async def read_entries(self, room: RoomId, after: int, limit: int) -> list[Entry]:
        return await self._snapshot(self._entries, room, after, limit)

    async def read(self, ask: Callable[..., Any], *args: Any) -> Any:
        """As `Database.read`, for the two questions that listeners ask."""
        answers: dict[object, Callable[..., Any]] = {
            read_openings: self._openings,
            transcripts.read_entries: self._page,
        }
        return await self._snapshot(answers[ask], *args)

    async def _snapshot(self, answer: Callable[..., Answer], *args: Any) -> Answer:
        self.reads += 1
        assert self.reads < MOST_READS, "reads without end"
        await ticks(self.pauses())
        if self.gate is not None:
            await self.gate.wait()
        if self.failing:
            raise ConnectionError
        found = answer(*args)
        await ticks(self.pauses())
        return found

    def _heads(self, known: Mapping[RoomId, int]) -> Heads:
        there = {room: self.head(room) for room in known if room in self.rooms}
        return Heads(self.epoch, dict(there.items() - known.items()))

    def _entries(self, room: RoomId, after: int, limit: int) -> list[Entry]:
        return self.rooms[room][after : after + limit]

    def _page(self, room: RoomId, after: int, limit: int) -> list[Entry]:
        return self._entries(room, after, min(limit, LONGEST_PAGE))

    def _openings(self, asks: Sequence[Ask], *_: object) -> Answered:
        return Answered([self._opening(ask.join, ask.actor) for ask in asks], {})

    def _opening(self, join: JoinRoom, who: Actor | None) -> Opening | Refusal:
        head = self.head(join.room)
        facts = RoomFacts(
            room=join.room,
            tree=TreeId("tree"),
            state=RoomState.OPEN,
            readers=Readers.GUESTS,
            pace_ms=0,
            head=head,
            last_at=head,
        )
        person = self._person(join.room, who) if who else None
        if refusal := admit(facts, person, who, now=head):
            return refusal
        here = Standing(facts=facts, floor=1, person=person, now=head, kept_from=1)
        after = join.after if join.epoch == self.epoch else None
        if after is not None and 0 <= head - after <= LONGEST_REPLAY:
            return Opening(here, self.epoch, None, self.rooms[join.room][after:], 0, 0, ())
        return Opening(here, self.epoch, Page(as_of=head, messages=()), [], 0, 0, ())

    def _person(self, room: RoomId, who: Actor) -> Person:
        name = str(who.account)
        person = Person(who.account, member_of(name), name, self.roles.get(name, Role.MEMBER))
        for entry in self.rooms[room]:
            _evolve(person, entry.event)
        return person


def _evolve(person: Person, event: Event) -> None:
    if getattr(event, "member", None) != person.member:
        return
    match event:
        case events.RoleChanged(role=role):
            person.role = role
        case events.MemberRemoved(sanction=sanction, until=until, reason=reason):
            person.sanctions.append(Sanction(sanction, SanctionKind.REMOVAL, until, reason))
        case events.MemberMuted(sanction=sanction, until=until, reason=reason):
            person.sanctions.append(Sanction(sanction, SanctionKind.MUTE, until, reason))
        case events.SanctionLifted(sanction=sanction):
            person.sanctions = [held for held in person.sanctions if held.id != sanction]


def joining(
    ref: int, room: RoomId = GARDEN, *, epoch: str | None = None, after: int | None = None
) -> str:
    """A `join_room` as it comes over the line."""
    join = commands.JoinRoom(ref=ref, room=room, epoch=epoch, after=after)
    return msgspec.json.encode(join).decode()


def leaving(ref: int) -> str:
    """A `leave_room`, likewise."""
    return msgspec.json.encode(commands.LeaveRoom(ref=ref, room=GARDEN)).decode()
