"""`/docs`: the HTTP reference and the socket protocol as one plain page, and the documents as JSON.

Made from the declared types when somebody asks first, so that no start waits for them; no script,
nothing from elsewhere.
"""

import asyncio
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api.routes import ENDPOINTS
from server.contracts import asyncapi, declared, meanings, openapi, reference, security, typescript
from server.contracts.documents import as_json

_HERE = Path(__file__).parent
# Read at the start: later the files may be another release's.
_PAGE, _STYLE = ((_HERE / name).read_text(encoding="utf-8") for name in ("docs.html", "docs.css"))
_MAKING = threading.Lock()


def routes() -> tuple[Route, ...]:
    """The page, its style sheet and both documents."""
    return (
        _serving("/docs", page, "text/html"),
        _serving("/docs/docs.css", lambda: _STYLE, "text/css"),
        _serving("/docs/openapi.json", _openapi, "application/json"),
        _serving("/docs/asyncapi.json", _asyncapi, "application/json"),
    )


@cache
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
    return Environment(autoescape=True, undefined=StrictUndefined).from_string(_PAGE)


@cache
def _openapi() -> str:
    return as_json(openapi.document(ENDPOINTS))


@cache
def _asyncapi() -> str:
    return as_json(asyncapi.document())


def _serving(path: str, made: Callable[[], str], media_type: str) -> Route:
    async def serve(request: Request) -> Response:
        content = await asyncio.to_thread(_one_at_a_time, made)
        return Response(content, media_type=media_type, headers={"Cache-Control": "no-cache"})

    return Route(path, serve, methods=["GET"])


def _one_at_a_time(made: Callable[[], str]) -> str:
    """Who comes first waits 20 to 70 ms, and nobody makes the same beside them."""
    with _MAKING:
        return made()
