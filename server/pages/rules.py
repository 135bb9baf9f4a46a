"""The page of the house's rules, and of who sees what: the same for everybody, and dated."""

from datetime import date

from babel.dates import format_date
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from server.pages.templates import Templates
from server.pages.visitor import visitor_of
from server.settings import Settings

CHANGED = date(2026, 11, 21)
"""To be moved with every change of what the texts `rules-*` say."""


class RulesPage:
    """The handler of this process's page of rules."""

    def __init__(self, templates: Templates, settings: Settings) -> None:
        self._templates = templates
        self._settings = settings

    async def rules(self, request: Request) -> Response:
        lang = self._templates.language(request)
        return self._templates.page(
            request,
            "rules.html",
            signed_in=visitor_of(request).actor is not None,
            changed=CHANGED.isoformat(),
            changed_day=format_date(CHANGED, "long", locale=lang),
            audit_days=self._settings.audit_days,
        )


def routes(templates: Templates, settings: Settings) -> list[BaseRoute]:
    return [Route("/rules", RulesPage(templates, settings).rules)]
