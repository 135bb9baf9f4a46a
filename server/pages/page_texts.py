"""What pages say, made from values: times, rooms, trees and refusals in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from babel.dates import format_date, format_time
from starlette.requests import Request

from rooms.refusals import Code, Refusal
from server.reading import RoomSummary
from server.texts import Texts

_DAY = {"en": "EEEE, MMMM d", "es": "EEEE, d 'de' MMMM"}
OWN_NAMES = (("en", "English"), ("es", "Español"))


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time in UTC; the client, when it runs, shows the reader's own time instead."""

    iso: str
    clock: str
    day: str
    date: str


@dataclass(frozen=True, slots=True)
class ShownRoom:
    """A room in one language; in English where the operator gave no text in that one."""

    id: str
    name: str
    purpose: str
    readers: str
    state: str
    unread: int | None


def moment(lang: str, at: int) -> Moment:
    """`at` in ms since the Unix epoch."""
    when = datetime.fromtimestamp(at / 1000, UTC)
    return Moment(
        iso=when.isoformat(timespec="seconds").replace("+00:00", "Z"),
        clock=f"{format_time(when, 'HH:mm', locale=lang)} UTC",
        day=format_date(when, _DAY[lang], locale=lang),
        date=when.date().isoformat(),
    )


def room(lang: str, summary: RoomSummary) -> ShownRoom:
    return ShownRoom(
        id=summary.room,
        name=summary.names.get(lang) or summary.names["en"],
        purpose=summary.purposes.get(lang) or summary.purposes["en"],
        readers=summary.readers.value,
        state=summary.state.value,
        unread=summary.unread,
    )


def by_tree(lang: str, rooms: Iterable[RoomSummary]) -> list[list[ShownRoom]]:
    """The rooms in their order, those of one tree together."""
    return [
        [room(lang, one) for one in together]
        for _, together in groupby(rooms, key=lambda one: one.tree)
    ]


def languages(request: Request) -> list[tuple[str, str, str]]:
    """Each language's code, its own name, and this page's address in it."""
    return [(code, name, f"{request.url.path}?lang={code}") for code, name in OWN_NAMES]


def why_not_in(catalogue: Texts, lang: str, refusal: Refusal) -> str:
    """Why joining or logging in did not work, in words for the person at the form."""
    if refusal.code is Code.NOT_SIGNED_IN:
        return catalogue.t(lang, "login-wrong")
    if refusal.code is Code.NAME_INVALID:
        why = catalogue.t(lang, f"name-why-{refusal.params['why']}")
        return catalogue.t(lang, f"refusal-{refusal.code}", why=why)
    return catalogue.t(lang, f"refusal-{refusal.code}", **refusal.params)
