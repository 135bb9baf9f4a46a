"""The demonstration in a database: once, in its own time, with something to do for those who care
for the rooms, and beside people who are real."""

import asyncio
from pathlib import Path

import pytest

from persistence.journal import Accepted
from persistence.people import accounts
from persistence.people.accounts import Particulars
from persistence.reading import transcripts
from rooms.actor import Actor
from rooms.commands import PostMessage
from rooms.ids import AccountId, new_public_id
from server.demo import community, seeding, sessions
from server.demo.community import message_id, minutes
from server.failure import Failure
from server.jobs import schedules
from tests.server.demo_house import Seeded, account_of, copied, room_of, rows, running, seeded

MINUTE_MS = 60_000
EVERYTHING = (
    *("entry", "account", "report", "sanction", "role_grant", "reaction", "audit"),
    *("drop_in", "drop_in_series", "drop_in_place", "drop_in_question", "drop_in_feedback"),
)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Seeded:
    return asyncio.run(seeded(tmp_path_factory.mktemp("demo")))


@pytest.fixture
def house(first: Seeded, tmp_path: Path) -> Seeded:
    """A house of this test's own."""
    return copied(first, tmp_path / "house")


async def test_putting_it_in_twice_is_the_same_as_once(house: Seeded) -> None:
    async with running(house) as parts:
        # The sessions were planned as of yesterday, and a day more may bring one more.
        await schedules.top_up(parts)
        counts = [await rows(parts.database, f"SELECT count(*) FROM {t}") for t in EVERYTHING]
        assert await seeding.seed(parts) == []
        again = [await rows(parts.database, f"SELECT count(*) FROM {t}") for t in EVERYTHING]
    assert again == counts


async def test_a_report_that_was_settled_is_not_told_again(house: Seeded) -> None:
    async with running(house) as parts:
        settle = "UPDATE report SET closed_at = opened_at"
        await parts.database.write(lambda connection: connection.exec_driver_sql(settle))
        await seeding.seed(parts)
        assert await rows(parts.database, "SELECT id FROM report WHERE closed_at IS NULL") == []


async def test_every_message_has_the_time_at_which_it_was_said(first: Seeded) -> None:
    await _was_said_in_its_time(first)


async def test_it_is_the_same_on_postgresql(tmp_path: Path, postgres_database: str) -> None:
    house = await seeded(tmp_path, database_url=postgres_database)
    await _was_said_in_its_time(house)
    async with running(house) as parts:
        assert await seeding.seed(parts) == []


async def test_no_entry_is_older_than_the_one_before_it(first: Seeded) -> None:
    async with running(first) as parts:
        backwards = await rows(
            parts.database,
            "SELECT a.seq FROM entry a JOIN entry b ON a.room_id = b.room_id"
            " AND b.seq = a.seq + 1 WHERE b.at < a.at",
        )
        heads = await rows(
            parts.database,
            "SELECT r.key FROM room r WHERE r.head !="
            " (SELECT count(*) FROM entry e WHERE e.room_id = r.id)",
        )
    assert backwards == heads == []


async def test_one_first_message_has_been_waiting_for_eleven_minutes(first: Seeded) -> None:
    async with running(first) as parts:
        waiting = await rows(
            parts.database, "SELECT message_id, at FROM first_message WHERE answered_at IS NULL"
        )
    [(message, at)] = waiting
    assert message == message_id("ostomy", "letter-box")
    assert isinstance(at, int)
    assert first.before - 11 * MINUTE_MS <= at <= first.after - 11 * MINUTE_MS


async def test_one_pause_ends_in_four_minutes(first: Seeded) -> None:
    async with running(first) as parts:
        [(until,)] = await rows(parts.database, "SELECT until FROM sanction WHERE ended_at IS NULL")
    assert isinstance(until, int)
    assert first.before + 4 * MINUTE_MS <= until <= first.after + 4 * MINUTE_MS


async def test_a_phone_number_and_a_miracle_tea_wait_for_a_moderator(first: Seeded) -> None:
    async with running(first) as parts:
        waiting = await rows(
            parts.database,
            "SELECT message_id, reporter_id IS NULL FROM report WHERE closed_at IS NULL",
        )
    by_guest = {message: bool(guest) for message, guest in waiting}
    tea, coffee = message_id("cocina-del-corazon", "te"), message_id("scoliosis", "coffee")
    assert by_guest == {tea: True, coffee: False}


async def test_invented_people_are_marked(first: Seeded) -> None:
    async with running(first) as parts:
        room = await room_of(parts, "scoliosis")
        page = await parts.database.read(transcripts.read_page, room, None, 50)
    assert page.messages
    assert all(message.played for message in page.messages)


async def test_a_person_who_is_real_can_join_and_write_among_them(house: Seeded) -> None:
    async with running(house) as parts:
        now = await parts.database.now_ms()
        said = Particulars(consent_version="of a test")
        account = await parts.database.write(accounts.create, "Hazel Brook", None, now, said=said)
        assert isinstance(account, str)
        room = await room_of(parts, "scoliosis")
        hello = PostMessage(command_id=new_public_id(), room=room, body="Hello, I am real.")
        outcome = await parts.desk.carry_out(Actor(account=AccountId(account)), hello)
        assert isinstance(outcome, Accepted)
        page = await parts.database.read(transcripts.read_page, room, None, 50)
        assert [message.played for message in page.messages][-2:] == [True, False]
        with pytest.raises(Failure, match="people live in this one"):
            await seeding.seed(parts)


async def test_what_a_moderator_did_meanwhile_stays(house: Seeded) -> None:
    async with running(house) as parts:
        close = "UPDATE account SET state = 'closed' WHERE id = ?"
        wren = await account_of(parts, "Wren")
        await parts.database.write(lambda connection: connection.exec_driver_sql(close, (wren,)))
        assert await seeding.seed(parts) == []


async def _was_said_in_its_time(house: Seeded) -> None:
    async with running(house) as parts:
        posted = "SELECT message_id, at FROM entry WHERE kind = 'message_posted'"
        times = {said: at for said, at in await rows(parts.database, posted)}
    invented = community.read()
    there = sum(len(each.said) for each in sessions.read())
    read_out = sum(bool(asked.read_out) for each in sessions.read() for asked in each.asked)
    assert len(times) == sum(len(talk.message) for talk in invented.talk) + there + read_out
    for talk in invented.talk:
        for message in talk.message:
            at = times[message_id(talk.room, message.id)]
            ago_ms = minutes(message.ago) * MINUTE_MS
            assert isinstance(at, int)
            assert house.before - ago_ms <= at <= house.after - ago_ms
