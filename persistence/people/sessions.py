"""Sessions of people and tokens of programs: stored by the hash of their secret alone."""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, insert, select, update

from persistence import clock, locks, tables
from persistence.lookups import Lookups
from rooms.ids import AccountId

MOST_SESSIONS = 10
"""Of one account at a time; the oldest ends when there would be more."""

_s = tables.session.c
_SHOWN = Lookups("""
SELECT s.id_hash, s.expires_at FROM EACH
LOOKUP session s: s.id_hash = FIRST AND s.revoked_at IS NULL;
LOOKUP account a: a.id = s.account_id AND a.state = 'open';""")

# A row for each that is asked about, so that there is one where nobody shows a session.
_COMING = Lookups("""
SELECT s.id_hash, s.account_id, s.kind, s.created_at, s.seen_at, s.expires_at, s.shared_device,
 a.id AS open_account, (SELECT epoch FROM log) AS epoch, CLOCK AS now
FROM EACH
LEFT LOOKUP session s: s.id_hash = FIRST AND s.revoked_at IS NULL;
LEFT LOOKUP account a: a.id = s.account_id AND a.state = 'open';""")

_CLOSED = Lookups("""
SELECT s.id_hash FROM EACH
LOOKUP session s: s.id_hash = FIRST;
LOOKUP account a: a.id = s.account_id AND a.state NOT IN ('open', 'left');""")


class SessionKind(enum.StrEnum):
    BROWSER = "browser"
    PROGRAM = "program"


class LiveSession(msgspec.Struct, frozen=True):
    """Times in ms since the Unix epoch. On a `shared_device` it ends with the browser."""

    id_hash: str
    account: AccountId
    kind: SessionKind
    created_at: int
    seen_at: int
    expires_at: int
    shared_device: bool = False


@dataclass(frozen=True, slots=True)
class Comer:
    """Who comes in, and what the welcome says of the log. `session` is None for a guest, and for
    who shows one that has ended. `now`: ms, the database's clock."""

    now: int
    epoch: str
    session: LiveSession | None


def create(
    connection: Connection, session: LiveSession, *, auth_version: int | None = None
) -> bool:
    """Begin the session; no more than `MOST_SESSIONS` of an account live, the oldest end.

    False, and nothing is begun, when the account has another `auth_version` by now: the password
    that was shown is not the password any more.
    """
    locks.hold(connection, locks.account_key(session.account))
    asked = select(tables.account.c.auth_version).where(tables.account.c.id == session.account)
    if auth_version not in (None, connection.execute(asked).scalar_one_or_none()):
        return False
    older = of_account(connection, session.account, session.created_at)[MOST_SESSIONS - 1 :]
    _end(connection, session.account, [each.id_hash for each in older], session.created_at)
    connection.execute(
        insert(tables.session).values(
            id_hash=session.id_hash,
            account_id=session.account,
            kind=session.kind.value,
            shared_device=session.shared_device,
            created_at=session.created_at,
            seen_at=session.seen_at,
            expires_at=session.expires_at,
        )
    )
    return True


def resolve(connection: Connection, id_hash: str, now: int) -> LiveSession | None:
    """The session behind a secret's hash, unless it ended or its account is closed."""
    found = connection.execute(_live(now).where(_s.id_hash == id_hash)).one_or_none()
    return _session(found) if found else None


def resolve_comers(connection: Connection, hashes: Sequence[str | None]) -> list[Comer]:
    """The same for many who come in by a socket, in their order; None is a guest's. One statement:
    it needs no transaction around it."""
    rows = _COMING.run(connection, ((each or "", "") for each in hashes)).all()
    if not rows:
        return []
    now, epoch = clock.as_stated(connection, rows[0].now), rows[0].epoch
    live = {
        row.id_hash: _session(row)
        for row in rows
        if row.open_account is not None and row.expires_at > now
    }
    return [Comer(now, epoch, live.get(each) if each else None) for each in hashes]


def still_live(connection: Connection, hashes: Iterable[str], now: int) -> set[str]:
    """Those of the sessions that still hold: for the sweep over open sockets."""
    found = _SHOWN.run(connection, ((each, "") for each in hashes))
    return {row.id_hash for row in found if row.expires_at > now}


def closed_out(connection: Connection, hashes: Iterable[str]) -> set[str]:
    """Those of the sessions whose account was closed by the house."""
    found = _CLOSED.run(connection, ((each, "") for each in hashes))
    return {row.id_hash for row in found}


def of_account(connection: Connection, account: AccountId, now: int) -> list[LiveSession]:
    """Newest first."""
    found = connection.execute(
        _live(now).where(_s.account_id == account).order_by(_s.created_at.desc())
    )
    return [_session(row) for row in found]


def seen(connection: Connection, id_hash: str, now: int, expires_at: int) -> None:
    """The session is in use: it holds until `expires_at`. One that was revoked stays so."""
    connection.execute(
        update(tables.session)
        .where(_s.id_hash == id_hash, _s.seen_at < now, _s.revoked_at.is_(None))
        .values(seen_at=now, expires_at=expires_at)
    )


def revoke(connection: Connection, id_hash: str, now: int) -> AccountId | None:
    """End one session and say whose it was. Nothing is written by it after this commits."""
    found = connection.execute(select(_s.account_id).where(_s.id_hash == id_hash))
    account = found.scalar_one_or_none()
    if account is None:
        return None
    _end(connection, AccountId(account), [id_hash], now)
    return AccountId(account)


def revoke_all(
    connection: Connection, account: AccountId, now: int, *, keep: str | None = None
) -> list[str]:
    """End every session of an account but `keep`; the hashes of those that ended."""
    locks.hold(connection, locks.account_key(account))
    hashes = [each.id_hash for each in of_account(connection, account, now)]
    ended = [each for each in hashes if each != keep]
    _end(connection, account, ended, now)
    return ended


def _end(connection: Connection, account: AccountId, hashes: list[str], now: int) -> None:
    # An append holds this lock shared while it writes: it either commits before, or sees the end.
    locks.hold(connection, locks.account_key(account))
    connection.execute(
        update(tables.session)
        .where(_s.id_hash.in_(hashes), _s.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def _live(now: int) -> Select[Any]:
    columns = (_s.id_hash, _s.account_id, _s.kind, _s.created_at, _s.seen_at, _s.expires_at)
    return (
        select(*columns, _s.shared_device)
        .join(tables.account, tables.account.c.id == _s.account_id)
        .where(_s.revoked_at.is_(None), _s.expires_at > now, tables.account.c.state == "open")
    )


def _session(row: Row[Any]) -> LiveSession:
    return LiveSession(
        id_hash=row.id_hash,
        account=AccountId(row.account_id),
        kind=SessionKind(row.kind),
        created_at=row.created_at,
        seen_at=row.seen_at,
        expires_at=row.expires_at,
        shared_device=bool(row.shared_device),
    )
