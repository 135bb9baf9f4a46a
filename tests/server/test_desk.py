"""Group commit: who is committed together, who is answered what, and in which order."""

import asyncio

from msgspec.structs import replace
from structlog.testing import capture_logs

from persistence.journal import (
    Accepted,
)
from rooms.refusals import Code
from server.talk.desk import LARGEST_BATCH, MOST_WAITING, SLOW_SECONDS, WORTH_A_BATCH
from server.talk.waiting import MOST_OF_A_ROOM
from tests.server.desk_stage import ANA, Stage, post
from tests.server.memory_transcript import GARDEN, PORCH
from tests.server.virtual_time import in_virtual_time, ticks


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
async def test_a_room_has_its_share_of_a_batch_and_keeps_its_order() -> None:
    stage = Stage()
    bodies = [str(number) for number in range(2 * MOST_OF_A_ROOM + 5)]
    stage.submit(*bodies)
    await stage.desk.finish()
    assert [len(batch) for batch in stage.journal.batches] == [MOST_OF_A_ROOM, MOST_OF_A_ROOM, 5]
    assert [body for batch in stage.journal.bodies() for body in batch] == bodies


@in_virtual_time
async def test_a_batch_is_never_larger_than_the_largest() -> None:
    stage = Stage()
    rooms = [f"{number:032x}" for number in range(LARGEST_BATCH // 10)]
    stage.journal.transcript.rooms.update({room: [] for room in rooms})
    for room in rooms:
        stage.submit(*(f"{room} {number}" for number in range(25)), room=room)
    await stage.desk.finish()
    sizes = [len(batch) for batch in stage.journal.batches]
    assert max(sizes) == LARGEST_BATCH
    assert sum(sizes) == 25 * len(rooms)


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
    with capture_logs() as logged:
        await stage.desk.finish()
    assert [(line["event"], line["answers"]) for line in logged] == [("answers_failed", 1)]
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
