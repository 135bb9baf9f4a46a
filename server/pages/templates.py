"""Renders the pages' templates: the language, the built client, and what every page needs.

Knows no rooms and no people; those come in as values.
"""

from functools import partial
from http import HTTPStatus
from pathlib import Path

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from server.pages import choices, client_assets, contact, page_texts
from server.pages.visitor import visitor_of
from server.people.auth import parts_of
from server.settings import Settings

PAGES = Path(__file__).parent.parent.parent / "web_client" / "pages"


class Templates:
    """The templates of this process, with the addresses of the client built for it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client = client_assets.load()
        self._contact = contact.of(settings)
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(PAGES),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
        )

    def language(self, request: Request) -> str:
        """The page's language: chosen just now (`?lang=`), chosen before, or the browser's."""
        return choices.language(request)

    def text(self, request: Request, key: str, **params: str | int) -> str:
        return parts_of(request).catalogue.t(self.language(request), key, **params)

    def page(
        self,
        request: Request,
        name: str,
        *,
        status: HTTPStatus = HTTPStatus.OK,
        **context: object,
    ) -> Response:
        """The template's page. What a person writes is escaped; nothing of it is kept anywhere."""
        lang = self.language(request)
        body = self._templates.get_template(name).render(
            lang=lang,
            t=partial(parts_of(request).catalogue.t, lang),
            moment=partial(page_texts.moment, lang),
            languages=choices.languages(request),
            size=choices.size(request),
            sizes=choices.sizes(request),
            visitor=visitor_of(request),
            client=self._client,
            contact=self._contact,
            demo=self._settings.demo and not self._settings.production,
            **context,
        )
        response = HTMLResponse(body, status, headers={"Cache-Control": "no-store"})
        choices.keep(request, response, self._settings)
        return response
