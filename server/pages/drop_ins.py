"""All drop-ins of the next days by day, in the reader's time and language; without a script, and
with no condition in any address: a theme is a number here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from persistence import clock as database_clock
from persistence.people import wishes
from rooms.actor import Actor
from rooms.dropins.views import Card
from rooms.ids import RoomId
from server import reading
from server.api.answering import form_of
from server.directory.listing import Directory
from server.pages import reader_zone, shown_rooms, upcoming
from server.pages.addresses import to
from server.pages.shown_drop_ins import ShownDropIn, by_day
from server.pages.shown_rooms import Seen
from server.pages.shown_times import Clock
from server.pages.templates import Templates
from server.pages.visitor import visitor_of
from server.people.auth import parts_of
from server.settings import Settings
from server.texts import LANGUAGES
from server.tongues import called

PATH = "/drop-ins"
SCHEDULING = "/host"


@dataclass(frozen=True, slots=True)
class Wish:
    """Which sessions are to be shown; what is not known is no wish. `theme` counts from 1."""

    speak: str = ""
    theme: int = 0

    @property
    def narrows(self) -> bool:
        return bool(self.speak or self.theme)

    def address(self, **other: str | int) -> str:
        """The page's address for this wish, changed as given."""
        asked = {"speak": self.speak, "theme": self.theme} | other
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{PATH}?{query}" if query else PATH


@dataclass(frozen=True, slots=True)
class Choice:
    """A plain link that narrows the page, or no longer does. `written_in`: of its name."""

    value: str | int
    name: str
    address: str
    written_in: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    cards: list[Card]
    directory: Directory
    now: int


class DropInsPage:
    """The handlers of this process's page of drop-ins."""

    def __init__(self, templates: Templates, settings: Settings) -> None:
        self._templates = templates
        self._settings = settings

    async def days(self, request: Request) -> Response:
        """The next days; today and tomorrow also when nothing is on."""
        parts, visitor = parts_of(request), visitor_of(request)
        read = await parts.database.read(_stored, parts.secret, visitor.actor)
        clock = upcoming.clock_of(self._templates, request, read.now)
        rooms = shown_rooms.shown(clock.lang, read.directory, Seen({}, {}, read.now))
        drop_ins = upcoming.shown(clock, read.cards, rooms)
        themes, any_words = _themes(read.directory, drop_ins), clock.says("dropins-filter-any")
        wish = _wish(request, themes)
        fitting = [each for each in drop_ins if _fits(wish, each, themes)]
        return self._templates.page(
            request,
            "drop_ins.html",
            signed_in=visitor.actor is not None,
            going_on=[each for each in fitting if each.going_on],
            days=by_day(clock, [each for each in fitting if not each.going_on]),
            empty=not fitting,
            wish=wish,
            spoken=_spoken(clock.lang, wish, drop_ins, any_words),
            themes=_theme_links(clock, wish, read.directory, themes, any_words),
            zone=clock.zone,
            zone_words=clock.zone_words,
            zones=reader_zone.choices(clock.lang),
            schedules=SCHEDULING if visitor.mentors or visitor.moderates else None,
            watched=upcoming.watched(
                clock, upcoming.address_of(request), upcoming.ask_for(), drop_ins
            ),
        )

    async def choose_zone(self, request: Request) -> Response:
        """Show times in another zone from now on: in this browser, and to this person anywhere."""
        zone = (await form_of(request)).get("zone", "")
        response, actor = to(PATH), visitor_of(request).actor
        if not reader_zone.is_zone(zone):
            return response
        reader_zone.keep(response, zone, self._settings)
        if actor is not None:
            await parts_of(request).database.write(wishes.set_zone, actor.account, zone)
        return response


def _stored(connection: Connection, secret: bytes, actor: Actor | None) -> _Read:
    return _Read(
        cards=upcoming.read(connection, secret),
        directory=reading.directory(connection, secret, actor),
        now=database_clock.now_ms(connection),
    )


Themes = dict[int, frozenset[RoomId]]


def _themes(directory: Directory, drop_ins: Sequence[ShownDropIn]) -> Themes:
    """The root themes by number that have a session, with their rooms."""
    taking_place = {each.card.room for each in drop_ins}
    numbered = {
        number: frozenset(room.room for room in root.all_rooms)
        for number, root in enumerate(directory.themes, 1)
    }
    return {number: rooms for number, rooms in numbered.items() if rooms & taking_place}


def _wish(request: Request, themes: Themes) -> Wish:
    asked = request.query_params
    speak, theme = asked.get("speak", ""), asked.get("theme", "")
    number = int(theme) if theme.isascii() and theme.isdecimal() and len(theme) < 4 else 0
    return Wish(
        speak=speak if speak.isascii() and speak.isalpha() and len(speak) in (2, 3) else "",
        theme=number if number in themes else 0,
    )


def _fits(wish: Wish, drop_in: ShownDropIn, themes: Themes) -> bool:
    return (not wish.speak or wish.speak in drop_in.card.languages) and (
        not wish.theme or drop_in.card.room in themes[wish.theme]
    )


def _spoken(lang: str, wish: Wish, drop_ins: Sequence[ShownDropIn], any_words: str) -> list[Choice]:
    """The languages of the pages, and those of the sessions."""
    held = {code for each in drop_ins for code in each.card.languages}
    named = {code: called(lang, code) for code in dict.fromkeys((*LANGUAGES, *sorted(held)))}
    return [
        Choice("", any_words, wish.address(speak="")),
        *(
            Choice(code, tongue.name, wish.address(speak=code), tongue.written_in)
            for code, tongue in named.items()
        ),
    ]


def _theme_links(
    clock: Clock, wish: Wish, directory: Directory, themes: Themes, any_words: str
) -> list[Choice]:
    """A theme that no file has named yet is one of more rooms."""
    other = clock.says("rooms-other")
    roots = dict(enumerate(directory.themes, 1))
    named = {each: roots[each].theme.names for each in themes}
    return [
        Choice(0, any_words, wish.address(theme=0)),
        *(
            Choice(
                each, names.get(clock.lang) or names.get("en") or other, wish.address(theme=each)
            )
            for each, names in named.items()
        ),
    ]


def routes(templates: Templates, settings: Settings) -> list[BaseRoute]:
    page = DropInsPage(templates, settings)
    return [
        Route(PATH, page.days),
        Route(f"{PATH}/zone", page.choose_zone, methods=["POST"]),
    ]
