"""Mail through a real mail server on this machine: each once, in the person's words and time, tried
again while that helps, and nothing in it or in any log that says who somebody is or why.
"""

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any, cast

import pytest
from sqlalchemy import Connection, update
from structlog.testing import capture_logs

from persistence import migrations, outbox, tables
from persistence.database import Database
from persistence.people import wishes
from rooms.actor import Actor
from rooms.dropins.stages import State
from rooms.ids import DropInId
from server.jobs.outbox import Postman, tell_now
from server.mail.post_office import PATIENCE_SECONDS, PostOffice
from server.people import mail_links
from tests.persistence.coming_people import (
    announce,
    change,
    comes,
    mailed,
    notice_what_is_due,
    planned,
    wait_minutes,
)
from tests.persistence.community import SECRET, Community, Process, Shift
from tests.persistence.hours import MINUTE_MS
from tests.server.mail_server import MailServer, mail_server
from tests.server.postman_process import HOUSE

ADDRESS = "ana@example.org"


@pytest.fixture(params=["sqlite", "postgres"])
async def community(request: pytest.FixtureRequest) -> AsyncIterator[Community]:
    if request.param == "sqlite":
        url = f"sqlite:///{request.getfixturevalue('tmp_path')}/hearthside.db"
    else:
        url = str(request.getfixturevalue("postgres_database"))
    await asyncio.to_thread(migrations.upgrade, url)
    shift = Shift()
    async with Process.start(url, shift) as process:
        yield await Community(url, process, shift).build()


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with mail_server() as server:
        yield server


def postman(
    community: Community, server: MailServer, patience_seconds: float = PATIENCE_SECONDS
) -> Postman:
    office = replace(PostOffice.at(server.url), patience_seconds=patience_seconds)
    return Postman(community.database, office, HOUSE)


async def soon(community: Community, people: int = 1) -> tuple[DropInId, list[Actor]]:
    """A session that begins in ten minutes, and its reminders ready to be carried."""
    drop_in = await planned(community, 11)
    coming = [await comes(community, drop_in) for _ in range(people)]
    for number, each in enumerate(coming):
        await mailed(community, each, ADDRESS if number == 0 else f"p{number}@example.org")
    wait_minutes(community, 1)
    await notice_what_is_due(community.database, mails=True)
    return drop_in, coming


def body(message: EmailMessage) -> str:
    return str(message.get_content())


async def test_two_processes_that_hammer_send_each_mail_once(
    community: Community, server: MailServer
) -> None:
    await soon(community, 30)
    async with Process.start(community.url, community.shift) as other:
        one = postman(community, server)
        two = Postman(other.database, PostOffice.at(server.url), HOUSE)
        await asyncio.gather(*(each.carry() for each in (one, two) * 4))
        await asyncio.gather(one.carry(), two.carry())
    assert len(server.to) == len(set(server.to)) == 30
    assert len(set(server.ids())) == 30


async def test_mail_of_a_process_that_was_killed_is_sent_again_under_the_same_id(
    community: Community, server: MailServer
) -> None:
    await soon(community)
    server.going.clear()
    shift = str(community.shift.ms)
    program = (sys.executable, "-m", "tests.server.postman_process")
    child = await asyncio.create_subprocess_exec(*program, community.url, server.url, shift)
    async with asyncio.timeout(30):
        await server.reached.wait()
    child.kill()
    await child.wait()
    server.going.set()
    other = postman(community, server)
    await other.carry()
    assert len(server.seen) == 1, "its lease still holds"
    wait_minutes(community, 1)
    await other.carry()
    await other.carry()
    assert len(server.seen) == 2
    assert len(set(server.ids())) == 1


@dataclass
class Away:
    """A database that cannot be told, so many times, that a mail has arrived."""

    database: Database
    times: int

    def __getattr__(self, name: str) -> Any:
        return getattr(self.database, name)

    async def write(self, act: Callable[..., Any], *given: Any) -> Any:
        if act is outbox.done and self.times:
            self.times -= 1
            raise ConnectionError
        return await self.database.write(act, *given)


async def test_mail_that_was_taken_while_the_database_was_away_is_not_sent_again(
    community: Community, server: MailServer
) -> None:
    await soon(community)
    away = Away(community.database, times=2)
    await Postman(cast(Database, away), PostOffice.at(server.url), HOUSE).carry()
    assert away.times == 0
    wait_minutes(community, 1)
    await postman(community, server).carry()
    assert len(server.seen) == 1


async def test_who_ends_a_process_does_not_cut_a_mail_off(
    community: Community, server: MailServer
) -> None:
    await soon(community)
    server.going.clear()
    working = asyncio.create_task(postman(community, server).run())
    await server.reached.wait()
    working.cancel()
    server.going.set()
    await asyncio.wait([working])
    wait_minutes(community, 1)
    await postman(community, server).carry()
    assert len(server.seen) == 1


async def test_no_reminder_leaves_after_a_cancellation(
    community: Community, server: MailServer
) -> None:
    drop_in, _ = await soon(community)
    await change(community, drop_in, state=State.CANCELLED.value)
    await announce(community, drop_in, "cancelled")
    await notice_what_is_due(community.database, mails=True)
    await postman(community, server).carry()
    assert [each.startswith("Your online meeting on") for each in server.subjects()] == [True]


async def test_reminder_on_its_way_is_followed_by_the_cancellation(
    community: Community, server: MailServer
) -> None:
    drop_in, _ = await soon(community)
    server.going.clear()
    carrying = asyncio.create_task(postman(community, server).carry())
    await server.reached.wait()
    await change(community, drop_in, state=State.CANCELLED.value)
    await announce(community, drop_in, "cancelled")
    server.going.set()
    await carrying
    for _ in range(2):
        await notice_what_is_due(community.database, mails=True)
        await postman(community, server).carry()
    assert len(server.taken) == 2
    assert "will not take place" in server.subjects()[1]


async def test_mail_for_a_time_that_was_moved_is_dropped(
    community: Community, server: MailServer
) -> None:
    drop_in, _ = await soon(community)
    starts_at = await community.database.now_ms() + 600 * MINUTE_MS
    await change(community, drop_in, starts_at=starts_at, ends_at=starts_at + 60 * MINUTE_MS)
    await announce(community, drop_in, "moved", starts_at=starts_at)
    await notice_what_is_due(community.database, mails=True)
    await postman(community, server).carry()
    (subject,) = server.subjects()
    assert subject.startswith("New time for your online meeting")


WORDS = {
    ("en", "America/Chicago"): ("Thursday, January 7, 12:30 PM", "(Central Time)"),
    ("en", "Australia/Lord_Howe"): ("Friday, January 8, 5:30 AM", "(Lord Howe Time)"),
    ("en", "Asia/Kolkata"): ("Friday, January 8, 12:00 AM, midnight", "(India Time)"),
    ("es", "America/Chicago"): ("jueves, 7 de enero, 12:30", "(hora central)"),
    ("es", "Australia/Lord_Howe"): ("viernes, 8 de enero, 5:30", "(hora de Lord Howe)"),
    ("es", "Asia/Kolkata"): ("viernes, 8 de enero, 0:00, medianoche", "(hora de India)"),
}


@pytest.mark.parametrize(("tongue", "zone"), WORDS)
async def test_mail_is_in_the_persons_words_and_time_and_names_nothing(
    community: Community, server: MailServer, tongue: str, zone: str
) -> None:
    starts_at = int(datetime(2027, 1, 7, 18, 30, tzinfo=UTC).timestamp() * 1000)
    minutes = (starts_at - await community.database.now_ms()) / MINUTE_MS
    drop_in = await planned(community, minutes, starts_at=starts_at, about="Ostomy and fear")
    person = await comes(community, drop_in)
    await mailed(community, person, ADDRESS, zone, tongue)
    wait_minutes(community, minutes - 24 * 60)
    await notice_what_is_due(community.database, mails=True)
    await postman(community, server).carry()
    (mail,) = server.taken
    said, day_and_clock = body(mail), WORDS[tongue, zone][0]
    assert all(words in said for words in WORDS[tongue, zone]), said
    assert day_and_clock in str(mail["Subject"])
    assert f"https://house.example/d/{drop_in}" in said
    assert mail["To"] == ADDRESS
    assert mail["Content-Language"] == tongue
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"
    assert not {"Ostomy", "garden", person.account} & set(re.findall(r"\w+", mail.as_string()))


async def test_server_that_has_no_time_is_asked_again_under_the_same_id(
    community: Community, server: MailServer
) -> None:
    await soon(community)
    server.answers = ["451 later", "421 going away"]
    carrier = postman(community, server)
    for minutes, seen in ((0, 1), (0, 1), (0.3, 2), (0.3, 2), (0.3, 3), (5, 3)):
        wait_minutes(community, minutes)
        await carrier.carry()
        assert len(server.seen) == seen
    assert len(server.taken) == 1
    assert len(set(server.ids())) == 1


async def test_reminder_is_given_up_when_its_session_begins(
    community: Community, server: MailServer
) -> None:
    await soon(community)
    server.answers = ["451 later"] * 50
    carrier = postman(community, server)
    for _ in range(40):
        await carrier.carry()
        wait_minutes(community, 0.25)
    assert 5 <= len(server.seen) <= 15
    server.answers = []
    for _ in range(5):
        wait_minutes(community, 20)
        await carrier.carry()
    assert server.taken == []
    assert await community.sql(
        "SELECT count(*) FROM outbox WHERE done_at IS NULL AND voided_at IS NULL"
    ) == [(0,)]


async def test_address_that_is_none_is_noted_once_and_in_no_log(
    community: Community, server: MailServer
) -> None:
    _, (person,) = await soon(community)
    server.unknown = {ADDRESS}
    with capture_logs() as logs:
        for _ in range(3):
            await postman(community, server).carry()
            wait_minutes(community, 2)
    assert [(each["event"], each["code"], each["lasting"]) for each in logs] == [
        ("mail_not_sent", 550, True)
    ]
    assert ADDRESS not in repr(logs)
    assert person.account not in repr(logs)
    assert (await community.database.read(wishes.of, person.account)).refused


async def test_server_that_hangs_keeps_nobody_for_long(
    community: Community, server: MailServer
) -> None:
    await soon(community, 6)
    server.going.clear()
    await postman(community, server, patience_seconds=0.2).carry()
    server.going.set()
    wait_minutes(community, 0.5)
    await postman(community, server).carry()
    assert len(set(server.to)) == 6


async def test_link_in_the_mail_ends_it_for_this_person_alone(
    community: Community, server: MailServer
) -> None:
    drop_in, (person, other) = await soon(community, 2)
    await postman(community, server).carry()
    (mail,) = (each for each in server.taken if each["To"] == ADDRESS)
    token = str(mail["List-Unsubscribe"]).strip("<>").rpartition("/")[2]
    forged = token[:-1] + ("0" if token[-1] != "0" else "1")
    for link, stops in ((forged, False), ("1", False), (token, True), (token, True)):
        assert await community.database.write(mail_links.no_more, SECRET, link) is stops
    await change(community, drop_in, state=State.CANCELLED.value)
    await announce(community, drop_in, "cancelled")
    await notice_what_is_due(community.database, mails=True)
    await postman(community, server).carry()
    assert server.to[2:] == ["p1@example.org"]
    assert not (await community.database.read(wishes.of, person.account)).by_mail
    assert (await community.database.read(wishes.of, other.account)).by_mail


async def test_what_one_process_does_not_understand_keeps_nobody_waiting(
    community: Community,
) -> None:
    strange, plain = await planned(community, 11), await planned(community, 11)
    people = [await comes(community, each) for each in (strange, plain)]
    await announce(community, strange, "moved")
    await announce(community, plain, "moved")

    def of_a_newer_release(connection: Connection) -> None:
        which = tables.outbox.c.subject == strange
        connection.execute(update(tables.outbox).where(which).values(kind="unheard of"))

    await community.database.write(of_a_newer_release)
    told_now: list[str] = []
    await tell_now(community.database, told_now.extend, mails=False)
    assert told_now == [people[1].account]
