"""A desk on a journal in memory that a test can hold, trouble or poison, and what came of it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from persistence.journal import (
    Accepted,
    Outcome,
    Submission,
)
from rooms.commands import PostMessage
from rooms.ids import RoomId, new_public_id
from rooms.refusals import Code, Refusal, refuse
from rooms.transcript import Entry
from server.talk.desk import Desk
from tests.server.memory_transcript import GARDEN, MemoryTranscript, actor, said
from tests.server.virtual_time import ticks

ANA = actor("Ana")


def post(body: str = "hello", room: RoomId = GARDEN) -> PostMessage:
    return PostMessage(room=room, command_id=new_public_id(), body=body)


def body_of(submission: Submission) -> str:
    assert isinstance(submission.command, PostMessage)
    return submission.command.body


@dataclass
class Journal:
    """Accepts everything, unless `troubles` holds what to raise next or `poisoned` stands in a
    command. `gate`, while it is closed, holds every commit."""

    gate: asyncio.Event = field(default_factory=asyncio.Event)
    troubles: list[Exception] = field(default_factory=list)
    poisoned: dict[str, Exception] = field(default_factory=dict)
    batches: list[list[Submission]] = field(default_factory=list)
    transcript: MemoryTranscript = field(default_factory=MemoryTranscript)
    in_flight: list[set[RoomId]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gate.set()

    async def append(self, submissions: Sequence[Submission]) -> list[Outcome]:
        self.batches.append(list(submissions))
        rooms = {submission.command.room for submission in submissions}
        assert all(rooms.isdisjoint(others) for others in self.in_flight), "a room in two batches"
        self.in_flight.append(rooms)
        try:
            await self.gate.wait()
            await ticks(2)
        finally:
            self.in_flight.remove(rooms)
        if self.troubles:
            raise self.troubles.pop(0)
        for submission in submissions:
            if trouble := self.poisoned.get(body_of(submission)):
                raise trouble
        return [self._accept(submission) for submission in submissions]

    def _accept(self, submission: Submission) -> Outcome:
        if body_of(submission) == "refuse me":
            return refuse(Code.NOT_ALLOWED)
        (entry,) = self.transcript.commit(submission.command.room, said(body_of(submission)))
        waits = body_of(submission) == "my first"
        return Accepted(entry.room, entry.seq, entry.at, (entry,), attention_moved=waits)

    def bodies(self) -> list[list[str]]:
        return [[body_of(submission) for submission in batch] for batch in self.batches]


@dataclass
class Stage:
    """`happened` is the order of answers (by body) and committed entries (by seq)."""

    journal: Journal = field(default_factory=Journal)
    happened: list[object] = field(default_factory=list)
    answers: dict[str, Outcome] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.desk = Desk(
            self.journal,
            secret=b"secret",
            committed=self._committed,
            attention_moved=lambda: self.happened.append("attention"),
        )

    def submit(self, *bodies: str, room: RoomId = GARDEN) -> None:
        for body in bodies:
            self.desk.submit(ANA, post(body, room), self._answer(body))

    def code(self, body: str) -> Code | None:
        outcome = self.answers[body]
        return outcome.code if isinstance(outcome, Refusal) else None

    def _answer(self, body: str) -> Callable[[Outcome], None]:
        def answered(outcome: Outcome) -> None:
            assert body not in self.answers, "answered twice"
            self.answers[body] = outcome
            self.happened.append(body)
            if body == "raise on me":
                raise ConnectionError

        return answered

    def _committed(self, entries: Sequence[Entry]) -> None:
        self.happened.append([entry.seq for entry in entries])
