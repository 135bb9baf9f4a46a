"""The line in a real database: one order under the room's lock, whichever process asks, and places
that outlast every process."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from persistence.dropins import held_replies, line, places, questions
from persistence.engines.postgres import MOST_CONNECTIONS
from rooms import commands
from rooms.actor import Actor, Role
from rooms.commands import Reason
from rooms.dropins import acts
from rooms.dropins.acts import LineAct
from rooms.dropins.line import CALL_MS, LATE_READY_MS
from rooms.dropins.stages import UNDO_MS, State
from rooms.dropins.views import PlaceState
from rooms.ids import AccountId, DropInId, new_public_id
from rooms.refusals import Code, Refusal
from tests.persistence.community import SECRET, Community, Process, Shift, accepted, kinds
from tests.persistence.drop_in_rows import ends, gives_floor, put_session, reopens
from tests.persistence.hours import MINUTE_MS


async def does(
    community: Community, actor: Actor, drop_in: DropInId, act: LineAct, by: Process | None = None
) -> Code | None:
    database = (by or community.process).database
    answer = await database.write(line.act, SECRET, actor, drop_in, act)
    return answer.code if isinstance(answer, Refusal) else None


async def takes(community: Community, drop_in: DropInId, *people: Actor, note: str = "") -> None:
    for person in people:
        act = acts.TakePlace(question="How long?", note=note)
        assert await does(community, person, drop_in, act) is None


async def states(community: Community, drop_in: DropInId) -> list[tuple[str, str]]:
    """Who stands where, by turn, with those whose place is over."""
    found = await community.sql(
        f"SELECT account_id, state FROM drop_in_place WHERE drop_in_id = '{drop_in}' ORDER BY turn"
    )
    return [(account, state) for account, state in found]


async def version(community: Community, drop_in: DropInId) -> int:
    ((found,),) = await community.sql(f"SELECT line_version FROM drop_in WHERE id = '{drop_in}'")
    return int(found)


async def hosted(community: Community, **more: Any) -> tuple[Actor, DropInId]:
    rosa = await community.staff("Rosa", Role.MENTOR, community.garden)
    ben = await community.staff("Ben", Role.MENTOR, community.garden)
    return rosa, await put_session(community, rosa, second=ben, **more)


async def test_forty_at_once_for_eight_places_are_eight_and_a_list_in_order(
    community: Community, other_process: Process
) -> None:
    _, drop_in = await hosted(community, capacity=8)
    people = [await community.stranger() for _ in range(40)]
    # As many as a process has lines: more would only wait for one, and be told so.
    lines = [
        (each, asyncio.Semaphore(MOST_CONNECTIONS)) for each in (community.process, other_process)
    ]

    async def takes_one(number: int, person: Actor) -> Code | None:
        process, free = lines[number % 2]
        async with free:
            return await does(community, person, drop_in, acts.TakePlace(), process)

    answers = await asyncio.gather(*(takes_one(*each) for each in enumerate(people)))
    assert set(answers) == {None}
    found = await states(community, drop_in)
    assert [state for _, state in found] == ["waiting"] * 8 + ["listed"] * 32
    assert {account for account, _ in found} == {person.account for person in people}
    leaver, first_listed = found[3][0], found[8][0]
    assert await does(community, Actor(AccountId(leaver)), drop_in, acts.LeaveLine()) is None
    assert await community.database.write(line.tick, drop_in)
    now = dict(await states(community, drop_in))
    assert (now[leaver], now[first_listed]) == ("left", "waiting")
    assert list(now.values()).count("waiting") == 8


async def test_a_person_wins_one_place_in_one_of_two_rooms(
    community: Community, other_process: Process
) -> None:
    rosa, garden = await hosted(community)
    porch = await put_session(community, rosa, room=community.porch)
    for person in [await community.stranger() for _ in range(6)]:
        both = await asyncio.gather(
            does(community, person, garden, acts.TakePlace()),
            does(community, person, porch, acts.TakePlace(), other_process),
        )
        assert sorted(both, key=str) == [None, Code.IN_ANOTHER_LINE]


async def test_the_database_itself_keeps_nobody_in_two_lines(community: Community) -> None:
    rosa, garden = await hosted(community)
    porch = await put_session(community, rosa, room=community.porch)
    luz = await community.stranger()
    await takes(community, garden, luz)
    assert await does(community, luz, garden, acts.LeaveLine()) is None
    await takes(community, porch, luz)
    again = text("UPDATE drop_in_place SET state = 'waiting', ended_at = NULL")
    with pytest.raises(IntegrityError):
        await community.database.write(lambda connection: connection.execute(again).rowcount)


async def test_two_hosts_call_one_person(community: Community, other_process: Process) -> None:
    rosa, drop_in = await hosted(community)
    ben = await community.staff("Ines", Role.MODERATOR, community.garden)
    await takes(community, drop_in, *[await community.stranger() for _ in range(3)])
    both = await asyncio.gather(
        does(community, rosa, drop_in, acts.CallNext()),
        does(community, ben, drop_in, acts.CallNext(), other_process),
    )
    assert sorted(both, key=str) == [None, Code.ALREADY_CALLED]
    assert [state for _, state in await states(community, drop_in)] == [
        "called",
        "waiting",
        "waiting",
    ]


async def test_a_call_and_a_leaving_at_once_leave_nobody_called_who_left(
    community: Community, other_process: Process
) -> None:
    rosa, drop_in = await hosted(community)
    for _ in range(6):
        person = await community.stranger()
        await takes(community, drop_in, person)
        called, left = await asyncio.gather(
            does(community, rosa, drop_in, acts.CallNext()),
            does(community, person, drop_in, acts.LeaveLine(), other_process),
        )
        assert left is None
        assert called in (None, Code.NOBODY_WAITS)
        assert dict(await states(community, drop_in))[person.account] == "left"


async def test_places_outlast_every_process(url: str, community: Community) -> None:
    rosa, drop_in = await hosted(community)
    people = [await community.stranger() for _ in range(3)]
    await takes(community, drop_in, *people)
    await does(community, people[1], drop_in, acts.StepAside())
    before = await community.database.read(places.line_of, drop_in)
    async with Process.start(url, Shift(60 * MINUTE_MS)) as much_later:
        assert await much_later.database.read(places.line_of, drop_in) == before
        assert await does(community, rosa, drop_in, acts.CallNext(), much_later) is None
    found = await states(community, drop_in)
    assert [state for _, state in found] == ["called", "aside", "waiting"]


async def test_what_is_read_is_what_was_kept(community: Community) -> None:
    rosa, drop_in = await hosted(community)
    ana, bo = await community.stranger(), await community.stranger()
    await takes(community, drop_in, ana, bo, note="Only for you")
    for actor, act in (
        (ana, acts.HidePosition(hidden=True)),
        (rosa, acts.TellWaiting(words="Five more minutes")),
        (rosa, acts.CallNext()),
        (rosa, acts.CloseLine()),
        (rosa, acts.AllWell()),
        (rosa, acts.MoveUp(member=community.member(bo, community.garden), reason="Today")),
    ):
        assert await does(community, actor, drop_in, act) is None
    read = await community.database.read(places.line_of, drop_in)
    assert read is not None
    assert (read.told, read.line_open) == ("Five more minutes", False)
    called, urgent = read.held
    assert (called.state, called.position_hidden) == (PlaceState.CALLED, True)
    assert (urgent.note, urgent.question, urgent.first_time) == ("Only for you", "How long?", True)
    ((action, reason),) = await community.sql(
        f"SELECT action, reason FROM audit WHERE target_account = '{bo.account}'"
    )
    assert (action, reason) == ("move_up", "Today")
    assert await version(community, drop_in) == 8


async def test_a_refusal_and_an_idle_tick_change_nothing(community: Community) -> None:
    rosa, drop_in = await hosted(community)
    ana = await community.stranger()
    await takes(community, drop_in, ana)
    before = await version(community, drop_in)
    assert await does(community, ana, drop_in, acts.CallNext()) is Code.NOT_ALLOWED
    assert await does(community, ana, drop_in, acts.TakePlace(note="\x00")) is Code.BAD_TEXT
    assert await does(community, rosa, "f" * 32, acts.CallNext()) is Code.UNKNOWN_DROP_IN
    assert not await community.database.write(line.tick, drop_in)
    assert await version(community, drop_in) == before


async def test_a_call_times_out_once_however_many_processes_see_it(
    community: Community, other_process: Process
) -> None:
    rosa, drop_in = await hosted(community)
    ana, bo = await community.stranger(), await community.stranger()
    await takes(community, drop_in, ana, bo)
    await does(community, rosa, drop_in, acts.CallNext())
    community.shift.ms += CALL_MS + LATE_READY_MS + 1
    ticks = await asyncio.gather(
        *(each.database.write(line.tick, drop_in) for each in (community.process, other_process))
    )
    assert sorted(ticks) == [False, True]
    assert await states(community, drop_in) == [(bo.account, "waiting"), (ana.account, "waiting")]


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
