"""Who one is oneself, and what one changes about one's own account."""

from http import HTTPStatus
from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from persistence.people import accounts, notices, role_grants, sessions
from persistence.people.notices import Notice
from rooms.actor import Role
from rooms.ids import AccountId, RoomId, TreeId
from rooms.refusals import Code, Refusal
from server import reading
from server.api.answering import answers, body_of, path_of
from server.api.endpoint import Access, Endpoint
from server.passwords import NewPassword, Password
from server.people import own_account
from server.people.auth import end_all_sessions, forget, parts_of, signed_in
from server.people.caller import caller_of


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """A role in one room, or everywhere when `room` is null."""

    role: Role
    room: RoomId | None = None


class Me(msgspec.Struct, frozen=True, kw_only=True):
    """The signed-in person, with the screen name used in each tree of rooms. `consent`: the version
    of the text that was agreed to; `sessions`: how many browsers and programs are logged in."""

    names: dict[str, str]
    grants: tuple[Grant, ...] = ()
    notices: tuple[Notice, ...] = ()
    email: str | None = None
    consent: str | None = None
    sessions: int = 0


class Confirmed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The password once more."""

    password: Password


class ChangedPassword(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    old: Password
    new: NewPassword


class ChangedEmail(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`email` is only for getting back in; null for none."""

    password: Password
    email: Annotated[str, Meta(max_length=1_000)] | None


class ChangedName(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """In one tree of rooms; without `tree`, the name to log in by, which holds wherever no other is
    settled."""

    name: Annotated[str, Meta(max_length=200)]
    tree: TreeId | None = None


class RecoveryCode(msgspec.Struct, frozen=True, kw_only=True):
    """Shown once, stored as a hash only."""

    recovery_code: str


class OfNotice(msgspec.Struct, frozen=True):
    notice: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$", max_length=32)]


_confirmed = msgspec.json.Decoder(Confirmed)
_changed_password = msgspec.json.Decoder(ChangedPassword)
_changed_email = msgspec.json.Decoder(ChangedEmail)
_changed_name = msgspec.json.Decoder(ChangedName)


@answers()
async def read_me(request: Request) -> Me:
    """Tell who is signed in."""
    actor = await signed_in(request)
    return await me_of(request, actor.account)


@answers()
async def change_password(request: Request) -> Refusal | None:
    """Take another password.

    Every session but this one ends.
    """
    actor = await signed_in(request)
    asked = await body_of(request, _changed_password)
    parts, caller = parts_of(request), caller_of(request)
    return await own_account.change_password(parts, caller, actor, asked.old, asked.new)


@answers()
async def change_email(request: Request) -> Refusal | None:
    """Give another e-mail address, or none."""
    actor = await signed_in(request)
    asked = await body_of(request, _changed_email)
    parts, caller = parts_of(request), caller_of(request)
    return await own_account.change_email(parts, caller, actor, asked.password, asked.email)


@answers()
async def change_own_name(request: Request) -> Refusal | None:
    """Take another screen name.

    The old one is kept from others for 90 days.
    """
    actor = await signed_in(request)
    asked = await body_of(request, _changed_name)
    return await own_account.change_name(parts_of(request), actor, asked.name, asked.tree)


@answers()
async def renew_recovery_code(request: Request) -> RecoveryCode | Refusal:
    """Get another recovery code; the one before opens nothing any more."""
    actor = await signed_in(request)
    asked = await body_of(request, _confirmed)
    parts, caller = parts_of(request), caller_of(request)
    code = await own_account.new_recovery_code(parts, caller, actor, asked.password)
    return code if isinstance(code, Refusal) else RecoveryCode(recovery_code=code)


@answers()
async def dismiss_notice(request: Request) -> None:
    """Say that a notice was read."""
    actor = await signed_in(request)
    asked = path_of(request, OfNotice, Code.BAD_REQUEST)
    await own_account.dismiss(parts_of(request), actor, asked.notice)


@answers()
async def consent(request: Request) -> None:
    """Agree that words about one's health are kept: for those whom an operator added."""
    await own_account.consent(parts_of(request), await signed_in(request))


@answers()
async def log_out_everywhere(request: Request) -> Response:
    """End every session and every token of this person, this one too."""
    await end_all_sessions(request, await signed_in(request))
    return _out(request)


@answers()
async def leave(request: Request) -> Response | Refusal:
    """Leave for good.

    The account ends. What was written stays, without a name.
    """
    actor = await signed_in(request)
    asked = await body_of(request, _confirmed)
    parts, caller = parts_of(request), caller_of(request)
    refused = await own_account.leave(parts, caller, actor, asked.password)
    return refused or _out(request)


async def me_of(request: Request, account: AccountId) -> Me:
    """Who this is, to themselves."""
    parts = parts_of(request)
    database, now = parts.database, await parts.database.now_ms()
    grants = await database.read(role_grants.of_account, account)
    private = await database.read(accounts.private, account)
    return Me(
        names=await database.read(reading.names, parts.secret, account),
        grants=tuple(Grant(role=one.role, room=one.room) for one in grants),
        notices=tuple(await database.read(notices.unseen, account)),
        email=private.email,
        consent=private.consent_version,
        sessions=len(await database.read(sessions.of_account, account, now)),
    )


def _out(request: Request) -> Response:
    response = Response(status_code=HTTPStatus.NO_CONTENT)
    forget(response, parts_of(request).settings)
    return response


_CONFIRMING = (Code.BUSY, Code.TOO_MANY_TRIES, Code.WRONG_LOGIN)

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(method="GET", path="/api/me", handler=read_me, access=Access.SIGNED_IN, result=Me),
    Endpoint(
        method="PUT",
        path="/api/me/password",
        handler=change_password,
        access=Access.SIGNED_IN,
        body=ChangedPassword,
        refusals=(*_CONFIRMING, Code.WEAK_PASSWORD),
    ),
    Endpoint(
        method="PUT",
        path="/api/me/email",
        handler=change_email,
        access=Access.SIGNED_IN,
        body=ChangedEmail,
        refusals=(*_CONFIRMING, Code.BAD_EMAIL),
    ),
    Endpoint(
        method="PUT",
        path="/api/me/name",
        handler=change_own_name,
        access=Access.SIGNED_IN,
        body=ChangedName,
        refusals=(
            *(Code.BUSY, Code.MUTED, Code.NAME_INVALID, Code.NAME_TAKEN, Code.NOTHING_TO_CHANGE),
            *(Code.RATE_LIMITED, Code.RETRY, Code.STEPPED_OUT, Code.TOO_MANY_TRIES),
            Code.UNKNOWN_ROOM,
        ),
    ),
    Endpoint(
        method="POST",
        path="/api/me/recovery-code",
        handler=renew_recovery_code,
        access=Access.SIGNED_IN,
        body=Confirmed,
        result=RecoveryCode,
        refusals=_CONFIRMING,
    ),
    Endpoint(
        method="POST",
        path="/api/me/notices/{notice}/seen",
        handler=dismiss_notice,
        access=Access.SIGNED_IN,
        path_fields=OfNotice,
        refusals=(Code.BAD_REQUEST,),
    ),
    Endpoint(method="PUT", path="/api/me/consent", handler=consent, access=Access.SIGNED_IN),
    Endpoint(
        method="DELETE", path="/api/sessions", handler=log_out_everywhere, access=Access.SIGNED_IN
    ),
    Endpoint(
        method="DELETE",
        path="/api/me",
        handler=leave,
        access=Access.SIGNED_IN,
        body=Confirmed,
        refusals=(*_CONFIRMING, Code.RETRY),
    ),
)
