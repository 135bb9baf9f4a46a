"""How a refusal looks over HTTP: one table from code to status, one JSON form."""

from http import HTTPStatus

import msgspec
from starlette.responses import Response

from rooms.refusals import Code, Refusal

STATUS: dict[Code, HTTPStatus] = {
    Code.BAD_REQUEST: HTTPStatus.BAD_REQUEST,
    Code.NOT_SIGNED_IN: HTTPStatus.UNAUTHORIZED,
    Code.SIGNED_OUT: HTTPStatus.UNAUTHORIZED,
    Code.ACCOUNT_CLOSED: HTTPStatus.FORBIDDEN,
    Code.UNKNOWN_ROOM: HTTPStatus.NOT_FOUND,
    Code.UNKNOWN_MESSAGE: HTTPStatus.NOT_FOUND,
    Code.UNKNOWN_MEMBER: HTTPStatus.NOT_FOUND,
    Code.NOT_ALLOWED: HTTPStatus.FORBIDDEN,
    Code.NOT_JOINED: HTTPStatus.CONFLICT,
    Code.ROOM_LOCKED: HTTPStatus.FORBIDDEN,
    Code.CALM: HTTPStatus.FORBIDDEN,
    Code.MUTED: HTTPStatus.FORBIDDEN,
    Code.STEPPED_OUT: HTTPStatus.FORBIDDEN,
    Code.SLOW: HTTPStatus.TOO_MANY_REQUESTS,
    Code.RATE_LIMITED: HTTPStatus.TOO_MANY_REQUESTS,
    Code.BUSY: HTTPStatus.SERVICE_UNAVAILABLE,
    Code.RETRY: HTTPStatus.SERVICE_UNAVAILABLE,
    Code.EMPTY: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.TOO_LONG: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.BAD_TEXT: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.TOO_LATE: HTTPStatus.CONFLICT,
    Code.GONE: HTTPStatus.GONE,
    Code.NOTHING_TO_CHANGE: HTTPStatus.CONFLICT,
    Code.IDEMPOTENCY_CONFLICT: HTTPStatus.CONFLICT,
    Code.NAME_INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.NAME_TAKEN: HTTPStatus.CONFLICT,
    Code.NEW_ACCOUNT_LINK: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.NEW_ACCOUNT_ROOMS: HTTPStatus.FORBIDDEN,
    Code.WRONG_LOGIN: HTTPStatus.UNAUTHORIZED,
    Code.WEAK_PASSWORD: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.BAD_EMAIL: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.TOO_MANY_TRIES: HTTPStatus.TOO_MANY_REQUESTS,
    Code.JOINING_PAUSED: HTTPStatus.SERVICE_UNAVAILABLE,
    Code.TOO_YOUNG: HTTPStatus.FORBIDDEN,
    Code.NO_CONSENT: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.WRONG_CODE: HTTPStatus.UNAUTHORIZED,
    Code.LINK_USED: HTTPStatus.GONE,
    Code.UNKNOWN_DROP_IN: HTTPStatus.NOT_FOUND,
    Code.NOT_YOUR_TURN: HTTPStatus.CONFLICT,
    Code.SHORT_PAUSE: HTTPStatus.CONFLICT,
    Code.TOO_EARLY: HTTPStatus.CONFLICT,
    Code.NOT_LIVE: HTTPStatus.CONFLICT,
    Code.LINE_CLOSED: HTTPStatus.CONFLICT,
    Code.IN_ANOTHER_LINE: HTTPStatus.CONFLICT,
    Code.NO_PLACE: HTTPStatus.CONFLICT,
    Code.ALREADY_CALLED: HTTPStatus.CONFLICT,
    Code.FLOOR_TAKEN: HTTPStatus.CONFLICT,
    Code.NOBODY_WAITS: HTTPStatus.CONFLICT,
    Code.UNCOVERED: HTTPStatus.CONFLICT,
    Code.NOT_EXPERT: HTTPStatus.FORBIDDEN,
    Code.BAD_SCHEDULE: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.TOO_MANY_TIMES: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.CLASH: HTTPStatus.CONFLICT,
    Code.EDITED_MEANWHILE: HTTPStatus.CONFLICT,
    Code.SERIES_STOPPED: HTTPStatus.GONE,
    Code.TOO_MANY_QUESTIONS: HTTPStatus.CONFLICT,
}

_encoder = msgspec.json.Encoder()


class RequestRefused(Exception):
    """Ends a request with its refusal, from wherever the request is being read."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def refusal_response(refusal: Refusal) -> Response:
    """The refusal as JSON; `Retry-After` in whole seconds, rounded up (RFC 9110, 10.2.3)."""
    headers = {"Cache-Control": "no-store"}
    if refusal.retry_after is not None:
        headers["Retry-After"] = str(-(-refusal.retry_after // 1000))
    status = STATUS[refusal.code]
    if status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="hearthside"'
    return Response(
        _encoder.encode(refusal), status, headers=headers, media_type="application/json"
    )


def shape_response(value: object, status: int) -> Response:
    """A struct as JSON that no cache keeps."""
    headers = {"Cache-Control": "no-store"}
    return Response(_encoder.encode(value), status, headers=headers, media_type="application/json")
