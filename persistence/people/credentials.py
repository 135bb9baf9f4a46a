"""What gets a person back in: the password, the recovery code, a link from an operator.

Changing one of them ends the sessions that began before, in the same transaction.
"""

from sqlalchemy import Connection, select, update

from persistence import locks, tables
from persistence.people import sessions
from rooms.ids import AccountId

_a = tables.account.c


def set_password(
    connection: Connection,
    account: AccountId,
    password_hash: str,
    now: int,
    *,
    recovery_hash: str | None = None,
    keep: str | None = None,
) -> list[str]:
    """Another password, and with it another recovery code if one is given. The hashes of the
    sessions that ended: all but `keep`."""
    locks.hold(connection, locks.account_key(account))
    changed: dict[str, object] = {
        "password_hash": password_hash,
        "auth_version": _a.auth_version + 1,
    }
    if recovery_hash is not None:
        changed["recovery_hash"] = recovery_hash
    connection.execute(update(tables.account).where(_a.id == account).values(**changed))
    return sessions.revoke_all(connection, account, now, keep=keep)


def void_password(connection: Connection, account: AccountId) -> None:
    """No password opens the account until another one is set."""
    of = tables.account
    connection.execute(
        update(of)
        .where(of.c.id == account)
        .values(password_hash=None, auth_version=of.c.auth_version + 1)
    )


def recover(
    connection: Connection,
    account: AccountId,
    used_hash: str,
    password_hash: str,
    recovery_hash: str,
    now: int,
) -> list[str] | None:
    """A new password by the recovery code, which is used up by it: another one takes its place.

    The hashes of the sessions that ended; None when the code is not this one any more.
    """
    locks.hold(connection, locks.account_key(account))
    kept = connection.execute(select(_a.recovery_hash).where(_a.id == account)).scalar_one()
    if kept != used_hash:
        return None
    return set_password(connection, account, password_hash, now, recovery_hash=recovery_hash)


def still_holds(connection: Connection, account: AccountId, auth_version: int) -> bool:
    """Whether the password that was shown is the password yet, and stays so until this transaction
    ends."""
    locks.hold(connection, locks.account_key(account))
    asked = select(_a.auth_version).where(_a.id == account)
    return connection.execute(asked).scalar_one_or_none() == auth_version


def set_recovery(connection: Connection, account: AccountId, recovery_hash: str) -> None:
    """Another recovery code; the one before opens nothing any more."""
    connection.execute(
        update(tables.account).where(_a.id == account).values(recovery_hash=recovery_hash)
    )
