"""Who may wait in a line, and who of its people may say what, in a real database."""

from persistence.dropins import held_replies, places
from rooms import commands
from rooms.actor import Role
from rooms.commands import Reason
from rooms.dropins import acts
from rooms.dropins.stages import State
from rooms.ids import new_public_id
from rooms.refusals import Code
from tests.persistence.community import Community, accepted, kinds
from tests.persistence.drop_in_rows import gives_floor, put_session
from tests.persistence.line_scene import does, hosted, states, takes


async def test_a_pause_is_no_reason_not_to_wait_and_stepping_out_is(community: Community) -> None:
    rosa, drop_in = await hosted(community)
    sam = await community.staff("Sam", Role.MODERATOR, community.garden)
    ana, bo = await community.person("Ana"), await community.person("Bo")
    for person in (ana, bo):
        await community.belongs(person, community.garden)
        await community.mute(sam, person, community.garden)
        await takes(community, drop_in, person)
    out = commands.RemoveMember(
        room=community.garden,
        command_id=new_public_id(),
        member=community.member(ana, community.garden),
        seconds=600,
        reason=Reason.UNKIND,
    )
    accepted(await community.do(sam, out))
    assert await does(community, ana, drop_in, acts.TakePlace()) is Code.STEPPED_OUT
    assert await does(community, rosa, drop_in, acts.CallNext()) is None
    assert await states(community, drop_in) == [(ana.account, "left"), (bo.account, "called")]


async def test_a_new_account_sends_no_links_with_its_place(community: Community) -> None:
    _, drop_in = await hosted(community)
    ana = await community.newcomer("Ana")
    act = acts.TakePlace(note="See https://pills.example")
    assert await does(community, ana, drop_in, act) is Code.NEW_ACCOUNT_LINK


async def test_who_was_heard_once_is_no_first_timer(community: Community) -> None:
    rosa, drop_in = await hosted(community, first_timers_first=True)
    ana, bo, cleo = [await community.stranger() for _ in range(3)]
    await takes(community, drop_in, ana)
    await does(community, rosa, drop_in, acts.CallNext())
    await gives_floor(community, drop_in, ana)
    await gives_floor(community, drop_in, None)
    await takes(community, drop_in, bo)
    await does(community, bo, drop_in, acts.LeaveLine())
    await takes(community, drop_in, ana, bo, cleo)
    waiting = [each for each in await states(community, drop_in) if each[1] == "waiting"]
    assert [account for account, _ in waiting] == [bo.account, cleo.account, ana.account]
    assert await community.database.read(places.recent_turns_ms, rosa.account, 20) == [1]


async def test_a_moderator_is_called_once_for_the_same_words(community: Community) -> None:
    rosa, drop_in = await hosted(community)
    for note in ("Please come", "Please come", "It is urgent"):
        assert await does(community, rosa, drop_in, acts.AskModerator(note=note)) is None
    found = await community.sql("SELECT kind, note FROM help_call ORDER BY note")
    assert found == [("asked", "It is urgent"), ("asked", "Please come")]


async def test_hosting_is_offered_to_those_who_may_host_here(community: Community) -> None:
    rosa, drop_in = await hosted(community)
    sam = await community.staff("Sam", Role.MODERATOR, community.kitchen, everywhere=True)
    ana = await community.person("Ana")
    for who, answer in ((ana, Code.UNKNOWN_MEMBER), (sam, None)):
        act = acts.OfferHosting(member=community.member(who, community.garden), note="Bo next")
        assert await does(community, rosa, drop_in, act) is answer
    ((offered, note),) = await community.sql("SELECT offered_to, handed_note FROM drop_in")
    assert (offered, note) == (sam.account, "Bo next")


async def test_replies_are_held_until_nobody_shares(community: Community) -> None:
    rosa, drop_in = await hosted(community, form="circle")
    ana, bo = await community.stranger(), await community.stranger()
    await takes(community, drop_in, ana)
    await does(community, rosa, drop_in, acts.CallNext())
    await gives_floor(community, drop_in, ana)
    first, second = new_public_id(), new_public_id()
    for reply in (first, second):
        assert (
            await does(community, bo, drop_in, acts.HoldReply(reply=reply, body="Me too")) is None
        )
    assert await does(community, bo, drop_in, acts.TakeBackReply(reply=second)) is None
    assert await community.database.read(held_replies.due) == []
    await gives_floor(community, drop_in, None)
    (due,) = await community.database.read(held_replies.due)
    assert (due.reply, due.account, due.body) == (first, bo.account, "Me too")
    await community.database.write(held_replies.released, first, due_at := 1)
    assert await community.database.read(held_replies.due) == []
    assert await community.sql("SELECT body, released_at FROM held_reply") == [("", due_at)]
    again = acts.HoldReply(reply=first, body="Me too")
    assert await does(community, bo, drop_in, again) is None
    assert await does(community, ana, drop_in, again) is Code.IDEMPOTENCY_CONFLICT


async def test_without_a_second_person_eight_wait_at_most(community: Community) -> None:
    rosa = await community.staff("Rosa", Role.MENTOR, community.garden)
    drop_in = await put_session(community, rosa, state=State.SCHEDULED.value)
    people = [await community.stranger() for _ in range(9)]
    await takes(community, drop_in, *people)
    assert [state for _, state in await states(community, drop_in)][7:] == ["waiting", "listed"]


async def test_account_that_is_closed_in_another_room_is_told_where_it_waits_in_line(
    community: Community,
) -> None:
    _, drop_in = await hosted(community)
    person, mona = (
        await community.stranger(),
        await community.staff("Mona", Role.MODERATOR, community.porch, everywhere=True),
    )
    await takes(community, drop_in, person, note="For Rosa")
    member = await community.belongs(person, community.porch)
    close = commands.CloseAccount(
        room=community.porch, command_id=new_public_id(), member=member, reason=Reason.OTHER
    )
    accepted(await community.do(mona, close))
    assert "account_closed" in await kinds(community, community.garden)
    assert await community.sql("SELECT state, question, note FROM drop_in_place") == [
        ("left", None, None)
    ]


async def test_program_that_moves_a_line_without_end_is_stopped_and_nobody_else_is(
    community: Community,
) -> None:
    rosa, drop_in = await hosted(community)
    ana, ben = await community.stranger(), await community.stranger()
    said = [acts.TakePlace(question=f"{number}?") for number in range(60)]
    answers = [await does(community, ana, drop_in, act) for act in said]
    assert Code.RATE_LIMITED in answers
    assert answers[0] is None
    await takes(community, drop_in, ben)
    assert await does(community, rosa, drop_in, acts.CallNext()) is None
