"""A copy is put back while the server runs: whoever is here starts over in what it holds."""

import asyncio
import sys
from pathlib import Path

import httpx2

from server.replay.client import Member
from tests.journeys.house import COMMON, PUBLIC_URL, embedded_house
from tests.journeys.web import ROOT


async def test_who_is_here_during_a_restore_reads_the_copy_afterwards(tmp_path: Path) -> None:
    with embedded_house(tmp_path) as house:
        [web] = house.webs
        [room] = await house.rooms(1)
        person = await house.person()
        copy = tmp_path / "copy.db"
        guest = Member(web.url, origin=PUBLIC_URL)
        async with Member(web.url, token=person.token) as writer, guest:
            await guest.join(room)
            await writer.join(room)
            await writer.post(room, "before the copy")
            await _command("backup", copy, data=web.database_file.parent)
            lost = await writer.post(room, "after the copy")
            await guest.reach(room, lost.seq)
            await _command("restore", copy, data=web.database_file.parent)
            await guest.until(
                lambda: _bodies(guest, room) == ["before the copy"], within_seconds=30
            )
            assert guest.connection > 1
            assert guest.sent_away is None
        refused = await asyncio.to_thread(_me, web.url, person.token)
        assert refused == 401


def _me(url: str, token: str) -> int:
    return httpx2.get(f"{url}/api/me", headers={"Authorization": f"Bearer {token}"}).status_code


def _bodies(member: Member, room: str) -> list[str | None]:
    return [message.body for message in member.messages(room)]


async def _command(verb: str, copy: Path, *, data: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server", verb, copy, "--data", data),
        cwd=ROOT,
        env={"HEARTHSIDE_BOOTSTRAPPED": sys.prefix, **COMMON},
        stdout=asyncio.subprocess.DEVNULL,
    )
    assert await process.wait() == 0
