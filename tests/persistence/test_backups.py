"""Copies of a SQLite database, taken and put back while a process is at work on it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from persistence import backups, migrations
from persistence.people import sessions
from persistence.reading import transcripts
from rooms.actor import Actor
from rooms.refusals import Code
from tests.persistence.community import Community, Process, Shift, code, post


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
    await running.say(Actor(account=ana.account), running.garden, "After")
    assert await bodies(running) == ["Kept", "After"]


async def test_a_restored_copy_revives_no_session(running: Community, tmp_path: Path) -> None:
    ana, ben = await running.person("Ana"), await running.person("Ben")
    await asyncio.to_thread(backups.backup, running.url, tmp_path / "copy.db")
    hashes = [ana.session or "", ben.session or ""]
    now = await running.database.now_ms()
    await running.database.write(sessions.revoke, hashes[0], now)
    await asyncio.to_thread(backups.restore, running.url, tmp_path / "copy.db")
    assert await running.database.read(sessions.still_live, hashes, now) == set()
    assert code(await running.do(ana, post(running.garden, "Back?"))) is Code.SIGNED_OUT


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
