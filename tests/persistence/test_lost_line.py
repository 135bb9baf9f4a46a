"""The line to PostgreSQL breaks in the middle of an append, at its two different moments."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest

from persistence import migrations
from persistence.database import Database, DatabaseUnreachable
from persistence.journal import Contended, OutcomeUnknown
from persistence.journal_postgres import PostgresJournal
from tests.persistence.community import SECRET, Community, Process, Shift, accepted, post, submit


class CuttingProxy:
    """Carries bytes to PostgreSQL; cuts the line when it sees `cut_at` go by, after it has gone."""

    def __init__(self, url: str) -> None:
        place = urlsplit(url)
        self._server = (place.hostname, place.port)
        self.cut_at: bytes | None = None

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server = await asyncio.open_connection(*self._server)
        back = asyncio.create_task(self._copy(server[0], writer))
        while data := await reader.read(65536):
            server[1].write(data)
            if self.cut_at is not None and self.cut_at in data:
                back.cancel()
                writer.transport.abort()
        server[1].close()
        await asyncio.gather(back, return_exceptions=True)

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
        writer.close()


@asynccontextmanager
async def through_proxy(
    community: Community,
) -> AsyncIterator[tuple[PostgresJournal, CuttingProxy]]:
    proxy = CuttingProxy(community.url)
    server = await asyncio.start_server(proxy.carry, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    place = urlsplit(community.url)
    url = place._replace(netloc=f"{place.username}@127.0.0.1:{port}").geturl()
    async with (
        server,
        Database.open(url) as database,
        PostgresJournal.open(database, SECRET) as journal,
    ):
        yield journal, proxy


@pytest.fixture
async def on_postgres(postgres_database: str) -> AsyncIterator[Community]:
    await asyncio.to_thread(migrations.upgrade, postgres_database)
    shift = Shift()
    async with Process.start(postgres_database, shift) as process:
        yield await Community(postgres_database, process, shift).build()


async def test_a_line_lost_at_the_commit_settles_to_exactly_once(on_postgres: Community) -> None:
    ana = await on_postgres.person("Ana")
    submission = submit(ana, post(on_postgres.garden, "Did it arrive?"))
    async with through_proxy(on_postgres) as (journal, proxy):
        proxy.cut_at = b"COMMIT"
        with pytest.raises(OutcomeUnknown):
            await journal.append([submission])
        proxy.cut_at = None
        (again,) = await journal.append([submission])
    assert accepted(again).seq == 1
    assert await on_postgres.sql("SELECT count(*) FROM entry") == [(1,)]


async def test_a_line_lost_before_the_commit_leaves_nothing(on_postgres: Community) -> None:
    ana = await on_postgres.person("Ana")
    submission = submit(ana, post(on_postgres.garden, "Too early"))
    async with through_proxy(on_postgres) as (journal, proxy):
        proxy.cut_at = b"INSERT INTO entry"
        with pytest.raises(Contended):
            await journal.append([submission])
        proxy.cut_at = None
        (again,) = await journal.append([submission])
    assert not accepted(again).repeated


async def test_an_append_that_is_cancelled_holds_no_lock(on_postgres: Community) -> None:
    ana = await on_postgres.person("Ana")
    task = asyncio.create_task(on_postgres.do(ana, post(on_postgres.garden, "Never mind")))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await on_postgres.say(ana, on_postgres.garden, "Something else")


async def test_a_database_that_is_not_there_is_named_without_its_password() -> None:
    with pytest.raises(DatabaseUnreachable, match=r"127\.0\.0\.1:1/nothing cannot") as told:
        async with Database.open("postgres://someone:hidden@127.0.0.1:1/nothing"):
            pass
    assert "hidden" not in str(told.value)
