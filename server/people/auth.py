"""Who asks: sessions by cookie for browsers, by bearer token for programs; both opaque, random and
stored as hashes only. It says who somebody is, never what they may do.
"""

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import msgspec
from sqlalchemy import Connection
from starlette.requests import HTTPConnection
from starlette.responses import Response

from persistence import clock
from persistence.database import Database
from persistence.people import sessions
from persistence.people.sessions import LiveSession, SessionKind
from rooms.actor import Actor
from rooms.ids import AccountId
from rooms.refusals import Code, Refusal, refuse
from server.errors import RequestRefused
from server.people.recognised import Recognised
from server.settings import Settings

if TYPE_CHECKING:
    from server.parts import Parts

DAY_MS = 24 * 3_600_000
IDLE_MS = {SessionKind.BROWSER: 14 * DAY_MS, SessionKind.PROGRAM: 90 * DAY_MS}
LONGEST_MS = {SessionKind.BROWSER: 90 * DAY_MS, SessionKind.PROGRAM: 366 * DAY_MS}
SHARED_DEVICE_MS = 12 * 3_600_000
"""Some browsers bring back at their next start what was to end with them; not for ever, then."""
SEEN_EVERY_MS = 3_600_000
"""Use is written down once an hour: more would be a write with every page."""
PROBE_COOKIE = "cookies-kept"


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
    now, session = await database.read(_resolved, credential.hash)
    return await actor_by(database, session, now)


async def actor_by(database: Database, session: LiveSession | None, now: int) -> Actor | None:
    """Whose session this is; its use is written down once an hour. `now`: ms, the database's."""
    if session is None:
        return None
    if now - session.seen_at > SEEN_EVERY_MS:
        await database.write(sessions.seen, session.id_hash, now, _expiry(session, now))
    return Actor(account=session.account, session=session.id_hash)


def _resolved(database: Connection, id_hash: str) -> tuple[int, LiveSession | None]:
    now = clock.now_ms(database)
    return now, sessions.resolve(database, id_hash, now)


async def signed_in(connection: HTTPConnection) -> Actor:
    """Who asks. Raises RequestRefused for a guest: `signed_out` when a session has ended."""
    actor = await actor_of(connection)
    if actor is None:
        shown = credential_of(connection) is not None
        raise RequestRefused(refuse(Code.SIGNED_OUT if shown else Code.NOT_SIGNED_IN))
    return actor


async def begin_session(
    database: Database,
    account: AccountId,
    kind: SessionKind,
    *,
    shared_device: bool = False,
) -> Credential:
    """A new session of the account, durable on return. Its secret is known to the caller alone."""
    credential, session = await _drafted(database, account, kind, shared_device=shared_device)
    await database.write(sessions.create, session)
    return credential


async def begin_session_of(
    database: Database, person: Recognised, kind: SessionKind, *, shared_device: bool = False
) -> Credential | Refusal:
    """The same for somebody who has just shown a password; `wrong_login` when it was changed in
    the meantime."""
    credential, session = await _drafted(
        database, person.account, kind, shared_device=shared_device
    )
    begun = await database.write(sessions.create, session, auth_version=person.auth_version)
    return credential if begun else refuse(Code.WRONG_LOGIN)


async def end_session(connection: HTTPConnection, actor: Actor) -> None:
    """Log out: nothing is written with the session after this, and its sockets are closed."""
    assert actor.session is not None, "only a session can be logged out"
    parts = parts_of(connection)
    await parts.database.write(sessions.revoke, actor.session, await parts.database.now_ms())
    parts.authority.session_ended([actor.session])


async def end_all_sessions(connection: HTTPConnection, actor: Actor) -> None:
    """Log out everywhere, here too: browsers and programs."""
    parts = parts_of(connection)
    now = await parts.database.now_ms()
    ended = await parts.database.write(sessions.revoke_all, actor.account, now)
    parts.authority.session_ended(ended)


async def _drafted(
    database: Database, account: AccountId, kind: SessionKind, *, shared_device: bool
) -> tuple[Credential, LiveSession]:
    credential = Credential(secrets.token_urlsafe(32))
    now = await database.now_ms()
    session = LiveSession(
        id_hash=credential.hash,
        account=account,
        kind=kind,
        created_at=now,
        seen_at=now,
        expires_at=now,
        shared_device=shared_device,
    )
    return credential, msgspec.structs.replace(session, expires_at=_expiry(session, now))


def _expiry(session: LiveSession, now: int) -> int:
    """Idle for too long, or open for too long, whichever comes first."""
    if session.shared_device:
        return session.created_at + SHARED_DEVICE_MS
    return min(now + IDLE_MS[session.kind], session.created_at + LONGEST_MS[session.kind])


def cookie_name(settings: Settings) -> str:
    """With https the name binds the cookie to this host and to https (RFC 6265bis, 4.1.3.2)."""
    return "__Host-hearthside" if settings.https else "hearthside"


def remember(
    response: Response, credential: Credential, settings: Settings, *, shared_device: bool = False
) -> None:
    """Have the browser keep the session; on a shared device only until it is closed."""
    lasts_seconds = None if shared_device else LONGEST_MS[SessionKind.BROWSER] // 1000
    _set(response, cookie_name(settings), credential.secret, settings, lasts_seconds)


def forget(response: Response, settings: Settings) -> None:
    """Have the browser drop the session."""
    response.delete_cookie(
        cookie_name(settings), path="/", secure=settings.https, httponly=True, samesite="lax"
    )


def probe_cookies(response: Response, settings: Settings) -> None:
    """Have the browser keep something that says nothing, to see whether it keeps anything."""
    _set(response, PROBE_COOKIE, "1", settings, None)


def keeps_cookies(connection: HTTPConnection) -> bool:
    """Whether the browser brought back any cookie, the one of `probe_cookies` at least."""
    return bool(connection.cookies)


def _set(
    response: Response, name: str, value: str, settings: Settings, lasts_seconds: int | None
) -> None:
    response.set_cookie(
        name,
        value,
        max_age=lasts_seconds,
        path="/",
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )
