"""Emergency numbers and help lines as the pages show them: in one language, with their source."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from babel.dates import format_date
from starlette.requests import Request

from server.help.declared import Kind, Line
from server.help.lines import guess_country, lines_for
from server.tongues import listed


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line in one language. `host` and `day`: where and when it was checked."""

    kind: Kind
    name: str
    what: str | None
    call: str | None
    call_link: str | None
    text: str | None
    text_link: str | None
    chat: str | None
    hours: str | None
    languages: str
    source: str
    host: str
    day: str


def guessed_country(request: Request) -> str | None:
    """From the browser's languages; a guess to begin with."""
    return guess_country(request.headers.get("accept-language", ""))


def shown_lines(lang: str, country: str | None) -> list[ShownLine]:
    """Those of the country, emergency numbers first."""
    return [_shown(lang, line) for line in lines_for(country or "")]


def _shown(lang: str, line: Line) -> ShownLine:
    assert line.checked is not None, "a line that nobody has checked is not shown"
    return ShownLine(
        kind=line.kind,
        name=line.name.in_language(lang),
        what=line.what.in_language(lang) if line.what else None,
        call=line.call,
        call_link=line.call_link,
        text=line.text,
        text_link=line.text_link,
        chat=line.chat,
        hours=line.hours.in_language(lang) if line.hours else None,
        languages=listed(lang, line.languages),
        source=line.source,
        host=urlsplit(line.source).netloc,
        day=format_date(line.checked, "long", locale=lang),
    )
