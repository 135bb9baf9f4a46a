"""How it was: anonymous to the mentor, released in whole fives, and nobody is on a list."""

import random

import pytest

from persistence.dropins import coming, debriefs, feedback, present
from persistence.dropins.coming import Answer
from persistence.dropins.debriefs import Debrief, How
from persistence.dropins.feedback import Again, Feedback, Heard, Released
from rooms.actor import Actor, Role
from rooms.dropins.stages import State
from rooms.ids import DropInId
from rooms.refusals import Code, Refusal
from tests.persistence.community import SECRET, Community
from tests.persistence.drop_in_scene import DAY_MS, Scene

GOOD = Feedback(heard=Heard.YES, again=Again.YES)


@pytest.fixture
def scene(community: Community) -> Scene:
    return Scene(community)


async def attended(scene: Scene, people: int) -> tuple[DropInId, Actor, list[Actor]]:
    """A session that is over, Rosa who hosted it, and who was there."""
    rosa = await scene.mentor("Rosa")
    drop_in = await scene.live(rosa)
    there = [await scene.community.stranger() for _ in range(people)]
    await mark(scene, drop_in, [rosa, *there])
    await scene.end(drop_in)
    return drop_in, rosa, there


async def mark(scene: Scene, drop_in: DropInId, people: list[Actor]) -> None:
    accounts = [person.account for person in people]
    await scene.community.database.write(present.mark, SECRET, drop_in, accounts)


async def give(scene: Scene, actor: Actor, drop_in: DropInId, said: Feedback = GOOD) -> Code | None:
    refused = await scene.community.database.write(feedback.give, SECRET, actor, drop_in, said)
    return refused.code if refused else None


async def released(scene: Scene, actor: Actor, drop_in: DropInId) -> Released:
    found = await scene.community.database.read(feedback.read, SECRET, actor, drop_in)
    assert isinstance(found, Released), found
    return found


async def test_the_mentor_sees_whole_fives_and_nothing_in_between(scene: Scene) -> None:
    drop_in, rosa, there = await attended(scene, 11)
    seen = []
    for number, person in enumerate(there):
        said = Feedback(heard=Heard.PARTLY, again=Again.MAYBE, words=f"Words {number}")
        assert await give(scene, person, drop_in, said) is None
        shown = await released(scene, rosa, drop_in)
        seen.append((shown.answers, len(shown.words), shown.heard[Heard.PARTLY]))
    assert seen == [(n // 5 * 5,) * 3 for n in range(1, 12)]


async def test_the_order_of_words_does_not_tell_the_order_of_people(scene: Scene) -> None:
    drop_in, rosa, there = await attended(scene, 10)
    given = [f"Words {number}" for number in range(10)]
    for person, words in zip(there, given, strict=True):
        said = Feedback(heard=Heard.YES, again=Again.YES, words=words)
        await give(scene, person, drop_in, said)
    shown = (await released(scene, rosa, drop_in)).words
    assert sorted(shown) == given
    stored = "SELECT words FROM drop_in_feedback ORDER BY digest"
    assert shown == tuple(words for (words,) in await scene.community.sql(stored))


async def test_feedback_can_be_changed_until_it_is_released(scene: Scene) -> None:
    drop_in, rosa, there = await attended(scene, 5)
    other = Feedback(heard=Heard.NO, again=Again.NO)
    for person in there[:4]:
        assert await give(scene, person, drop_in) is None
        assert await give(scene, person, drop_in, other) is None
    assert (await released(scene, rosa, drop_in)).answers == 0
    await give(scene, there[4], drop_in)
    assert (await released(scene, rosa, drop_in)).heard == {
        Heard.YES: 1,
        Heard.PARTLY: 0,
        Heard.NO: 4,
    }
    assert await give(scene, there[0], drop_in) is Code.TOO_LATE


async def test_only_who_was_there_says_how_it_was_once_it_is_over(scene: Scene) -> None:
    rosa, teo = await scene.mentor("Rosa"), await scene.community.person("Teo")
    drop_in = await scene.live(rosa)
    await mark(scene, drop_in, [rosa, teo])
    assert await give(scene, teo, drop_in) is Code.TOO_EARLY
    await scene.end(drop_in)
    for stranger in (rosa, await scene.community.person("Nell")):
        assert await give(scene, stranger, drop_in) is Code.NOT_ALLOWED
    assert await give(scene, teo, "0" * 32) is Code.UNKNOWN_DROP_IN
    assert await give(scene, teo, drop_in) is None
    scene.community.shift.ms += 8 * DAY_MS
    assert await give(scene, teo, drop_in) is Code.TOO_LATE


async def test_feedback_is_for_hosts_and_moderators_to_see(scene: Scene) -> None:
    drop_in, rosa, there = await attended(scene, 5)
    sam = await scene.community.staff("Sam", Role.MODERATOR, scene.garden)
    for person in (there[0], await scene.mentor("Ben")):
        read = await scene.community.database.read(feedback.read, SECRET, person, drop_in)
        assert isinstance(read, Refusal)
        assert read.code is Code.NOT_ALLOWED
    assert (await released(scene, rosa, drop_in)) == (await released(scene, sam, drop_in))


async def test_no_row_of_attendance_or_feedback_names_anybody(scene: Scene) -> None:
    drop_in, rosa, there = await attended(scene, 6)
    for person in there:
        await give(scene, person, drop_in)
    rows = [
        *await scene.community.sql("SELECT * FROM drop_in_present"),
        *await scene.community.sql("SELECT * FROM drop_in_feedback"),
    ]
    cells = {str(cell) for row in rows for cell in row}
    known = [
        known
        for person in (rosa, *there)
        for known in (person.account, scene.community.member(person, scene.garden))
    ]
    assert not cells & set(known)
    digests = [[row[1] for row in rows if len(row) == width] for width in (2, 6)]
    assert len(digests[0]) == len(digests[1]) == 6
    assert not set(digests[0]) & set(digests[1]), "one is not found by the other"


async def test_attendance_and_who_comes_are_counted_from_five_up(scene: Scene) -> None:
    rosa = await scene.mentor("Rosa")
    drop_in = await scene.session(rosa)
    people = [await scene.community.stranger() for _ in range(11)]
    seen = []
    for number, person in enumerate(people, 1):
        said = Answer(coming=True, remind=False)
        await scene.community.database.write(coming.say, person.account, drop_in, said)
        again = random.Random(number).sample(people[:number], number)
        await mark(scene, drop_in, again)
        count = await scene.community.database.read(present.count, drop_in)
        seen.append((count, (await scene.desk(drop_in, rosa)).coming))
    assert seen == [*[(None, None)] * 4, *[(5, 5)] * 5, *[(10, 10)] * 2]
    assert [(await scene.view(drop_in, each)).coming for each in (people[0], rosa)] == [True, False]


async def test_a_debrief_is_the_mentors_own_unless_they_want_to_talk(scene: Scene) -> None:
    drop_in, rosa, there = await attended(scene, 1)
    heavy = Debrief(how=How.HEAVY, words="It was a lot")

    async def write(actor: Actor, said: Debrief) -> bool | Refusal:
        return await scene.community.database.write(debriefs.write, SECRET, actor, drop_in, said)

    assert await write(rosa, heavy) is False
    assert await scene.community.sql("SELECT * FROM help_call") == []
    refused = await write(there[0], heavy)
    assert isinstance(refused, Refusal)
    assert refused.code is Code.NOT_ALLOWED
    talk = Debrief(how=How.HEAVY, words="It was a lot", wants_talk=True)
    assert [await write(rosa, talk) for _ in range(2)] == [True, False]
    assert await scene.community.sql("SELECT kind, note, account_id FROM help_call") == [
        ("asked", "It was a lot", rosa.account)
    ]
    assert await scene.community.database.read(debriefs.own, drop_in, rosa.account) == talk
    await scene.change(drop_in, state=State.LIVE.value)
    early = await write(rosa, heavy)
    assert isinstance(early, Refusal)
    assert early.code is Code.TOO_EARLY
