"""What the desk answers when a batch fails: once more, one by one, only the culprit is refused."""

import pytest

from persistence.journal import (
    Contended,
    OutcomeUnknown,
    Unreachable,
)
from rooms.refusals import Code, Refusal
from tests.server.desk_stage import Stage
from tests.server.memory_transcript import PORCH
from tests.server.virtual_time import in_virtual_time


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
async def test_a_database_that_went_away_meanwhile_is_not_asked_about_the_others() -> None:
    stage = Stage()
    stage.journal.troubles = [Contended(), Contended(), Unreachable()]
    stage.submit("one", "two")
    stage.submit("beside", room=PORCH)
    await stage.desk.finish()
    assert [len(batch) for batch in stage.journal.batches] == [3, 3, 1]
    assert {stage.code(body) for body in ("one", "two", "beside")} == {Code.BUSY}


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
