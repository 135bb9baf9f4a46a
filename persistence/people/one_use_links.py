"""Links that an operator gives out for somebody who cannot get in: used once, within a day.

Only the hash of a link's secret is stored. Making and using one is in the audit.
"""

from sqlalchemy import Connection, insert, select, update

from persistence import audit, locks, tables
from persistence.audit import AuditRecord
from persistence.people import credentials, notices, sessions
from persistence.people.notices import NoticeKind
from rooms.actor import HOUSE
from rooms.ids import AccountId

LIFE_MS = 24 * 3_600_000
_KIND = "reset"

_l = tables.one_use_link.c


def make(connection: Connection, account: AccountId, id_hash: str, now: int) -> list[str]:
    """A link by which the account takes a new password. The old one and all sessions end at once,
    and the owner is told at the next log-in. An earlier link opens nothing any more. The hashes of
    the sessions that ended."""
    locks.hold(connection, locks.account_key(account))
    ended = sessions.revoke_all(connection, account, now)
    credentials.void_password(connection, account)
    _use_up(connection, account, now)
    connection.execute(
        insert(tables.one_use_link).values(
            id_hash=id_hash, account_id=account, kind=_KIND, expires_at=now + LIFE_MS
        )
    )
    notices.tell(connection, account, NoticeKind.RESET_LINK, now)
    act = AuditRecord(
        at=now, actor_id=HOUSE.account, action="make_reset_link", target_account=account
    )
    audit.record(connection, act)
    return ended


def holder(connection: Connection, id_hash: str, now: int) -> AccountId | None:
    """Whose link this is, while it can be used."""
    asked = (
        select(_l.account_id)
        .join(tables.account, tables.account.c.id == _l.account_id)
        .where(_l.id_hash == id_hash, _l.kind == _KIND)
        .where(_l.used_at.is_(None), _l.expires_at > now, tables.account.c.state == "open")
    )
    found = connection.execute(asked).scalar_one_or_none()
    return AccountId(found) if found else None


def use(
    connection: Connection, id_hash: str, password_hash: str, recovery_hash: str, now: int
) -> tuple[AccountId, list[str]] | None:
    """A new password and a new recovery code by the link. Whose, and the sessions that ended; None
    when it was used before, or its time is over."""
    account = holder(connection, id_hash, now)
    if account is None:
        return None
    locks.hold(connection, locks.account_key(account))
    used = connection.execute(
        update(tables.one_use_link)
        .where(_l.id_hash == id_hash, _l.used_at.is_(None))
        .values(used_at=now)
    )
    if used.rowcount != 1:
        return None
    act = AuditRecord(at=now, actor_id=account, action="reset_password", target_account=account)
    audit.record(connection, act)
    ended = credentials.set_password(
        connection, account, password_hash, now, recovery_hash=recovery_hash
    )
    return account, ended


def _use_up(connection: Connection, account: AccountId, now: int) -> None:
    connection.execute(
        update(tables.one_use_link)
        .where(_l.account_id == account, _l.kind == _KIND, _l.used_at.is_(None))
        .values(used_at=now)
    )
