"""What pages say, made from values: times and refusals in the reader's language."""

from dataclasses import dataclass
from datetime import UTC, datetime

from babel.dates import format_date, format_time

from rooms.refusals import Code, Refusal
from server.texts import Texts

_DAY = {"en": "EEEE, MMMM d", "es": "EEEE, d 'de' MMMM"}


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time in UTC; the client, when it runs, shows the reader's own time instead."""

    iso: str
    clock: str
    day: str
    date: str


def moment(lang: str, at: int) -> Moment:
    """`at` in ms since the Unix epoch."""
    when = datetime.fromtimestamp(at / 1000, UTC)
    return Moment(
        iso=when.isoformat(timespec="seconds").replace("+00:00", "Z"),
        clock=f"{format_time(when, 'HH:mm', locale=lang)} UTC",
        day=format_date(when, _DAY[lang], locale=lang),
        date=when.date().isoformat(),
    )


def why_not_in(catalogue: Texts, lang: str, refusal: Refusal) -> str:
    """Why joining or logging in did not work, in words for the person at the form."""
    if refusal.code is Code.NOT_SIGNED_IN:
        return catalogue.t(lang, "login-wrong")
    if refusal.code is Code.NAME_INVALID:
        why = catalogue.t(lang, f"name-why-{refusal.params['why']}")
        return catalogue.t(lang, f"refusal-{refusal.code}", why=why)
    return catalogue.t(lang, f"refusal-{refusal.code}", **refusal.params)
