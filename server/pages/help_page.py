"""Get help: the emergency number, then lines for the country the reader chooses. Which country that
was, and what was pressed, is kept nowhere: not in a cookie, not in a log.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from persistence.safety import duty
from server.help.declared import Kind
from server.help.lines import countries
from server.pages.shown_lines import guessed_country, shown_lines
from server.pages.templates import Templates
from server.pages.visitor import visitor_of
from server.people.auth import parts_of
from server.settings import Settings


class HelpPage:
    """The handler of this process's page of help."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    async def help(self, request: Request) -> Response:
        lang = self._templates.language(request)
        chosen = request.query_params.get("country")
        country = guessed_country(request) if chosen is None else chosen
        lines = shown_lines(lang, country)
        parts = parts_of(request)
        on_duty = await parts.database.read(duty.names, await parts.database.now_ms())
        return self._templates.page(
            request,
            "help.html",
            signed_in=visitor_of(request).actor is not None,
            countries=_named(lang),
            country=country,
            guessed=bool(country) and chosen is None,
            emergency=[line for line in lines if line.kind is Kind.EMERGENCY],
            lines=[line for line in lines if line.kind is Kind.LINE],
            on_duty=bool(on_duty),
        )


def _named(lang: str) -> list[tuple[str, str]]:
    named = ((country.code, country.name.in_language(lang)) for country in countries())
    return sorted(named, key=lambda country: country[1])


def routes(templates: Templates, settings: Settings) -> list[BaseRoute]:
    del settings
    return [Route("/help", HelpPage(templates).help)]
