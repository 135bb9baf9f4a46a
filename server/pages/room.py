"""The page of a room: its messages as they stand, where the live room goes on; or why this reader
is not in it.
"""

from dataclasses import dataclass
from http import HTTPStatus

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from persistence import clock
from persistence.reading import talk_lately
from rooms.actor import Actor
from rooms.dropins.views import Card
from rooms.ids import PublicId, RoomId
from rooms.refusals import Code, Refusal
from rooms.transcript import Page
from server import reading
from server.api.answering import path_of, query_of
from server.api.rooms import AtMessage, InRoom, PageQuery
from server.directory.listing import Directory
from server.errors import RequestRefused
from server.pages import shown_rooms, upcoming
from server.pages.missing import missing
from server.pages.shown_rooms import Seen, ShownRoom
from server.pages.templates import Templates
from server.pages.visitor import visitor_of
from server.people.auth import parts_of
from server.reading import OpenedRoom
from server.settings import Settings
from server.tongues import listed

QUIET_AFTER_MS = 30 * 60_000
MOST_NEAR = 4
_WHY = {
    Code.NOT_SIGNED_IN: "members",
    Code.SIGNED_OUT: "members",
    Code.STEPPED_OUT: "out",
    Code.ACCOUNT_CLOSED: "closed",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What part of which room: the newest messages, those before a seq, or those around one."""

    room: RoomId
    focus: PublicId | None = None
    before: int | None = None

    @property
    def live(self) -> bool:
        return self.focus is None and self.before is None


@dataclass(frozen=True, slots=True)
class _Read:
    found: tuple[OpenedRoom, Page] | Refusal
    directory: Directory
    seen: Seen
    cards: list[Card]


class RoomPage:
    """The handlers of this process's room pages."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    async def room(self, request: Request) -> Response:
        """A room with its newest messages, where the live room goes on; or those `?before=`."""
        try:
            asked = path_of(request, InRoom, Code.UNKNOWN_ROOM)
            before = query_of(request, PageQuery).before
        except RequestRefused:
            return await missing(self._templates, request)
        return await self._show(request, Asked(asked.room, before=before))

    async def message(self, request: Request) -> Response:
        """A room at one message: what a permalink leads to."""
        try:
            asked = path_of(request, AtMessage, Code.UNKNOWN_MESSAGE)
        except RequestRefused:
            return await missing(self._templates, request)
        return await self._show(request, Asked(asked.room, focus=asked.message))

    async def _show(self, request: Request, asked: Asked) -> Response:
        parts = parts_of(request)
        actor = visitor_of(request).actor
        read = await parts.database.read(_stored, parts.secret, actor, asked)
        rooms = [room.room for room in read.directory.rooms]
        if asked.room not in rooms:
            return await missing(self._templates, request)
        seen = Seen(await parts.glances.look(rooms), read.seen.written, read.seen.now)
        clock = upcoming.clock_of(self._templates, request, seen.now)
        named = shown_rooms.shown(clock.lang, read.directory, seen)
        drop_ins = upcoming.shown(clock, read.cards, named)
        shown = upcoming.beside(clock, drop_ins, named)
        near = _near(read.directory, asked.room, shown)
        if isinstance(read.found, Refusal):
            return await self._outside(request, asked, read.found, shown[asked.room], near)
        opened, page = read.found
        lang = self._templates.language(request)
        room = shown[asked.room]
        return self._templates.page(
            request,
            "room.html",
            signed_in=actor is not None,
            room=room,
            spoken=listed(lang, room.languages),
            page=page,
            you=opened.you,
            live=asked.live,
            focus=asked.focus,
            quiet=_quiet(room, seen),
            watched=upcoming.watched(
                clock,
                f"/r/{asked.room}",
                upcoming.ask_for(asked.room),
                [each for each in drop_ins if each.card.room == asked.room],
            ),
            near=[one for one in near if one.here != "none"][:MOST_NEAR],
        )

    async def _outside(
        self,
        request: Request,
        asked: Asked,
        refusal: Refusal,
        room: ShownRoom,
        near: list[ShownRoom],
    ) -> Response:
        why = _WHY.get(refusal.code)
        if why is None:
            return await missing(self._templates, request)
        if why == "members" and asked.focus is not None and room.readers == "guests":
            why = "older"
        return self._templates.page(
            request,
            "outside.html",
            status=HTTPStatus.FORBIDDEN,
            signed_in=visitor_of(request).actor is not None,
            room=room,
            why=why,
            until=refusal.params.get("until"),
            reason=refusal.params.get("reason"),
            near=near[:MOST_NEAR],
        )


def _stored(connection: Connection, secret: bytes, actor: Actor | None, asked: Asked) -> _Read:
    seen = Seen({}, talk_lately.last_written(connection), clock.now_ms(connection))
    directory = reading.directory(connection, secret, actor)
    cards = upcoming.read(connection, secret)
    return _Read(_found(connection, secret, actor, asked), directory, seen, cards)


def _found(
    connection: Connection, secret: bytes, actor: Actor | None, asked: Asked
) -> tuple[OpenedRoom, Page] | Refusal:
    opened = reading.open_room(connection, secret, actor, asked.room)
    if isinstance(opened, Refusal):
        return opened
    if asked.focus is None:
        page = reading.read_page(connection, secret, actor, asked.room, before=asked.before)
    else:
        page = reading.read_around(connection, secret, actor, asked.room, asked.focus)
    return page if isinstance(page, Refusal) else (opened, page)


def _near(directory: Directory, room: RoomId, shown: dict[RoomId, ShownRoom]) -> list[ShownRoom]:
    """The rooms of the same theme that this reader may read and write in, those where somebody is
    first."""
    for root in directory.themes:
        ids = [each.room for each in root.all_rooms]
        if room in ids:
            others = [shown[each] for each in ids if each != room]
            open_ones = [one for one in others if one.readable and one.state == "open"]
            return sorted(open_ones, key=lambda one: one.here == "none")
    return []


def _quiet(room: ShownRoom, seen: Seen) -> bool:
    """Whether nobody is here and nothing was said for a while, as far as anybody knows."""
    silent = seen.now - seen.written.get(room.id, 0) > QUIET_AFTER_MS
    return silent and room.here == "none" and room.state == "open"


def routes(templates: Templates, settings: Settings) -> list[BaseRoute]:
    del settings
    page = RoomPage(templates)
    return [Route("/r/{room}", page.room), Route("/r/{room}/m/{message}", page.message)]
