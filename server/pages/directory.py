"""The landing page: what this house is, and the rooms to find one's own among; and a search whose
words stay out of every address.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from persistence import clock
from persistence.reading import talk_lately
from persistence.rooms import Whom
from persistence.safety import duty
from rooms.actor import Actor
from rooms.dropins.views import Card
from rooms.permissions import Readers, RoomState
from rooms.safety.distress import speaks_of_dying
from server import reading
from server.api.answering import form_of
from server.directory.listing import Directory, RoomSummary
from server.pages import doors, search_words, shown_rooms, upcoming
from server.pages.addresses import to
from server.pages.shown_lines import ShownLine, guessed_country, shown_lines
from server.pages.shown_rooms import Seen, ShownRoom
from server.pages.templates import Templates
from server.pages.visitor import visitor_of
from server.people.auth import parts_of
from server.settings import Settings
from server.texts import LANGUAGES
from server.tongues import called

MOST_GOING_ON = 3
MOST_COMING = 2
MOST_CARING = 4
"""How many caregivers' rooms are offered, after those to begin in, where a search found none."""


class View(enum.StrEnum):
    THEMES = "themes"
    AZ = "az"


@dataclass(frozen=True, slots=True)
class Wish:
    """How the rooms are to be shown; what is not known is no wish."""

    view: View = View.THEMES
    speak: str = ""
    whom: str = ""

    @property
    def narrows(self) -> bool:
        return bool(self.speak or self.whom)

    def fits(self, room: RoomSummary) -> bool:
        """A room for everybody is one for those who live with it, too."""
        theirs = {self.whom, Whom.ALL if self.whom == Whom.LIVING else self.whom}
        return (not self.speak or self.speak in room.languages) and (
            not self.whom or room.whom in theirs
        )


@dataclass(frozen=True, slots=True)
class Search:
    """What was looked for and found; `words` is None where the browser kept none."""

    words: str | None
    speaks_of_dying: bool
    found: tuple[ShownRoom, ...] = ()
    nearest: tuple[ShownRoom, ...] = ()
    lines: tuple[ShownLine, ...] = ()


class DirectoryPage:
    """The handlers of this process's landing page."""

    def __init__(self, templates: Templates, settings: Settings) -> None:
        self._templates = templates
        self._settings = settings

    async def home(self, request: Request) -> Response:
        """The rooms, by theme or from A to Z."""
        return await self._rooms(request, _wish(request), search=None)

    async def look_for(self, request: Request) -> Response:
        """Take the words from the form, and show the rooms at an address without them."""
        form = await form_of(request)
        response = to("/find")
        search_words.keep(response, form.get("q", ""), self._settings)
        return response

    async def found(self, request: Request) -> Response:
        """The rooms that answer the words, above all the others."""
        words = search_words.kept(request)
        search = Search(words, speaks_of_dying=speaks_of_dying(words or ""))
        if search.speaks_of_dying:
            lang = self._templates.language(request)
            search = replace(search, lines=tuple(shown_lines(lang, guessed_country(request))))
        return await self._rooms(request, Wish(), search=search)

    async def _rooms(self, request: Request, wish: Wish, *, search: Search | None) -> Response:
        read = await _read(request)
        lang = self._templates.language(request)
        clock = upcoming.clock_of(self._templates, request, read.seen.now)
        named = shown_rooms.shown(lang, read.directory, read.seen)
        drop_ins = upcoming.shown(clock, read.cards, named)
        shown = upcoming.beside(clock, drop_ins, named)
        fitting = {room.room for room in read.directory.rooms if wish.fits(room)}
        if search is not None:
            search = _carried_out(search, shown, read.directory)
        return self._templates.page(
            request,
            "home.html",
            signed_in=visitor_of(request).actor is not None,
            wish=wish,
            spoken=[(code, called(lang, code)) for code in LANGUAGES],
            whoms=(Whom.LIVING, Whom.CARING, Whom.BEREAVED),
            themes=shown_rooms.by_theme(
                lang, read.directory, {room: shown[room] for room in fitting}
            ),
            letters=shown_rooms.by_letter(shown[room] for room in fitting),
            count=len(fitting),
            lively=shown_rooms.lively(shown.values()),
            going_on=[each for each in drop_ins if each.going_on][:MOST_GOING_ON],
            coming=[each for each in drop_ins if each.ahead][:MOST_COMING],
            watched=None
            if search
            else upcoming.watched(
                clock, upcoming.address_of(request), upcoming.ask_for(), drop_ins
            ),
            on_duty=read.on_duty,
            search=search,
            doors=await doors.stand_open(request, self._settings),
        )


@dataclass(frozen=True, slots=True)
class _Read:
    directory: Directory
    seen: Seen
    cards: list[Card]
    on_duty: tuple[str, ...]


async def _read(request: Request) -> _Read:
    parts = parts_of(request)
    read = await parts.database.read(_stored, parts.secret, visitor_of(request).actor)
    glances = await parts.glances.look([room.room for room in read.directory.rooms])
    return replace(read, seen=replace(read.seen, glances=glances))


def _stored(connection: Connection, secret: bytes, actor: Actor | None) -> _Read:
    now = clock.now_ms(connection)
    return _Read(
        directory=reading.directory(connection, secret, actor),
        cards=upcoming.read(connection, secret),
        seen=Seen(glances={}, written=talk_lately.last_written(connection), now=now),
        on_duty=tuple(name for name in duty.names(connection, now) if name),
    )


def _carried_out(search: Search, shown: Mapping[str, ShownRoom], directory: Directory) -> Search:
    """With the rooms that answer; without one, those to begin in and caregivers' rooms are near.

    Words that speak of dying are answered with open doors alone: rooms to begin in that everybody
    may read now, and none where people share what is hardest.
    """
    begin = [shown[room.room] for room in directory.beginning]
    if search.speaks_of_dying:
        return replace(search, nearest=tuple(room for room in begin if _open_door(room)))
    found = tuple(shown[room.room] for room in directory.find(search.words or ""))
    caring = [shown[room.room] for room in directory.rooms if room.whom is Whom.CARING]
    nearest = dict.fromkeys([*begin, *caring[:MOST_CARING]])
    return replace(search, found=found, nearest=tuple(nearest))


def _open_door(room: ShownRoom) -> bool:
    return (
        room.readers == Readers.GUESTS
        and room.state == RoomState.OPEN
        and not (room.sensitive or room.moved_to)
    )


def _wish(request: Request) -> Wish:
    asked = request.query_params
    speak, whom = asked.get("speak", ""), asked.get("whom", "")
    return Wish(
        view=View.AZ if asked.get("view") == View.AZ else View.THEMES,
        speak=speak if speak in LANGUAGES else "",
        whom=whom if whom in set(Whom) else "",
    )


def routes(templates: Templates, settings: Settings) -> list[BaseRoute]:
    page = DirectoryPage(templates, settings)
    return [
        Route("/", page.home),
        Route("/find", page.found),
        Route("/find", page.look_for, methods=["POST"]),
    ]
