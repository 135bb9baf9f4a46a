"""Joining, logging in and out, tokens for programs, and coming back without the password."""

from http import HTTPStatus
from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from persistence.people.sessions import SessionKind
from rooms.refusals import Code, Refusal
from server.api.answering import answers, body_of
from server.api.endpoint import Access, Endpoint
from server.api.me import Me, me_of
from server.errors import shape_response
from server.passwords import NewPassword, Password
from server.people import admission, getting_back_in
from server.people.admission import Application, Joined
from server.people.auth import (
    begin_session_of,
    end_session,
    forget,
    parts_of,
    remember,
    signed_in,
)
from server.people.caller import caller_of
from server.people.recognised import Recognised

GivenName = Annotated[str, Meta(max_length=200)]
Email = Annotated[str, Meta(max_length=1_000)]
GivenCode = Annotated[str, Meta(max_length=200)]


class NewPerson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The screen name is what others see; it says nothing about who somebody is. `adult`: of the
    age that the operator asks for. `consent`: to their words about health being kept. `email` is
    only for getting back in."""

    name: GivenName
    password: NewPassword
    adult: bool
    consent: bool
    email: Email | None = None
    shared_device: bool = False


class NewMember(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who has joined, or is back in. The recovery code is shown this once."""

    me: Me
    recovery_code: str | None


class LogIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """On a `shared_device` the session ends with the browser."""

    name: GivenName
    password: Password
    shared_device: bool = False


class Recovery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`code` as it was shown, in any case, with or without hyphens; `password` is the new one."""

    name: GivenName
    code: GivenCode
    password: NewPassword


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """Sent as `Authorization: Bearer <token>`. Shown once, stored as a hash only."""

    token: str


_new_person = msgspec.json.Decoder(NewPerson)
_log_in = msgspec.json.Decoder(LogIn)
_recovery = msgspec.json.Decoder(Recovery)


@answers()
async def join(request: Request) -> Response | Refusal:
    """Join with a screen name and a password.

    The answer sets the session cookie.
    """
    asked = await body_of(request, _new_person)
    application = Application(
        name=asked.name,
        password=asked.password,
        adult=asked.adult,
        consents=asked.consent,
        email=asked.email,
    )
    joined = await admission.join(parts_of(request), caller_of(request), application)
    return await _welcomed(request, joined, HTTPStatus.CREATED, shared_device=asked.shared_device)


@answers()
async def log_in(request: Request) -> Response | Refusal:
    """Log in with the screen name taken at joining.

    The answer sets the session cookie. An unknown name and a wrong password are the same refusal,
    `wrong_login`.
    """
    asked = await body_of(request, _log_in)
    person = await _recognised(request, asked)
    if isinstance(person, Refusal):
        return person
    return await _let_in(request, person, shared_device=asked.shared_device)


@answers()
async def recover(request: Request) -> Response | Refusal:
    """Set a new password by the recovery code.

    The code is used up, and the answer has another one. Every session ends; the answer sets the
    cookie of a new one.
    """
    asked = await body_of(request, _recovery)
    joined = await getting_back_in.by_code(
        parts_of(request), caller_of(request), asked.name, asked.code, asked.password
    )
    return await _welcomed(request, joined, HTTPStatus.OK, shared_device=False)


@answers()
async def log_out(request: Request) -> Response:
    """Log out: end the session or token that this request came by.

    Nothing more is written with it, and its sockets are closed.
    """
    await end_session(request, await signed_in(request))
    response = Response(status_code=HTTPStatus.NO_CONTENT)
    forget(response, parts_of(request).settings)
    return response


@answers(HTTPStatus.CREATED)
async def give_token(request: Request) -> Token | Refusal:
    """Get a bearer token for a program, with name and password.

    It ends 90 days after its last use.
    """
    person = await _recognised(request, await body_of(request, _log_in))
    if isinstance(person, Refusal):
        return person
    database = parts_of(request).database
    credential = await begin_session_of(database, person, SessionKind.PROGRAM)
    return credential if isinstance(credential, Refusal) else Token(token=credential.secret)


async def _recognised(request: Request, asked: LogIn) -> Recognised | Refusal:
    return await admission.recognise(
        parts_of(request), caller_of(request), asked.name, asked.password
    )


async def _welcomed(
    request: Request, joined: Joined | Refusal, status: HTTPStatus, *, shared_device: bool
) -> Response | Refusal:
    if isinstance(joined, Refusal):
        return joined
    shown = NewMember(
        me=await me_of(request, joined.person.account), recovery_code=joined.recovery_code
    )
    response = shape_response(shown, status)
    return await _with_session(request, response, joined.person, shared_device=shared_device)


async def _let_in(
    request: Request, person: Recognised, *, shared_device: bool
) -> Response | Refusal:
    response = shape_response(await me_of(request, person.account), HTTPStatus.OK)
    return await _with_session(request, response, person, shared_device=shared_device)


async def _with_session(
    request: Request, response: Response, person: Recognised, *, shared_device: bool
) -> Response | Refusal:
    parts = parts_of(request)
    credential = await begin_session_of(
        parts.database, person, SessionKind.BROWSER, shared_device=shared_device
    )
    if isinstance(credential, Refusal):
        return credential
    remember(response, credential, parts.settings, shared_device=shared_device)
    return response


_GETTING_IN = (Code.ACCOUNT_CLOSED, Code.BUSY, Code.TOO_MANY_TRIES, Code.WRONG_LOGIN)

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        method="POST",
        path="/api/people",
        handler=join,
        access=Access.ANYONE,
        body=NewPerson,
        result=NewMember,
        success_status=HTTPStatus.CREATED,
        refusals=(
            *(Code.BAD_EMAIL, Code.BUSY, Code.JOINING_PAUSED, Code.NAME_INVALID, Code.NAME_TAKEN),
            *(Code.NO_CONSENT, Code.TOO_MANY_TRIES, Code.TOO_YOUNG, Code.WEAK_PASSWORD),
        ),
    ),
    Endpoint(
        method="POST",
        path="/api/session",
        handler=log_in,
        access=Access.ANYONE,
        body=LogIn,
        result=Me,
        refusals=_GETTING_IN,
    ),
    Endpoint(
        method="DELETE",
        path="/api/session",
        handler=log_out,
        access=Access.SIGNED_IN,
    ),
    Endpoint(
        method="POST",
        path="/api/tokens",
        handler=give_token,
        access=Access.ANYONE,
        body=LogIn,
        result=Token,
        success_status=HTTPStatus.CREATED,
        refusals=_GETTING_IN,
    ),
    Endpoint(
        method="POST",
        path="/api/recovery",
        handler=recover,
        access=Access.ANYONE,
        body=Recovery,
        result=NewMember,
        refusals=(
            *(Code.ACCOUNT_CLOSED, Code.BUSY, Code.TOO_MANY_TRIES, Code.WEAK_PASSWORD),
            Code.WRONG_CODE,
        ),
    ),
)
