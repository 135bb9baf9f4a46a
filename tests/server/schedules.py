"""A series of sessions as somebody plans it, on a page or over HTTP."""

from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

from tests.journeys.house import Person
from tests.server.looked_after import LookedAfter


def ahead(month: int, day: int) -> date:
    """The next such day, tomorrow at the earliest: it is within 366 days."""
    soon = datetime.now(UTC).date() + timedelta(days=1)
    this_year = date(soon.year, month, day)
    return this_year if this_year >= soon else date(soon.year + 1, month, day)


def sunday_from(day: date) -> date:
    return day + timedelta(days=(6 - day.weekday()) % 7)


def in_words(day: date) -> str:
    return f"{day:%A}, {day:%B} {day.day}, {day.year}"


FIRST = ahead(6, 1)
STARTS = FIRST.isoformat()
LAST = (FIRST + timedelta(days=63)).isoformat()
NEXT_DAY = FIRST + timedelta(days=1)
FORM = {
    "form": "line",
    "date": STARTS,
    "time": "18:00",
    "zone": "America/Chicago",
    "minutes": "60",
    "repeat": "week",
    "last": LAST,
    "language": "en",
    "capacity": "12",
    "turn": "8",
    "other": "Europe/Madrid",
}


def sent(place: LookedAfter, who: Person, path: str, **fields: str) -> tuple[int, str]:
    form = {name: value for name, value in (FORM | fields).items() if value}
    answer = place.ask(who, "POST", path, data=form, follow_redirects=False)
    return answer.status_code, unescape(answer.text).replace("\u202f", " ").replace("\xa0", " ")


def plan(place: LookedAfter, **given: Any) -> dict[str, Any]:
    said = {
        "room": place.garden,
        "form": "line",
        "starts": f"{STARTS}T18:00",
        "zone": "America/Chicago",
        "minutes": 60,
        "rule": "FREQ=WEEKLY;COUNT=10",
    }
    return said | given


def scheduled(place: LookedAfter, who: Person, **given: Any) -> dict[str, Any]:
    answer = place.ask(who, "POST", "/api/drop-in-series", json=plan(place, **given))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def sessions(place: LookedAfter, who: Person, series: str) -> list[dict[str, Any]]:
    answer = place.ask(who, "GET", f"/api/drop-in-series/{series}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["sessions"]
    return found
