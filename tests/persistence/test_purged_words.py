"""Purged words are in no file of a SQLite database, its write-ahead file among them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from persistence import migrations, retention
from persistence.engines.sqlite import connect
from persistence.sealing import SEALED_FOR_MS
from rooms import commands
from rooms.ids import new_public_id
from tests.persistence.community import Community, Process, Shift, accepted, eventually

WORDS = "words that nobody may ever read again"


@pytest.fixture
async def retracted(tmp_path: Path) -> AsyncIterator[Community]:
    """Words that were taken back longer ago than they are kept."""
    url = f"sqlite:///{tmp_path}/hearthside.db"
    migrations.upgrade(url)
    shift = Shift()
    async with Process.start(url, shift) as process:
        community = await Community(url, process, shift).build()
        ana = await community.person("Ana")
        message = await community.say(ana, community.garden, WORDS)
        retract = commands.RetractMessage(
            room=community.garden, command_id=new_public_id(), message=message
        )
        accepted(await community.do(ana, retract))
        shift.ms = SEALED_FOR_MS + 120_000
        yield community


def files_with_words(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if WORDS.encode() in file.read_bytes())


async def purge(community: Community) -> None:
    now = await community.database.now_ms()
    assert await community.database.write(retention.purge_sealed, now) == 1


async def test_purged_words_are_in_no_file(retracted: Community, tmp_path: Path) -> None:
    assert files_with_words(tmp_path) != []
    await purge(retracted)
    assert files_with_words(tmp_path) == []


async def test_a_reader_in_the_way_delays_the_purge_of_the_files_alone(
    retracted: Community, tmp_path: Path
) -> None:
    async def purged() -> bool:
        return await retracted.sql("SELECT 1 FROM entry WHERE body IS NOT NULL") == []

    with closing(connect(tmp_path / "hearthside.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM entry").fetchone()
        purging = asyncio.create_task(purge(retracted))
        await eventually(purged)
        assert files_with_words(tmp_path) != []
        await retracted.person("Somebody meanwhile")
        reader.execute("COMMIT")
        await purging
    assert files_with_words(tmp_path) == []
