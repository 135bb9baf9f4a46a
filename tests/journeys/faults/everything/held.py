"""What processes hold: open descriptors, tasks, memory. Knows no more of a process than where
it answers."""

import asyncio
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass

from tests.journeys.faults.unhurried import TASKS
from tests.journeys.web import ASK_SECONDS, Web
from tests.services.process_table import open_descriptors, resident_bytes


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
    with urllib.request.urlopen(web.url + TASKS, timeout=ASK_SECONDS * 10) as answer:
        tasks = int(answer.read())
    return Held(open_descriptors(web.pid), tasks, resident_bytes(web.pid))
