"""One HTTP endpoint as declared data: its Starlette route and its OpenAPI operation come from the
same value, so the document cannot drift from the routes. Knows nothing of what handlers do.

Each module of `server/api/` ends with `ENDPOINTS: tuple[Endpoint, ...]`, and `server/api/routes.py`
joins them into one `ENDPOINTS`, from which it makes its routes and `server.contracts` its document.
"""

import enum
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rooms.refusals import Code

Handler = Callable[[Request], Awaitable[Response]]
Shape = object
"""A type that msgspec encodes and decodes: a struct, or a union of structs."""


class Access(enum.Enum):
    """Who may call an endpoint at all; what a person may do there is `rooms.permissions`' say."""

    ANYONE = "anyone"
    """No account is needed; with one, the answer may hold more."""

    SIGNED_IN = "signed_in"
    """A session cookie or a bearer token; without one the refusal is `not_signed_in`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """What one method of one path takes and gives.

    `handler` decodes exactly the shapes named here. Its name is the operation's id and its
    docstring the documentation, the first paragraph being the summary, so every handler has one.

        Endpoint(
            method="GET",
            path="/api/rooms/{room}/messages",
            handler=read_messages,
            access=Access.ANYONE,
            path_fields=InRoom,  # class InRoom(msgspec.Struct): room: RoomId
            query=PageQuery,     # class PageQuery(msgspec.Struct): before: Seq; limit: ... = 50
            result=Page,
            refusals=(Code.UNKNOWN_ROOM,),
        )

    `path_fields` has one field for each `{name}` of the path, `query` one for each query
    parameter (a field with a default is optional); texts are converted to the field's type.
    A path that cannot be an id names nothing: declare the refusal that says so.
    `body` is read from JSON and `result` written as JSON; without `result` the status is 204.
    `content_type` other than JSON goes without a described result. `refusals` are the codes
    beyond those every endpoint has (see `codes`).
    """

    method: Literal["GET", "POST", "PUT", "DELETE"]
    path: str
    handler: Handler
    access: Access
    path_fields: type[msgspec.Struct] | None = None
    query: type[msgspec.Struct] | None = None
    body: Shape | None = None
    result: Shape | None = None
    success_status: int | None = None
    content_type: str = "application/json"
    refusals: tuple[Code, ...] = ()

    @property
    def status(self) -> int:
        """The status of success: as declared, else 200 with an answer and 204 without."""
        answers = self.result is not None or self.content_type != "application/json"
        return self.success_status or (200 if answers else 204)

    @property
    def operation(self) -> str:
        """The operation's id."""
        return getattr(self.handler, "__name__", self.path)

    @property
    def documentation(self) -> str:
        """The handler's docstring."""
        return inspect.getdoc(self.handler) or ""

    @property
    def codes(self) -> tuple[Code, ...]:
        """Every refusal: the declared, `bad_request` where something is decoded, `not_signed_in`
        and `signed_out` where an account is needed, `not_allowed` where the Origin is asked."""
        needed = [] if self.query is None and self.body is None else [Code.BAD_REQUEST]
        if self.access is Access.SIGNED_IN:
            needed += [Code.NOT_SIGNED_IN, Code.SIGNED_OUT]
        if self.method != "GET":
            needed.append(Code.NOT_ALLOWED)
        return tuple(dict.fromkeys((*needed, *self.refusals)))

    def route(self) -> Route:
        """The route that serves this endpoint."""
        return Route(self.path, self.handler, methods=[self.method], name=self.operation)
