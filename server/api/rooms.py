"""Reading over HTTP: the directory of rooms, a room, its messages, one message's place."""

from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.requests import Request

from rooms.commands import MAX_PAGE, Seq
from rooms.ids import PublicId, RoomId
from rooms.refusals import Code, Refusal
from rooms.transcript import Page
from server import reading
from server.api.answering import answers, body_of, path_of, query_of
from server.api.endpoint import Access, Endpoint
from server.directory import listing
from server.directory.listing import RoomSummary, Theme
from server.directory.search import LONGEST_QUERY
from server.people.auth import actor_of, parts_of
from server.reading import PAGE, OpenedRoom

_READING = (
    Code.UNKNOWN_ROOM,
    Code.NOT_SIGNED_IN,
    Code.SIGNED_OUT,
    Code.ACCOUNT_CLOSED,
    Code.STEPPED_OUT,
    Code.NOT_ALLOWED,
)


class Directory(msgspec.Struct, frozen=True, kw_only=True):
    """Themes in their order, and rooms: all of them, theme by theme, or what was searched for,
    best first. A theme without names is one that no rooms file has described."""

    themes: tuple[Theme, ...]
    rooms: tuple[RoomSummary, ...]


class Search(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words in English or Spanish, as people say them; accents and slips do not matter."""

    words: Annotated[str, Meta(max_length=LONGEST_QUERY)]


_search = msgspec.json.Decoder(Search)

Limit = Annotated[int, Meta(ge=1, le=MAX_PAGE)]


class InRoom(msgspec.Struct, frozen=True):
    room: RoomId


class AtMessage(msgspec.Struct, frozen=True):
    room: RoomId
    message: PublicId


class PageQuery(msgspec.Struct, frozen=True):
    """`before`: only messages whose seq is below it; without it the newest."""

    before: Seq | None = None
    limit: Limit = PAGE


class AroundQuery(msgspec.Struct, frozen=True):
    limit: Limit = PAGE


@answers()
async def read_rooms(request: Request) -> Directory:
    """List the rooms, by theme, with how much is unread.

    Rooms that this reader may not read are listed too, and not readable.
    """
    found = await _directory(request)
    return Directory(themes=found.branches, rooms=found.rooms)


@answers()
async def search_rooms(request: Request) -> Directory:
    """Search among the rooms, best first; one that finds nothing gives no rooms.

    The words are posted, so that no address, history or log holds them; they are not kept.
    """
    asked = await body_of(request, _search)
    found = await _directory(request)
    return Directory(themes=found.branches, rooms=found.find(asked.words))


async def _directory(request: Request) -> listing.Directory:
    parts = parts_of(request)
    return await parts.database.read(reading.directory, parts.secret, await actor_of(request))


@answers()
async def read_room(request: Request) -> OpenedRoom | Refusal:
    """Read what a room is, and who one is there."""
    asked = path_of(request, InRoom, Code.UNKNOWN_ROOM)
    actor = await actor_of(request)
    parts = parts_of(request)
    return await parts.database.read(reading.open_room, parts.secret, actor, asked.room)


@answers()
async def read_messages(request: Request) -> Page | Refusal:
    """Read a page of a room's messages, oldest first, folded as of now."""
    asked = path_of(request, InRoom, Code.UNKNOWN_ROOM)
    query = query_of(request, PageQuery)
    actor = await actor_of(request)
    parts = parts_of(request)
    return await parts.database.read(
        reading.read_page,
        parts.secret,
        actor,
        asked.room,
        before=query.before,
        limit=query.limit,
    )


@answers()
async def read_message(request: Request) -> Page | Refusal:
    """Read one message among its neighbours."""
    asked = path_of(request, AtMessage, Code.UNKNOWN_MESSAGE)
    query = query_of(request, AroundQuery)
    actor = await actor_of(request)
    parts = parts_of(request)
    return await parts.database.read(
        reading.read_around, parts.secret, actor, asked.room, asked.message, limit=query.limit
    )


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        method="GET",
        path="/api/rooms",
        handler=read_rooms,
        access=Access.ANYONE,
        result=Directory,
    ),
    Endpoint(
        method="POST",
        path="/api/rooms/search",
        handler=search_rooms,
        access=Access.ANYONE,
        body=Search,
        result=Directory,
        refusals=(Code.NOT_ALLOWED,),
    ),
    Endpoint(
        method="GET",
        path="/api/rooms/{room}",
        handler=read_room,
        access=Access.ANYONE,
        path_fields=InRoom,
        result=OpenedRoom,
        refusals=_READING,
    ),
    Endpoint(
        method="GET",
        path="/api/rooms/{room}/messages",
        handler=read_messages,
        access=Access.ANYONE,
        path_fields=InRoom,
        query=PageQuery,
        result=Page,
        refusals=_READING,
    ),
    Endpoint(
        method="GET",
        path="/api/rooms/{room}/messages/{message}",
        handler=read_message,
        access=Access.ANYONE,
        path_fields=AtMessage,
        query=AroundQuery,
        result=Page,
        refusals=(*_READING, Code.UNKNOWN_MESSAGE),
    ),
)
