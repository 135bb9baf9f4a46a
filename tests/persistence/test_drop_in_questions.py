"""Questions to the hosts: asked aside, shown as ticked, answered to one person, erased in time."""

import asyncio

import pytest

from persistence.dropins import erasing, line, questions
from persistence.dropins.questions import MOST_OPEN, OwnQuestion, Question
from rooms.actor import Actor, Role
from rooms.dropins.forms import Shown
from rooms.dropins.stages import Stage, State
from rooms.ids import DropInId, PublicId, RoomId, new_public_id
from rooms.refusals import Code, Refusal
from tests.persistence.community import SECRET, Community
from tests.persistence.drop_in_scene import DAY_MS, HOUR_MS, Scene

WORDS = "Does the tiredness ever end?"


@pytest.fixture
def scene(community: Community) -> Scene:
    return Scene(community)


async def ask(
    scene: Scene, actor: Actor, drop_in: DropInId, body: str = WORDS, shown: Shown = Shown.NO
) -> PublicId:
    question = new_public_id()
    assert await asked(scene, actor, drop_in, question, body, shown) == scene.garden
    return question


async def asked(
    scene: Scene,
    actor: Actor,
    drop_in: DropInId,
    question: PublicId,
    body: str = WORDS,
    shown: Shown = Shown.NO,
) -> RoomId | Refusal:
    return await scene.community.database.write(
        questions.ask,
        SECRET,
        actor,
        drop_in,
        Question(question=question, body=body, shown=shown),
    )


async def answer(
    scene: Scene, actor: Actor, drop_in: DropInId, question: PublicId, body: str = "It does."
) -> RoomId | Refusal:
    return await scene.community.database.write(
        questions.answer, SECRET, actor, drop_in, question, body
    )


async def take_back(
    scene: Scene, actor: Actor, drop_in: DropInId, question: PublicId
) -> RoomId | Refusal:
    return await scene.community.database.write(questions.take_back, actor, drop_in, question)


async def own(scene: Scene, actor: Actor, drop_in: DropInId) -> tuple[OwnQuestion, ...]:
    return await scene.community.database.read(questions.own, drop_in, actor.account)


async def erase(scene: Scene) -> int:
    now = await scene.community.database.now_ms()
    return await scene.community.database.write(erasing.erase_due, now)


def code(outcome: object) -> Code | None:
    return outcome.code if isinstance(outcome, Refusal) else None


async def test_hosts_see_who_asked_only_where_that_was_ticked(scene: Scene) -> None:
    rosa, teo = await scene.mentor("Rosa"), await scene.community.person("Teo")
    drop_in = await scene.session(rosa, 7 * 24 * 60)
    for shown in Shown:
        await ask(scene, teo, drop_in, f"Shown {shown}", shown=shown)
    desk = await scene.desk(drop_in, rosa)
    assert [(each.body, each.name) for each in desk.questions] == [
        ("Shown no", ""),
        ("Shown unnamed", ""),
        ("Shown named", "Teo"),
    ]
    nell = await scene.community.person("Nell")
    assert await own(scene, nell, drop_in) == ()
    assert (await scene.view(drop_in, nell)).hosting is None


async def test_a_question_is_answered_once_to_its_asker_alone(scene: Scene) -> None:
    rosa, teo = await scene.mentor("Rosa"), await scene.community.person("Teo")
    drop_in = await scene.live(rosa)
    question = await ask(scene, teo, drop_in)
    for stranger in (teo, await scene.mentor("Ben")):
        assert code(await answer(scene, stranger, drop_in, question)) is Code.NOT_ALLOWED
    both = await asyncio.gather(
        *(answer(scene, rosa, drop_in, question, text) for text in ("It does.", "It ends."))
    )
    assert sorted(code(each) or "" for each in both) == ["", Code.NOTHING_TO_CHANGE]
    (mine,) = await own(scene, teo, drop_in)
    assert mine.answer in ("It does.", "It ends.")
    assert await scene.community.sql("SELECT account_id, kind, channel, subject FROM outbox") == [
        (teo.account, "question_answered", "page", drop_in)
    ]
    assert (await scene.desk(drop_in, rosa)).questions == ()


async def test_asking_twice_is_asking_once_and_five_wait_at_most(scene: Scene) -> None:
    rosa, teo = await scene.mentor("Rosa"), await scene.community.person("Teo")
    drop_in = await scene.session(rosa)
    first = new_public_id()
    twice = [await asked(scene, teo, drop_in, first) for _ in range(2)]
    assert twice == [scene.garden, scene.garden]
    other = await asked(scene, teo, drop_in, first, "Something else")
    assert code(other) is Code.IDEMPOTENCY_CONFLICT
    nell = await scene.community.person("Nell")
    assert code(await asked(scene, nell, drop_in, first)) is Code.IDEMPOTENCY_CONFLICT
    many = await asyncio.gather(
        *(asked(scene, teo, drop_in, new_public_id()) for _ in range(2 * MOST_OPEN))
    )
    assert [code(each) for each in many].count(None) == MOST_OPEN - 1
    assert Code.TOO_MANY_QUESTIONS in [code(each) for each in many]
    assert await take_back(scene, teo, drop_in, first) == scene.garden
    assert await asked(scene, teo, drop_in, new_public_id()) == scene.garden
    assert len(await own(scene, teo, drop_in)) == MOST_OPEN


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (" \n ", Code.EMPTY),
        ("a\x00b", Code.BAD_TEXT),
        ("a\ud800", Code.BAD_TEXT),
        ("x" * 601, Code.TOO_LONG),
        ("x" * 50_000, Code.TOO_LONG),
    ],
)
async def test_what_cannot_be_a_question_is_refused_and_nothing_is_cut(
    scene: Scene, body: str, expected: Code
) -> None:
    rosa, teo = await scene.mentor("Rosa"), await scene.community.person("Teo")
    drop_in = await scene.session(rosa)
    assert code(await asked(scene, teo, drop_in, new_public_id(), body)) is expected
    assert await own(scene, teo, drop_in) == ()


async def test_a_paused_person_may_ask_and_after_the_end_nobody(scene: Scene) -> None:
    rosa, teo = await scene.mentor("Rosa"), await scene.community.person("Teo")
    sam = await scene.community.staff("Sam", Role.MODERATOR, scene.garden)
    drop_in = await scene.live(rosa)
    await scene.community.belongs(teo, scene.garden)
    await scene.community.mute(sam, teo, scene.garden)
    assert await asked(scene, teo, drop_in, new_public_id()) == scene.garden
    await scene.end(drop_in)
    assert code(await asked(scene, teo, drop_in, new_public_id())) is Code.NOT_LIVE
    assert code(await asked(scene, teo, "0" * 32, new_public_id())) is Code.UNKNOWN_DROP_IN


async def test_only_its_asker_takes_a_question_back(scene: Scene) -> None:
    rosa, teo = await scene.mentor("Rosa"), await scene.community.person("Teo")
    drop_in = await scene.session(rosa)
    question = await ask(scene, teo, drop_in)
    for stranger in (rosa, await scene.community.stranger()):
        assert code(await take_back(scene, stranger, drop_in, question)) is Code.GONE
    await take_back(scene, teo, drop_in, question)
    assert code(await answer(scene, rosa, drop_in, question)) is Code.GONE
    assert await scene.community.sql("SELECT * FROM drop_in_question") == []


async def test_unanswered_questions_are_kept_for_seven_days_and_then_erased(scene: Scene) -> None:
    rosa, teo = await scene.mentor("Rosa"), await scene.community.person("Teo")
    drop_in = await scene.live(rosa)
    kept, late = await ask(scene, teo, drop_in), await ask(scene, teo, drop_in)
    await scene.end(drop_in)
    assert (await scene.snapshot(drop_in)).card.stage is Stage.ENDED
    scene.community.shift.ms += 7 * DAY_MS - HOUR_MS
    assert await erase(scene) == 0
    for question in (kept, late):
        assert await answer(scene, rosa, drop_in, question) == scene.garden
    assert (await scene.snapshot(drop_in)).card.stage is Stage.ANSWERED
    scene.community.shift.ms += 3 * HOUR_MS
    assert code(await answer(scene, rosa, drop_in, kept)) is Code.TOO_LATE
    assert await erase(scene) == 2
    assert await erase(scene) == 0
    assert await scene.community.sql("SELECT * FROM drop_in_question") == []


async def test_a_question_asked_long_ahead_is_kept_until_seven_days_after_its_session(
    scene: Scene,
) -> None:
    rosa, teo = await scene.mentor("Rosa"), await scene.community.person("Teo")
    drop_in = await scene.session(rosa, 10 * 24 * 60)
    await ask(scene, teo, drop_in)
    now = await scene.community.database.now_ms()
    await scene.change(drop_in, starts_at=now + 20 * DAY_MS, ends_at=now + 20 * DAY_MS + HOUR_MS)
    scene.community.shift.ms += 19 * DAY_MS
    assert await erase(scene) == 0, "it was put off meanwhile"
    scene.community.shift.ms += 9 * DAY_MS
    assert await erase(scene) == 1


async def test_what_was_said_in_line_is_erased_with_it(scene: Scene) -> None:
    rosa, teo = await scene.mentor("Rosa"), await scene.community.person("Teo")
    drop_in = await scene.live(rosa)
    await scene.wait(teo, drop_in, question=WORDS, note="Please be gentle")
    await scene.end(drop_in, State.UNHOSTED)
    await scene.community.database.write(line.close_up, drop_in)
    assert [each.body for each in await own(scene, teo, drop_in)] == [WORDS]
    now = await scene.community.database.now_ms()
    await scene.change(drop_in, handed_note="Teo is next", handed_at=now)
    scene.community.shift.ms += 25 * HOUR_MS
    await erase(scene)
    assert await scene.community.sql("SELECT handed_note FROM drop_in") == [(None,)]
    scene.community.shift.ms += 7 * DAY_MS
    await erase(scene)
    words = "SELECT question, note, answer FROM drop_in_place"
    assert await scene.community.sql(words) == [(None, None, None)]
    assert await scene.community.sql("SELECT * FROM drop_in_question") == []
    assert await scene.community.sql("SELECT * FROM drop_in_seen") == []
