"""Between a request's bytes and a handler's values: strict decoding, limits, and the answer.

Every handler of `server/api/` is a function from a request to a struct or a refusal; how either
looks on the wire is decided here.
"""

import functools
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import parse_qs

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from persistence.database import DatabaseCrowded
from rooms.refusals import Code, Refusal, refuse
from server.errors import RequestRefused, refusal_response, shape_response

LARGEST_BODY_BYTES = 64 * 1024
CROWDED_MS = 1_000
"""When to try again while all lines to the database are taken."""

Shape = TypeVar("Shape")
Answering = Callable[[Request], Awaitable[object]]


def answers(
    status: HTTPStatus = HTTPStatus.OK,
) -> Callable[[Answering], Callable[[Request], Awaitable[Response]]]:
    """Make a handler out of a function that returns a struct, a refusal, a response or None."""

    def wrap(handler: Answering) -> Callable[[Request], Awaitable[Response]]:
        @functools.wraps(handler)
        async def answer(request: Request) -> Response:
            try:
                given = await handler(request)
            except RequestRefused as refused:
                return refusal_response(refused.refusal)
            except DatabaseCrowded:
                return refusal_response(refuse(Code.BUSY, retry_after=CROWDED_MS))
            except TimeoutError:
                # The database did not answer: it may have been done or not.
                return refusal_response(refuse(Code.RETRY, retry_after=CROWDED_MS))
            return _response(given, status)

        return answer

    return wrap


async def body_of(request: Request, decoder: msgspec.json.Decoder[Shape]) -> Shape:
    """The body, decoded strictly. Raises RequestRefused (`bad_request`).

    Not more than 64 KiB are ever read.
    """
    raw = await raw_body(request)
    try:
        return decoder.decode(raw)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise RequestRefused(refuse(Code.BAD_REQUEST)) from None


async def raw_body(request: Request) -> bytes:
    """The body's bytes. Raises RequestRefused when they are too many or never come."""
    raw = bytearray()
    try:
        async for chunk in request.stream():
            raw += chunk
            if len(raw) > LARGEST_BODY_BYTES:
                raise RequestRefused(refuse(Code.BAD_REQUEST))
    except ClientDisconnect:
        raise RequestRefused(refuse(Code.BAD_REQUEST)) from None
    return bytes(raw)


async def form_of(request: Request) -> dict[str, str]:
    """A plain form's fields, the first of each name; empty when it is no such form, or one with
    U+0000 in it: no browser sends that, and PostgreSQL takes no text that has it.

    Raises RequestRefused like `raw_body`.
    """
    raw = await raw_body(request)
    try:
        fields = parse_qs(raw.decode(), max_num_fields=40, errors="strict")
    except ValueError:
        return {}
    if any("\x00" in value for values in fields.values() for value in values):
        return {}
    return {name: values[0] for name, values in fields.items()}


def path_of(request: Request, shape: type[Shape], missing: Code) -> Shape:
    """The path's fields; one that cannot be an id names nothing, which is the refusal `missing`."""
    try:
        return msgspec.convert(request.path_params, shape)
    except msgspec.ValidationError:
        raise RequestRefused(refuse(missing)) from None


def query_of(request: Request, shape: type[Shape]) -> Shape:
    """The query's parameters, numbers from their text; unknown ones are ignored.

    Raises RequestRefused (`bad_request`).
    """
    try:
        return msgspec.convert(dict(request.query_params), shape, strict=False)
    except msgspec.ValidationError:
        raise RequestRefused(refuse(Code.BAD_REQUEST)) from None


def _response(given: object, status: HTTPStatus) -> Response:
    if isinstance(given, Refusal):
        return refusal_response(given)
    if isinstance(given, Response):
        return given
    if given is None:
        return Response(status_code=HTTPStatus.NO_CONTENT, headers={"Cache-Control": "no-store"})
    return shape_response(given, status)
