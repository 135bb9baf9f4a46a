"""Reads the transcript back by a way that no playing client used: HTTP history pages, or the
database itself. Also asks the server whether it is there, and for its figures.
"""

import asyncio
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import msgspec

from persistence.database import Database
from persistence.reading import fold, transcripts
from rooms.ids import RoomId
from rooms.transcript import Entry, Message, Page
from server.failure import Failure
from server.replay.client import HISTORY_PAGE

SECONDS = 20.0
ENTRIES_AT_ONCE = 1_000

# No proxy of the environment: the server under replay is on this machine or beside it.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Transcript:
    """A room's messages as of its head, oldest first. `faults`: what is wrong with the log."""

    head: int
    messages: tuple[Message, ...]
    faults: tuple[str, ...] = ()


ReadBack = Callable[[RoomId], Awaitable[Transcript]]


async def check_there(url: str) -> None:
    """Raises Failure unless a server that is ready answers at `url`."""
    try:
        await asyncio.to_thread(_get, f"{url}/readyz")
    except OSError as error:
        raise Failure(
            f"No server is ready at {url} ({_why(error)}): start one with"
            " `python3 -m server --data NEW_FOLDER --no-demo`."
        ) from None


async def figures(url: str, token: str | None) -> dict[str, float]:
    """The figures of the process that answers, by name and labels; empty when it gives none:
    they are for those who have its METRICS_TOKEN."""
    try:
        text = await asyncio.to_thread(_get, f"{url}/metrics", token)
    except OSError:
        return {}
    lines = [line.rpartition(" ") for line in text.decode().splitlines() if line[:1] != "#"]
    return {name: float(value) for name, _, value in lines if name}


def by_pages(url: str, token: str) -> ReadBack:
    """Over HTTP, page by page up to the room's beginning; raises OSError."""

    async def read_back(room: RoomId) -> Transcript:
        newest = await asyncio.to_thread(_page, url, token, room, None)
        messages, before = list(newest.messages), newest.before
        while before is not None:
            older = await asyncio.to_thread(_page, url, token, room, before)
            messages, before = [*older.messages, *messages], older.before
        return Transcript(newest.as_of, tuple(messages))

    return read_back


def by_database(database: Database) -> ReadBack:
    """Every entry of the log, folded."""

    async def read_back(room: RoomId) -> Transcript:
        entries: list[Entry] = []
        while more := await database.read(
            transcripts.read_entries, room, len(entries), ENTRIES_AT_ONCE
        ):
            entries += more
        return Transcript(len(entries), tuple(fold.fold(entries)), _holes(room, entries))

    return read_back


def _holes(room: RoomId, entries: Sequence[Entry]) -> tuple[str, ...]:
    if entries and entries[0].seq != 1:
        return (f"room {room}: the log begins at seq {entries[0].seq}",)
    return tuple(
        f"room {room}: seq {after.seq} follows {before.seq}"
        for before, after in pairwise(entries)
        if after.seq != before.seq + 1
    )


def _page(url: str, token: str, room: RoomId, before: int | None) -> Page:
    above = "" if before is None else f"&before={before}"
    address = f"{url}/api/rooms/{room}/messages?limit={HISTORY_PAGE}{above}"
    return msgspec.json.decode(_get(address, token), type=Page)


def _get(address: str, token: str | None = None) -> bytes:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(address, headers=headers)
    with _opener.open(request, timeout=SECONDS) as response:
        content: bytes = response.read()
        return content


def _why(error: OSError) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"status {error.code}"
    reason = getattr(error, "reason", error)
    return getattr(reason, "strerror", None) or str(reason)
