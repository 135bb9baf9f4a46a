"""Lets the invented people go on: they talk while somebody is there to read it, from a script, and
hold their drop-ins (`hosting`).

They answer each other and never a visitor: where one has written, they fall silent. What they say
is in the files of `talk/`; when it has been said, it is over.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog
from sqlalchemy import Connection

from persistence import rooms as stored_rooms
from persistence.people import accounts
from persistence.reading import transcripts
from rooms.actor import Actor
from rooms.ids import AccountId, PublicId, RoomId
from rooms.refusals import Refusal
from server.demo import acts, community, hosting
from server.demo.acts import Cast
from server.demo.community import Community, Talk, message_id
from server.parts import Parts
from server.settings import Settings

SILENT_MS = 30 * 60_000
"""So long after a visitor's last words in a room nobody invented says anything there."""
NEWEST = 50
"""More than the people of the script say in that time."""

Pause = Callable[[float], Awaitable[None]]

log = structlog.get_logger()


@asynccontextmanager
async def going_on(parts: Parts) -> AsyncIterator[None]:
    """The talk and the drop-ins, in the background, until the context is left. A failure of it
    disturbs nobody."""
    tasks = [asyncio.create_task(_unless_it_fails(each(parts))) for each in (_talk, _host)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


def may_play(settings: Settings) -> bool:
    """Where there is one process: another one would say everything as well."""
    alone = settings.embedded_database and settings.workers == 1
    return settings.demo and not settings.production and alone


async def _unless_it_fails(played: Awaitable[None]) -> None:
    try:
        await played
    except Exception as error:
        log.warning("demonstration_fell_silent", error=type(error).__name__)


async def _talk(parts: Parts) -> None:
    await play(parts, asyncio.sleep)


async def _host(parts: Parts) -> None:
    cast = await cast_here(parts)
    if cast is not None:
        await hosting.keep(parts, cast, asyncio.sleep)


async def play(parts: Parts, pause: Pause) -> None:
    """Until everything has been said; at once where the invented people are not all there.

    `pause` lets so many seconds pass.
    """
    invented, cast = community.read(), await cast_here(parts)
    if cast is None:
        return
    async with asyncio.TaskGroup() as rooms:
        for talk in invented.talk:
            rooms.create_task(_go_on(parts, pause, talk, cast))


async def cast_here(parts: Parts) -> Cast | None:
    """The invented people and rooms, where they may be played."""
    if not may_play(parts.settings) or not await parts.database.read(accounts.count, demo=True):
        return None
    return await parts.database.read(_cast, community.read(), parts.secret)


async def _go_on(parts: Parts, pause: Pause, talk: Talk, cast: Cast) -> None:
    room = cast.rooms[talk.room]
    scripted = {message_id(talk.room, line.id) for line in (*talk.message, *talk.later)}
    for line in talk.later:
        command = acts.said(line, talk, cast)
        if await parts.database.read(transcripts.message_seq, room, command.command_id):
            continue
        while True:
            await pause(line.wait_seconds)
            if await _wanted(parts, room, scripted):
                break
        outcome = await parts.desk.carry_out(Actor(account=cast.people[line.by]), command)
        if isinstance(outcome, Refusal):
            # Whoever closed the room, or paused somebody here, has the last word.
            return


async def _wanted(parts: Parts, room: RoomId, scripted: set[PublicId]) -> bool:
    """Whether somebody has the room open and no visitor has written there lately."""
    if not parts.hub.listening(room):
        return False
    since = await parts.database.now_ms() - SILENT_MS
    page = await parts.database.read(transcripts.read_page, room, None, NEWEST)
    return all(message.message in scripted or message.at < since for message in page.messages)


def _cast(connection: Connection, invented: Community, secret: bytes) -> Cast | None:
    """The invented people as they are here; None when one is missing, or is somebody real."""
    people: dict[str, AccountId] = {}
    for person in invented.person:
        known = accounts.by_name(connection, person.name)
        if known is None or not known.demo:
            return None
        people[person.name] = known.account
    rooms = {room.key: room.id for room in stored_rooms.everything(connection)}
    missing = any(talk.room not in rooms for talk in invented.talk)
    return None if missing else Cast(people=people, rooms=rooms, secret=secret)
