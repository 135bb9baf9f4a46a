"""The drop-ins ahead as any page may show them, told by one reader's clock; and what the client is
given to keep them fresh. Which page shows them where is not known here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import Connection
from starlette.requests import Request

from persistence import clock as database_clock
from persistence.dropins import cards
from rooms.dropins.views import Card
from rooms.ids import RoomId
from server.pages import shown_drop_ins
from server.pages.reader_zone import zone_of
from server.pages.shown_drop_ins import DAY_MS, DAYS, ShownDropIn
from server.pages.shown_rooms import ShownRoom
from server.pages.shown_times import Clock
from server.pages.templates import Templates
from server.people.auth import parts_of

CARDS_EVERY_MS = 30_000
SESSION_EVERY_MS = 20_000
MOST_TURNS = 20


def read(connection: Connection, secret: bytes) -> list[Card]:
    """The sessions of the next days, by time; what is going on however long it does."""
    now = database_clock.now_ms(connection)
    return cards.cards(connection, secret, now, now + DAYS * DAY_MS)


def clock_of(templates: Templates, request: Request, now: int) -> Clock:
    """How this reader is told the time."""
    lang = templates.language(request)
    says = partial(parts_of(request).catalogue.t, lang)
    return Clock(says, lang, zone_of(request), now)


def shown(
    clock: Clock, found: Iterable[Card], rooms: Mapping[RoomId, ShownRoom]
) -> list[ShownDropIn]:
    """Those whose room this reader is told of."""
    return [shown_drop_ins.shown(clock, card, rooms) for card in found if card.room in rooms]


def beside(
    clock: Clock, drop_ins: Iterable[ShownDropIn], rooms: Mapping[RoomId, ShownRoom]
) -> dict[RoomId, ShownRoom]:
    """The rooms, each with the session that is going on in it or comes next."""
    following = shown_drop_ins.next_by_room(drop_ins)
    return {
        room: replace(each, drop_in=shown_drop_ins.in_a_line(clock, following[room]))
        if room in following
        else each
        for room, each in rooms.items()
    }


def watched(
    clock: Clock,
    page: str,
    ask: str,
    drop_ins: Iterable[ShownDropIn],
    every_ms: int = CARDS_EVERY_MS,
) -> dict[str, Any]:
    """For the client: what to read, what to ask, how often, when they turn, in which zone."""
    turns = sorted({moment for each in drop_ins for moment in each.turns})
    return {
        "page": page,
        "ask": ask,
        "every": every_ms,
        "now": clock.now,
        "turns": turns[:MOST_TURNS],
        "zone": clock.zone.name,
        "told": clock.zone.told.value,
    }


def ask_for(room: RoomId | None = None) -> str:
    """The address of the cards of all rooms, or of one."""
    return "/api/drop-ins" if room is None else f"/api/drop-ins?room={room}"


def address_of(request: Request) -> str:
    """Of the page itself, to be read again."""
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path
