"""Joining, logging in and out, tokens for programs, and who one is oneself."""

from http import HTTPStatus
from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from persistence import role_grants
from persistence.sessions import SessionKind
from rooms.actor import Role
from rooms.ids import AccountId, RoomId
from rooms.refusals import Code, Refusal
from server import reading
from server.api.answering import answers, body_of
from server.api.endpoint import Access, Endpoint
from server.errors import shape_response
from server.passwords import NewPassword, Password
from server.people import admission
from server.people.auth import (
    begin_session,
    end_session,
    forget,
    parts_of,
    remember,
    signed_in,
)

GivenName = Annotated[str, Meta(max_length=200)]


class NewPerson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The screen name is what others see; it says nothing about who somebody is."""

    name: GivenName
    password: NewPassword


class LogIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: GivenName
    password: Password


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """Sent as `Authorization: Bearer <token>`. Shown once, stored as a hash only."""

    token: str


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """A role in one room, or everywhere when `room` is null."""

    role: Role
    room: RoomId | None = None


class Me(msgspec.Struct, frozen=True, kw_only=True):
    """The signed-in person, with the screen name used in each tree of rooms."""

    names: dict[str, str]
    grants: tuple[Grant, ...] = ()


_new_person = msgspec.json.Decoder(NewPerson)
_log_in = msgspec.json.Decoder(LogIn)


@answers()
async def join(request: Request) -> Response | Refusal:
    """Join with a screen name and a password.

    The answer sets the session cookie.
    """
    asked = await body_of(request, _new_person)
    parts = parts_of(request)
    account = await admission.join(parts.database, parts.passwords, asked.name, asked.password)
    if isinstance(account, Refusal):
        return account
    return await _welcomed(request, account, HTTPStatus.CREATED)


@answers()
async def log_in(request: Request) -> Response | Refusal:
    """Log in with the screen name taken at joining.

    The answer sets the session cookie. An unknown name and a wrong password are the same refusal,
    `not_signed_in`.
    """
    account = await _recognised(request)
    if isinstance(account, Refusal):
        return account
    return await _welcomed(request, account, HTTPStatus.OK)


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
    account = await _recognised(request)
    if isinstance(account, Refusal):
        return account
    return Token(
        token=(await begin_session(parts_of(request).database, account, SessionKind.PROGRAM)).secret
    )


@answers()
async def read_me(request: Request) -> Me:
    """Tell who is signed in."""
    actor = await signed_in(request)
    return await _me(request, actor.account)


async def _recognised(request: Request) -> AccountId | Refusal:
    asked = await body_of(request, _log_in)
    parts = parts_of(request)
    return await admission.recognise(parts.database, parts.passwords, asked.name, asked.password)


async def _welcomed(request: Request, account: AccountId, status: HTTPStatus) -> Response:
    credential = await begin_session(parts_of(request).database, account, SessionKind.BROWSER)
    response = shape_response(await _me(request, account), status)
    remember(response, credential, parts_of(request).settings)
    return response


async def _me(request: Request, account: AccountId) -> Me:
    database = parts_of(request).database
    names = await database.read(reading.names, parts_of(request).secret, account)
    grants = await database.read(role_grants.of_account, account)
    return Me(names=names, grants=tuple(Grant(role=one.role, room=one.room) for one in grants))


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        method="POST",
        path="/api/people",
        handler=join,
        access=Access.ANYONE,
        body=NewPerson,
        result=Me,
        success_status=HTTPStatus.CREATED,
        refusals=(Code.BUSY, Code.NAME_INVALID, Code.NAME_TAKEN, Code.NOT_ALLOWED),
    ),
    Endpoint(
        method="POST",
        path="/api/session",
        handler=log_in,
        access=Access.ANYONE,
        body=LogIn,
        result=Me,
        refusals=(Code.ACCOUNT_CLOSED, Code.BUSY, Code.NOT_ALLOWED, Code.NOT_SIGNED_IN),
    ),
    Endpoint(
        method="DELETE",
        path="/api/session",
        handler=log_out,
        access=Access.SIGNED_IN,
        refusals=(Code.NOT_ALLOWED,),
    ),
    Endpoint(
        method="POST",
        path="/api/tokens",
        handler=give_token,
        access=Access.ANYONE,
        body=LogIn,
        result=Token,
        success_status=HTTPStatus.CREATED,
        refusals=(Code.ACCOUNT_CLOSED, Code.BUSY, Code.NOT_ALLOWED, Code.NOT_SIGNED_IN),
    ),
    Endpoint(
        method="GET",
        path="/api/me",
        handler=read_me,
        access=Access.SIGNED_IN,
        result=Me,
    ),
)
