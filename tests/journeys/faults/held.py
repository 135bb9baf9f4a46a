"""What processes hold: open descriptors, tasks, memory. Knows Linux's /proc, and no more of a
process than where it answers."""

import asyncio
import os
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.faults.unhurried import TASKS
from tests.journeys.web import ASK_SECONDS, Web


@dataclass(frozen=True, slots=True)
class Held:
    """Of several processes together."""

    descriptors: int
    tasks: int
    memory_bytes: int


async def held_by(webs: Sequence[Web]) -> Held:
    """What these processes, of an unhurried house, hold now."""
    each = [await asyncio.to_thread(_held, web) for web in webs]
    return Held(
        descriptors=sum(held.descriptors for held in each),
        tasks=sum(held.tasks for held in each),
        memory_bytes=sum(held.memory_bytes for held in each),
    )


def _held(web: Web) -> Held:
    process = Path(f"/proc/{web.pid}")
    with urllib.request.urlopen(web.url + TASKS, timeout=ASK_SECONDS * 10) as answer:
        tasks = int(answer.read())
    pages = int((process / "statm").read_text().split()[1])
    descriptors = len(list((process / "fd").iterdir()))
    return Held(descriptors, tasks, pages * os.sysconf("SC_PAGE_SIZE"))
