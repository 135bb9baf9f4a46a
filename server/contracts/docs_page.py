"""`/docs`: the HTTP reference and the socket protocol as one plain page, and the documents as JSON.

Made once in a process from the declared types; no script, nothing from elsewhere.
"""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api.routes import ENDPOINTS
from server.contracts import asyncapi, declared, meanings, openapi, reference, security, typescript
from server.contracts.documents import as_json

_HERE = Path(__file__).parent


@cache
def routes() -> tuple[Route, ...]:
    """The page, its style sheet and both documents."""
    return (
        _serving("/docs", page(), "text/html"),
        _serving("/docs/docs.css", (_HERE / "docs.css").read_text(encoding="utf-8"), "text/css"),
        _serving("/docs/openapi.json", as_json(openapi.document(ENDPOINTS)), "application/json"),
        _serving("/docs/asyncapi.json", as_json(asyncapi.document()), "application/json"),
    )


def page() -> str:
    """The page as HTML."""
    return _template().render(
        about_http=openapi.ABOUT,
        about_socket=asyncapi.ABOUT,
        socket_security=security.SOCKET,
        session=security.SESSION,
        bearer=security.BEARER,
        calls=reference.calls(ENDPOINTS),
        commands=reference.described(declared.COMMANDS),
        frames=reference.described(declared.FRAMES),
        events=reference.described(declared.EVENTS),
        parts=reference.parts(_shapes()),
        words=reference.words(_shapes()),
        refusals=reference.refusals(),
        close_rule=meanings.CLOSE_RULE,
        close_codes=reference.close_codes(),
        constants=typescript.CONSTANTS,
    )


def _shapes() -> list[declared.Shape]:
    """Everything on the wire, over HTTP and the socket."""
    return [*declared.COMMANDS, *declared.FRAMES, *reference.shapes_of(ENDPOINTS)]


def _template() -> Template:
    loader = FileSystemLoader(_HERE)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template(
        "docs.html"
    )


def _serving(path: str, text: str, media_type: str) -> Route:
    content = text.encode()

    async def serve(request: Request) -> Response:
        return Response(content, media_type=media_type, headers={"Cache-Control": "no-cache"})

    return Route(path, serve, methods=["GET"])
