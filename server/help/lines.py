"""Emergency numbers and help lines by country, as the page "Get help" shows them.

It knows nobody who asks: which line somebody chose is stored nowhere.
"""

import datetime
import functools
import re
from collections.abc import Iterable
from pathlib import Path

from server.help.declared import Country, HelpLines, Kind, Line
from server.help.lines_file import read

SHIPPED = Path(__file__).parent / "lines.toml"
FRESH_DAYS = 90
"""How long a check of a line holds; after that the operator is warned."""

# Headers are sent by strangers; browsers send fewer.
_LONGEST_HEADER = 300
_PREFERRED = re.compile(r"[a-z]{2,3}(?:-[a-z]{4})?-([a-z]{2})(?:;q=([01](?:\.\d{1,3})?))?", re.I)


def countries() -> tuple[Country, ...]:
    """The countries for which there is something to show."""
    held = shipped()
    shown = {line.country for line in held.lines if line.checked}
    return tuple(country for country in held.countries if country.code in shown)


def lines_for(country: str) -> tuple[Line, ...]:
    """The checked lines of a country, emergency numbers first; none for one that is not known."""
    mine = [line for line in shipped().lines if line.country == country and line.checked]
    return tuple(sorted(mine, key=lambda line: line.kind is not Kind.EMERGENCY))


def guess_country(accept_language: str) -> str | None:
    """The country the reader's browser speaks of first, if there are lines for it: es-MX, MX.

    A guess to begin with; a language alone (`es`) says nothing about a country.
    """
    known = {country.code for country in countries()}
    parts = accept_language[:_LONGEST_HEADER].replace(" ", "").split(",")
    found = [match for part in parts if (match := _PREFERRED.fullmatch(part))]
    liked = sorted(found, key=lambda match: -float(match[2] or 1))
    return next((match[1].upper() for match in liked if match[1].upper() in known), None)


def stale(lines: Iterable[Line], today: datetime.date) -> tuple[Line, ...]:
    """The shown lines that were checked over `FRESH_DAYS` ago: the operator has to look again."""
    oldest = today - datetime.timedelta(days=FRESH_DAYS)
    return tuple(line for line in lines if line.checked and line.checked < oldest)


@functools.cache
def shipped() -> HelpLines:
    """The file of this installation, read once. Raises LinesFileError."""
    return read(SHIPPED)
