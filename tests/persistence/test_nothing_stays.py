"""What is said around a session goes when it was said that it goes: looked for in every column of
every table, at each stage of its life; and of whoever leaves for good nothing is found at all.
"""

from collections.abc import Collection
from typing import Any

import pytest
from sqlalchemy import Connection, select

from persistence import tables
from persistence.dropins import calls, coming, debriefs, erasing, feedback, help_now, present
from persistence.dropins import questions as stored_questions
from persistence.dropins.coming import Answer
from persistence.dropins.debriefs import Debrief, How
from persistence.dropins.feedback import Again, Feedback, Heard
from persistence.dropins.help_now import Caller
from persistence.dropins.questions import Question
from persistence.people import feeds
from rooms import commands
from rooms.actor import Actor
from rooms.dropins import acts
from rooms.dropins.acts import LineAct
from rooms.dropins.forms import Form, Shown
from rooms.dropins.stages import State
from rooms.ids import DropInId, new_public_id
from rooms.refusals import Refusal
from tests.persistence.community import SECRET, Community, accepted
from tests.persistence.drop_in_scene import DAY_MS, MINUTE_MS, Scene

DROP_IN_TABLES = [
    *("drop_in", "drop_in_series", "drop_in_seen", "drop_in_place", "held_reply"),
    *("drop_in_question", "drop_in_coming", "drop_in_present", "drop_in_feedback"),
    *("drop_in_debrief", "help_call", "expert_record", "calendar_feed", "outbox", "notice"),
]


@pytest.fixture
def scene(community: Community) -> Scene:
    return Scene(community)


def everything(connection: Connection, names: Collection[str]) -> str:
    """All that stands in these tables, one line a row."""
    found = [
        f"{name}: {tuple(row)}"
        for name in names
        for row in connection.execute(select(tables.METADATA.tables[name]))
    ]
    return "\n".join(found)


async def stored(scene: Scene, names: Collection[str] = tuple(tables.METADATA.tables)) -> str:
    return await scene.community.database.read(everything, names)


async def found(scene: Scene, words: Collection[str]) -> set[str]:
    text = await stored(scene)
    return {word for word in words if word in text}


async def act(scene: Scene, actor: Actor, drop_in: DropInId, wanted: LineAct) -> None:
    done = await scene.act(actor, drop_in, wanted)
    assert not isinstance(done, Refusal), done


def at(scene: Scene, drop_in: DropInId) -> dict[str, Any]:
    """Where a command is, and an id of its own."""
    return {"room": scene.garden, "drop_in": drop_in, "command_id": new_public_id()}


async def turn(scene: Scene, drop_in: DropInId, host: Actor, speaker: Actor) -> None:
    """One person is called, talks, and has said what they wanted."""
    await act(scene, host, drop_in, acts.CallNext())
    for command in (commands.TakeFloor, commands.FreeFloor):
        accepted(await scene.community.do(speaker, command(**at(scene, drop_in))))


async def needs_help(scene: Scene, actor: Actor, note: str) -> None:
    database = scene.community.database
    caller, now = Caller(actor.account, f"key of {actor.account}"), await database.now_ms()
    await database.write(help_now.call_for_help, SECRET, caller, scene.garden, note, now)


async def ask(scene: Scene, actor: Actor, drop_in: DropInId, body: str) -> None:
    asked = Question(question=new_public_id(), body=body, shown=Shown.NO)
    done = await scene.community.database.write(stored_questions.ask, SECRET, actor, drop_in, asked)
    assert not isinstance(done, Refusal), done


async def sweep(scene: Scene) -> None:
    """What every process does every five minutes."""
    database = scene.community.database
    now = await database.now_ms()
    await database.write(erasing.erase_due, now)
    await database.write(calls.erase, now)


async def test_everything_that_was_said_is_gone_when_it_was_promised(scene: Scene) -> None:
    rosa, teo = await scene.mentor("Rosa"), await scene.mentor("Teo")
    ana, ben = await scene.community.person("Ana"), await scene.community.person("Ben")
    drop_in = await scene.live(rosa, second_id=teo.account)
    await scene.wait(ana, drop_in, question="question of ana", note="note of ana")
    await scene.wait(ben, drop_in, question="question of ben", note="note of ben")
    await ask(scene, ana, drop_in, "written by ana")
    await needs_help(scene, ben, "help for ben")
    await act(scene, rosa, drop_in, acts.AskModerator(note="word of rosa"))
    await act(scene, rosa, drop_in, acts.TellWaiting(words="told by rosa"))
    offered = acts.OfferHosting(
        member=scene.community.member(teo, scene.garden), note="handed by rosa"
    )
    await act(scene, rosa, drop_in, offered)
    of_turns = {"question of ana", "note of ana"}
    of_the_unreached = {"note of ben"}
    of_a_day = {"handed by rosa", "told by rosa"}
    of_a_week = {"question of ben", "written by ana", "help for ben", "word of rosa"}
    words = of_turns | of_the_unreached | of_a_day | of_a_week
    assert await found(scene, words) == words
    await turn(scene, drop_in, rosa, ana)
    assert await found(scene, words) == words - of_turns
    accepted(await scene.community.do(rosa, commands.CloseDropIn(**at(scene, drop_in))))
    scene.pass_minutes(6)
    await scene.tick(drop_in)
    assert await found(scene, words) == of_a_day | of_a_week
    await scene.seen_to_all_calls()
    scene.community.shift.ms += DAY_MS + 60 * MINUTE_MS
    await sweep(scene)
    assert await found(scene, words) == of_a_week
    scene.community.shift.ms += 6 * DAY_MS
    await sweep(scene)
    assert await found(scene, words) == set()


async def test_calls_that_were_seen_to_a_week_ago_say_nothing_of_who_called(scene: Scene) -> None:
    rosa, ana = await scene.mentor("Rosa"), await scene.community.person("Ana")
    drop_in = await scene.live(rosa)
    await act(scene, rosa, drop_in, acts.AskModerator(note="Please look in"))
    await needs_help(scene, ana, "help for ana")
    await scene.end(drop_in)
    said = Debrief(how=How.HEAVY, wants_talk=True)
    await scene.community.database.write(debriefs.write, SECRET, rosa, drop_in, said)
    await scene.seen_to_all_calls()
    scene.community.shift.ms += 7 * DAY_MS + MINUTE_MS
    before = await stored(scene, ["help_call"])
    await sweep(scene)
    after = await stored(scene, ["help_call"])
    assert (rosa.account in before, ana.account in before) == (True, True)
    assert (rosa.account in after, ana.account in after) == (False, False)


@pytest.mark.parametrize("ends", [True, False])
async def test_of_who_leaves_for_good_nothing_stays_around_any_session(
    scene: Scene, *, ends: bool
) -> None:
    rosa, ana = await scene.mentor("Rosa"), await scene.community.person("Ana")
    await scene.community.say(ana, scene.garden, "Hello")
    before = await stored(scene, DROP_IN_TABLES)
    assert ana.account not in before
    await _a_life(scene, rosa, ana, ends=ends)
    assert ana.account in await stored(scene, DROP_IN_TABLES)
    await _leave(scene, ana)
    after = await stored(scene, DROP_IN_TABLES)
    kept = [line for line in after.splitlines() if ana.account in line or "of ana" in line]
    # A call that is open is seen to, and is erased a week after that.
    assert [line.partition(":")[0] for line in kept] == ([] if ends else ["help_call"])
    assert ("of ana" in await stored(scene)) is not ends


async def _a_life(scene: Scene, host: Actor, ana: Actor, *, ends: bool) -> None:
    """All that somebody can leave behind: in line, in a circle, ahead of a session, after one."""
    database = scene.community.database
    earlier = await scene.live(host)
    await scene.wait(ana, earlier, question="first of ana", note="first note of ana")
    await turn(scene, earlier, host, ana)
    await database.write(present.mark, SECRET, earlier, [ana.account])
    await scene.end(earlier)
    was = Feedback(heard=Heard.YES, again=Again.YES)
    assert await database.write(feedback.give, SECRET, ana, earlier, was) is None
    ahead = await scene.session(host)
    await ask(scene, ana, ahead, "asked ahead by someone: of ana")
    await database.write(coming.say, ana.account, ahead, Answer(coming=True, remind=True))
    await database.write(feeds.make, ana.account, "hash of ana's", plain_titles=True)
    await needs_help(scene, ana, "help of ana")
    if ends:
        await scene.seen_to_all_calls()
    circle = await scene.session(host, 0, form=Form.CIRCLE.value)
    await scene.open(circle, host, speaker=host.account, speaker_since=1)
    reply = acts.HoldReply(reply=new_public_id(), body="held reply of ana")
    await act(scene, ana, circle, reply)
    await scene.wait(ana, circle, question="second of ana", note="second note of ana")
    if ends:
        await scene.end(circle)
        await scene.tick(circle)


async def _leave(scene: Scene, person: Actor) -> None:
    leave: Any = commands.LeaveCommunity(room=scene.garden, command_id=new_public_id())
    accepted(await scene.community.do(person, leave))


async def test_message_that_was_held_is_remembered_for_a_week_alone(scene: Scene) -> None:
    rosa, ana = await scene.mentor("Rosa"), await scene.community.person("Ana")
    circle = await scene.session(rosa, 0, form=Form.CIRCLE.value)
    await scene.open(circle, rosa, speaker=rosa.account, speaker_since=1)
    reply = acts.HoldReply(reply=new_public_id(), body="held reply of ana")
    await act(scene, ana, circle, reply)
    await scene.release(reply.reply)
    await scene.end(circle, State.ENDED)
    await sweep(scene)
    assert ana.account in await stored(scene, ["held_reply"])
    scene.community.shift.ms += 7 * DAY_MS + MINUTE_MS
    await sweep(scene)
    assert await stored(scene, ["held_reply"]) == ""
