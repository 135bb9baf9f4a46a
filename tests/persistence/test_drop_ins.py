"""What a drop-in does to the log and its rows: one opening, one holder, nobody out of turn."""

import asyncio

import pytest

from persistence.reading import transcripts
from persistence.standing import standing
from rooms import commands, events
from rooms.actor import HOUSE, Actor, Role
from rooms.commands import Writing
from rooms.dropins.forms import Form
from rooms.dropins.stages import LATE_MS, State
from rooms.ids import AccountId, RoomId, new_public_id
from rooms.refusals import Code
from tests.checker.floor import i13_in_turn
from tests.checker.run import Run
from tests.checker.transcript import read_transcript
from tests.persistence import hours
from tests.persistence.community import (
    SECRET,
    Community,
    Process,
    codes,
    post,
    submit,
)
from tests.persistence.hour import Hour, an_hour


@pytest.fixture
async def hour(community: Community) -> Hour:
    return await an_hour(community)


async def test_two_processes_open_a_session_once(hour: Hour, other_process: Process) -> None:
    openings = [submit(HOUSE, commands.OpenDropIn(**hour.ids())) for _ in range(12)]
    journals = (hour.community.process.journal, other_process.journal)
    outcomes = await asyncio.gather(
        *(journals[place % 2].append([each]) for place, each in enumerate(openings))
    )
    assert codes([one for (one,) in outcomes]).count(None) == 1
    assert await hour.kinds() == ["drop_in_opened"]
    assert await hour.row("state", "form", "capacity", "line_version") == ("live", "line", 12, 1)


async def test_whoever_reads_the_room_next_reads_its_session(hour: Hour) -> None:
    await hour.open()
    garden, ana = hour.community.garden, AccountId(hour.ana.account)
    found = await hour.community.database.read(standing, SECRET, garden, ana)
    assert found is not None
    hosted = found.facts.hosted
    assert hosted is not None
    assert (hosted.drop_in, hosted.host) == (hour.drop_in, hour.mia.account)
    await hour.do(hour.mia, commands.CloseDropIn(**hour.ids()))
    assert await hour.community.sql(f"SELECT hosting FROM room WHERE id = '{garden}'") == [(None,)]
    assert await hour.row("state", "ended_by") == (State.ENDED, hour.mia.account)


async def test_word_in_flight_counts_by_its_place_before_or_after_the_floor_moved(
    hour: Hour,
) -> None:
    await hour.open()
    await hour.do(hour.ana, commands.TakeFloor(**hour.ids()))
    garden = hour.community.garden
    batch = [
        submit(hour.ana, post(garden, "in time")),
        submit(hour.mia, commands.FreeFloor(**hour.ids(), member=hour.member(hour.ana))),
        submit(hour.ana, post(garden, "too late")),
    ]
    outcomes = await hour.community.process.journal.append(batch)
    assert codes(outcomes) == [None, None, Code.NOT_YOUR_TURN]
    assert await hour.place(hour.ana) == ("done", True, True, None)


async def test_words_in_flight_on_two_processes_are_never_out_of_turn(
    hour: Hour, other_process: Process
) -> None:
    await hour.open()
    await hour.do(hour.ana, commands.TakeFloor(**hour.ids()))
    garden, here = hour.community.garden, hour.community.process.journal
    posts = [submit(hour.ana, post(garden, str(number))) for number in range(8)]
    free = submit(hour.mia, commands.FreeFloor(**hour.ids(), member=hour.member(hour.ana)))
    await asyncio.gather(
        *(other_process.journal.append([each]) for each in posts), here.append([free])
    )
    told = await hour.kinds()
    assert "message_posted" not in told[told.index("floor_freed") :]


async def test_two_who_were_called_take_one_floor(hour: Hour, other_process: Process) -> None:
    ben = await hour.community.person("Ben")
    await hour.call(ben)
    await hour.open()
    takes = [submit(who, commands.TakeFloor(**hour.ids())) for who in (hour.ana, ben)]
    journals = (hour.community.process.journal, other_process.journal)
    outcomes = await asyncio.gather(
        *(journal.append([take]) for journal, take in zip(journals, takes, strict=True))
    )
    taken = codes([one for (one,) in outcomes])
    assert set(taken) == {None, Code.FLOOR_TAKEN}
    talking = await hour.community.sql("SELECT id FROM drop_in_place WHERE state = 'talking'")
    assert len(talking) == 1


async def test_end_is_undone_with_the_hosts_as_they_were(hour: Hour) -> None:
    await hour.open()
    await hour.do(hour.mona, commands.TakeHosting(**hour.ids()))
    await hour.do(hour.mona, commands.CloseDropIn(**hour.ids()))
    assert await hour.refused(hour.mia, commands.ReopenDropIn(**hour.ids())) is Code.NOT_ALLOWED
    await hour.do(hour.mona, commands.ReopenDropIn(**hour.ids()))
    garden = hour.community.garden
    found = await hour.community.database.read(standing, SECRET, garden, None)
    assert found is not None
    hosted = found.facts.hosted
    assert hosted is not None
    assert (hosted.host, hosted.co_host) == (hour.mona.account, hour.max.account)
    assert await hour.row("state", "ended_by", "last_hosting") == ("live", None, None)


async def test_call_for_help_is_one_row_and_says_nothing_to_the_room(hour: Hour) -> None:
    await hour.open()
    carry = commands.FreezeFloor(**hour.ids(), carry=True)
    for _ in range(2):
        await hour.do(hour.mia, carry)
    [call] = await hour.community.sql(
        "SELECT key, kind, room_id, drop_in_id, account_id, closed_at FROM help_call"
    )
    place = (hour.community.garden, hour.drop_in)
    assert call == (f"carry:{carry.command_id}", "carry", *place, hour.mia.account, None)
    [(payload,)] = await hour.community.sql("SELECT payload FROM entry WHERE kind='floor_frozen'")
    assert "carry" not in payload
    assert await hour.refused(hour.ana, post(hour.community.garden, "hello")) is Code.SHORT_PAUSE


@pytest.mark.parametrize("at_once", [False, True])
async def test_call_that_it_is_too_much_pressed_twice_is_one(hour: Hour, at_once: bool) -> None:
    await hour.open()
    pressed = [
        submit(who, commands.FreezeFloor(**hour.ids(), carry=True))
        for who in (hour.mia, hour.mia, hour.max)
    ]
    journal = hour.community.process.journal
    batches = [pressed] if at_once else [[each] for each in pressed]
    outcomes = [outcome for batch in batches for outcome in await journal.append(batch)]
    assert codes(outcomes) == [None, Code.NOTHING_TO_CHANGE, Code.NOTHING_TO_CHANGE]
    assert (await hour.kinds()).count("floor_frozen") == 1
    assert len(await hour.community.sql("SELECT id FROM help_call")) == 1
    closed = "UPDATE help_call SET closed_at = 1, closed_by = 'mona'"
    await hour.community.database.write(lambda connection: connection.exec_driver_sql(closed))
    await hour.do(hour.mia, commands.FreezeFloor(**hour.ids(), carry=True))
    assert len(await hour.community.sql("SELECT id FROM help_call")) == 2


async def test_second_who_opens_late_belongs_to_the_room_and_hosts(hour: Hour) -> None:
    hour.community.shift.ms += LATE_MS
    await hour.seen(hour.max)
    await hour.do(HOUSE, commands.OpenDropIn(**hour.ids()))
    belongs = await hour.community.sql(
        f"SELECT account_id FROM membership WHERE room_id = '{hour.community.garden}'"
    )
    assert {(hour.max.account,), (hour.mia.account,)} <= set(belongs)
    await hour.do(hour.max, post(hour.community.garden, "I begin today"))


async def test_uncovered_open_hour_opens_as_a_line_for_eight(hour: Hour) -> None:
    drop_in = await hour.community.database.write(
        hours.plan, hour.community.porch, AccountId(hour.mia.account), 0, form=Form.OPEN_HOUR.value
    )
    porch: RoomId = hour.community.porch
    mentor = commands.ChangeRole(
        room=porch,
        command_id=new_public_id(),
        member=await hour.community.belongs(hour.mia, porch),
        role=Role.MENTOR,
    )
    await hour.do(HOUSE, mentor)
    opening = commands.OpenDropIn(room=porch, command_id=new_public_id(), drop_in=drop_in)
    await hour.do(hour.mia, opening)
    hour.drop_in = drop_in
    assert await hour.row("form", "capacity", "second_id") == ("line", 8, None)


async def test_turn_of_the_last_speaker_ends_with_the_session(hour: Hour) -> None:
    await hour.open()
    await hour.do(hour.ana, commands.TakeFloor(**hour.ids()))
    assert await hour.place(hour.ana) == ("talking", True, False, "for the host alone")
    await hour.do(hour.mia, commands.CloseDropIn(**hour.ids()))
    assert await hour.place(hour.ana) == ("done", True, True, None)


async def test_what_was_done_is_audited_without_who_spoke(hour: Hour) -> None:
    await hour.open()
    await hour.do(hour.ana, commands.TakeFloor(**hour.ids()))
    await hour.do(hour.mia, commands.FreezeFloor(**hour.ids(), carry=True))
    await hour.do(hour.mona, commands.ThawFloor(**hour.ids()))
    await hour.do(hour.mona, commands.CloseDropIn(**hour.ids()))
    audited = await hour.community.sql(
        "SELECT action, reason FROM audit WHERE action <> 'role_changed' ORDER BY id"
    )
    assert audited == [
        ("drop_in_opened", "line"),
        ("floor_frozen", "carry"),
        ("floor_thawed", None),
        ("drop_in_closed", "moderator"),
    ]


async def test_question_is_read_out_under_the_name_of_now_and_under_none_after_leaving(
    hour: Hour,
) -> None:
    await hour.open()
    garden, database = hour.community.garden, hour.community.database
    question = await database.write(hours.ask, garden, hour.drop_in, AccountId(hour.ana.account))
    reading = commands.ReadOut(**hour.ids(), question=question)
    await hour.do(hour.mia, reading)
    again = commands.ReadOut(**hour.ids(), question=question)
    assert await hour.refused(hour.max, again) is Code.NOTHING_TO_CHANGE
    kept = "SELECT answered_by, read_out FROM drop_in_question"
    assert await hour.community.sql(kept) == [(hour.mia.account, reading.command_id)]

    async def shown() -> tuple[str, str | None, str]:
        page = await database.read(transcripts.read_page, garden, None, 10)
        [message] = page.messages
        entries = await database.read(transcripts.read_entries, garden, 0, 100)
        [event] = [each.event for each in entries if isinstance(each.event, events.MessagePosted)]
        assert (message.read_out, message.asked_name) == (event.read_out, event.asked_name)
        return message.name, message.body, message.asked_name

    assert await shown() == ("Mia", "May I fly?", "Ana")
    await hour.do(hour.ana, commands.ChangeName(**hour.here, name="Luz"))
    assert await shown() == ("Mia", "May I fly?", "Luz")
    await hour.do(hour.ana, commands.LeaveCommunity(**hour.here))
    assert await shown() == ("Mia", "May I fly?", "")
    assert await hour.community.sql("SELECT id FROM drop_in_question") == []


async def test_races_of_an_hour_leave_a_log_in_which_nobody_spoke_out_of_turn(
    hour: Hour, other_process: Process
) -> None:
    ben = await hour.community.person("Ben")
    await hour.call(ben)
    await hour.open()
    garden, session = hour.community.garden, hour.ids
    acts: list[tuple[Actor, Writing]] = []
    for number in range(6):
        acts += [(who, post(garden, f"{number}")) for who in (hour.ana, ben, hour.mia)]
        acts += [(who, commands.TakeFloor(**session())) for who in (hour.ana, ben)]
        acts += [(hour.ana, commands.FreeFloor(**session()))]
        acts += [(hour.max, commands.FreezeFloor(**session()))]
        acts += [(hour.mona, commands.ThawFloor(**session()))]
    journals = (hour.community.process.journal, other_process.journal)
    for start in range(0, len(acts), 8):
        together = [submit(*each) for each in acts[start : start + 8]]
        await asyncio.gather(
            *(journals[place % 2].append([each]) for place, each in enumerate(together))
        )
    rows = await read_transcript(hour.community.url)
    assert [*i13_in_turn(Run(rows, ()))] == []
    assert {"floor_given", "message_posted"} <= {row.kind for row in rows}
