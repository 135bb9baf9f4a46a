"""What is at an address where nothing is, or nothing that this person may know of."""

from functools import partial
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from server.pages.templates import Templates
from server.people.auth import actor_of
from server.settings import Settings


async def missing(templates: Templates, request: Request) -> Response:
    """The same page for what never was and for what this reader may not know of."""
    signed_in = await actor_of(request) is not None
    return templates.page(request, "missing.html", status=HTTPStatus.NOT_FOUND, signed_in=signed_in)


def routes(templates: Templates, settings: Settings) -> list[BaseRoute]:
    """Every address that no other page has: to be joined last."""
    del settings
    return [Route("/{anything:path}", partial(missing, templates))]
