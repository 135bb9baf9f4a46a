"""Reminders: a day and ten minutes before, each once, for those who asked in time; and nothing
after a session was called off, whichever of the two came first to the lock."""

import asyncio

import pytest

from persistence import outbox, retention
from persistence.dropins import coming, reminding, telling
from persistence.dropins.coming import NOTHING_SAID, Answer
from persistence.outbox import Channel
from persistence.people import notices
from persistence.people.notices import NoticeKind
from rooms.dropins.stages import State
from rooms.refusals import Code, Refusal
from tests.persistence.coming_people import (
    DAY_MINUTES,
    REMINDED,
    announce,
    change,
    comes,
    ever_told,
    mailed,
    notice_what_is_due,
    planned,
    told,
    wait_minutes,
)
from tests.persistence.community import Community, Process
from tests.persistence.hours import MINUTE_MS
from tests.persistence.other_writer import holding, someone_waits

CANCELLED = State.CANCELLED.value


async def test_each_reminder_comes_once_however_many_processes_look(
    community: Community, other_process: Process
) -> None:
    drop_in = await planned(community, DAY_MINUTES + 1)
    people = [await comes(community, drop_in) for _ in range(5)]
    both = (community.database, other_process.database)

    async def look() -> None:
        await asyncio.gather(*(notice_what_is_due(both[each % 2]) for each in range(6)))

    for minutes, so_far in (
        (0, []),
        (1, ["reminder_day"]),
        (DAY_MINUTES - 11, ["reminder_day"]),
        (1, ["reminder_day", "reminder_soon"]),
        (9, ["reminder_day", "reminder_soon"]),
    ):
        wait_minutes(community, minutes)
        await look()
        assert [await ever_told(community, each) for each in people] == [so_far] * 5


async def test_nobody_is_reminded_of_what_was_before_they_asked(community: Community) -> None:
    drop_in = await planned(community, DAY_MINUTES + 1)
    asked_not = await comes(community, drop_in, Answer(coming=True, remind=False))
    wait_minutes(community, 2)
    late = await comes(community, drop_in)
    await community.database.write(coming.say, asked_not.account, drop_in, REMINDED)
    await notice_what_is_due(community.database)
    assert await told(community, late) == await told(community, asked_not) == []
    wait_minutes(community, DAY_MINUTES - 10)
    unasked = await comes(community, drop_in, Answer(coming=True, remind=False))
    await notice_what_is_due(community.database)
    assert await told(community, late) == [NoticeKind.REMINDER_SOON]
    assert await told(community, unasked) == []


@pytest.mark.parametrize("minutes", [13 * 60, DAY_MINUTES + 2])
async def test_reminder_that_is_of_no_use_any_more_is_left(
    community: Community, minutes: int
) -> None:
    drop_in = await planned(community, DAY_MINUTES + 1)
    person = await comes(community, drop_in)
    wait_minutes(community, minutes)
    await notice_what_is_due(community.database)
    assert await ever_told(community, person) == []


async def test_who_does_not_come_after_all_is_told_nothing(community: Community) -> None:
    drop_in = await planned(community, 11)
    stays, goes = await comes(community, drop_in), await comes(community, drop_in)
    wait_minutes(community, 1)
    await community.database.write(coming.say, goes.account, drop_in, NOTHING_SAID)
    await notice_what_is_due(community.database)
    assert await told(community, stays) == [NoticeKind.REMINDER_SOON]
    assert await told(community, goes) == []
    assert await community.database.read(coming.answered, goes.account, drop_in) == NOTHING_SAID


async def test_moved_session_is_reminded_of_at_its_new_time_alone(community: Community) -> None:
    drop_in = await planned(community, DAY_MINUTES + 1)
    person = await comes(community, drop_in)
    wait_minutes(community, 1)
    await notice_what_is_due(community.database)
    starts_at = await community.database.now_ms() + 3 * DAY_MINUTES * MINUTE_MS
    await change(community, drop_in, starts_at=starts_at, ends_at=starts_at + 60 * MINUTE_MS)
    await announce(community, drop_in, "moved", starts_at=starts_at)
    wait_minutes(community, DAY_MINUTES - 10)
    await notice_what_is_due(community.database)
    assert await told(community, person) == [NoticeKind.SESSION_MOVED]
    wait_minutes(community, DAY_MINUTES + 10)
    await notice_what_is_due(community.database)
    wait_minutes(community, DAY_MINUTES - 10)
    await notice_what_is_due(community.database)
    expected = ["reminder_day", "session_moved", "reminder_day", "reminder_soon"]
    assert await ever_told(community, person) == expected


async def test_session_moved_to_within_a_day_is_not_said_twice(community: Community) -> None:
    drop_in = await planned(community, 3 * DAY_MINUTES)
    person = await comes(community, drop_in)
    wait_minutes(community, 60)
    starts_at = await community.database.now_ms() + 20 * 60 * MINUTE_MS
    await change(community, drop_in, starts_at=starts_at, ends_at=starts_at + 60 * MINUTE_MS)
    await announce(community, drop_in, "moved", starts_at=starts_at)
    await notice_what_is_due(community.database)
    assert await told(community, person) == [NoticeKind.SESSION_MOVED]


async def test_nothing_follows_a_cancellation_that_has_the_lock(community: Community) -> None:
    drop_in = await planned(community, 11)
    person = await comes(community, drop_in)
    wait_minutes(community, 1)
    async with holding(community.url, community.garden) as execute:
        # It is found to be due, and then waits for the room.
        looking = asyncio.create_task(notice_what_is_due(community.database))
        await someone_waits(community.url)
        await execute(f"UPDATE drop_in SET state = '{CANCELLED}' WHERE id = '{drop_in}'")
    await looking
    assert await ever_told(community, person) == []


async def test_cancellation_after_a_reminder_takes_its_place(community: Community) -> None:
    drop_in = await planned(community, 11)
    person = await comes(community, drop_in)
    wait_minutes(community, 1)
    await notice_what_is_due(community.database)
    await change(community, drop_in, state=CANCELLED)
    assert await told(community, person) == []
    await announce(community, drop_in, "cancelled")
    for _ in range(3):
        wait_minutes(community, 3)
        await notice_what_is_due(community.database)
    assert await told(community, person) == [NoticeKind.SESSION_CANCELLED]
    assert await ever_told(community, person) == ["reminder_soon", "session_cancelled"]


async def test_open_door_is_told_once_to_those_who_asked(community: Community) -> None:
    drop_in = await planned(community, 11)
    person = await comes(community, drop_in)
    unasked = await comes(community, drop_in, Answer(coming=True, remind=False))
    wait_minutes(community, 11)
    opened_at = await community.database.now_ms()
    await change(community, drop_in, state=State.LIVE.value, opened_at=opened_at)
    for _ in range(3):
        await notice_what_is_due(community.database)
        wait_minutes(community, 2)
    assert await told(community, person) == [NoticeKind.SESSION_OPEN]
    assert await told(community, unasked) == []
    await change(community, drop_in, state=State.ENDED.value)
    assert await told(community, person) == []


async def test_mail_goes_only_with_an_agreement_of_its_own(community: Community) -> None:
    drop_in = await planned(community, 11)
    agreed, silent = await comes(community, drop_in), await comes(community, drop_in)
    await mailed(community, agreed, "agreed@example.org")
    wait_minutes(community, 1)
    await notice_what_is_due(community.database, mails=True)
    now = await community.database.now_ms()
    (number,) = await community.database.read(outbox.due, Channel.MAIL, now, 10)
    letter = await community.database.write(telling.claim_letter, number)
    assert letter is not None
    assert letter.address == "agreed@example.org"
    assert await told(community, silent) == [NoticeKind.REMINDER_SOON]


async def test_one_row_is_claimed_by_one_of_many(
    community: Community, other_process: Process
) -> None:
    drop_in = await planned(community, 11)
    person = await comes(community, drop_in)
    await mailed(community, person, "a@example.org")
    wait_minutes(community, 1)
    await notice_what_is_due(community.database, mails=True)
    ((number,),) = await community.sql("SELECT id FROM outbox WHERE channel = 'mail'")
    both = (community.database, other_process.database)

    async def claimed() -> int:
        found = await asyncio.gather(
            *(both[each % 2].write(telling.claim_letter, number) for each in range(8))
        )
        return sum(letter is not None for letter in found)

    assert await claimed() == 1
    assert await claimed() == 0
    # Whoever had it died: after a minute somebody else may.
    wait_minutes(community, 1)
    assert await claimed() == 1


async def test_answer_counts_only_while_the_session_is_ahead(community: Community) -> None:
    drop_in = await planned(community, 11, state=CANCELLED)
    actor = await community.stranger()
    for which, code in ((drop_in, Code.NOT_LIVE), ("0" * 32, Code.UNKNOWN_DROP_IN)):
        refused = await community.database.write(coming.say, actor.account, which, REMINDED)
        assert isinstance(refused, Refusal)
        assert refused.code is code


async def test_those_who_come_are_counted_in_steps_from_five_up(community: Community) -> None:
    drop_in = await planned(community, 11)
    seen: list[dict[str, int]] = []
    for _ in range(10):
        await comes(community, drop_in)
        seen.append(dict(await community.database.read(coming.counted, [drop_in])))
    assert seen == [{}] * 4 + [{drop_in: 5}] * 5 + [{drop_in: 10}]


async def test_who_came_is_forgotten_after_sixty_days(community: Community) -> None:
    drop_in = await planned(community, 11)
    person = await comes(community, drop_in)
    wait_minutes(community, 1)
    await notice_what_is_due(community.database)
    wait_minutes(community, 61 * DAY_MINUTES)
    now = await community.database.now_ms()
    await community.database.write(retention.purge_aged, now, audit_days=365)
    for table in ("drop_in_coming", "outbox", "notice"):
        assert await community.sql(f"SELECT * FROM {table}") == []
    assert await community.database.read(notices.unseen, person.account) == []


async def test_reminder_found_before_a_move_and_put_in_after_it_is_dropped(
    community: Community,
) -> None:
    drop_in = await planned(community, 11)
    person = await comes(community, drop_in)
    wait_minutes(community, 1)
    now = await community.database.now_ms()
    found = await community.database.read(reminding.due, now, 10)
    assert found
    starts_at = now + 5 * MINUTE_MS
    await change(community, drop_in, starts_at=starts_at, ends_at=starts_at + 60 * MINUTE_MS)
    await community.database.write(reminding.put, found)
    await community.database.write(telling.tell, drop_in, mails=False)
    assert await ever_told(community, person) == []
