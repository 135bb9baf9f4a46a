"""The line to PostgreSQL falls silent and stays open: every question to it ends in time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Connection, text

from persistence import migrations
from persistence.database import Database
from persistence.engines.postgres import PostgresEngine
from persistence.journal import OutcomeUnknown, Unreachable
from persistence.journal_postgres import PostgresJournal
from tests.persistence.community import SECRET, Community, Process, Shift, accepted, post, submit

COMMAND_SECONDS = 0.4
IN_TIME_SECONDS = 20.0
"""Far more than is promised: what must be told apart from it waits for ever."""


class FallingSilent:
    """Carries bytes to PostgreSQL; once `at` has gone by nothing comes back on any line."""

    def __init__(self, url: str) -> None:
        place = urlsplit(url)
        self._server = (place.hostname, place.port)
        self._flowing = asyncio.Event()
        self._carrying: set[asyncio.Task[None]] = set()
        self.at: bytes | None = None
        self.flow()

    def flow(self) -> None:
        self.at = None
        self._flowing.set()

    def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        carrying = asyncio.create_task(self._carry(reader, writer))
        self._carrying.add(carrying)
        carrying.add_done_callback(self._carrying.discard)

    async def end(self) -> None:
        for task in self._carrying:
            task.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back_from, there = await asyncio.open_connection(*self._server)
        back = asyncio.create_task(self._copy(back_from, writer))
        try:
            while data := await reader.read(65536):
                if self.at is not None and self.at in data:
                    self._flowing.clear()
                there.write(data)
        finally:
            back.cancel()
            for end in (there, writer):
                end.transport.abort()

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            await self._flowing.wait()
            writer.write(data)


@dataclass
class Line:
    """One process's way to the database."""

    proxy: FallingSilent
    engine: PostgresEngine
    journal: PostgresJournal


@asynccontextmanager
async def a_line(community: Community) -> AsyncIterator[Line]:
    """It must also end in time, silent or not."""
    proxy = FallingSilent(community.url)
    server = await asyncio.start_server(proxy.take, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    url = community.url.replace(f":{urlsplit(community.url).port}", f":{port}", 1)
    engine = await PostgresEngine.open(url, command_seconds=COMMAND_SECONDS)
    database = Database(url, engine, community.shift)
    async with PostgresJournal.open(database, SECRET, command_seconds=COMMAND_SECONDS) as journal:
        yield Line(proxy, engine, journal)
        ending = asyncio.timeout(IN_TIME_SECONDS)
        await ending.__aenter__()
    await engine.close()
    await ending.__aexit__(None, None, None)
    server.close()
    await proxy.end()


@pytest.fixture
async def on_postgres(postgres_database: str) -> AsyncIterator[Community]:
    await asyncio.to_thread(migrations.upgrade, postgres_database)
    shift = Shift()
    async with Process.start(postgres_database, shift) as process:
        yield await Community(postgres_database, process, shift).build()


@pytest.fixture
async def line(on_postgres: Community) -> AsyncIterator[Line]:
    async with a_line(on_postgres) as made:
        yield made


def one(connection: Connection) -> int:
    return int(connection.execute(text("SELECT 1")).scalar_one())


async def test_a_commit_without_an_answer_is_an_outcome_nobody_knows(
    on_postgres: Community, line: Line
) -> None:
    ana = await on_postgres.person("Ana")
    submission = submit(ana, post(on_postgres.garden, "Did it arrive?"))
    line.proxy.at = b"COMMIT"
    async with asyncio.timeout(IN_TIME_SECONDS):
        with pytest.raises(OutcomeUnknown):
            await line.journal.append([submission])
    line.proxy.flow()
    (again,) = await line.journal.append([submission])
    assert (accepted(again).seq, accepted(again).repeated) == (1, True)


async def test_a_silence_before_the_commit_keeps_the_room_from_nobody(
    on_postgres: Community, line: Line
) -> None:
    ana, ben = await on_postgres.person("Ana"), await on_postgres.person("Ben")
    line.proxy.at = b"INSERT INTO entry"
    async with asyncio.timeout(IN_TIME_SECONDS):
        with pytest.raises(Unreachable):
            await line.journal.append([submit(ana, post(on_postgres.garden, "Too early"))])
        await on_postgres.say(ben, on_postgres.garden, "Nobody holds the room")
    line.proxy.flow()
    (later,) = await line.journal.append([submit(ana, post(on_postgres.garden, "Now"))])
    assert accepted(later).seq == 2


async def test_reads_and_writes_of_a_silent_line_end_and_a_new_one_serves(
    on_postgres: Community, line: Line
) -> None:
    assert await line.engine.read(one) == 1
    line.proxy.at = b""
    async with asyncio.timeout(IN_TIME_SECONDS):
        with pytest.raises(TimeoutError):
            await line.engine.read(one)
        with pytest.raises(TimeoutError):
            await line.engine.write(one)
    line.proxy.flow()
    assert await line.engine.read(one) == 1


async def test_a_line_that_is_silent_at_the_end_is_closed_all_the_same(
    on_postgres: Community,
) -> None:
    ana = await on_postgres.person("Ana")
    async with a_line(on_postgres) as line:
        (done,) = await line.journal.append([submit(ana, post(on_postgres.garden, "Good night"))])
        line.proxy.at = b""
        with pytest.raises(TimeoutError):
            await line.engine.read(one)
    assert accepted(done).seq == 1
