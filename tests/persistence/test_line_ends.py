"""What an end leaves of a line in a real database, and what comes back when it is undone."""

from persistence.dropins import line, questions
from rooms.dropins.stages import UNDO_MS
from rooms.refusals import Refusal
from tests.persistence.community import SECRET, Community
from tests.persistence.drop_in_rows import ends, reopens
from tests.persistence.hours import MINUTE_MS
from tests.persistence.line_scene import hosted, states, takes


async def test_the_end_keeps_questions_and_its_undoing_takes_them_back(
    community: Community,
) -> None:
    rosa, drop_in = await hosted(community)
    ana, bo = await community.stranger(), await community.stranger()
    await takes(community, drop_in, ana, bo, note="Only for you")
    await ends(community, drop_in)
    assert await community.database.write(line.close_up, drop_in)
    assert not await community.database.write(line.close_up, drop_in)
    assert {state for _, state in await states(community, drop_in)} == {"unreached"}
    asked = "SELECT account_id, body FROM drop_in_question ORDER BY account_id"
    people = sorted([ana.account, bo.account])
    assert await community.sql(asked) == [(account, "How long?") for account in people]
    await reopens(community, drop_in, rosa)
    assert await community.database.write(line.tick, drop_in)
    assert await community.sql(asked) == []
    assert await states(community, drop_in) == [(ana.account, "waiting"), (bo.account, "waiting")]


async def test_notes_are_gone_a_minute_after_the_end(community: Community) -> None:
    _, drop_in = await hosted(community)
    await takes(community, drop_in, await community.stranger(), note="Only for you")
    await ends(community, drop_in)
    community.shift.ms += UNDO_MS + MINUTE_MS
    await community.database.write(line.close_up, drop_in)
    assert await community.sql("SELECT note FROM drop_in_place") == [(None,)]
    ((question,),) = await community.sql("SELECT body FROM drop_in_question")
    assert question == "How long?"


async def test_end_that_is_undone_after_an_answer_in_writing_ends_again(
    community: Community,
) -> None:
    rosa, drop_in = await hosted(community)
    ana = await community.stranger()
    await takes(community, drop_in, ana)
    await ends(community, drop_in)
    assert await community.database.write(line.close_up, drop_in)
    ((question,),) = await community.sql("SELECT id FROM drop_in_question")
    answered = await community.database.write(
        questions.answer, SECRET, rosa, drop_in, question, "Two weeks."
    )
    assert not isinstance(answered, Refusal)
    await reopens(community, drop_in, rosa)
    assert await community.database.write(line.tick, drop_in)
    await ends(community, drop_in)
    assert await community.database.write(line.close_up, drop_in)
    assert await community.sql("SELECT answer FROM drop_in_question") == [("Two weeks.",)]
