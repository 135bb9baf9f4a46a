"""A serving process gives its threads short turns, and no longer than it serves."""

import asyncio
import sys
from pathlib import Path

from persistence import migrations
from server.compose import compose
from server.node.thread_turns import TURN_SECONDS
from server.settings import load


async def test_turns_are_short_while_a_process_serves_and_as_before_afterwards(
    tmp_path: Path,
) -> None:
    before, settings = sys.getswitchinterval(), load(data_dir=tmp_path)
    await asyncio.to_thread(migrations.upgrade, settings.database)
    async with compose(settings):
        assert sys.getswitchinterval() == TURN_SECONDS
    assert sys.getswitchinterval() == before
