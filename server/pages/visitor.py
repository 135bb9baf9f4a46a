"""Who looks at a page, as far as the frame around every page needs it: which links to offer.

What they may do is asked by the page or the act itself.
"""

from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from persistence.people import accounts, notices, role_grants, sessions
from rooms.actor import Actor, Role
from server.people.auth import actor_of, parts_of

_STATE = "visitor"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Nobody known, to begin with."""

    actor: Actor | None = None
    moderates: bool = False
    mentors: bool = False
    shared_device: bool = False
    zone: str | None = None
    """The account's time zone, where its owner chose one."""
    notices: int = 0
    """How many wait to be read by them."""


GUEST = Visitor()


class KnowsTheVisitor:
    """Finds out who looks before the page does, once for each request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            request = Request(scope)
            setattr(request.state, _STATE, await _visitor(request))
        await self._app(scope, receive, send)


def visitor_of(request: Request) -> Visitor:
    """Who looks; a guest on a route that does not ask."""
    known: Visitor = getattr(request.state, _STATE, GUEST)
    return known


async def _visitor(request: Request) -> Visitor:
    actor = await actor_of(request)
    if actor is None:
        return GUEST
    database = parts_of(request).database
    return await database.read(_known, actor, await database.now_ms())


def _known(connection: Connection, actor: Actor, now: int) -> Visitor:
    roles = {grant.role for grant in role_grants.of_account(connection, actor.account)}
    session = sessions.resolve(connection, actor.session or "", now)
    return Visitor(
        actor=actor,
        moderates=any(role.is_staff for role in roles),
        mentors=Role.MENTOR in roles,
        shared_device=session is not None and session.shared_device,
        zone=accounts.zone(connection, actor.account),
        notices=len(notices.unseen(connection, actor.account)),
    )
