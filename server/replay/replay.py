"""One replay from end to end: the company comes together, plays, settles, and every list is held
against the transcript.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from persistence.database import Database
from rooms.ids import RoomId
from server.failure import Failure
from server.replay import figures, readback, verdict
from server.replay.client import Member
from server.replay.conversations import Conversation
from server.replay.player import Company, Pace, Played, play
from server.replay.progress import Progress
from server.replay.readback import ReadBack, Transcript
from server.replay.stage import Stage

if TYPE_CHECKING:
    from server.replay.browsers import Audience

ROOMS_EACH = 2
"""Rooms that one person listens to and plays in, when there are as many."""
SETTLE_SECONDS = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for. `database`: compare with it directly instead of over HTTP.
    `metrics_token`: what the server gives its figures for."""

    urls: tuple[str, ...]
    per_second: float
    browsers: int = 0
    chromium: Path | None = None
    database: str | None = None
    metrics_token: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """How it went: what did not match (nothing, when all is well), and the figures as lines."""

    compared: int
    messages: int
    faults: tuple[str, ...]
    lines: tuple[str, ...]


async def run(conversations: Sequence[Conversation], stage: Stage, wanted: Wanted) -> Report:
    """Raises Failure when the replay cannot begin, OSError when the server is gone at its end."""
    for url in wanted.urls:
        await readback.check_there(url)
    before = await _figures(wanted)
    async with (
        _company(stage, wanted) as companies,
        _audience(stage, wanted) as watching,
        _read_back(stage, wanted) as read_back,
    ):
        began = {room: (await read_back(room)).head for room in stage.rooms}
        progress = Progress(sum(len(each.turns) for each in conversations), sys.stderr)
        played = await play(
            conversations, companies, pace=Pace(wanted.per_second), progress=progress
        )
        seconds = progress.close()
        transcripts = {room: await read_back(room) for room in stage.rooms}
        faults = [
            *played.broken_off,
            *_log_faults(played, transcripts, began),
            *await _list_faults(companies, transcripts),
            *await _page_faults(watching, transcripts, began),
        ]
        tallies = {member: member.tally for each in companies for member in each.members}
        said = [
            f"messages     {len(played.said):,} in {seconds:.1f} s",
            *figures.clients(tallies.values()),
            *figures.servers(before, await _figures(wanted)),
        ]
    compared = sum(len(each.members) for each in companies) + len(watching)
    return Report(compared, len(played.said), tuple(faults), tuple(said))


@asynccontextmanager
async def _company(stage: Stage, wanted: Wanted) -> AsyncIterator[list[Company]]:
    """Everybody connected, and in their rooms."""
    async with AsyncExitStack() as stack:
        members = [
            await stack.enter_async_context(Member(*_turned(wanted.urls, number), token=token))
            for number, token in enumerate(stage.tokens)
        ]
        companies = [
            Company(room, tuple(_members_of(place, members, len(stage.rooms))))
            for place, room in enumerate(stage.rooms)
        ]
        async with asyncio.TaskGroup() as joining:
            for company in companies:
                for member in company.members:
                    joining.create_task(member.join(company.room))
        yield companies


def _members_of(place: int, members: Sequence[Member], rooms: int) -> list[Member]:
    """Each person is in a room of their own number and in the next ones."""
    reach = min(ROOMS_EACH, rooms)
    return [m for number, m in enumerate(members) if (place - number) % rooms < reach]


@asynccontextmanager
async def _audience(stage: Stage, wanted: Wanted) -> AsyncIterator[list["Audience"]]:
    if not wanted.browsers:
        yield []
        return
    try:
        browsers = import_module("server.replay.browsers")
    except ModuleNotFoundError as error:
        raise Failure(
            f"--browsers needs {error.name}, which a server does without: install the packages of"
            " requirements-dev.lock, as `python3 -m tests` does."
        ) from None
    places = [
        (
            wanted.urls[number % len(wanted.urls)],
            stage.tokens[number % len(stage.tokens)],
            stage.rooms[number % len(stage.rooms)],
        )
        for number in range(wanted.browsers)
    ]
    async with browsers.audience(places, wanted.chromium) as watching:
        yield watching


@asynccontextmanager
async def _read_back(stage: Stage, wanted: Wanted) -> AsyncIterator[ReadBack]:
    if wanted.database is None:
        yield readback.by_pages(wanted.urls[0], stage.tokens[0])
        return
    async with Database.open(wanted.database) as database:
        yield readback.by_database(database)


def _log_faults(
    played: Played, transcripts: dict[RoomId, Transcript], began: dict[RoomId, int]
) -> Iterable[str]:
    for room, transcript in transcripts.items():
        yield from transcript.faults
        said = [each for each in played.said if each.room == room]
        yield from verdict.acknowledged_differ(room, said, transcript, began[room])


async def _list_faults(
    companies: Sequence[Company], transcripts: dict[RoomId, Transcript]
) -> list[str]:
    """Every client's list, once it had the time to catch up."""
    faults: list[str] = []
    for company in companies:
        transcript = transcripts[company.room]
        for number, member in enumerate(company.members, start=1):
            who = f"room {company.room}, client {number}"
            try:
                await member.reach(company.room, transcript.head, within_seconds=SETTLE_SECONDS)
                while await member.read_earlier(company.room):
                    pass
            except TimeoutError:
                faults.append(f"{who} never reached seq {transcript.head}")
            faults += verdict.shown_differs(who, member.messages(company.room), transcript)
    return faults


async def _page_faults(
    watching: Sequence["Audience"],
    transcripts: dict[RoomId, Transcript],
    began: dict[RoomId, int],
) -> list[str]:
    """What the browsers' pages show."""
    faults: list[str] = []
    for number, each in enumerate(watching, start=1):
        transcript = transcripts[each.room]
        last = transcript.messages[-1].message if transcript.messages else None
        ids = await each.settled(last)
        who = f"room {each.room}, browser {number}"
        faults += verdict.newest_differ(who, ids, transcript, began[each.room])
    return faults


def _turned(urls: tuple[str, ...], number: int) -> tuple[str, ...]:
    """The addresses, beginning with another one for each client."""
    first = number % len(urls)
    return urls[first:] + urls[:first]


async def _figures(wanted: Wanted) -> list[dict[str, float]]:
    return [await readback.figures(url, wanted.metrics_token) for url in wanted.urls]
