"""Who asks: sessions by cookie for browsers, by bearer token for programs; both opaque, random and
stored as hashes only. It says who somebody is, never what they may do.
"""

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from starlette.requests import HTTPConnection
from starlette.responses import Response

from persistence import sessions
from persistence.database import Database
from persistence.sessions import LiveSession, SessionKind
from rooms.actor import Actor
from rooms.ids import AccountId
from rooms.refusals import Code, refuse
from server.errors import RequestRefused
from server.settings import Settings

if TYPE_CHECKING:
    from server.parts import Parts

DAY_MS = 24 * 3_600_000
IDLE_MS = {SessionKind.BROWSER: 14 * DAY_MS, SessionKind.PROGRAM: 90 * DAY_MS}
LONGEST_MS = {SessionKind.BROWSER: 90 * DAY_MS, SessionKind.PROGRAM: 366 * DAY_MS}
SEEN_EVERY_MS = 3_600_000
"""Use is written down once an hour: more would be a write with every page."""


@dataclass(frozen=True, slots=True)
class Credential:
    """The secret itself, as a request shows it or as it is given out once."""

    secret: str

    @property
    def hash(self) -> str:
        """What is stored. The secret has 256 random bits, so a plain hash is enough."""
        return hashlib.sha256(self.secret.encode(errors="replace")).hexdigest()


def parts_of(connection: HTTPConnection) -> "Parts":
    """The parts of this process, which every request and socket carries in its state."""
    return cast("Parts", connection.state.parts)


def credential_of(connection: HTTPConnection) -> Credential | None:
    """The bearer token, else the session cookie; not yet known to be good."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return Credential(token.strip())
    cookie = connection.cookies.get(cookie_name(parts_of(connection).settings))
    return Credential(cookie) if cookie else None


async def actor_of(connection: HTTPConnection) -> Actor | None:
    """Who asks, with the session it came by; None for a guest, and once the session has ended."""
    credential = credential_of(connection)
    if credential is None:
        return None
    database = parts_of(connection).database
    now = await database.now_ms()
    session = await database.read(sessions.resolve, credential.hash, now)
    if session is None:
        return None
    if now - session.seen_at > SEEN_EVERY_MS:
        expires = _expiry(session.kind, session.created_at, now)
        await database.write(sessions.seen, session.id_hash, now, expires)
    return Actor(account=session.account, session=session.id_hash)


async def signed_in(connection: HTTPConnection) -> Actor:
    """Who asks. Raises RequestRefused for a guest: `signed_out` when a session has ended."""
    actor = await actor_of(connection)
    if actor is None:
        shown = credential_of(connection) is not None
        raise RequestRefused(refuse(Code.SIGNED_OUT if shown else Code.NOT_SIGNED_IN))
    return actor


async def begin_session(database: Database, account: AccountId, kind: SessionKind) -> Credential:
    """A new session of the account, durable on return. Its secret is known to the caller alone."""
    credential = Credential(secrets.token_urlsafe(32))
    now = await database.now_ms()
    session = LiveSession(
        id_hash=credential.hash,
        account=account,
        kind=kind,
        created_at=now,
        seen_at=now,
        expires_at=_expiry(kind, now, now),
    )
    await database.write(sessions.create, session)
    return credential


async def end_session(connection: HTTPConnection, actor: Actor) -> None:
    """Log out: nothing is written with the session after this, and its sockets are closed."""
    assert actor.session is not None, "only a session can be logged out"
    parts = parts_of(connection)
    await parts.database.write(sessions.revoke, actor.session, await parts.database.now_ms())
    parts.authority.session_ended([actor.session])


def _expiry(kind: SessionKind, created_at: int, now: int) -> int:
    """Idle for too long, or open for too long, whichever comes first."""
    return min(now + IDLE_MS[kind], created_at + LONGEST_MS[kind])


def cookie_name(settings: Settings) -> str:
    """With https the name binds the cookie to this host and to https (RFC 6265bis, 4.1.3.2)."""
    return "__Host-hearthside" if settings.https else "hearthside"


def remember(response: Response, credential: Credential, settings: Settings) -> None:
    """Have the browser keep the session."""
    response.set_cookie(
        cookie_name(settings),
        credential.secret,
        max_age=LONGEST_MS[SessionKind.BROWSER] // 1000,
        path="/",
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )


def forget(response: Response, settings: Settings) -> None:
    """Have the browser drop the session."""
    response.delete_cookie(
        cookie_name(settings), path="/", secure=settings.https, httponly=True, samesite="lax"
    )
