"""The application: routes, middleware and lifespan, nothing else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypedDict

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import Receive, Scope, Send

from server.api import routes as api
from server.compose import TRUE_CLOCKS, Clocks, compose
from server.contracts import docs_page
from server.demo import playing
from server.pages import pages
from server.pages.security_headers import SecurityHeaders
from server.parts import Parts
from server.people.origin import OriginGuard
from server.settings import Settings, load
from server.sockets import socket

LARGEST_BODY_BYTES = 64 * 1024


class State(TypedDict):
    """What every request and socket finds in its state."""

    parts: Parts


class _House(Starlette):
    """A socket goes past what is made for requests: thirteen calls, each of which would wait in
    memory until the line is lost, 6 KiB in all. It is asked for its origin at its own door."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and scope["path"] == socket.PATH:
            await socket.talk(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def create_app(settings: Settings, clocks: Clocks = TRUE_CLOCKS) -> Starlette:
    """The application for one process with these settings."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[State]:
        del app
        async with compose(settings, clocks) as parts, playing.going_on(parts):
            yield {"parts": parts}

    return _House(
        routes=[
            *api.routes(settings),
            *docs_page.routes(),
            *pages.routes(settings),
        ],
        middleware=[
            Middleware(SecurityHeaders, settings=settings),
            Middleware(OriginGuard, settings=settings),
        ],
        lifespan=lifespan,
        max_body_size=LARGEST_BODY_BYTES,
    )


def app() -> Starlette:
    """For a worker process, which is handed its settings by the environment."""
    return create_app(load())
