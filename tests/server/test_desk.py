"""Group commit: who is committed together, who is answered what, and in which order."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest
from msgspec.structs import replace

from persistence.journal import (
    Accepted,
    Contended,
    Outcome,
    OutcomeUnknown,
    Submission,
    Unreachable,
)
from rooms.commands import PostMessage
from rooms.ids import RoomId, new_public_id
from rooms.refusals import Code, Refusal, refuse
from rooms.transcript import Entry
from server.talk.desk import LARGEST_BATCH, MOST_WAITING, SLOW_SECONDS, WORTH_A_BATCH, Desk
from tests.server.memory_transcript import GARDEN, PORCH, MemoryTranscript, actor, said
from tests.server.virtual_time import in_virtual_time, ticks

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


@in_virtual_time
async def test_an_idle_desk_commits_what_one_tick_brings_at_once_and_together() -> None:
    stage = Stage()
    stage.submit("one", "two", "three")
    await ticks(2)
    assert stage.journal.bodies() == [["one", "two", "three"]]


@in_virtual_time
async def test_helpers_are_told_once_after_the_commit_that_concerns_them() -> None:
    stage = Stage()
    stage.submit("my first", "another", "one more")
    await stage.desk.finish()
    assert stage.happened[-2:] == [[1, 2, 3], "attention"]
    stage.submit("nothing new")
    await stage.desk.finish()
    assert stage.happened[-1] == [4]


@in_virtual_time
async def test_receipts_are_given_before_anybody_is_shown_the_entries() -> None:
    stage = Stage()
    stage.submit("one", "refuse me", "two")
    assert stage.happened == []
    await stage.desk.finish()
    assert stage.happened == ["one", "refuse me", "two", [1, 2]]
    assert stage.code("refuse me") is Code.NOT_ALLOWED


@in_virtual_time
async def test_nothing_is_answered_before_the_commit() -> None:
    stage = Stage()
    stage.journal.gate.clear()
    stage.submit("one")
    await asyncio.sleep(60)
    assert stage.happened == []
    stage.journal.gate.set()
    await stage.desk.finish()
    assert stage.happened == ["one", [1]]


@in_virtual_time
async def test_what_arrives_during_a_commit_is_the_next_batch_in_its_order() -> None:
    stage = Stage()
    stage.journal.gate.clear()
    stage.submit("one")
    await ticks(2)
    for body in ("two", "three", "four"):
        stage.submit(body)
        await ticks(2)
    stage.journal.gate.set()
    await stage.desk.finish()
    assert stage.journal.bodies() == [["one"], ["two", "three", "four"]]


@in_virtual_time
async def test_a_batch_is_never_larger_than_the_largest_and_keeps_the_order() -> None:
    stage = Stage()
    bodies = [str(number) for number in range(2 * LARGEST_BATCH + 5)]
    stage.submit(*bodies)
    await stage.desk.finish()
    assert [len(batch) for batch in stage.journal.batches] == [LARGEST_BATCH, LARGEST_BATCH, 5]
    assert [body for batch in stage.journal.bodies() for body in batch] == bodies


@in_virtual_time
async def test_a_few_wait_for_the_batch_that_is_on_its_way_and_go_together() -> None:
    stage = Stage()
    stage.journal.gate.clear()
    stage.submit("one", room=GARDEN)
    await ticks(2)
    stage.submit("two", room=PORCH)
    stage.submit("three", room=GARDEN)
    await ticks(5)
    assert stage.journal.bodies() == [["one"]]
    stage.journal.gate.set()
    await stage.desk.finish()
    assert stage.journal.bodies() == [["one"], ["two", "three"]]


@in_virtual_time
async def test_many_go_beside_the_batch_that_is_on_its_way() -> None:
    stage = Stage()
    stage.journal.gate.clear()
    stage.submit("one", room=GARDEN)
    await ticks(2)
    bodies = [str(number) for number in range(WORTH_A_BATCH)]
    stage.submit(*bodies, room=PORCH)
    await ticks(2)
    assert stage.journal.bodies() == [["one"], bodies]
    stage.journal.gate.set()
    await stage.desk.finish()


@in_virtual_time
async def test_a_slow_commit_is_passed_by_one_batch_of_other_rooms_and_no_more() -> None:
    stage = Stage()
    stage.journal.transcript.rooms["c" * 32] = []
    stage.journal.gate.clear()
    stage.submit("one", room=GARDEN)
    await asyncio.sleep(2 * SLOW_SECONDS)
    stage.submit("two", room=PORCH)
    await ticks(2)
    stage.submit("three", room="c" * 32)
    stage.submit("four", room=GARDEN)
    await asyncio.sleep(60)
    assert stage.journal.bodies() == [["one"], ["two"]]
    stage.journal.gate.set()
    await stage.desk.finish()
    assert sorted(stage.answers) == ["four", "one", "three", "two"]


@in_virtual_time
async def test_who_waits_for_a_commit_that_becomes_slow_waits_no_longer() -> None:
    stage = Stage()
    stage.journal.gate.clear()
    stage.submit("one", room=GARDEN)
    await ticks(2)
    stage.submit("two", room=PORCH)
    await asyncio.sleep(2 * SLOW_SECONDS)
    assert stage.journal.bodies() == [["one"], ["two"]]
    stage.journal.gate.set()
    await stage.desk.finish()


@in_virtual_time
async def test_a_busy_room_lets_the_others_pass_and_keeps_its_own_order() -> None:
    stage = Stage()
    stage.journal.gate.clear()
    stage.submit("garden 1")
    await ticks(2)
    for number in range(2, 80):
        stage.submit(f"garden {number}", room=GARDEN)
    stage.submit("porch", room=PORCH)
    await asyncio.sleep(2 * SLOW_SECONDS)
    assert stage.journal.bodies() == [["garden 1"], ["porch"]]
    stage.journal.gate.set()
    await stage.desk.finish()
    said_there = [entry.event for entry in stage.journal.transcript.rooms[GARDEN]]
    assert [event.body for event in said_there] == [  # type: ignore[union-attr]
        f"garden {number}" for number in range(1, 80)
    ]


@in_virtual_time
async def test_contention_is_tried_once_more_and_then_one_by_one() -> None:
    stage = Stage()
    stage.journal.troubles = [Contended(), Contended()]
    stage.submit("one", "two")
    await stage.desk.finish()
    assert stage.journal.bodies() == [["one", "two"], ["one", "two"], ["one"], ["two"]]
    assert stage.happened == ["one", "two", [1, 2]]


@in_virtual_time
async def test_contention_that_passes_costs_one_repeat() -> None:
    stage = Stage()
    stage.journal.troubles = [Contended()]
    stage.submit("one", "two")
    await stage.desk.finish()
    assert stage.journal.bodies() == [["one", "two"], ["one", "two"]]
    assert stage.happened == ["one", "two", [1, 2]]


@in_virtual_time
async def test_only_the_culprit_of_a_failed_batch_is_refused() -> None:
    stage = Stage()
    stage.journal.poisoned = {"poison": ZeroDivisionError()}
    stage.submit("one", "poison", "two")
    await stage.desk.finish()
    assert stage.happened == ["one", "poison", "two", [1, 2]]
    assert stage.code("poison") is Code.BUSY


@pytest.mark.parametrize(
    ("trouble", "code"),
    [(OutcomeUnknown(), Code.RETRY), (KeyError(), Code.BUSY)],
)
@in_virtual_time
async def test_a_command_that_fails_alone_may_be_sent_again(trouble: Exception, code: Code) -> None:
    stage = Stage()
    stage.journal.troubles = [Contended(), Contended(), trouble]
    stage.submit("one", "two")
    await stage.desk.finish()
    assert (stage.code("one"), stage.code("two")) == (code, None)
    refusal = stage.answers["one"]
    assert isinstance(refusal, Refusal)
    assert refusal.temporary


@in_virtual_time
async def test_a_room_that_is_held_is_waited_for_once_and_the_others_are_answered() -> None:
    stage = Stage()
    stage.journal.troubles = [Contended(), Contended(), Contended()]
    stage.submit("one", "two")
    stage.submit("beside", room=PORCH)
    await stage.desk.finish()
    assert [len(batch) for batch in stage.journal.batches] == [3, 3, 1, 1]
    told = [stage.code(body) for body in ("one", "two", "beside")]
    assert told == [Code.BUSY, Code.BUSY, None]


@in_virtual_time
async def test_an_unknown_outcome_is_answered_retry_and_never_tried_again_here() -> None:
    stage = Stage()
    stage.journal.troubles = [OutcomeUnknown()]
    stage.submit("one", "two")
    await stage.desk.finish()
    assert len(stage.journal.batches) == 1
    assert (stage.code("one"), stage.code("two")) == (Code.RETRY, Code.RETRY)


@in_virtual_time
async def test_an_unreachable_database_is_not_asked_for_each_command() -> None:
    stage = Stage()
    stage.journal.troubles = [Unreachable(), Unreachable()]
    stage.submit("one", "two", "three")
    await stage.desk.finish()
    assert len(stage.journal.batches) == 2
    assert {stage.code(body) for body in ("one", "two", "three")} == {Code.BUSY}


@in_virtual_time
async def test_a_full_desk_says_busy_at_once_and_takes_no_harm() -> None:
    stage = Stage()
    stage.journal.gate.clear()
    stage.submit("first")
    await ticks(2)
    stage.submit(*(str(number) for number in range(MOST_WAITING)))
    stage.submit("one too many")
    assert stage.code("one too many") is Code.BUSY
    assert len(stage.answers) == 1
    stage.journal.gate.set()
    await stage.desk.finish()
    assert len(stage.answers) == MOST_WAITING + 2
    assert stage.journal.transcript.head() == MOST_WAITING + 1


@in_virtual_time
async def test_a_sender_that_raises_hurts_nobody_else() -> None:
    stage = Stage()
    stage.submit("one", "raise on me", "two")
    await stage.desk.finish()
    assert stage.happened == ["one", "raise on me", "two", [1, 2, 3]]
    stage.submit("three")
    await stage.desk.finish()
    assert stage.code("three") is None


@in_virtual_time
async def test_who_gives_up_waiting_for_the_end_does_not_take_a_commit_down() -> None:
    stage = Stage()
    stage.journal.gate.clear()
    stage.submit("one")
    await ticks(2)
    finishing = asyncio.create_task(stage.desk.finish())
    await ticks(2)
    finishing.cancel()
    await ticks(2)
    assert finishing.cancelled()
    stage.journal.gate.set()
    await stage.desk.finish()
    assert stage.happened == ["one", [1]]


@in_virtual_time
async def test_who_no_longer_waits_for_an_answer_hurts_nobody() -> None:
    stage = Stage()
    stage.journal.gate.clear()
    gone = asyncio.create_task(stage.desk.carry_out(ANA, post("one")))
    waits = asyncio.create_task(stage.desk.carry_out(ANA, post("two")))
    await ticks(3)
    gone.cancel()
    stage.journal.gate.set()
    outcome = await waits
    assert isinstance(outcome, Accepted)
    assert outcome.seq == 2


@in_virtual_time
async def test_a_repeat_has_the_same_digest_whatever_its_ref() -> None:
    stage = Stage()
    command = post("once")
    for again in (command, replace(command, ref=7), replace(command, body="twice")):
        await stage.desk.carry_out(ANA, again)
    first, second, other = (batch[0].digest for batch in stage.journal.batches)
    assert first == second
    assert first != other
