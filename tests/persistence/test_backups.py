"""Copies of a SQLite database, taken and put back while a process is at work on it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from persistence import backups, migrations, transcripts
from tests.persistence.community import Community, Process, Shift


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Community]:
    url = f"sqlite:///{tmp_path}/hearthside.db"
    migrations.upgrade(url)
    shift = Shift()
    async with Process.start(url, shift) as process:
        yield await Community(url, process, shift).build()


async def bodies(community: Community) -> list[str | None]:
    page = await community.database.read(transcripts.read_page, community.garden, None, 50)
    return [message.body for message in page.messages]


async def test_a_restored_log_is_the_one_backed_up_under_a_new_epoch(
    running: Community, tmp_path: Path
) -> None:
    ana = await running.person("Ana")
    await running.say(ana, running.garden, "Kept")
    await asyncio.to_thread(backups.backup, running.url, tmp_path / "copy.db")
    await running.say(ana, running.garden, "Lost")
    epoch = await running.database.read(transcripts.epoch)
    await asyncio.to_thread(backups.restore, running.url, tmp_path / "copy.db")
    assert await bodies(running) == ["Kept"]
    assert await running.database.read(transcripts.epoch) != epoch
    await running.say(ana, running.garden, "After")
    assert await bodies(running) == ["Kept", "After"]


async def test_a_backup_is_its_owner_s_alone(running: Community, tmp_path: Path) -> None:
    await asyncio.to_thread(backups.backup, running.url, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600


async def test_what_is_no_backup_changes_nothing(running: Community, tmp_path: Path) -> None:
    ana = await running.person("Ana")
    await running.say(ana, running.garden, "Kept")
    (tmp_path / "other.txt").write_text("a shopping list " * 1_000)
    with pytest.raises(backups.NotABackup):
        await asyncio.to_thread(backups.restore, running.url, tmp_path / "other.txt")
    assert await bodies(running) == ["Kept"]
