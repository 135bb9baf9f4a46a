"""Renders the pages' templates: the language, the built client, and what every page needs.

Knows no rooms and no people; those come in as values.
"""

from functools import partial
from http import HTTPStatus
from pathlib import Path

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from server.pages import client_assets, page_texts
from server.people.auth import parts_of
from server.settings import Settings
from server.texts import LANGUAGES, language_of

PAGES = Path(__file__).parent.parent.parent / "web_client" / "pages"
ONE_YEAR_SECONDS = 31_536_000


class Templates:
    """The templates of this process, with the addresses of the client built for it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client = client_assets.load()
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(PAGES),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
        )

    def language(self, request: Request) -> str:
        """The page's language: chosen just now (`?lang=`), chosen before, or the browser's."""
        chosen = request.query_params.get("lang")
        return chosen if chosen in LANGUAGES else language_of(request)

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
            languages=page_texts.languages(request),
            client=self._client,
            demo=self._settings.demo and not self._settings.production,
            **context,
        )
        response = HTMLResponse(body, status, headers={"Cache-Control": "no-store"})
        if request.query_params.get("lang") == lang:
            _remember(response, lang, self._settings)
        return response


def _remember(response: Response, lang: str, settings: Settings) -> None:
    response.set_cookie(
        "lang",
        lang,
        max_age=ONE_YEAR_SECONDS,
        path="/",
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )
