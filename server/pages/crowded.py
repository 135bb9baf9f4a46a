"""The page of a moment in which the database has no line free, or does not answer: try again, with
what was sent still there to be sent; and whom to call, for whoever asked for that. It reads nothing
and keeps nothing.
"""

from http import HTTPStatus
from urllib.parse import parse_qsl

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from persistence.database import DatabaseCrowded
from server.api.answering import CROWDED_MS, LARGEST_BODY_BYTES
from server.pages.shown_lines import guessed_country, shown_lines
from server.pages.templates import Templates
from server.people.auth import credential_of

SECRET_FIELDS = frozenset({"password", "new", "code"})
"""What is never written into a page: such a form is to be filled in anew."""
_MOST_FIELDS = 40
_SHORT = 32
"""Ids, ticks and choices are no longer: they go along unseen. What has a space in it is words."""

Fields = list[tuple[str, str]]

log = structlog.get_logger()


class AnswersCrowded:
    """Around a page: what it cannot answer for want of the database is answered here, with 503."""

    def __init__(self, app: ASGIApp, templates: Templates) -> None:
        self._app = app
        self._templates = templates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        heard, said = _Heard(receive), _Said(send)
        try:
            await self._app(scope, heard.receive, said.send)
        except (DatabaseCrowded, TimeoutError) as error:
            if said.begun:
                raise
            log.warning("page_crowded", error=type(error).__name__)
            sent = _fields(await heard.everything()) if scope["method"] == "POST" else []
            await self._busy(Request(scope), sent)(scope, receive, send)

    def _busy(self, request: Request, sent: Fields) -> Response:
        path = request.url.path.lstrip("/")
        wants_help = path == "help" or path.endswith("/help-now")
        lang = self._templates.language(request)
        answer = self._templates.page(
            request,
            "crowded.html",
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            signed_in=credential_of(request) is not None,
            sending=request.method == "POST",
            address=f"/{path}?{request.url.query}" if request.url.query else f"/{path}",
            secret=any(name in SECRET_FIELDS for name, _ in sent),
            words=[field for field in sent if _is_words(field[1])],
            others=[field for field in sent if not _is_words(field[1])],
            wants_help=wants_help,
            lines=shown_lines(lang, guessed_country(request)) if wants_help else [],
        )
        answer.headers["Retry-After"] = str(CROWDED_MS // 1000)
        return answer


class _Heard:
    """The request's body as it passes by, so that it can be shown again."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._body = bytearray()
        self._more = True

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._body += message.get("body", b"")
        self._more = message["type"] == "http.request" and message.get("more_body", False)
        return message

    async def everything(self) -> bytes:
        """With what the page has not asked for any more; nothing of one that is too long."""
        while self._more and len(self._body) <= LARGEST_BODY_BYTES:
            await self.receive()
        return bytes(self._body) if len(self._body) <= LARGEST_BODY_BYTES else b""


class _Said:
    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False

    async def send(self, message: Message) -> None:
        self.begun = True
        await self._send(message)


def _fields(body: bytes) -> Fields:
    """What was in the form, in its order; nothing of what is no form."""
    try:
        sent = parse_qsl(body.decode(), max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError:
        return []
    return [(name, value.replace("\x00", "")) for name, value in sent]


def _is_words(value: str) -> bool:
    return len(value) > _SHORT or any(letter.isspace() for letter in value)
