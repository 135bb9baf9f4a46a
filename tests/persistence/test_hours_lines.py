"""The line, the circle and the pace of a session as the clock goes on, with two processes that both
look, on both databases."""

from persistence.dropins import snapshot
from rooms import commands
from rooms.actor import Actor, Role
from rooms.dropins import acts
from rooms.ids import new_public_id
from rooms.refusals import Code
from tests.persistence.community import SECRET, accepted
from tests.persistence.hours import Hour, begun, bodies, line_act, places


async def test_end_closes_the_line_and_keeps_what_was_not_reached(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    community = hour.community
    drop_in = await begun(hour, rosa, teo)
    ana = await community.person("Ana")
    wanted = acts.TakePlace(question="How do I tell my kids?", note="I am tired")
    await line_act(hour, ana, drop_in, wanted)
    await hour.passes(60)
    assert await hour.state(drop_in) == "ended"
    assert await community.sql("SELECT state FROM drop_in_place") == [("unreached",)]
    await hour.passes(2)
    assert await community.sql("SELECT note FROM drop_in_place") == [(None,)]
    assert await community.sql("SELECT body FROM drop_in_question") == [("How do I tell my kids?",)]


async def test_call_that_is_not_answered_moves_the_person_down_by_one(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    community = hour.community
    drop_in = await begun(hour, rosa, teo)
    for name in ("Ana", "Ben"):
        await line_act(hour, await community.person(name), drop_in, acts.TakePlace())
    await line_act(hour, rosa, drop_in, acts.CallNext())
    await hour.passes(2.4)
    assert await places(hour) == ["called", "waiting"]
    await hour.passes(0.2)
    assert await places(hour) == ["waiting", "waiting"]
    assert await community.sql("SELECT moved_down FROM drop_in_place ORDER BY turn") == [
        (False,),
        (True,),
    ]


async def test_who_loses_the_line_in_their_turn_keeps_the_place_and_is_next_again(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    community = hour.community
    drop_in = await begun(hour, rosa, teo)
    ana, ben = await community.person("Ana"), await community.person("Ben")
    for who in (ana, ben):
        await line_act(hour, who, drop_in, acts.TakePlace(question="How?", note="I am tired"))
    await line_act(hour, rosa, drop_in, acts.CallNext())
    ids = {"room": community.garden, "drop_in": drop_in}
    hour.here = {rosa.account, teo.account, ana.account}
    accepted(await community.do(ana, commands.TakeFloor(**ids, command_id=new_public_id(), ref=0)))
    await hour.passes(0.5)
    hour.here = {rosa.account, teo.account}
    await hour.passes(1.4)
    assert await places(hour) == ["talking", "waiting"]
    await hour.passes(0.3)
    assert await places(hour) == ["aside", "waiting"]
    kept = "SELECT question, note FROM drop_in_place ORDER BY turn"
    assert (await community.sql(kept))[0] == ("How?", "I am tired")
    await line_act(hour, ana, drop_in, acts.ComeBack())
    await line_act(hour, rosa, drop_in, acts.CallNext())
    assert await places(hour) == ["called", "waiting"]
    accepted(await community.do(ana, commands.TakeFloor(**ids, command_id=new_public_id(), ref=0)))


async def test_held_replies_are_said_once_when_the_share_has_ended(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    community = hour.community
    drop_in = await begun(hour, rosa, teo, form="circle")
    ana, ben = await community.person("Ana"), await community.person("Ben")
    await line_act(hour, ana, drop_in, acts.TakePlace())
    await line_act(hour, rosa, drop_in, acts.CallNext())
    ids = {"room": community.garden, "drop_in": drop_in}
    accepted(await community.do(ana, commands.TakeFloor(**ids, command_id=new_public_id(), ref=0)))
    held = [new_public_id() for _ in range(3)]
    for number, reply in enumerate(held):
        await line_act(hour, ben, drop_in, acts.HoldReply(reply=reply, body=f"Thank you {number}"))
    await hour.passes(1)
    assert "Thank you 0" not in await bodies(hour)
    accepted(await community.do(ana, commands.FreeFloor(**ids, command_id=new_public_id(), ref=0)))
    await hour.passes(1)
    assert await bodies(hour) == ["Thank you 0", "Thank you 1", "Thank you 2"]
    assert await community.sql("SELECT body FROM held_reply") == [("",)] * 3


async def test_held_reply_that_the_room_refuses_goes_back_to_its_author_alone(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    community = hour.community
    drop_in = await begun(hour, rosa, teo, form="circle")
    ana, ben = await community.person("Ana"), await community.person("Ben")
    await line_act(hour, ana, drop_in, acts.TakePlace())
    await line_act(hour, rosa, drop_in, acts.CallNext())
    ids = {"room": community.garden, "drop_in": drop_in}
    accepted(await community.do(ana, commands.TakeFloor(**ids, command_id=new_public_id(), ref=0)))
    reply = new_public_id()
    await line_act(hour, ben, drop_in, acts.HoldReply(reply=reply, body="Thank you for this"))
    mute = commands.MuteMember(
        room=community.garden,
        command_id=new_public_id(),
        member=await community.belongs(ben, community.garden),
        seconds=3_600,
        reason=commands.Reason.OTHER,
    )
    mona = await community.staff("Mona", Role.MODERATOR, community.garden)
    accepted(await community.do(mona, mute))
    accepted(await community.do(ana, commands.FreeFloor(**ids, command_id=new_public_id(), ref=0)))
    await hour.passes(1)
    assert await bodies(hour) == []
    read = await community.database.read(snapshot.snapshot_of, SECRET, drop_in)
    assert read is not None
    own = read.view(ben.account, Role.MEMBER)
    assert (own.held, [(each.reply, each.body, each.code) for each in own.held_back]) == (
        0,
        [(reply, "Thank you for this", Code.MUTED)],
    )
    for other in (ana, rosa, mona):
        assert read.view(other.account, Role.MODERATOR).held_back == ()
    await line_act(hour, ben, drop_in, acts.TakeBackReply(reply=reply))
    assert await community.sql("SELECT body FROM held_reply") == []


async def test_restart_in_the_middle_of_an_hour_keeps_all(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    community = hour.community
    drop_in = await begun(hour, rosa, teo)
    ana = await community.person("Ana")
    await line_act(hour, ana, drop_in, acts.TakePlace(question="May I ask?"))
    await line_act(hour, rosa, drop_in, acts.CallNext())
    before = await community.sql("SELECT hosting FROM room WHERE hosting IS NOT NULL")
    hour.start_over()
    await hour.passes(1)
    assert await community.sql("SELECT hosting FROM room WHERE hosting IS NOT NULL") == before
    assert (await hour.entries(), await places(hour)) == (["drop_in_opened"], ["called"])


async def test_busy_open_hour_goes_slowly_and_then_as_before(
    hour: Hour, rosa: Actor, teo: Actor
) -> None:
    community = hour.community
    await begun(hour, rosa, teo, form="open_hour")
    for number in range(14):
        await community.say(await community.stranger(), community.garden, f"Word {number}")
    await hour.passes(0.2)
    assert await hour.entries() == ["drop_in_opened", "pace_changed"]
    await hour.passes(1.5)
    assert await hour.entries() == ["drop_in_opened", "pace_changed", "pace_changed"]
