"""What follows for a browser once somebody is who they say: a session, and where to go.

Shared by the pages for joining, logging in and getting back in.
"""

from starlette.requests import Request
from starlette.responses import Response

from persistence.people import accounts, notices
from persistence.people.sessions import SessionKind
from rooms.ids import AccountId
from rooms.refusals import Refusal
from server.pages.addresses import to
from server.pages.templates import Templates
from server.people.admission import Joined
from server.people.auth import begin_session_of, parts_of, remember
from server.people.consent import CONSENT_VERSION
from server.people.recognised import Recognised


async def led_on(
    request: Request, person: Recognised, wanted: str, *, shared_device: bool
) -> Response | Refusal:
    """In, and where they wanted to go; first to what they have to be told or asked."""
    first = await _has_to_be_told(request, person.account)
    return await with_session(
        request, to("/me" if first else wanted), person, shared_device=shared_device
    )


async def shown_code(
    templates: Templates,
    request: Request,
    joined: Joined,
    *,
    title: str,
    wanted: str = "/",
    shared_device: bool = False,
) -> Response | Refusal:
    """In, and the page with the recovery code, which is never shown again."""
    page = templates.page(
        request,
        "welcome.html",
        signed_in=True,
        title=title,
        code=joined.recovery_code,
        next=wanted,
    )
    return await with_session(request, page, joined.person, shared_device=shared_device)


async def with_session(
    request: Request, response: Response, person: Recognised, *, shared_device: bool
) -> Response | Refusal:
    """The response, with a new session for the browser to keep; or `wrong_login`."""
    parts = parts_of(request)
    credential = await begin_session_of(
        parts.database, person, SessionKind.BROWSER, shared_device=shared_device
    )
    if isinstance(credential, Refusal):
        return credential
    remember(response, credential, parts.settings, shared_device=shared_device)
    return response


async def _has_to_be_told(request: Request, account: AccountId) -> bool:
    database = parts_of(request).database
    private = await database.read(accounts.private, account)
    agreed = private.demo or private.consent_version == CONSENT_VERSION
    waiting = await database.read(notices.unseen, account)
    # A reminder is on every page; only what happened to the account leads away from the way in.
    return not agreed or any(each.drop_in is None for each in waiting)
