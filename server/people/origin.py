"""Whether the page behind a request is one of ours, by its Origin header, compared exactly.

Guards the socket and every HTTP method that changes something. It does not ask who is signed in.
"""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from rooms.refusals import Code, refuse
from server.errors import refusal_response
from server.settings import Settings

READING = frozenset({"GET", "HEAD", "OPTIONS"})
BY_LINK_ALONE = "/mail/"
"""A mail program posts there by itself (RFC 8058), from no page: the link's secret is what counts,
and no cookie decides anything."""


def allowed_origin(headers: Headers, settings: Settings) -> bool:
    """Whether the request comes from a page of `settings.origins`, or from a program.

    A browser always says its Origin where this is asked, and cannot be made to send a bearer
    token; so only a request with such a token may come without one. `null` is never allowed.
    """
    said = headers.getlist("origin")
    if not said:
        return headers.get("authorization", "").lower().startswith("bearer ")
    return len(said) == 1 and said[0] in settings.origins


class OriginGuard:
    """Refuses state-changing HTTP requests from foreign pages, whichever route they are for."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        changes = scope["type"] == "http" and scope["method"] not in READING
        by_link = changes and scope["path"].startswith(BY_LINK_ALONE)
        if changes and not by_link and not allowed_origin(Headers(scope=scope), self._settings):
            await refusal_response(refuse(Code.NOT_ALLOWED))(scope, receive, send)
            return
        await self._app(scope, receive, send)
