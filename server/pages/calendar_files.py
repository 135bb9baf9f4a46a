"""Calendars for programs: a session's file, and a person's secret address."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from persistence.dropins import dated
from persistence.people import feeds, wishes
from server.calendar.feed import Calendar, entity_tag, is_known, token_hash
from server.calendar.ics import CONTENT_TYPE
from server.pages.templates import Templates
from server.people.auth import actor_of, parts_of
from server.settings import Settings
from server.texts import LANGUAGES, language_of


async def session_file(request: Request) -> Response:
    """One session. Anybody may have it: it names nothing, but to who asked for plain titles."""
    parts = parts_of(request)
    session = await parts.database.read(dated.one, request.path_params["drop_in"])
    if session is None:
        return _missing()
    actor = await actor_of(request)
    feed = await parts.database.read(feeds.of, actor.account) if actor else None
    plain = feed is not None and feed.plain_titles
    calendar = Calendar(parts.catalogue, parts.settings.address, language_of(request), plain)
    return _answer(request, calendar.file(session), attached="meeting.ics")


async def secret_feed(request: Request) -> Response:
    """A person's sessions, for whoever has the address."""
    parts = parts_of(request)
    hashed = token_hash(request.path_params["token"])
    feed = await parts.database.read(feeds.by_token, hashed)
    if feed is None:
        return _missing()
    sessions = await parts.database.read(dated.of_account, feed.account)
    tongue = (await parts.database.read(wishes.of, feed.account)).tongue
    lang = tongue if tongue in LANGUAGES else LANGUAGES[0]
    calendar = Calendar(parts.catalogue, parts.settings.address, lang, feed.plain_titles)
    return _answer(request, calendar.feed(sessions))


def routes(templates: Templates, settings: Settings) -> list[BaseRoute]:
    """They come before a session's page, whose address would match a file's as well."""
    del templates, settings
    return [
        Route("/d/{drop_in}.ics", session_file),
        Route("/calendar/{token}.ics", secret_feed),
    ]


def _answer(request: Request, body: bytes, *, attached: str | None = None) -> Response:
    """Kept by the asker alone, who asks each time whether it is still so."""
    tag = entity_tag(body)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if is_known(request.headers.get("if-none-match"), tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if attached is not None:
        headers["Content-Disposition"] = f'attachment; filename="{attached}"'
    return Response(body, media_type=CONTENT_TYPE, headers=headers)


def _missing() -> Response:
    return Response(status_code=HTTPStatus.NOT_FOUND, headers={"Cache-Control": "no-store"})
