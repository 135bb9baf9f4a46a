"""The page at the end of every mail: no more of them. Looking at it changes nothing, since mail
programs look at links by themselves; a POST does, from here or from a mail program (RFC 8058).
"""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from server.pages.templates import Templates
from server.pages.visitor import visitor_of
from server.people import mail_links
from server.people.auth import parts_of
from server.settings import Settings


class MailStop:
    """The handlers of this process for it. The link is all that is asked for: whoever has the mail
    need not be logged in."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    async def page(self, request: Request) -> Response:
        """The question."""
        parts, token = parts_of(request), request.path_params["token"]
        known = await parts.database.read(mail_links.addressee, parts.secret, token)
        return self._page(request, "asked" if known else "unknown")

    async def stop(self, request: Request) -> Response:
        """The yes. What is in the body does not matter."""
        parts, token = parts_of(request), request.path_params["token"]
        stopped = await parts.database.write(mail_links.no_more, parts.secret, token)
        return self._page(request, "stopped" if stopped else "unknown")

    def _page(self, request: Request, state: str) -> Response:
        return self._templates.page(
            request,
            "mail_stop.html",
            status=HTTPStatus.NOT_FOUND if state == "unknown" else HTTPStatus.OK,
            signed_in=visitor_of(request).actor is not None,
            state=state,
        )


def routes(templates: Templates, settings: Settings) -> list[BaseRoute]:
    del settings
    mail = MailStop(templates)
    return [
        Route("/mail/{token}", mail.page),
        Route("/mail/{token}", mail.stop, methods=["POST"]),
    ]
